"""A social post about as its network shows it: who, the text up to its fold, and what comes behind it."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from tui.domain.rules.graphemes import graphemes
from tui.domain.rules.links import hashtags, links
from tui.domain.rules.networks import Network
from tui.presentation import roles
from tui.presentation.markdown_inline import Block, fold
from tui.presentation.text import cut, plain, plain_block, plain_piece

WIDEST = 64
"""Cells of a post: networks show narrow columns."""
MOST_PARTS = 25
LONGEST = 20_000
"""Characters of a text that are looked at; no network takes as many but Facebook."""
LONGEST_LINK = 30
_AVATAR = "●"


def social_blocks(text: str, network: Network, who: str, when: str, *, ascii: bool = False) -> list[Block]:
    """A text as it would stand on a network. `who`: the connection, for the account's name is not told;
    `when`: when it goes out.
    """
    shown = text.strip()[:LONGEST]
    parts = list(thread(shown, network)) if network.key == "x" else [shown]

    def post(place: int) -> Block:
        return lambda width: _post(parts[place], network, who, when, (place, len(parts)), width, ascii)

    return [
        _heading(network, shown, len(parts)),
        *(post(place) for place in range(len(parts))),
        _limits(shown, network, ascii),
    ]


def thread(text: str, network: Network) -> Iterator[str]:
    """The parts of a text for a network that takes so much a post: those that its writer set apart by lines
    of "---" where there are any, else one too long is cut at its sentences.
    """
    written = [part.strip() for part in _apart(text) if part.strip()]
    if len(written) > 1:
        yield from written[:MOST_PARTS]
        return
    rest, parts = text, 0
    while rest and network.length(rest) > network.limit and parts < MOST_PARTS:
        head = _fitting(rest, network)
        yield head.strip()
        rest, parts = rest[len(head) :].strip(), parts + 1
    if rest or not parts:
        yield rest


def _apart(text: str) -> list[str]:
    parts = [""]
    for line in text.splitlines():
        if line.strip() in {"---", "***", "___"}:
            parts.append("")
        else:
            parts[-1] += line + "\n"
    return parts


def _fitting(text: str, network: Network) -> str:
    """As much of a text's beginning as a post takes, to the end of a sentence or of a word where one is."""
    low, high = 1, min(network.limit, len(text))
    while high < len(text) and network.length(text[:high]) <= network.limit:
        # Addresses count less than they are long.
        low, high = high, min(2 * high, len(text))
    while low < high:
        middle = (low + high + 1) // 2
        if network.length(text[:middle]) <= network.limit:
            low = middle
        else:
            high = middle - 1
    head = text[:low]
    for ends in ("\n\n", ". ", "! ", "? ", "\n", " "):
        at = head.rfind(ends)
        if at > low // 2:
            return head[: at + len(ends)]
    return head


def seen(text: str, network: Network) -> tuple[str, bool]:
    """What of a text is seen before one asks for more, and whether that is not all of it."""
    lines = text.splitlines(keepends=True)
    head = "".join(lines[: network.fold_lines]) if network.fold_lines else text
    if network.fold is not None and len(head) > network.fold:
        kept, length = [], 0
        for sign in graphemes(head[: network.fold * 4]):
            length += len(sign)
            if length > network.fold:
                break
            kept.append(sign)
        head = "".join(kept)
        if " " in head[len(head) // 2 :]:
            head = head[: head.rindex(" ")]
    head = head.rstrip()
    return head, len(head) < len(text.rstrip())


def _heading(network: Network, text: str, parts: int) -> Block:
    several = f", in {parts} posts" if parts > 1 else ""
    return lambda width: [
        Content.styled(cut(f"On {network.name}{several}, about as it will be seen:", width), roles.DIM),
        Content(""),
    ]


def _post(
    text: str, network: Network, who: str, when: str, place: tuple[int, int], width: int, ascii: bool
) -> list[Content]:
    room = max(min(width, WIDEST) - 2, 1)
    edge = "|" if ascii else "│"
    number = f" {place[0] + 1}/{place[1]}" if place[1] > 1 else ""
    name = Content.assemble(
        (f"{'o' if ascii else _AVATAR} ", roles.DIM),
        (plain(who, 30), roles.STRONG),
        (f" · {plain(when, 20)}{number}", roles.DIM),
    )
    head, more = seen(text, network)
    lines = [name.truncate(room, ellipsis=True), *_text(head, network, room)]
    if more:
        hidden = len(text) - len(head)
        see_more = Content.assemble(
            ("… see more", roles.STRONG), (f"  ({hidden:,} more characters)", roles.DIM)
        )
        lines += [
            see_more,
            *(line.stylize(roles.DIM) for line in _text(text[len(head) :].strip("\n"), network, room)),
        ]
    return [Content.assemble((f"{edge} ", roles.DIM), line) for line in lines] + [Content("")]


def _text(text: str, network: Network, room: int) -> list[Content]:
    """Lines of a post; addresses stand short, as the network shows them, and hashtags in their colour."""
    if not text.strip():
        return []
    found = [*links(text)]
    pieces: list[Content] = []
    at = 0
    for link in found:
        pieces.append(_tagged(text[at : link.start]))
        pieces.append(Content.styled(plain_piece(short_link(text[link.start : link.end])), "underline"))
        at = link.end
    pieces.append(_tagged(text[at:]))
    whole = Content.assemble(*pieces)
    return [piece for line in whole.split(allow_blank=True) for piece in fold(line, room)]


def _tagged(text: str) -> Content:
    """A piece of text, with its hashtags in the colour of links."""
    clean = plain_block(text)
    content = Content(clean)
    at = 0
    for tag in hashtags(clean):
        start = clean.find(tag, at)
        at = start + len(tag)
        content = content.stylize(roles.ACCENT, start, at)
    return content


def short_link(address: str) -> str:
    """An address as X and LinkedIn show it: without its scheme, and not long."""
    bare = address.removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare if len(bare) <= LONGEST_LINK else bare[: LONGEST_LINK - 1] + "…"


def _limits(text: str, network: Network, ascii: bool) -> Block:
    """How much of what it takes the network counts, and what an address costs there."""
    length = network.length(text)
    sign = ("!" if ascii else "✗") if length > network.limit else ("ok" if ascii else "✓")
    role = roles.WARNING if length > network.limit else roles.DIM
    several = sum(1 for _ in links(text))
    counted = ""
    if several and network.key in {"x", "mastodon"}:
        counted = f" · {several} {'address' if several == 1 else 'addresses'}, 23 each"
    fold_at = f" · seen before the fold: {network.fold}" if network.fold else ""
    return lambda width: [
        *fold(
            Content.assemble(
                (f"{length:,} of {network.limit:,} as {network.name} counts {sign}", role),
                (counted + fold_at, roles.DIM),
            ),
            width,
        )
    ]
