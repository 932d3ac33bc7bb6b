"""Blogree's sites: set up, published to, and pulled as."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.clock import FakeClock
from tests.fakes.items import a_post
from tests.platforms.blogree.test_client import POST, SITES
from tests.platforms.blogree.test_platform import ONE
from tests.platforms.harness import KEY, NOW, Network, key
from tui.domain import tokens
from tui.domain.accounts import Account, AccountKind, AccountVerb, Added, NewKeys
from tui.domain.connections import Capabilities
from tui.domain.errors import (
    Conflict,
    CopydeskError,
    Forbidden,
    Invalid,
    NotSupported,
    OutcomeUnknown,
    SignInRefused,
)
from tui.domain.ports import Platform
from tui.domain.posts import Delivery, NewPost, PostChanges, PostFilter
from tui.domain.secrets import Secret
from tui.domain.sites import Pulled, Site
from tui.platforms.auth import bearer
from tui.platforms.blogree.platform import BlogreePlatform
from tui.platforms.opening import PlatformWanted, open_platform
from tui.platforms.pacing import Pace
from tui.platforms.retry import TRIES
from tui.platforms.tokens import TokensInMemory
from tui.platforms.transport import Transport

SITE: dict[str, Any] = SITES["sites"][0]
MASKED = {**SITE, "api_key": "blg_****1234", "webhook_secret": "********"}
TOKEN = "a-token-of-seven-days"
THERE = "/api/sites/site_abc"
NEW = {"name": " Mine ", "url": "https://a.test", "webhook_url": "https://a.test/h", "niche": ""}


def opened(network: Network) -> Platform:
    held = tokens.Account("blog", "ana@x.test", "https://api.blogree.com/api")
    kept = TokensInMemory({held: tokens.Token(Secret(TOKEN), NOW + timedelta(days=3))})
    wanted = PlatformWanted("blog", "blogree", email="ana@x.test")
    return open_platform(wanted, key, kept, transport=network.transport, now=lambda: NOW)


async def site_of(network: Network) -> Account:
    platform = opened(network.on("GET", "/api/sites", SITES))
    assert platform.accounts is not None
    account = (await platform.accounts.all())[0]
    await platform.close()
    return account


def texts_of(keys: NewKeys | None) -> dict[str, str]:
    return {} if keys is None else {label: key.reveal() for label, key in keys.keys}


async def test_sites_are_listed_without_their_keys() -> None:
    strange = {"id": "s9", "status": "error", "platform": "hugo"}
    listed = {"sites": [*SITES["sites"], strange, {"id": "s10"}]}
    network = Network().on("GET", "/api/sites", listed)
    platform = opened(network)
    can: Capabilities = platform.capabilities
    assert (can.sites, can.accounts) == (True, (AccountKind.SITE,))
    assert platform.accounts is not None
    mine, other, _, ill, dumb = await platform.accounts.all()
    assert (mine.name, mine.what, mine.address, mine.active) == (
        "My Site",
        "nextjs",
        "https://site.test",
        True,
    )
    assert mine.facts == (("deliveries", "1"), ("arrived", "100 %"))
    assert mine.values["webhook_url"] == "https://site.test/hook"
    assert mine.verbs == set(AccountVerb) - {AccountVerb.CHOOSE}
    assert (other.active, ill.active, ill.state_word, ill.name) == (False, True, "error", "s9")
    assert (dumb.active, AccountVerb.SWITCH in dumb.verbs) == (None, False)
    assert KEY not in repr((mine, other)) + repr([getattr(mine, one.name) for one in fields(mine)])
    form = await platform.accounts.form(AccountKind.SITE)
    offered = {one.name: [each.value for each in one.choices] for one in form.fields}["platform"]
    assert offered == ["nextjs", "wordpress", "gatsby", "sveltekit", "custom", "hugo"]
    assert not form.faults(dict(mine.values), new=False)
    assert set(form.faults({}, new=True)) == {"name", "url", "webhook_url"}
    with pytest.raises(NotSupported):
        await platform.accounts.form(AccountKind.VOICE)
    network.on("GET", "/api/sites", listed)
    assert platform.sites is not None
    every = await platform.sites.all()
    assert every[0] == Site("site_abc", "My Site", "https://site.test", "active", True)
    assert [one.id for one in every if not one.takes] == ["site_def"]
    await platform.close()


async def test_a_site_is_added_and_its_keys_are_told_once() -> None:
    network = Network().on("POST", "/api/sites", {"site": SITE}, 201).on("POST", "/api/sites", MASKED, 201)
    platform = opened(network)
    accounts = platform.accounts
    assert accounts is not None
    added: Added = await accounts.add(AccountKind.SITE, NEW)
    assert (added.account.name, texts_of(added.keys)) == (
        "My Site",
        {"API key": KEY, "webhook secret": KEY},
    )
    assert KEY not in repr(added)
    assert network.seen[0].body == {
        "name": "Mine",
        "url": "https://a.test",
        "webhook_url": "https://a.test/h",
    }
    assert (await accounts.add(AccountKind.SITE, NEW)).keys is None
    with pytest.raises(Invalid) as found:
        await accounts.add(AccountKind.SITE, {**NEW, "name": " "})
    assert "name" in found.value.fields
    refused = {"error": "validation_error", "field": "webhook_url", "message": "No host is there."}
    network.on("POST", "/api/sites", refused, 400)
    with pytest.raises(Invalid) as found:
        await accounts.add(AccountKind.SITE, NEW)
    assert found.value.fields == {"webhook_url": "No host is there."}
    await platform.close()
    network.done()


async def test_a_site_is_changed_switched_and_removed() -> None:
    network = Network()
    site = await site_of(network)
    platform = opened(network)
    accounts = platform.accounts
    assert accounts is not None
    network.on("PATCH", THERE, {**SITE, "name": "New"}).on("PATCH", THERE, {**SITE, "status": "inactive"})
    network.on("PATCH", THERE, SITE).on("DELETE", THERE, status=204)
    assert (await accounts.change(site, {"name": "New", "niche": ""})).name == "New"
    assert (await accounts.switch(site, on=False)).active is False
    with pytest.raises(Conflict, match="keeps My Site on"):
        await accounts.switch(site, on=False)
    assert await accounts.change(site, {}) is site
    await accounts.remove(site)
    for asked in (accounts.choose(site), accounts.make({}), accounts.making(site.ref)):
        with pytest.raises(NotSupported):
            await asked
    await platform.close()
    assert [sent.body for sent in network.seen[1:]] == [
        {"name": "New", "niche": None},
        {"status": "inactive"},
        {"status": "inactive"},
        None,
    ]
    network.done()


async def test_new_keys() -> None:
    network = Network()
    site = await site_of(network)
    platform = opened(network)
    assert platform.accounts is not None
    made = {
        "site_id": "site_abc",
        "new_api_key": "k1",
        "new_webhook_secret": "k2",
        "warning": "Old keys end",
    }
    network.on("POST", f"{THERE}/rotate-keys", made).on("POST", f"{THERE}/rotate-keys", {"data": {}})
    keys = await platform.accounts.rotate(site)
    assert (texts_of(keys), keys.warning) == ({"API key": "k1", "webhook secret": "k2"}, "Old keys end")
    assert "k1" not in repr(keys)
    with pytest.raises(OutcomeUnknown, match="does not tell the new keys of My Site"):
        await platform.accounts.rotate(site)
    await platform.close()


async def test_a_post_is_pulled_with_the_sites_own_key() -> None:
    pull = "/api/pull/posts/post-p1"
    post = {"title": "T", "slug": "post-p1", "body": {"html": "<p>a</p>"}, "version": 2}
    network = Network().on("GET", THERE, {"data": SITE}).on("GET", pull, {"post": post})
    network.on("GET", THERE, MASKED).on("GET", THERE, SITE).on("GET", pull, {"error": "not_found"}, 404)
    network.on("GET", THERE, SITE).on("GET", pull, {"error": "unauthorized"}, 401)
    network.on("GET", THERE, SITE).on("GET", pull, {"post": post | {"status": "draft"}})
    platform = opened(network)
    assert platform.sites is not None
    asked = a_post("p1")
    assert await platform.sites.pulled(asked, "site_abc") == Pulled("T", "<p>a</p>", "post-p1", version=2)
    assert (network.seen[1].headers["x-api-key"], "authorization" in network.seen[1].headers) == (KEY, False)
    assert "x-api-key" not in network.seen[0].headers
    with pytest.raises(NotSupported, match="does not tell the key"):
        await platform.sites.pulled(asked, "site_abc")
    assert await platform.sites.pulled(asked, "site_abc") is None
    with pytest.raises(Conflict, match="does not let the site pull") as found:
        await platform.sites.pulled(asked, "site_abc")
    assert KEY not in found.value.sentence
    assert await platform.sites.pulled(asked, "site_abc") is None, "what is no longer out proves nothing"
    assert await platform.sites.pulled(a_post("p1", slug=None), "site_abc") is None
    await platform.close()
    network.done()


async def test_what_a_delivery_tells_by_any_name() -> None:
    at = "2026-04-01T10:00:00Z"
    told = [
        {"site_id": "a", "status": "failed", "attempts": 3, "last_answer": 502, "updated_at": at},
        {"site_id": "b", "status": "failed", "tries": 2, "error": "timed out", "last_attempt_at": at},
        {"site_id": "c", "status": "pending", "attempts": "many", "response": {}},
    ]
    meta = {"canonical_url": "https://a.test/x"}
    network = Network().on("GET", ONE, {**POST, "deliveries": told, "meta": meta})
    platform = opened(network.on("GET", "/api/sites", SITES))
    post = await platform.post("post_xyz789")
    await platform.close()
    first, second, third = post.deliveries
    assert (first.tries, first.answer, first.changed_at is not None) == (3, "502", True)
    assert (second.tries, second.answer, second.changed_at) == (2, "timed out", first.changed_at)
    assert third == Delivery("c", "pending")
    assert post.canonical == "https://a.test/x"


STATUSES = (400, 401, 402, 403, 404, 405, 409, 410, 413, 418, 422, 429, 500, 501, 502, 503, 504)
SAID = {"error": "code", "request_id": "r1"}
Ask = Callable[[BlogreePlatform, Account], Awaitable[object]]
ASKED: dict[str, tuple[str, str, Ask]] = {
    "posts": ("GET", "/api/posts?page=1&limit=50", lambda one, site: one.posts(PostFilter())),
    "post": ("GET", ONE, lambda one, site: one.post("post_xyz789")),
    "make a post": ("POST", "/api/posts", lambda one, site: one.create(NewPost("T", "b"))),
    "change a post": ("PATCH", ONE, lambda one, site: one.save("post_xyz789", PostChanges(title="T"))),
    "delete a post": ("DELETE", ONE, lambda one, site: one.delete("post_xyz789")),
    "publish": ("POST", f"{ONE}/publish", lambda one, site: one.publish("post_xyz789", ("site_abc",))),
    "sites": ("GET", "/api/sites", lambda one, site: one.accounts.all()),
    "to publish to": ("GET", "/api/sites", lambda one, site: one.sites.all()),
    "add": ("POST", "/api/sites", lambda one, site: one.accounts.add(AccountKind.SITE, NEW)),
    "change": ("PATCH", THERE, lambda one, site: one.accounts.change(site, {"name": "New"})),
    "switch": ("PATCH", THERE, lambda one, site: one.accounts.switch(site, on=False)),
    "remove": ("DELETE", THERE, lambda one, site: one.accounts.remove(site)),
    "rotate": ("POST", f"{THERE}/rotate-keys", lambda one, site: one.accounts.rotate(site)),
    "pull": ("GET", "/api/pull/posts/post-p1", lambda one, site: one.sites.pulled(a_post("p1"), "site_abc")),
}


def on_a_clock(network: Network) -> BlogreePlatform:
    """On which no wait takes any time."""
    clock = FakeClock()

    async def wait(seconds: float) -> None:
        clock.seconds += seconds

    async def give() -> Secret:
        return Secret(TOKEN)

    pace = Pace("blog", monotonic=clock.monotonic, sleep=wait)
    auth, base = bearer(give), "https://api.blogree.com/api"
    way = Transport("blog", base, auth, transport=network.transport, pace=pace, sleep=wait)
    return BlogreePlatform(way, lambda: NOW, monotonic=clock.monotonic)


@pytest.mark.parametrize("name", ASKED)
async def test_every_refusal_of_every_endpoint_is_a_sentence_that_says_what_to_do(name: str) -> None:
    """And no key stands in it, though the platform repeats it."""
    method, target, ask = ASKED[name]
    site = await site_of(Network())
    for status in STATUSES:
        network = Network()
        said = {**SAID, "message": f"It says {KEY if name == 'pull' else TOKEN} and no more"}
        for _ in range(TRIES):
            network.on(method, target, said, status)
        if name == "pull":
            network.on("GET", THERE, SITE)
        if name == "publish":
            network.on("GET", "/api/sites", SITES).on("GET", "/api/sites", SITES)
        platform = on_a_clock(network)
        if name == "pull" and status in {404, 410}:
            assert await ask(platform, site) is None
        else:
            with pytest.raises(CopydeskError) as found:
                await ask(platform, site)
            assert found.value.advice, f"{status}: {found.value!r}"
            assert TOKEN not in found.value.sentence
            assert KEY not in found.value.sentence
            maybe_done = method != "GET" and status in {500, 502, 503, 504}
            assert isinstance(found.value, OutcomeUnknown) is maybe_done, f"{status}: {found.value!r}"
            if name == "pull":
                assert not isinstance(found.value, SignInRefused | Forbidden), (
                    "the connection is no worse for it"
                )
        await platform.close()
        writes = [sent for sent in network.seen if sent.method != "GET"]
        assert len(writes) == (method != "GET"), f"{status}: sent twice"
