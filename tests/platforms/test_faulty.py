"""Each fault, each platform, reads and writes: the right error, and no write sent twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from tests.desk.work.keys import KEYS
from tests.desk.work.processes import DeskProcess, running
from tests.desk.work.repositories import make_repository
from tests.faulty.plan import HARMLESS, NEVER_REACH, STORMS, Alone, Fault, Several
from tests.faulty.server import FaultyServer, faulty_server
from tests.faulty.spoiling import Manners
from tests.faulty.wire import Asked
from tests.platforms.faulty_doors import Faulted, faulted
from tui.domain.accounts import Account, AccountKind
from tui.domain.approvals import Approval
from tui.domain.errors import (
    CopydeskError,
    OutcomeUnknown,
    PlatformFault,
    RateLimited,
    SignInRefused,
    Unreachable,
)
from tui.domain.generation import GitRequest
from tui.domain.jobs import Job
from tui.domain.ports import Accounts, Platform, Schedules
from tui.domain.posts import NewPost, Post, PostChanges, PostFilter, PostPage, PostState
from tui.domain.schedules import Schedule
from tui.platforms.retry import TRIES
from tui.platforms.transport import Patience

CALM = Patience(connect=1000)
WHOLE = Patience(connect=1000, read=1000)
"""What is given up is given up for the whole of it, and not for a piece that is late."""
HOLDS = {Fault.TIMEOUT_BEFORE, Fault.TIMEOUT_AFTER}
TYPES = {Fault.NUMBERS, Fault.NULLS, Fault.NO_ENVELOPE}
EVERYWHERE = [fault for fault in Fault if fault is not Fault.JOB_503]
_numbers = count(1)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcess]:
    """A desk with the samples."""
    with running(tmp_path_factory.mktemp("desk"), samples=True) as process:
        yield process


@pytest_asyncio.fixture
async def server(desk: DeskProcess, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FaultyServer]:
    """What is late is not very late. Whoever waits for what is held finds that patience is over; what is
    not held may take as long as it takes.
    """
    loop = asyncio.get_running_loop()
    real, ahead = loop.time, 0.0

    def held() -> None:
        nonlocal ahead
        ahead += Patience().read + 1

    monkeypatch.setattr(loop, "time", lambda: real() + ahead)
    async with faulty_server(desk.url, manners=Manners(late_seconds=0.05, drip_bytes=512)) as opened:
        opened.on_hold = held
        yield opened


async def drafts_of(doors: Faulted) -> dict[str, str]:
    """A draft's id on each platform."""
    wanted = PostFilter(states=frozenset({PostState.DRAFT}))
    pages = await asyncio.gather(*(platform.posts(wanted) for platform in doors.all.values()))
    return dict(zip(doors.all, (page.posts[0].ref.id for page in pages), strict=True))


def only(kind: str, *, writes: bool = True) -> Callable[[Asked], bool]:
    """Picks the writes to a platform, or its reads."""
    return lambda asked: asked.platform == kind and asked.writes is writes and not asked.signs_in


async def outcome(asked: Awaitable[object]) -> object:
    """What came of it: a value, or the error. Any error that is none of ours fails the test."""
    try:
        return await asked
    except CopydeskError as error:
        return error


def expected_of_write(fault: Fault, kind: str, made: tuple[type[object], ...]) -> tuple[type[object], ...]:
    if fault in HARMLESS or (fault is Fault.UNAUTHORIZED and kind == "blogree"):
        return made
    if fault is Fault.UNAUTHORIZED:
        return (SignInRefused,)
    if fault in STORMS:
        return (RateLimited,)
    if fault is Fault.REDIRECT:
        return (PlatformFault,)
    if fault in TYPES:
        return (*made, OutcomeUnknown)
    return (OutcomeUnknown,)


@pytest.mark.parametrize("fault", EVERYWHERE)
async def test_a_write(fault: Fault, server: FaultyServer) -> None:
    async with faulted(server, KEYS) as doors:
        ids = await drafts_of(doors)
    for kind, id in ids.items():
        await _written(fault, server, kind, partial(_saved, id))


@pytest.mark.parametrize("fault", EVERYWHERE)
async def test_a_write_that_makes_something(fault: Fault, server: FaultyServer) -> None:
    await _written(fault, server, "blogree", lambda one: one.create(NewPost(f"New {next(_numbers)}", "Text")))


