"""Repostra's accounts as a person sets them up."""

from __future__ import annotations

from typing import Any

import pytest

from tests.platforms.harness import Network, opened
from tests.platforms.repostra.test_client import ACCOUNT, ROOT
from tui.domain.accounts import Account, AccountKind, AccountVerb
from tui.domain.errors import Conflict, Invalid, NotFound, NotSupported
from tui.domain.forms import Value
from tui.domain.ports import Accounts
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.schedules import ScheduleKind

PATH = f"{ROOT}/social-accounts"
SECRETS = {"wordpress_api_key": "wp-secret", "signing_secret": "sign-secret"}


def accounts_on(network: Network) -> Accounts:
    platform = opened(network, "repostra")
    assert platform.capabilities.accounts == (AccountKind.ACCOUNT,)
    assert (platform.capabilities.schedules, platform.capabilities.stories) == (ScheduleKind.SLOTS, True)
    assert platform.accounts is not None
    return platform.accounts


async def listed(network: Network, *wires: dict[str, Any]) -> tuple[Accounts, tuple[Account, ...]]:
    network.on("GET", PATH, {"data": list(wires)})
    accounts = accounts_on(network)
    return accounts, await accounts.all()


async def test_an_account_is_told_without_its_webhooks_path() -> None:
    strange = {**ACCOUNT, "id": 2, "platform": "mastodon", "posting_method": "relay", "account_name": None}
    strange |= {"account_identifier": "@acme", "webhook_url": None, "is_active": "who knows"}
    _, (one, two) = await listed(Network(), ACCOUNT, strange)
    assert one.ref == ItemRef("acme", ItemKind.ACCOUNT, "1")
    assert (one.kind, one.name, one.what, one.way) == (AccountKind.ACCOUNT, "My Blog", "website", "webhook")
    assert (one.address, one.active) == ("https://example.com", True)
    assert one.verbs == {AccountVerb.EDIT, AccountVerb.SWITCH, AccountVerb.REMOVE}
    assert one.values["webhook_url"] == ACCOUNT["webhook_url"]
    assert not SECRETS.keys() & one.values.keys()
    assert (two.name, two.what, two.way, two.address, two.active) == (
        "@acme",
        "mastodon",
        "relay",
        None,
        None,
    )
    assert two.verbs == {AccountVerb.EDIT, AccountVerb.REMOVE}


async def test_the_form_offers_what_the_platform_told_and_asks_for_what_is_needed() -> None:
    network = Network().on("GET", PATH, {"data": [{**ACCOUNT, "platform": "mastodon"}]})
    accounts = accounts_on(network)
    form = await accounts.form(AccountKind.ACCOUNT)
    assert await accounts.form(AccountKind.ACCOUNT) == form, "the list is asked for once"
    (platform,) = [each for each in form.fields if each.name == "platform"]
    assert {"website", "youtube", "mastodon"} <= {each.value for each in platform.choices}
    new = {**form.initial(), "platform": "website"}
    assert new["is_active"] is True
    asked = {
        method: {each.name for each in form.asked({**new, "posting_method": method}, new=True)}
        - {"platform", "account_name", "account_identifier", "posting_method", "is_active"}
        for method in ("", "manual", "zapier", "wordpress", "webhook")
    }
    assert asked == {
        "": set(),
        "manual": set(),
        "zapier": {"webhook_url"},
        "wordpress": {"webhook_url", "wordpress_api_key"},
        "webhook": {"webhook_url", "signing_secret"},
    }
    assert form.faults(form.initial(), new=True) == {"platform": "must be filled in"}
    with pytest.raises(NotSupported):
        await accounts.form(AccountKind.SITE)


