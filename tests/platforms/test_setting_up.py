"""Each endpoint where something is set up, and each way that it can fail: the sentence says what happened, to
which connection, and what to do; a write is never sent twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from tests.platforms.faulty_doors import Skipping
from tests.platforms.harness import KEY, NOW, key
from tests.platforms.notra.test_accounts import GITHUB, INTEGRATIONS, JOB, SECOND
from tests.platforms.notra.test_schedules import WEEKLY
from tests.platforms.repostra.test_client import ACCOUNT, SCHEDULE
from tui.domain.accounts import AccountKind
from tui.domain.errors import (
    Conflict,
    CopydeskError,
    Forbidden,
    Invalid,
    NotFound,
    OutcomeUnknown,
    PlatformFault,
    RateLimited,
    SignInRefused,
    Unpaid,
    Unreachable,
)
from tui.domain.forms import Value
from tui.domain.ports import Accounts, Platform, Schedules
from tui.domain.refs import ItemKind, ItemRef
from tui.platforms.auth import bearer, x_api_key
from tui.platforms.limits import NOTRA, REPOSTRA
from tui.platforms.notra.platform import NotraPlatform
from tui.platforms.pacing import Pace
from tui.platforms.repostra.platform import RepostraPlatform
from tui.platforms.transport import Transport

SECRET = "hush-hush-hush-1"
ANSWERS: dict[str, Any] = {
    "GET /social-accounts": {"data": [ACCOUNT]},
    "GET /posting-schedules": {"data": [SCHEDULE]},
    "POST /social-accounts": {"data": ACCOUNT},
    "PUT /social-accounts/1": {"data": ACCOUNT},
    "DELETE /social-accounts/1": {"message": "Deleted"},
    "POST /posting-schedules": {"data": SCHEDULE},
    "PUT /posting-schedules/1": {"data": SCHEDULE},
    "DELETE /posting-schedules/1": {"message": "Deleted"},
    "GET /v1/integrations": INTEGRATIONS,
    "POST /v1/integrations/github": {"github": GITHUB},
    "DELETE /v1/integrations/gh_1": {"id": "gh_1"},
    "GET /v1/brand-identities": {"brandIdentities": [SECOND]},
    "PATCH /v1/brand-identities/brand_2": {"brandIdentity": SECOND},
    "DELETE /v1/brand-identities/brand_2": {"id": "brand_2"},
    "POST /v1/brand-identities/generate": {"job": JOB},
    "GET /v1/brand-identities/generate/job_1": {"job": JOB},
    "GET /v1/schedules": {"schedules": [WEEKLY], "repositoryMap": {}},
    "POST /v1/schedules": {"schedule": WEEKLY},
    "PATCH /v1/schedules/sched_1": {"schedule": WEEKLY},
    "DELETE /v1/schedules/sched_1": {"id": "sched_1"},
}
"""What the platforms answer while nothing goes wrong."""

SLOT: dict[str, Value] = {"account_id": "1", "day_of_week": "monday", "time": "09:00"}
REPOSITORY: dict[str, Value] = {"owner": "acme", "repo": "api", "token": SECRET}
RUN: dict[str, Value] = {"name": "Daily", "frequency": "daily", "time": "09:00", "repositoryIds": ("gh_1",)}
RUN |= {"outputType": "changelog", "lookbackWindow": "yesterday"}


def accounts_of(platform: Platform) -> Accounts:
    assert platform.accounts is not None
    return platform.accounts


def schedules_of(platform: Platform) -> Schedules:
    assert platform.schedules is not None
    return platform.schedules


Asking = Callable[[Platform], Awaitable[object]]


def with_account(id: str, ask: Callable[[Accounts, Any], Awaitable[object]]) -> Asking:
    async def asked(platform: Platform) -> object:
        accounts = accounts_of(platform)
        return await ask(accounts, next(one for one in await accounts.all() if one.ref.id == id))

    return asked


def with_schedule(ask: Callable[[Schedules, Any], Awaitable[object]]) -> Asking:
    async def asked(platform: Platform) -> object:
        return await ask(schedules_of(platform), (await schedules_of(platform).all())[0])

    return asked


def adding(kind: AccountKind, values: dict[str, Value]) -> Asking:
    return lambda platform: accounts_of(platform).add(kind, values)


async def all_told(platform: Platform) -> object:
    """Of two lists the one that is there is told, and with it why the other is not."""
    accounts = accounts_of(platform)
    found = await accounts.all()
    if accounts.untold is not None:
        raise accounts.untold
    return found


async def watched(platform: Platform) -> object:
    accounts = accounts_of(platform)
    return await accounts.making((await accounts.make({"website": "https://a.test"})).ref)


ENDPOINTS: dict[str, Asking] = {
    "GET /social-accounts": lambda one: accounts_of(one).all(),
    "POST /social-accounts": adding(AccountKind.ACCOUNT, {"platform": "website", "signing_secret": SECRET}),
    "PUT /social-accounts/1": with_account("1", lambda all, one: all.change(one, {"signing_secret": SECRET})),
    "DELETE /social-accounts/1": with_account("1", lambda all, one: all.remove(one)),
    "GET /posting-schedules": lambda one: schedules_of(one).all(),
    "POST /posting-schedules": lambda one: schedules_of(one).add(SLOT),
    "PUT /posting-schedules/1": with_schedule(lambda all, one: all.change(one, {"time": "10:00"})),
    "DELETE /posting-schedules/1": with_schedule(lambda all, one: all.remove(one)),
    "GET /v1/integrations": all_told,
    "POST /v1/integrations/github": adding(AccountKind.REPOSITORY, REPOSITORY),
    "DELETE /v1/integrations/gh_1": with_account("gh_1", lambda all, one: all.remove(one)),
    "GET /v1/brand-identities": lambda one: accounts_of(one).form(AccountKind.VOICE),
    "PATCH /v1/brand-identities/brand_2": with_account("brand_2", lambda all, one: all.choose(one)),
    "DELETE /v1/brand-identities/brand_2": with_account("brand_2", lambda all, one: all.remove(one)),
    "POST /v1/brand-identities/generate": lambda one: accounts_of(one).make({"website": "https://a.test"}),
    "GET /v1/brand-identities/generate/job_1": watched,
    "GET /v1/schedules": lambda one: schedules_of(one).all(),
    "POST /v1/schedules": lambda one: schedules_of(one).add(RUN),
    "PATCH /v1/schedules/sched_1": with_schedule(lambda all, one: all.switch(one, on=False)),
    "DELETE /v1/schedules/sched_1": with_schedule(lambda all, one: all.remove(one)),
}


SENT_SECRETS = {"POST /social-accounts", "PUT /social-accounts/1", "POST /v1/integrations/github"}


@dataclass(frozen=True)
class Failing:
    """A network where one endpoint fails, and what was asked of it."""

    endpoint: str
    answer: httpx.Response | Exception | None
    asked: list[str]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        asked = f"{request.method} {request.url.path.removeprefix('/api/v1')}"
        self.asked.append(asked)
        if asked != self.endpoint or self.answer is None:
            return httpx.Response(200, json=ANSWERS[asked])
        if isinstance(self.answer, Exception):
            raise self.answer
        return httpx.Response(self.answer.status_code, content=self.answer.content)


def platform_on(failing: Failing) -> Platform:
    clock = Skipping()
    notra = "/v1/" in failing.endpoint
    pace = Pace("acme", NOTRA if notra else REPOSTRA, monotonic=clock.monotonic, sleep=clock.sleep)

    def way(url: str, auth: Any) -> Transport:
        transport = httpx.MockTransport(failing)
        return Transport("acme", url, auth, transport=transport, pace=pace, sleep=clock.sleep)

    if notra:
        return NotraPlatform(way("https://notra.test", bearer(key)), lambda: NOW)
    return RepostraPlatform(way("https://repostra.test/api/v1", x_api_key(key)), lambda: NOW)


STATUSES: dict[int, tuple[type[CopydeskError], ...]] = {
    400: (Invalid,),
    401: (SignInRefused,),
    402: (Unpaid,),
    403: (Forbidden,),
    404: (NotFound,),
    409: (Conflict, Invalid),
    422: (Invalid,),
    429: (RateLimited,),
    500: (PlatformFault,),
    502: (PlatformFault,),
    503: (PlatformFault,),
}
GARBAGE = httpx.Response(200, text="<html>Welcome</html>")
NEVER_LEFT, LOST = httpx.ConnectError("no"), httpx.ReadError("gone")


@pytest.mark.parametrize("endpoint", ENDPOINTS)
async def test_each_failure_of_each_endpoint(endpoint: str) -> None:
    writes = not endpoint.startswith("GET")
    said = {"message": f"The platform says {SECRET} and {KEY}", "error": "why"}
    cases: list[tuple[httpx.Response | Exception, tuple[type[CopydeskError], ...]]] = [
        (httpx.Response(status, json=said), (OutcomeUnknown,) if writes and status >= 500 else kinds)
        for status, kinds in STATUSES.items()
    ]
    cases += [(httpx.Response(status), STATUSES[status]) for status in (400, 404, 409)]
    cases += [
        (GARBAGE, (OutcomeUnknown if writes else PlatformFault,)),
        (LOST, (OutcomeUnknown if writes else Unreachable,)),
        (NEVER_LEFT, (Unreachable,)),
    ]
    if not endpoint.startswith("DELETE"):
        odd = (OutcomeUnknown if writes else PlatformFault,)
        bodies: list[Any] = [[], {"data": "?"}, 7, {"id": None}]
        cases += [(httpx.Response(200, json=body), odd) for body in bodies]
    for answer, kinds in cases:
        failing = Failing(endpoint, answer, [])
        platform = platform_on(failing)
        with pytest.raises(CopydeskError) as found:
            await ENDPOINTS[endpoint](platform)
        error, case = found.value, f"{endpoint} {answer!r}: {found.value!r}"
        assert isinstance(error, kinds), case
        assert "acme" in error.happened, case
        assert error.advice, case
        assert error.sentence.endswith("."), case
        assert KEY not in error.sentence + repr(error.__dict__), case
        assert endpoint not in SENT_SECRETS or SECRET not in error.sentence + repr(error.__dict__), case
        assert not writes or failing.asked.count(endpoint) == 1, case
        await platform.close()


@pytest.mark.parametrize("endpoint", ENDPOINTS)
async def test_each_endpoint_while_nothing_goes_wrong(endpoint: str) -> None:
    failing = Failing(endpoint, None, [])
    platform = platform_on(failing)
    await ENDPOINTS[endpoint](platform)
    assert failing.asked.count(endpoint) == 1
    await platform.close()


@pytest.mark.parametrize(
    ("limit", "covered", "free"),
    [
        ("brand identities", "/v1/brand-identities/generate", "/v1/brand-identities"),
        ("repositories", "/v1/integrations/github", "/v1/integrations"),
    ],
)
def test_what_notra_limits_is_paced(limit: str, covered: str, free: str) -> None:
    (window,) = [one for one in NOTRA if one.what == limit]
    assert window.most == {"brand identities": 5, "repositories": 20}[limit]
    assert window.covers("POST", covered)
    assert not window.covers("POST", free)
    assert not window.covers("GET", covered)


@pytest.mark.parametrize(
    ("endpoint", "kind", "path"),
    [
        ("GET /social-accounts", ItemKind.ACCOUNT, "/api/v1/social-accounts/1"),
        ("GET /posting-schedules", ItemKind.SCHEDULE, "/api/v1/posting-schedules"),
        ("GET /v1/integrations", ItemKind.REPOSITORY, "/v1/integrations"),
        ("GET /v1/brand-identities", ItemKind.VOICE, "/v1/brand-identities/1"),
        ("GET /v1/schedules", ItemKind.SCHEDULE, "/v1/schedules"),
    ],
)
def test_how_it_is_read_by_hand(endpoint: str, kind: ItemKind, path: str) -> None:
    platform = platform_on(Failing(endpoint, None, []))
    assert urlsplit(platform.read_request(ItemRef("acme", kind, "1")).url).path == path
