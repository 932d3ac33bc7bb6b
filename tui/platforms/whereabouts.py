"""Where hosts stand: the numbers that their names stand for, and whether those are on this machine or its
network.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Iterable
from itertools import zip_longest

Number = ipaddress.IPv4Address | ipaddress.IPv6Address

_WITHIN = "localhost", "local", "internal"
"""What names end in that are given out on a network itself."""
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 as it is reached from networks that have only IPv6."""


async def addresses_of(named: str) -> tuple[str, ...]:
    """The numbers that a host's name stands for, the best first; none where nobody knows it here."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(named, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return in_turns(dict.fromkeys(str(place[0]) for *_, place in found))


def in_turns(numbers: Iterable[str]) -> tuple[str, ...]:
    """IPv4 and IPv6 in turns, each in its order, beginning with the first: where one of the two leads nowhere
    from here, the other is tried soon.
    """
    kinds: dict[bool, list[str]] = {}
    for each in numbers:
        kinds.setdefault(":" in each, []).append(each)
    return tuple(each for turn in zip_longest(*kinds.values()) for each in turn if each is not None)


def is_link_local(named: str) -> bool:
    """Whether a host is one that no page has: there machines in a cloud are told their keys."""
    number = _number_of(named)
    return number is not None and number.is_link_local


def is_inside(named: str) -> bool:
    """Whether a host is on this machine or its network, as far as its name or number tells."""
    # A dot at the end says that a name is whole.
    if named.rstrip(".").rpartition(".")[2].lower() in _WITHIN:
        return True
    number = _number_of(named)
    return number is not None and not number.is_global


def _number_of(named: str) -> Number | None:
    """The number that a host's name is, in any way that a system reads; None for a name."""
    named = named.rstrip(".").partition("%")[0]
    try:
        number = ipaddress.ip_address(named)
    except ValueError:
        try:
            # A system takes 2130706433 and 0x7f.1 too.
            return ipaddress.IPv4Address(socket.inet_aton(named))
        except (OSError, ValueError):
            return None
    if isinstance(number, ipaddress.IPv4Address):
        return number
    if number in _TRANSLATED:
        return ipaddress.IPv4Address(number.packed[-4:])
    return number.ipv4_mapped or number.sixtofour or number
