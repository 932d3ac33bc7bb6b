"""Sites to publish to, and what is looked at before, as lines of a dialog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from tui.domain.preferences import CheckMode, Checks
from tui.presentation import roles
from tui.presentation.reading import checks_line
from tui.presentation.text import plain

if TYPE_CHECKING:
    from tui.domain.posts import Post
    from tui.domain.rules import Finding
    from tui.domain.rules.publishing import LinksSeen
    from tui.domain.sites import Site

MOST_BROKEN = 4
"""So many of several posts' broken rules are told, each in a line."""


def site_line(site: Site, *, note: str = "", of: str = "") -> Content:
    """A site with its address and state. `note`: what else is known of it; `of`: its connection, where there
    are several.
    """
    state = plain(site.state_word, 20)
    facts = [
        plain(site.address or "", 40),
        "" if site.takes and state == "active" else state,
        plain(note, 60),
    ]
    name = plain(site.name or site.id, 40)
    return Content.assemble(
        (f"{plain(of, 20)}  " if of else "", roles.DIM),
        (name, roles.DIM if not site.takes else roles.NORMAL),
        (f"  {' · '.join(each for each in facts if each)}", roles.DIM),
    )


def closed_why(site: Site) -> str:
    """Why nothing can be published to a site; empty: it can."""
    if site.takes:
        return ""
    name, state = plain(site.name or site.id, 40), plain(site.state_word, 20) or "not active"
    return f"{name} cannot be chosen: it is {state.removeprefix('is ')} on its platform"


def before_lines(
    found: Sequence[tuple[Post, Sequence[Finding]]], links: LinksSeen, checks: Checks, *, ascii: bool = False
) -> Content:
    """What the checks say before posts are published: of one post all of it, of several what is broken."""
    lines: list[Content] = []
    if len(found) == 1:
        lines.append(checks_line(found[0][1], checks, ascii=ascii))
    else:
        lines += _broken(found, checks, ascii)
    if checks.of("links") is not CheckMode.OFF and links.said:
        dead = links.finding
        lines.append(Content.styled(links.said, roles.DIM))
        if dead is not None and dead.broken is not None:
            bad = "!" if ascii else "✗"
            lines.append(Content.styled(f"{plain(f'{dead.label} {dead.broken}', 160)} {bad}", roles.WARNING))
    return Content("\n").join([line for line in lines if line])


def _broken(found: Sequence[tuple[Post, Sequence[Finding]]], checks: Checks, ascii: bool) -> list[Content]:
    told = [
        (post, one)
        for post, several in found
        for one in several
        if one.broken is not None and checks.of(one.rule) is not CheckMode.OFF
    ]
    good, bad = ("ok", "!") if ascii else ("✓", "✗")
    if not told:
        return [Content.styled(f"checks: all {len(found)} hold {good}", roles.DIM)]
    lines = [
        Content.assemble(
            (f"{plain(post.title, 40)}: ", roles.DIM),
            (f"{plain(f'{one.label} {one.broken}', 80)} {bad}", _role(one, checks)),
        )
        for post, one in told[:MOST_BROKEN]
    ]
    if len(told) > MOST_BROKEN:
        lines.append(Content.styled(f"and {len(told) - MOST_BROKEN} more", roles.DIM))
    return lines


def _role(found: Finding, checks: Checks) -> str:
    return roles.BAD if checks.of(found.rule) is CheckMode.BLOCK else roles.WARNING
