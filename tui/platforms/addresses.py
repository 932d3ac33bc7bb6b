"""Addresses that requests go to: whether one is right, and where it leads."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from tui.domain.errors import Unreachable


def check(connection: str, base_url: str) -> None:
    """Raise Unreachable where a connection's address is none that requests can be sent to."""
    try:
        parts = urlsplit(base_url)
        right = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
        right = right and "@" not in parts.netloc and not parts.query and not parts.fragment
    except ValueError:
        right = False
    if not right:
        raise Unreachable(
            f"The address of {connection} is no plain http or https address",
            advice="Correct base_url in the config file.",
        )


def host(url: str) -> str:
    """The host and port of an address, without what stands before an @; empty where it has none."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2]
    except ValueError:
        return ""


def origin(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port: two addresses of one origin are one server's."""
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", None, None


def own_machine(host: str) -> bool:
    """Whether a host is the machine that this runs on."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
