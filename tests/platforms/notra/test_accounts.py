"""Notra's integrations and brand identities as a person sets them up."""

from __future__ import annotations

from typing import Any

import pytest

from tests.platforms.harness import Network, opened
from tui.domain.accounts import Account, AccountKind, AccountVerb, MakingState
from tui.domain.errors import Conflict, Forbidden, Invalid, NotFound, NotSupported
from tui.domain.forms import Value
from tui.domain.ports import Accounts
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.schedules import ScheduleKind

GITHUB = {"id": "gh_1", "displayName": "Api", "owner": "acme", "repo": "api", "defaultBranch": "main"}
LINEAR = {
    "id": "lin_1",
    "displayName": "Acme Linear",
    "linearOrganizationId": "o1",
    "linearOrganizationName": "Acme",
    "linearTeamId": None,
    "linearTeamName": None,
}
INTEGRATIONS: dict[str, Any] = {
    "github": [GITHUB, {"id": "gh_2", "displayName": "Left over", "owner": None, "repo": None}],
    "slack": [{"id": "sl_1", "teamName": "Acme chat"}, 7, "odd", {"id": ["no"], "name": None}],
    "linear": [LINEAR],
    "organization": {},
}
VOICE = {
    "id": "brand_1",
    "name": "Acme",
    "isDefault": True,
    "websiteUrl": "https://acme.test",
    "companyName": "Acme Inc.",
    "companyDescription": None,
    "toneProfile": "Casual",
    "customTone": "Dry.",
    "customInstructions": None,
    "audience": "Developers of widgets",
    "language": "Klingon",
    "createdAt": "2026-03-01T12:00:00.000Z",
    "updatedAt": "2026-03-01T12:00:00.000Z",
}
SECOND = {**VOICE, "id": "brand_2", "name": "Second", "isDefault": False, "websiteUrl": "acme.test"}
JOB = {
    "id": "job_1",
    "brandIdentityId": "brand_3",
    "status": "running",
    "step": "extracting",
    "currentStep": 1,
    "totalSteps": 3,
    "error": None,
}


async def listed(network: Network, **more: Any) -> tuple[Accounts, dict[str, Account]]:
    network.on("GET", "/v1/integrations", INTEGRATIONS)
    network.on("GET", "/v1/brand-identities", {"brandIdentities": [VOICE, SECOND]})
    platform = opened(network, "notra", **more)
    assert platform.capabilities.accounts == (AccountKind.REPOSITORY, AccountKind.VOICE)
    assert platform.capabilities.schedules is ScheduleKind.RUNS
    assert platform.accounts is not None
    return platform.accounts, {each.ref.id: each for each in await platform.accounts.all()}


async def test_integrations_and_voices_are_told_by_the_keys_addresses() -> None:
    _, found = await listed(Network(), organization_id="org_1")
    assert list(found) == [
        "gh_1",
        "gh_2",
        "lin_1",
        "sl_1",
        "slack-2",
        "slack-3",
        "slack-4",
        "brand_1",
        "brand_2",
    ]
    api = found["gh_1"]
    assert (api.kind, api.name, api.what) == (AccountKind.REPOSITORY, "acme/api", "github")
    assert api.address == "https://github.com/acme/api"
    assert api.facts == (("called", "Api"), ("branch", "main"))
    assert (found["gh_2"].name, found["gh_2"].address) == ("Left over", None)
    assert found["lin_1"].facts == (("organization", "Acme"),)
    names = [found[id].name for id in ("sl_1", "slack-2", "slack-3", "slack-4")]
    assert names == ["Acme chat", "Slack 2", "odd", "Slack 4"]
    assert [bool(each.verbs) for each in found.values()] == [True] * 3 + [False] * 4 + [True] * 2
    first, second = found["brand_1"], found["brand_2"]
    assert first.ref == ItemRef("acme", ItemKind.VOICE, "brand_1")
    assert first.chosen
    assert first.verbs == {AccountVerb.EDIT}
    assert second.verbs == {AccountVerb.EDIT, AccountVerb.CHOOSE, AccountVerb.REMOVE}
    assert (first.address, second.address) == ("https://acme.test", None)
    assert ("website", "acme.test") in second.facts
    assert ("tone", "Dry.") in first.facts


