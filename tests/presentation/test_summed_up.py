"""Where not all sites have room, a column tells what became of a post on all of them."""

from __future__ import annotations

import pytest

from tests.fakes.items import NOON, a_post, ago
from tui.domain.deliveries import Row
from tui.domain.posts import Delivery
from tui.domain.sites import Site
from tui.presentation.deliveries import Table, delivery_heading, delivery_row
from tui.presentation.text import cells

SITES = tuple(("blog", Site(f"s{n}", f"Site {n}")) for n in range(12))


def a_row(*states: str) -> Row:
    went = tuple(Delivery(f"s{n}", state) for n, state in enumerate(states))
    return Row(
        a_post("p1", "blog", title="A post with a title", deliveries=went, published_at=ago(hours=1)), NOON
    )


@pytest.mark.parametrize("width", [56, 76, 116, 300])
def test_what_failed_out_of_view_is_told(width: int) -> None:
    table = Table(SITES, 0, 0, width, several=False)
    row = a_row(*["delivered"] * 10, "failed", "failed")
    told = delivery_row(row, table, NOON, cursor=True).plain
    heading = delivery_heading(table).plain
    assert cells(told) == cells(heading) < width
    assert ("✗ 2" in told, " all " in heading) == (width < 300, width < 300)
    assert "A post with a title" in told
    plainly = delivery_row(row, table, NOON, cursor=True, ascii=True).plain
    assert plainly.isascii()


@pytest.mark.parametrize(
    ("states", "told"),
    [
        (["delivered"] * 9, "✓ 9"),
        (["delivered", "pending", "pending"], "◌ 2"),
        (["pending", "retrying", "delivered"], "◔ 1"),
        ([], "A post"),
    ],
)
def test_the_worst_of_it_stands_there(states: list[str], told: str) -> None:
    table = Table(SITES, 11, 0, 76, several=False)
    assert told in delivery_row(a_row(*states), table, NOON, cursor=False).plain
