"""Addresses in a text, as the networks find them: with a scheme, or a bare name that ends as domains do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_COUNTRIES = (
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bv"
    " bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es"
    " et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu"
    " id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt"
    " lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no"
    " np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si"
    " sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk"
    " us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw"
)
_OTHERS = (
    "com net org info biz edu gov mil int name pro aero asia coop jobs mobi museum tel travel xxx app"
    " dev page blog cloud tech online site store shop xyz news live studio design agency digital email"
    " work works world today software systems tools zone wiki media network games chat link click codes"
    " company solutions team"
)
_ENDINGS = "|".join(sorted((_COUNTRIES + " " + _OTHERS).split(), key=len, reverse=True))
_PATH = r"(?:[/?#][^\s<>\"“”]*)?"
_LINK = re.compile(
    rf"https?://[^\s<>\"“”]+"
    rf"|(?<![@\w.\-/$#])(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,8}}(?:{_ENDINGS})(?![\w-]|\.\w){_PATH}",
    re.IGNORECASE,
)
_ENDS_NONE = ".,;:!?'\"’…»*_"
_PAIRS = ((")", "("), ("]", "["))
_HASHTAG = re.compile(r"(?<![\w&/])[#＃](?=\w*[^\W\d])\w+")


class Link(NamedTuple):
    """An address, and where it stands."""

    start: int
    end: int


def links(text: str) -> Iterator[Link]:
    """The addresses in a text, in their order."""
    for found in _LINK.finditer(text):
        end = found.end()
        # What ends a sentence, or a bracket that was opened before the address, is no part of it.
        while end > found.start():
            last = text[end - 1]
            opened = next((sign for closing, sign in _PAIRS if closing == last), None)
            inside = text[found.start() : end]
            if last in _ENDS_NONE or (opened and inside.count(opened) < inside.count(last)):
                end -= 1
            else:
                break
        yield Link(found.start(), end)


def hashtags(text: str) -> tuple[str, ...]:
    """The hashtags in a text, in their order."""
    return tuple(found.group() for found in _HASHTAG.finditer(text))
