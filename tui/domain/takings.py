"""How long it takes to ask a connection for many things, at the pace that it takes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from tui.domain.connections import Left

WORTH_SAYING_SECONDS = 5
"""Shorter ones are not told beforehand."""


def seconds_for(requests: int, left: Left | None) -> int:
    """How many seconds so many requests take, where so many could leave at once; a connection without a
    limit that is known takes none.
    """
    if left is None or left.most <= 0 or requests <= left.left:
        return 0
    return -(-(requests - left.left) * 60 // left.most)


def takes(
    requests: Mapping[str, int],
    lefts: Mapping[str, Iterable[Left]],
    kinds: Collection[str] = ("requests", "changes"),
) -> str:
    """That it takes its time: "about 40 s, since agency takes 60 requests a minute"; empty where it does
    not. `requests`: how many for each connection; `lefts`: how many each could be sent at once; `kinds`:
    which limits count.
    """
    slowest = ("", 0, Left("", 0, 0))
    for name, count in requests.items():
        for left in lefts.get(name, ()):
            seconds = seconds_for(count, left) if left.what in kinds else 0
            if seconds > slowest[1]:
                slowest = name, seconds, left
    name, seconds, left = slowest
    if seconds < WORTH_SAYING_SECONDS:
        return ""
    about = f"{seconds} s" if seconds < 100 else f"{-(-seconds // 60)} min"
    return f"about {about}, since {name} takes {left.most} {left.what} a minute"
