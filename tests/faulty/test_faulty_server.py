"""The faulty server does what its faults say, and its account of it is true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.desk.work.keys import KEYS
from tests.desk.work.processes import DeskProcess
from tests.desk.work.repositories import make_repository
from tests.faulty.desk import faulty_desk
from tests.faulty.plan import HARMLESS, NEVER_REACH, STORMS, Alone, Fault, Seeded
from tests.faulty.server import FaultyServer, Struck
from tests.faulty.wire import Asked

KEY = {"Authorization": f"Bearer {KEYS.notra_api_key.reveal()}"}
LOGIN = {"email": KEYS.blogree_email, "password": KEYS.blogree_password.reveal()}
DRAFTS = "/notra/v1/posts?status=draft"
HOLDS = {Fault.TIMEOUT_BEFORE, Fault.TIMEOUT_AFTER}
BREAKS = {
    Fault.RESET_BEFORE: httpx.ReadError,
    Fault.RESET_AFTER: httpx.ReadError,
    Fault.LATE: httpx.ReadError,
    Fault.SHORT_BODY: httpx.RemoteProtocolError,
    Fault.CUT_CHUNKS: httpx.RemoteProtocolError,
    Fault.CUT_HEAD: httpx.RemoteProtocolError,
    Fault.TIMEOUT_BEFORE: httpx.ReadTimeout,
    Fault.TIMEOUT_AFTER: httpx.ReadTimeout,
}


@pytest.fixture(scope="module")
def draft(desk: DeskProcess) -> str:
    """A draft's id."""
    return str(desk.notra("GET", "/posts?status=draft")["posts"][0]["id"])


def title_of(desk: DeskProcess, id: str) -> str:
    return str(desk.notra("GET", f"/posts/{id}?status=draft")["post"]["title"])


async def renamed(plain: httpx.AsyncClient, id: str, title: str, patience: float = 90) -> httpx.Response:
    timeout = httpx.Timeout(90, read=patience)
    return await plain.patch(f"/notra/v1/posts/{id}", json={"title": title}, headers=KEY, timeout=timeout)


async def test_without_a_fault_it_is_the_desk(
    faulty: FaultyServer, plain: httpx.AsyncClient, desk: DeskProcess, draft: str
) -> None:
    answers = [await renamed(plain, draft, title) for title in ("One", "Two")]
    assert [answer.json()["post"]["title"] for answer in answers] == ["One", "Two"]
    assert (await plain.get(DRAFTS, headers=KEY)).json()["posts"]
    assert (await plain.get(DRAFTS)).status_code == 401
    assert title_of(desk, draft) == "Two"
    assert [write.asked.json for write in faulty.record.done] == [{"title": "One"}, {"title": "Two"}]
    assert faulty.record.writes[0].asked.digest != faulty.record.writes[1].asked.digest
    assert len(faulty.record.asked) == 4
    assert not faulty.record.struck


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.JOB_503])
async def test_a_write_meets_each_fault(
    fault: Fault, faulty: FaultyServer, plain: httpx.AsyncClient, desk: DeskProcess, draft: str
) -> None:
    faulty.plan = Alone(fault, times=1)
    faulty.late_may_arrive.clear()
    before, wanted = title_of(desk, draft), f"Met {fault}"
    sent = renamed(plain, draft, wanted, 0.1 if fault in HOLDS else 90)
    if fault in BREAKS:
        with pytest.raises(BREAKS[fault]):
            await sent
    else:
        _as_said(fault, await sent, wanted)
    assert fault is not Fault.LATE or title_of(desk, draft) == before
    faulty.late_may_arrive.set()
    await faulty.met(1)
    await faulty.settled()
    reached = fault not in NEVER_REACH
    assert faulty.record.struck == [Struck("PATCH", f"/notra/v1/posts/{draft}", fault, reached, reached)]
    assert len(faulty.record.writes) == len(faulty.record.done) == reached
    assert title_of(desk, draft) == (wanted if reached else before)
    assert (await renamed(plain, draft, "Through")).json()["post"]["title"] == "Through"


def _as_said(fault: Fault, answer: httpx.Response, wanted: str) -> None:
    """What a client that was answered reads."""
    if fault in HARMLESS:
        assert answer.json()["post"]["title"] == wanted
    elif fault in STORMS:
        assert answer.status_code == 429
    elif fault[:3].isdecimal():
        assert answer.status_code == int(fault[:3])
    elif fault is Fault.REDIRECT:
        assert answer.status_code == 307
    elif fault in {Fault.GARBAGE, Fault.TRUNCATED, Fault.HTML}:
        assert answer.status_code == 200
        with pytest.raises(ValueError, match=r".+"):
            answer.json()
    elif fault is Fault.NUMBERS:
        assert answer.json()["post"]["title"] == len(wanted)
    elif fault is Fault.NO_ENVELOPE:
        assert answer.json()["title"] == wanted
    else:
        assert fault is Fault.NULLS
        assert answer.json()["post"]["title"] == wanted


async def test_lists_of_wrong_types(faulty: FaultyServer, plain: httpx.AsyncClient) -> None:
    async def drafts(fault: Fault) -> Any:
        faulty.plan = Alone(fault)
        return (await plain.get(DRAFTS, headers=KEY)).json()

    assert (await drafts(Fault.NULLS))["posts"] is None
    assert isinstance((await drafts(Fault.NO_ENVELOPE))[0]["id"], str)
    assert isinstance((await drafts(Fault.NUMBERS))["posts"][0]["id"], int)


