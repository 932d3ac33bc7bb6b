"""Which addresses a body may link to."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"^([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_LINKS = {"http", "https", "mailto", "tel"}
_IMAGE_DATA = re.compile(r"^data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$")
# Browsers leave these out before they look for a scheme: "java\nscript:" is one.
_IGNORED = re.compile("[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]+")


def safe_address(address: object, *, image: bool = False) -> str | None:
    """An address that only leads somewhere: http, https, mailto, tel, or relative; for images also their
    own base64 data. None for everything else (javascript:, data:, file: …) and for what is no text.
    """
    if not isinstance(address, str) or not address.strip():
        return None
    bare = _IGNORED.sub("", address)
    scheme = _SCHEME.match(bare)
    if scheme is not None and scheme[1].lower() not in _LINKS:
        return bare if image and _IMAGE_DATA.match(bare) else None
    return _IGNORED.sub(lambda found: "%20" * found[0].count(" "), address.strip()) or None