SETTING_UP = (
    Fault.RESET_BEFORE, Fault.RESET_AFTER, Fault.LATE, Fault.TIMEOUT_AFTER, Fault.GARBAGE, Fault.NULLS,
    Fault.NO_ENVELOPE, Fault.STORM_SECONDS, Fault.S500_AFTER, Fault.S503_BEFORE, Fault.REDIRECT,
    Fault.UNAUTHORIZED,
)  # fmt: skip


@pytest.mark.parametrize("fault", SETTING_UP)
async def test_a_write_that_sets_something_up(fault: Fault, server: FaultyServer) -> None:
    async with faulted(server, KEYS) as doors:
        (account, *_), (slot, *_) = (
            await accounts_of(doors.repostra).all(),
            await slots_of(doors.repostra).all(),
        )
        voices = await accounts_of(doors.notra).all()
    voice = next(one for one in voices if one.kind is AccountKind.VOICE)
    new, other = f"Account {next(_numbers)}", "23:58" if slot.said.endswith("59") else "23:59"
    writes: tuple[tuple[str, Callable[[Platform], Awaitable[object]]], ...] = (
        ("repostra", lambda one: accounts_of(one).change(account, {"account_name": new})),
        ("notra", lambda one: accounts_of(one).change(voice, {"companyName": new})),
        ("repostra", lambda one: slots_of(one).change(slot, {"time": other})),
    )
    for kind, write in writes:
        await _written(fault, server, kind, write, made=(Account, Schedule))


def accounts_of(platform: Platform) -> Accounts:
    assert platform.accounts is not None
    return platform.accounts


def slots_of(platform: Platform) -> Schedules:
    assert platform.schedules is not None
    return platform.schedules


def _saved(id: str, platform: Platform) -> Awaitable[Post]:
    return platform.save(id, PostChanges(title=f"Title {next(_numbers)}"))


async def _written(
    fault: Fault,
    server: FaultyServer,
    kind: str,
    write: Callable[[Platform], Awaitable[object]],
    *,
    made: tuple[type[object], ...] = (Post,),
) -> None:
    server.record.clear()
    async with faulted(server, KEYS) as doors:
        server.plan = Alone(fault, on=only(kind), times=1)
        found = await outcome(write(doors.all[kind]))
        await server.settled()
    assert not isinstance(found, CopydeskError) or found.sentence
    assert isinstance(found, expected_of_write(fault, kind, made)), f"{kind}: {found!r}"
    record = server.record
    sent = [asked for asked in record.asked if asked.writes]
    assert len(sent) == (2 if fault is Fault.UNAUTHORIZED and kind == "blogree" else 1), "sent twice"
    assert len(record.struck) == 1
    assert len(record.done) <= 1, "done twice"
    if fault in NEVER_REACH:
        assert not record.struck[0].reached_desk
    else:
        assert len(record.done) == 1
        assert not isinstance(found, CopydeskError) or type(found) is OutcomeUnknown, "it was done"
    assert not server.elsewhere


Read = Callable[[Platform, str], Awaitable[object]]
READS: dict[str, Read] = {
    "one": lambda platform, id: platform.post(id),
    "list": lambda platform, id: platform.posts(PostFilter()),
    "approvals": lambda platform, id: platform.approvals(),
}


def _definite(fault: Fault, kind: str) -> bool:
    return fault is Fault.UNAUTHORIZED and kind != "blogree"


@pytest.mark.parametrize("fault", EVERYWHERE)
async def test_a_read_that_is_struck_once_comes_through(fault: Fault, server: FaultyServer) -> None:
    async with faulted(server, KEYS) as doors:
        ids = await drafts_of(doors)
        for kind, platform in doors.all.items():
            right = await platform.post(ids[kind])
            if fault in HOLDS:
                continue
            server.plan = Alone(fault, on=only(kind, writes=False), times=1)
            found = await outcome(platform.post(ids[kind]))
            if fault in TYPES | {Fault.NO_CONTENT}:
                assert type(found) in {Post, PlatformFault}, f"{kind}: {found!r}"
            elif _definite(fault, kind):
                assert type(found) is SignInRefused
            else:
                assert found == right, f"{kind}: {found!r}"
            assert not server.elsewhere


@pytest.mark.parametrize("fault", EVERYWHERE)
async def test_a_read_that_is_struck_each_time(fault: Fault, server: FaultyServer) -> None:
    async with faulted(server, KEYS, CALM) as doors:
        if fault in HOLDS:
            reads, ids = {"one": READS["one"]}, dict.fromkeys(doors.all, "1")
        else:
            reads, ids = READS, await drafts_of(doors)
        for name, read in reads.items():
            server.record.clear()
            server.plan = Alone(fault)
            asked = (outcome(read(platform, ids[kind])) for kind, platform in doors.all.items())
            for kind, found in zip(doors.all, await asyncio.gather(*asked), strict=True):
                assert _right_each_time(fault, found), f"{kind}, {name}: {found!r}"
            assert len(server.record.asked) <= TRIES * 2 * len(ids)