async def test_what_one_of_the_lists_tells_is_shown_though_the_other_fails() -> None:
    network = Network().on("GET", "/v1/brand-identities", {"error": "not for this key"}, 403)
    accounts, found = await listed(network)
    assert {each.kind for each in found.values()} == {AccountKind.REPOSITORY}
    why = accounts.untold
    assert isinstance(why, Forbidden)
    network.on("GET", "/v1/integrations", INTEGRATIONS)
    assert len(await accounts.all()) == 9
    assert accounts.untold is None
    network.on("GET", "/v1/integrations", {"error": "no"}, 403)
    network.on("GET", "/v1/brand-identities", {"error": "no"}, 403)
    with pytest.raises(Forbidden):
        await accounts.all()


async def test_a_repository_is_connected_and_its_token_is_not_told() -> None:
    token = "ghp_" + "x" * 20
    network = Network().on("POST", "/v1/integrations/github", {"github": GITHUB}, 201)
    network.on("POST", "/v1/integrations/github", {"error": f"Repository connected with {token}"}, 409)
    accounts, _ = await listed(network)
    form = await accounts.form(AccountKind.REPOSITORY)
    values: dict[str, Value] = {"owner": "acme", "repo": " api ", "branch": "", "token": ""}
    assert form.faults(values, new=True) == {}
    assert (await accounts.add(AccountKind.REPOSITORY, values)).account.name == "acme/api"
    assert network.seen[-1].body == {"owner": "acme", "repo": "api"}
    with pytest.raises(Invalid) as found:
        await accounts.add(AccountKind.REPOSITORY, {**values, "token": token, "branch": "next"})
    assert network.seen[-1].body == {"owner": "acme", "repo": "api", "branch": "next", "token": token}
    assert found.value.fields == {"repo": "is connected already"}
    assert token not in found.value.sentence
    with pytest.raises(Invalid) as empty:
        await accounts.add(AccountKind.REPOSITORY, {"owner": "acme"})
    assert empty.value.fields == {"repo": "must be filled in"}
    with pytest.raises(NotSupported, match="acme"):
        await accounts.add(AccountKind.VOICE, {"name": "X"})


async def test_what_was_switched_off_by_a_removal_is_told() -> None:
    gone = {
        "id": "gh_1",
        "disabledSchedules": [{"id": "s1", "name": "Weekly"}, {"id": "s2"}, {"no": "id"}],
        "disabledEvents": [{"id": "e1", "name": "On release"}],
    }
    network = Network().on("DELETE", "/v1/integrations/gh_1", gone)
    network.on("DELETE", "/v1/integrations/lin_1").on("DELETE", "/v1/brand-identities/brand_2", {"id": "x"})
    accounts, found = await listed(network)
    assert (await accounts.remove(found["gh_1"])).stopped == ("Weekly", "s2", "On release")
    assert (await accounts.remove(found["lin_1"])).stopped == ()
    assert (await accounts.remove(found["brand_2"])).stopped == ()
    repository = found["gh_1"]
    for refused in (
        accounts.change(repository, {}),
        accounts.choose(repository),
        accounts.rotate(repository),
    ):
        with pytest.raises(NotSupported):
            await refused
    network.done()