async def test_each_limit_says_its_wait(faulty: FaultyServer, plain: httpx.AsyncClient) -> None:
    said, began = {}, datetime.now(UTC).timestamp()
    for fault in STORMS:
        faulty.plan = Alone(fault, times=2)
        answers = [await plain.get(DRAFTS, headers=KEY) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [429, 429, 200]
        said[fault] = answers[0]
    soon = datetime.now(UTC).timestamp()
    assert said[Fault.STORM_SECONDS].headers["Retry-After"] == "1"
    assert parsedate_to_datetime(said[Fault.STORM_DATE].headers["Retry-After"]).timestamp() < soon + 2
    assert said[Fault.STORM_LEFT].headers["RateLimit-Reset"] == "1"
    assert began < int(said[Fault.STORM_EPOCH].headers["X-RateLimit-Reset"]) < soon + 3
    assert said[Fault.STORM_BODY_SECONDS].json()["retry_after"] == 1
    assert began < said[Fault.STORM_BODY_MILLISECONDS].json()["reset"] / 1000 < soon + 2


async def test_a_clock_that_is_off(faulty: FaultyServer, plain: httpx.AsyncClient) -> None:
    faulty.plan = Alone(Fault.SKEW, on=lambda asked: True)
    answer = await plain.post("/blogree/api/auth/login", json=LOGIN)
    now = datetime.now(UTC)
    skew = faulty.manners.skew
    assert abs(parsedate_to_datetime(answer.headers["Date"]) - now - skew) < timedelta(minutes=1)
    ends = datetime.fromisoformat(answer.json()["expires_at"])
    assert abs(ends - now - skew - timedelta(days=7)) < timedelta(minutes=1)
    assert not faulty.record.writes, "a sign-in changes nothing"


async def test_a_job_that_is_named_by_a_503(
    faulty: FaultyServer, plain: httpx.AsyncClient, desk: DeskProcess, tmp_path: Path
) -> None:
    checkout = make_repository(tmp_path / "widgets", ("feat: weigh widgets",))
    desk.desk("POST", "/repositories", {"path": str(checkout)})
    faulty.plan = Alone(Fault.JOB_503, on=lambda asked: asked.writes)
    body = {"contentType": "changelog", "lookbackWindow": "last_7_days"}
    answer = await plain.post("/notra/v1/posts/generate", json=body, headers=KEY)
    assert answer.status_code == 503, answer.text
    job = await plain.get(f"/notra/v1/posts/generate/{answer.json()['jobId']}", headers=KEY)
    assert job.json()["job"]["id"] == answer.json()["jobId"]
    assert [one.effect for one in faulty.record.struck] == [True]


async def test_a_redirect_leads_to_another_host(faulty: FaultyServer, plain: httpx.AsyncClient) -> None:
    faulty.plan = Alone(Fault.REDIRECT)
    await plain.get(DRAFTS, headers=KEY)
    assert not faulty.elsewhere
    await plain.get(DRAFTS, headers=KEY, follow_redirects=True)
    assert [asked.target for asked in faulty.elsewhere] == [DRAFTS]


async def test_it_goes_and_comes_back_at_its_address(faulty: FaultyServer, plain: httpx.AsyncClient) -> None:
    url = faulty.url
    await faulty.close()
    with pytest.raises(httpx.ConnectError):
        await plain.get(DRAFTS, headers=KEY)
    await faulty.open()
    assert faulty.url == url
    assert (await plain.get(DRAFTS, headers=KEY)).status_code == 200


def test_a_seed_is_a_plan() -> None:
    gets = [Asked("GET", f"/blogree/api/posts/{number % 50}") for number in range(1500)]
    queued = [Asked("POST", "/notra/v1/posts/generate") for _ in range(500)]

    def drawn(seed: int) -> list[Fault | None]:
        plan = Seeded(seed)
        return [plan.strikes(asked) for asked in gets + queued]

    assert drawn(1) == drawn(1) != drawn(2)
    assert set(drawn(1)) == {*Fault, None}, "each fault comes"
    assert 0.2 < sum(fault is not None for fault in drawn(1)) / 2000 < 0.4
    backwards, plan = gets[::-1], Seeded(1, weights={Fault.RESET_AFTER: 1})
    again = Seeded(1, weights={Fault.RESET_AFTER: 1})
    one = sorted(asked.path for asked in gets if plan.strikes(asked))
    assert one == sorted(asked.path for asked in backwards if again.strikes(asked)), "order is of no account"


async def test_the_desks_own_records(tmp_path: Path) -> None:
    async with faulty_desk(tmp_path) as fd, httpx.AsyncClient(trust_env=False) as client:
        before = await fd.records()
        id = next(id for id, row in before.notra_posts.items() if row["status"] == "draft")
        body = {"status": "published", "title": "Out"}
        address = f"{fd.address.notra_base_url}/v1/posts/{id}"
        assert (await client.patch(address, json=body, headers=KEY)).is_success
        after = await fd.records()
        assert {before.notra_posts[id]["status"], after.notra_posts[id]["status"]} == {"draft", "published"}
        assert after.notra_posts[id]["title"] == "Out"
        assert before.contents
        assert before.socials
        assert before.blogree_posts
        assert after.deliveries_of("blogree", "none") == []
        assert [str(write) for write in fd.record.done] == [
            f'PATCH /notra/v1/posts/{id} {{"status":"published","title":"Out"}} -> 200'
        ]