async def test_one_is_added_with_what_was_filled_in() -> None:
    network = Network().on("POST", PATH, {"data": ACCOUNT}, 201)
    accounts = accounts_on(network)
    values = {"platform": "website", "account_name": " My Blog ", "account_identifier": "", **SECRETS}
    added = await accounts.add(AccountKind.ACCOUNT, {**values, "posting_method": "", "is_active": True})
    assert (added.account.name, added.keys) == ("My Blog", None)
    sent = {"platform": "website", "account_name": "My Blog", "is_active": True, **SECRETS}
    assert network.seen[-1].body == sent
    with pytest.raises(Invalid) as found:
        await accounts.add(AccountKind.ACCOUNT, {"account_name": "X", **SECRETS})
    assert found.value.fields == {"platform": "must be filled in"}
    assert not any(secret in repr(found.value.__dict__) for secret in SECRETS.values())
    network.done()


async def test_only_what_changed_is_sent_and_no_blank_secret() -> None:
    network = Network().on("PUT", f"{PATH}/1", {"data": {**ACCOUNT, "account_name": "Blog"}})
    network.on("PUT", f"{PATH}/1", {"data": ACCOUNT}).on("PUT", f"{PATH}/1", {"data": ACCOUNT})
    accounts, (one,) = await listed(network, ACCOUNT)
    blank: dict[str, Value] = {"wordpress_api_key": "", "signing_secret": " "}
    changed = await accounts.change(one, {**one.values, **blank, "account_name": "Blog"})
    assert changed.name == "Blog"
    await accounts.change(one, {"webhook_url": "", "signing_secret": "sign-secret"})
    assert await accounts.change(one, {**one.values, **blank}) == one
    await accounts.switch(one, on=False)
    assert [sent.body for sent in network.seen[1:]] == [
        {"account_name": "Blog"},
        {"webhook_url": None, "signing_secret": "sign-secret"},
        {"is_active": False},
    ]
    network.done()


async def test_a_word_that_is_not_known_stays_through_an_edit() -> None:
    strange = {**ACCOUNT, "platform": "mastodon", "posting_method": "relay"}
    network = Network().on("PUT", f"{PATH}/1", {"data": strange})
    accounts, (one,) = await listed(network, strange)
    form = await accounts.form(AccountKind.ACCOUNT)
    values = {**one.values, "account_name": "Toots"}
    assert form.faults(values, new=False) == {}
    await accounts.change(one, form.changed(one.values, values))
    assert network.seen[-1].body == {"account_name": "Toots"}


async def test_refusals_name_the_forms_fields() -> None:
    refusal = {"error": "validation", "message": "Bad", "errors": {"webhook_url": ["Not an address."]}}
    network = Network().on("PUT", f"{PATH}/1", refusal, 422)
    network.on("DELETE", f"{PATH}/1", {"error": "conflict", "message": "It has schedules"}, 409)
    network.on("DELETE", f"{PATH}/1", {"message": "Deleted"})
    accounts, (one,) = await listed(network, ACCOUNT)
    with pytest.raises(Invalid) as found:
        await accounts.change(one, {"webhook_url": "https://x.test"})
    assert found.value.fields == {"webhook_url": "Not an address."}
    with pytest.raises(Invalid) as unheard:
        await accounts.change(one, {"posting_method": "pigeon", "platform": "x"})
    assert unheard.value.fields.keys() == {"posting_method", "platform"}
    with pytest.raises(Conflict, match="It has schedules"):
        await accounts.remove(one)
    assert (await accounts.remove(one)).stopped == ()
    for refused in (accounts.rotate(one), accounts.choose(one), accounts.make({}), accounts.making(one.ref)):
        with pytest.raises(NotSupported, match="acme"):
            await refused
    network.done()


async def test_what_no_account_can_be_called_is_not_asked_for() -> None:
    accounts, (one,) = await listed(Network(), ACCOUNT)
    nowhere = Account(ItemRef("acme", ItemKind.ACCOUNT, "../1"), one.kind, "?")
    with pytest.raises(NotFound):
        await accounts.remove(nowhere)