async def test_a_voice_is_edited_within_the_documented_limits() -> None:
    network = Network()
    for _ in range(3):
        network.on("PATCH", "/v1/brand-identities/brand_2", {"brandIdentity": SECOND})
    network.on("PATCH", "/v1/brand-identities/brand_2", {"error": "Name exists"}, 409)
    network.on("PATCH", "/v1/brand-identities/brand_2", {"error": "Odd"}, 409)
    accounts, found = await listed(network)
    voice, form = found["brand_2"], await accounts.form(AccountKind.VOICE)
    assert form.faults(voice.values, new=False) == {}, (
        "a language that is not known does not stand in the way"
    )
    limits = {"name": 120, "companyName": 200, "companyDescription": 4000, "customTone": 1000}
    limits |= {"customInstructions": 4000, "audience": 1000}
    over: dict[str, Value] = {name: "x" * (most + 1) for name, most in limits.items()}
    assert form.faults({**voice.values, **over}, new=False).keys() == limits.keys()
    short: dict[str, Value] = {
        "name": "",
        "websiteUrl": " ",
        "companyDescription": "too short",
        "audience": "us",
    }
    assert form.faults({**voice.values, **short}, new=False).keys() == short.keys() - {"websiteUrl"}
    with pytest.raises(Invalid) as refused:
        await accounts.change(voice, {"audience": "us"})
    assert refused.value.fields.keys() == {"audience"}

    await accounts.change(voice, {**voice.values, "audience": "", "companyName": "New Inc."})
    await accounts.change(voice, {"toneProfile": "Formal"})
    assert await accounts.change(voice, voice.values) == voice
    await accounts.choose(voice)
    assert [sent.body for sent in network.seen[2:]] == [
        {"audience": None, "companyName": "New Inc."},
        # Without it the own tone would be cleared.
        {"toneProfile": "Formal", "customTone": "Dry."},
        {"isDefault": True},
    ]
    with pytest.raises(Invalid) as taken:
        await accounts.change(voice, {"name": "Acme"})
    assert taken.value.fields == {"name": "another brand identity has it"}
    with pytest.raises(Conflict):
        await accounts.change(voice, {"language": "Greek"})
    network.done()


async def test_a_voice_is_made_and_watched() -> None:
    place = "/v1/brand-identities/generate"
    queued = {**JOB, "status": "queued", "step": None, "currentStep": 0}
    network = Network().on("POST", place, {"job": queued}, 202).on("GET", f"{place}/job_1", {"job": JOB})
    network.on("GET", f"{place}/job_1", {"job": {**JOB, "status": "completed", "currentStep": 3}})
    network.on("GET", f"{place}/job_1", {"job": {**JOB, "status": "failed", "error": "No such site"}})
    network.on("GET", f"{place}/job_1", {"job": {"id": "job_1", "status": "napping", "totalSteps": "?"}})
    network.on("GET", f"{place}/job_2", {"error": "Brand identity analysis job not found"}, 404)
    network.on("POST", place, {"error": "Brand identity name already exists"}, 409)
    accounts, _ = await listed(network)
    making = await accounts.make({"name": "", "website": "https://acme.test "})
    assert network.seen[-1].body == {"websiteUrl": "https://acme.test"}
    assert making.ref == ItemRef("acme", ItemKind.JOB, "job_1")
    assert (making.name, making.state, making.state_word) == (
        "https://acme.test",
        MakingState.UNDER_WAY,
        "queued",
    )
    now = await accounts.making(making.ref)
    assert (now.name, now.step, now.done, now.steps) == ("https://acme.test", "extracting", 1, 3)
    assert now.makes == ItemRef("acme", ItemKind.VOICE, "brand_3")
    ends = [await accounts.making(making.ref) for _ in range(3)]
    assert [each.state for each in ends] == [MakingState.DONE, MakingState.FAILED, MakingState.UNKNOWN]
    assert (ends[1].error, ends[2].state_word, ends[2].steps) == ("No such site", "napping", None)
    with pytest.raises(NotFound):
        await accounts.making(ItemRef("acme", ItemKind.JOB, "job_2"))
    with pytest.raises(Invalid) as taken:
        await accounts.make({"name": "Acme", "website": "https://acme.test"})
    assert taken.value.fields == {"name": "another brand identity has it"}
    for values, field in (({"website": " "}, "website"), ({"name": "x" * 121, "website": "w"}, "name")):
        with pytest.raises(Invalid) as wrong:
            await accounts.make(values)
        assert wrong.value.fields.keys() == {field}
    network.done()
