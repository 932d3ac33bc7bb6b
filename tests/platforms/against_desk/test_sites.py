"""Blogree's sites on the desk: set up, published to by name, sent to once more, and pulled as."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from tests.desk.work.receiver import Receiver, Reply
from tests.platforms.against_desk.doors import Doors, until
from tui.domain.accounts import Account, AccountKind, NewKeys
from tui.domain.errors import Conflict, Invalid, NotFound
from tui.domain.forms import Value
from tui.domain.intents import delivering, publishing
from tui.domain.ports import Accounts, Sites
from tui.domain.posts import NewPost, Post, PostState
from tui.domain.verdicts import Consequence, Gravity, Verb
from tui.services.sending import carry_out, seen_now
from tui.services.settling import Verdict, was_done

FINAL = Consequence("publishes NOW, cannot be undone", Gravity.FINAL)


def parts(doors: Doors) -> tuple[Accounts, Sites]:
    accounts, sites = doors.blogree.accounts, doors.blogree.sites
    assert accounts is not None
    assert sites is not None
    return accounts, sites


def values_of(name: str, webhook_url: str) -> dict[str, Value]:
    return {"name": name, "url": f"https://{name.lower()}.test", "webhook_url": webhook_url}


@asynccontextmanager
async def a_site(doors: Doors, name: str, webhook_url: str) -> AsyncIterator[tuple[Account, NewKeys]]:
    accounts, _ = parts(doors)
    added = await accounts.add(AccountKind.SITE, values_of(name, webhook_url))
    assert added.keys is not None
    try:
        yield added.account, added.keys
    finally:
        await accounts.remove(added.account)


async def at_rest(doors: Doors, id: str, wanted: dict[str, str]) -> Post:
    """The post when its deliveries are so far."""

    async def look() -> Post:
        return await doors.blogree.post(id)

    def there(post: Post) -> bool:
        return {each.site_id: each.state for each in post.deliveries} == wanted

    return await until(look, there, f"its deliveries are {wanted}")


async def test_a_site_is_set_up(doors: Doors, receiver: Receiver) -> None:
    accounts, sites = parts(doors)
    form = await accounts.form(AccountKind.SITE)
    values = {**form.initial(), **values_of("Fresh", receiver.url), "niche": "widgets"}
    assert form.faults(values, new=True) == {}
    added = await accounts.add(AccountKind.SITE, values)
    site, keys = added.account, added.keys
    assert keys is not None
    assert [label for label, _ in keys.keys] == ["API key", "webhook secret"]
    try:
        assert (site.name, site.what, site.active, site.values["niche"]) == (
            "Fresh",
            "custom",
            True,
            "widgets",
        )
        assert dict(site.facts)["deliveries"] == "0"
        with pytest.raises(Invalid) as refused:
            await accounts.change(site, {"webhook_url": "ftp://nowhere.test"})
        assert refused.value.fields.keys() == {"webhook_url"}
        changed = await accounts.change(site, {"name": "Other", "platform": "gatsby", "niche": ""})
        assert (changed.name, changed.what, changed.values["niche"]) == ("Other", "gatsby", "")
        assert changed.values["url"] == site.values["url"]
        assert (await accounts.switch(changed, on=False)).active is False
        assert [each.takes for each in await sites.all() if each.id == site.ref.id] == [False]
        assert (await accounts.switch(changed, on=True)).active is True
        rotated = await accounts.rotate(changed)
        assert rotated.warning
        new, old = dict(rotated.keys), dict(keys.keys)
        assert all(new[label] != old[label] for label in old)
        # The desk tells the keys each time it is asked: they are nowhere in what comes of it.
        told = repr(await accounts.all()) + repr(await sites.all()) + repr(rotated) + repr(added)
        assert not [key for key in (*new.values(), *old.values()) if key.reveal() in told]
    finally:
        await accounts.remove(site)
    for ask in (accounts.rotate(site), accounts.remove(site), accounts.change(site, {"name": "Gone"})):
        with pytest.raises(NotFound, match="Site"):
            await ask


async def test_a_post_goes_to_the_sites_that_are_named(doors: Doors, receiver: Receiver) -> None:
    _, sites = parts(doors)
    slow = Receiver(lambda before: Reply(502) if before < 1 else Reply())
    try:
        async with (
            a_site(doors, "Good", receiver.url) as (good, keys),
            a_site(doors, "Slow", slow.url) as (slow_one, _),
            a_site(doors, "Never", receiver.url) as (never, _),
        ):
            post = await doors.blogree.create(NewPost("To some sites", "It goes to *some* of them."))
            id = post.ref.id
            yes = publishing(post, FINAL, [good.ref.id, slow_one.ref.id])
            assert (await was_done(doors.blogree, yes)).verdict is Verdict.NOT_DONE
            done = await carry_out(doors.blogree, yes, await seen_now(doors.blogree, yes))
            assert done.text == "on its way to 2 sites: Good, Slow"
            assert (await was_done(doors.blogree, yes)).verdict is Verdict.DONE
            elsewhere = publishing(post, FINAL, [never.ref.id])
            assert (await was_done(doors.blogree, elsewhere)).verdict is Verdict.OTHER

            arrived = await at_rest(doors, id, {good.ref.id: "delivered", slow_one.ref.id: "delivered_retry"})
            assert (arrived.state, Verb.DELIVER in arrived.verbs) == (PostState.PUBLISHED, True)
            told = {each.site_name: (each.tries, each.answer) for each in arrived.deliveries}
            assert told == {"Good": (1, "200"), "Slow": (2, "200")}
            assert all(each.changed_at is not None for each in arrived.deliveries)

            again = replace(delivering(arrived, [slow_one.ref.id], FINAL), before=arrived.deliveries)
            assert (await was_done(doors.blogree, again)).verdict is Verdict.NOT_DONE
            await carry_out(doors.blogree, again, await seen_now(doors.blogree, again))
            assert (await was_done(doors.blogree, again)).verdict is Verdict.DONE
            await at_rest(doors, id, {good.ref.id: "delivered", slow_one.ref.id: "delivered"})
            assert [each.json["post"]["id"] for each in receiver.received] == [id], "to each site once"

            pulled = await sites.pulled(arrived, good.ref.id)
            assert pulled is not None
            assert (pulled.title, pulled.slug, pulled.version) == (
                "To some sites",
                arrived.slug,
                arrived.version,
            )
            assert "some" in re.sub(r"<[^>]+>", "", pulled.text or "")
            assert await sites.pulled(arrived, never.ref.id) is None, "it was not sent there"
            assert dict(keys.keys)["API key"].reveal() not in repr(pulled)
            # What was refused to a site is no fault of the connection.
            assert (await doors.blogree.post(id)).ref == arrived.ref
            with pytest.raises(Conflict, match="no site site_nope any more: nothing was sent"):
                await doors.blogree.publish(id, ("site_nope",))
            await doors.blogree.delete(id)
            # What is on its way to a site that goes is a failure, which the desk says.
            await until(_of(receiver), lambda count: count == 2, "it is told to be deleted there")
            await until(_of(slow), lambda count: count == 4, "and there")
    finally:
        slow.close()


def _of(receiver: Receiver) -> Callable[[], Awaitable[int]]:
    async def count() -> int:
        return len(receiver.received)

    return count
