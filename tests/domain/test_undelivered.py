"""Posts that did not get to their sites: which rows tell of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.domain.test_failing import an_entry
from tests.fakes.items import NOON, a_post
from tui.domain.entry_states import EntryState
from tui.domain.failing import Failing, FailingOf, failing
from tui.domain.local_verdicts import LocalKind, LocalVerdict
from tui.domain.posts import Delivery, PostState
from tui.domain.undelivered import MOST_APART, Undelivered, in_rows, undelivered

OUT = a_post("p1", "blog", state=PostState.PUBLISHED, title="Release 2.4")


def lost(id: str, *sites: str, minutes: int = 0) -> Undelivered:
    """A post that failed on these sites, so many minutes ago."""
    at = NOON - timedelta(minutes=minutes)
    told = tuple(
        Delivery(site, "failed", site_name=site.title(), answer="502", changed_at=at) for site in sites
    )
    found = undelivered(replace(OUT, ref=replace(OUT.ref, id=id), title=f"Post {id}", deliveries=told))
    assert found is not None
    return found


def rows(*several: Undelivered, apart: tuple[str, ...] = ()) -> list[Failing]:
    return list(in_rows(several, lambda failing: failing.item.id in apart))


def test_what_failed_on_its_sites_is_one_failure_until_it_fails_anew() -> None:
    went = (
        Delivery("s1", "failed", site_name="Docs", answer="502", changed_at=NOON),
        Delivery("s2", "delivered"),
        Delivery("s3", "failed", changed_at=NOON - timedelta(hours=1)),
    )
    found = undelivered(replace(OUT, deliveries=went))
    assert found is not None
    told = found.failing
    assert (told.of, told.why, told.at) == (FailingOf.DELIVERY, "failed on Docs (502) and 1 more", NOON)
    assert (told.item, [each.site_id for each in found.on]) == (OUT.ref, ["s1", "s3"])
    assert undelivered(replace(OUT, deliveries=(*went, replace(went[0], state="pending")))) != found
    assert undelivered(replace(OUT, deliveries=went[1:2])) is None
    again = undelivered(replace(OUT, deliveries=(replace(went[0], changed_at=NOON + timedelta(1)),)))
    assert again is not None
    assert again.failing.fingerprint != told.fingerprint


def test_many_that_failed_on_one_site_are_one_row() -> None:
    few = [lost(f"p{n}", "docs", minutes=n) for n in range(MOST_APART)]
    assert [each.of for each in rows(*few)] == [FailingOf.DELIVERY] * MOST_APART
    many = [*few, lost("p8", "docs", minutes=8)]
    (site,) = rows(*many)
    assert (site.of, site.title, site.why, site.at) == (FailingOf.SITE, "Docs", "502", NOON)
    assert site.posts == ("Post p0", "Post p1", "Post p2", "Post p8")
    assert (site.item.connection, site.item.id) == ("blog", "docs")
    # One that failed elsewhere too has a row of its own besides.
    both = rows(*many, lost("p9", "docs", "main", minutes=9))
    assert [each.item.id for each in both] == ["p9", "docs"]
    # Where fewer fail it is the same failure; where one more does it is another.
    (fewer,) = rows(*many, lost("p7", "docs", minutes=7))
    assert fewer.fingerprint == site.fingerprint
    (newer,) = rows(*many, lost("p7", "docs", minutes=-1))
    assert newer.fingerprint != site.fingerprint
    # What was put away stays so while posts of it are mended, the latest or so many that few are left.
    away = LocalVerdict(LocalKind.PUT_AWAY, site.ref, site.fingerprint, site.title, NOON)
    (rest,) = rows(*many[1:], lost("p7", "docs", minutes=7))
    assert rest.fingerprint != site.fingerprint
    assert away.keeps_out(rest.fingerprint, NOON)
    assert not away.keeps_out(newer.fingerprint, NOON)
    assert [each.of for each in rows(*few[1:], apart=("docs",))] == [FailingOf.SITE]


def test_what_a_person_decided_about_is_not_summed_up() -> None:
    many = [lost(f"p{n}", "docs", minutes=n) for n in range(MOST_APART + 1)]
    assert [each.of for each in rows(*many, apart=("p0",))] == [FailingOf.DELIVERY] * 4
    more = rows(*many, lost("p9", "docs", minutes=9), apart=("p0",))
    assert [each.item.id for each in more] == ["p0", "docs"]
    assert len(more[1].posts) == 4
    # What could not even be sent again is told of by that.
    entry = an_entry(EntryState.FAILED)
    decided = many[0]._replace(failing=replace(many[0].failing, item=entry.ref))
    told = list(failing((), (), [entry], NOON, lost=[decided, *many[1:]]))
    assert [each.of for each in told] == [FailingOf.ENTRY, *[FailingOf.DELIVERY] * 3]