def _right_each_time(fault: Fault, found: object) -> bool:
    if fault in HARMLESS:
        return not isinstance(found, CopydeskError)
    if fault in TYPES:
        return not isinstance(found, CopydeskError) or type(found) is PlatformFault
    if fault in STORMS:
        return type(found) is RateLimited
    if fault is Fault.UNAUTHORIZED:
        return type(found) is SignInRefused
    return type(found) in {Unreachable, PlatformFault}


@pytest.mark.parametrize("fault", EVERYWHERE)
async def test_a_sign_in(fault: Fault, server: FaultyServer) -> None:
    """What waits for a sign-in that went wrong was not sent, and the error says no other."""
    async with faulted(server, KEYS, signed_in=False) as doors:
        server.plan = Alone(fault, on=lambda asked: asked.signs_in)
        found = await outcome(doors.blogree.save("post_sample_1", PostChanges(title="Signed in")))
        await server.settled()
    if fault in HARMLESS:
        assert isinstance(found, Post), repr(found)
        assert len(server.record.done) == 1
    else:
        assert isinstance(found, CopydeskError | Post), repr(found)
        assert not isinstance(found, OutcomeUnknown), repr(found)
        assert len(server.record.writes) == isinstance(found, Post)


async def test_a_token_that_seems_to_have_ended_is_used(server: FaultyServer) -> None:
    for hours in (-24 * 30, 24 * 365):
        server.manners = Manners(skew=timedelta(hours=hours))
        async with faulted(server, KEYS, signed_in=False) as doors:
            server.plan = Alone(Fault.SKEW, on=lambda asked: True)
            assert isinstance(await outcome(doors.blogree.posts(PostFilter())), PostPage)
            assert isinstance(await outcome(doors.blogree.posts(PostFilter())), PostPage)


async def test_a_drip_that_outlasts_patience(server: FaultyServer) -> None:
    server.manners, server.on_drip = Manners(drip_bytes=1), server.on_hold
    async with faulted(server, KEYS, WHOLE) as doors:
        server.plan = Alone(Fault.DRIP)
        saved = await outcome(doors.blogree.save("post_sample_1", PostChanges(title="Slowly")))
        assert type(saved) is OutcomeUnknown
        read = await outcome(doors.blogree.post("post_sample_1"))
        assert type(read) is Unreachable
    assert len(server.record.done) == 1


async def test_no_one_is_there(server: FaultyServer) -> None:
    async with faulted(server, KEYS) as doors:
        await server.close()
        for platform in doors.all.values():
            assert isinstance(await outcome(platform.posts(PostFilter())), Unreachable)
            assert isinstance(await outcome(platform.delete("1")), Unreachable)
    assert not server.record.writes


async def test_a_generation_that_a_503_names(server: FaultyServer, desk: DeskProcess, tmp_path: Path) -> None:
    checkout = make_repository(tmp_path / "widgets", ("feat: weigh widgets",))
    desk.desk("POST", "/repositories", {"path": str(checkout)})
    async with faulted(server, KEYS) as doors:
        named, unread = Alone(Fault.JOB_503), Alone(Fault.RESET_BEFORE, on=only("notra", writes=False))
        for plan in (named, Several(named, unread)):
            server.record.clear()
            server.plan = plan
            found = await outcome(doors.notra.generate(GitRequest("changelog", "last_7_days")))
            assert isinstance(found, Job), "it is queued, whether its job can be read or not"
            assert [write.answer.json["job"]["id"] for write in server.record.done] == [found.ref.id]
            assert server.record.sent("POST", "/posts/generate") == 1


@pytest.mark.parametrize("fault", [Fault.NUMBERS, Fault.NULLS, Fault.NO_ENVELOPE, Fault.NO_CONTENT])
async def test_what_waits_does_not_seem_to_be_decided(fault: Fault, server: FaultyServer) -> None:
    """A look that cannot be read is no sign that a yes was taken."""
    async with faulted(server, KEYS) as doors:
        for platform in doors.all.values():
            waiting = [each for each in await platform.approvals() if each.ready]
            chosen = {each.kind: each for each in waiting}.values()
            for one in chosen:
                server.plan = Alone(fault)
                found = await outcome(platform.approval(one.ref, one.kind))
                server.calm()
                assert found is not None, one
                assert type(found) in {Approval, PlatformFault}, repr(found)
