"""What waits for a yes on Repostra, and saying it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.platforms.harness import NOW, Network, key, opened
from tests.platforms.repostra.test_client import ACCOUNT, APPROVALS, CONTENT, ROOT
from tests.platforms.repostra.test_platform import ONE, WHOLE
from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.errors import Conflict, Forbidden, Invalid, OutcomeUnknown
from tui.domain.ports import Platform
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.verdicts import Gravity, Verb
from tui.platforms.auth import x_api_key
from tui.platforms.repostra.platform import RepostraPlatform
from tui.platforms.transport import Transport

BLOG = {**APPROVALS["data"]["pending_blog"][0], "status": "draft"}
SOCIAL = APPROVALS["data"]["pending_social"][0]
ACCOUNTS = f"{ROOT}/social-accounts"
QUIET = {**ACCOUNT, "is_active": False}


def pending(blog: list[Any] | None = None, social: list[Any] | None = None) -> dict[str, Any]:
    return {"data": {"pending_blog": blog or [], "pending_social": social or []}}


async def approvals(network: Network) -> tuple[Approval, ...]:
    platform = opened(network, "repostra")
    found = await platform.approvals()
    await platform.close()
    return found


@pytest.mark.parametrize(
    ("accounts", "scheduled_for", "text", "gravity"),
    [
        (
            [ACCOUNT],
            BLOG["scheduled_for"],
            "may publish NOW to My Blog (webhook), cannot be undone",
            Gravity.FINAL,
        ),
        (
            [ACCOUNT, {**ACCOUNT, "id": 2, "account_name": None, "posting_method": "wordpress"}],
            None,
            "may publish NOW to My Blog (webhook), website 2 (wordpress), cannot be undone",
            Gravity.FINAL,
        ),
        (
            [{**ACCOUNT, "is_active": False}, {**ACCOUNT, "platform": "linkedin"}],
            "2026-04-07T09:00:00+02:00",
            "waits for Tue 7 Apr 2026 07:00 UTC, then goes public",
            Gravity.PUBLIC,
        ),
        (
            [{**ACCOUNT, "posting_method": "manual"}],
            None,
            "becomes a draft that goes out on its schedule",
            Gravity.PUBLIC,
        ),
    ],
)
async def test_what_a_yes_to_a_blog_post_does(
    accounts: list[Any], scheduled_for: str | None, text: str, gravity: Gravity
) -> None:
    network = Network().on("GET", f"{ROOT}/approvals", pending([{**BLOG, "scheduled_for": scheduled_for}]))
    network.on("GET", ACCOUNTS, {"data": accounts})
    (one,) = await approvals(network)
    assert (one.consequence.text, one.consequence.gravity) == (text, gravity)
    assert (one.kind, one.ready) == (ApprovalKind.POST, True)
    assert one.verbs == {Verb.APPROVE, Verb.EDIT, Verb.DELETE}


async def test_where_the_accounts_are_not_known_the_worst_is_told() -> None:
    network = (
        Network().on("GET", f"{ROOT}/approvals", pending([BLOG])).on("GET", ACCOUNTS, {"error": "no"}, 403)
    )
    (one,) = await approvals(network)
    assert one.consequence.text.startswith("may publish NOW")
    assert one.consequence.gravity is Gravity.FINAL


async def test_looks_that_follow_at_once_share_the_accounts() -> None:
    clock = [100.0]
    network = Network()
    for _ in range(3):
        network.on("GET", f"{ROOT}/approvals", pending([BLOG]))
    network.on("GET", ACCOUNTS, {"data": [ACCOUNT]}).on("GET", ACCOUNTS, {"data": []})
    way = Transport("acme", "https://repostra.test/api/v1", x_api_key(key), transport=network.transport)
    platform = RepostraPlatform(way, lambda: NOW, monotonic=lambda: clock[0])
    first = await platform.approvals()
    clock[0] += 4.9
    assert (await platform.approvals())[0].consequence == first[0].consequence
    clock[0] += 0.1
    assert (await platform.approvals())[0].consequence != first[0].consequence
    await platform.close()
    network.done()


async def test_what_is_being_written_is_not_ready() -> None:
    silent = {**BLOG, "ai_generated_at": None}
    network = Network().on(
        "GET",
        f"{ROOT}/approvals",
        pending(
            [
                {**BLOG, "status": "generating"},
                {**BLOG, "id": 43, "status": "planned", "ai_generated_at": None},
                {**silent, "id": 44},
                {**silent, "id": 45},
            ],
            [{**SOCIAL, "status": "generating"}],
        ),
    )
    network.on("GET", ACCOUNTS, {"data": []})
    network.on("GET", f"{ROOT}/content/44", {"data": {**CONTENT, "id": 44, "content": '{"blocks": []}'}})
    network.on("GET", f"{ROOT}/content/45", {"data": {**WHOLE, "id": 45}})
    found = await approvals(network)
    assert [(one.ref.id, one.ready) for one in found] == [
        ("42", False),
        ("43", False),
        ("44", False),
        ("45", True),
        ("105", False),
    ]
    assert all(Verb.APPROVE not in one.verbs for one in found if not one.ready)
    platform = opened(Network(), "repostra")
    with pytest.raises(Conflict, match="still writing"):
        await platform.approve(found[0])


@pytest.mark.parametrize(
    ("change", "kind", "text", "consequence"),
    [
        (
            {},
            ApprovalKind.TOPIC,
            SOCIAL["topic"],
            "starts the writing; the text comes back here for your yes",
        ),
        (
            {"content": " \n"},
            ApprovalKind.TOPIC,
            SOCIAL["topic"],
            "starts the writing; the text comes back here for your yes",
        ),
        ({"content": "Hi!"}, ApprovalKind.TEXT, "Hi!", "goes out Wed 8 Apr 2026 14:00 UTC"),
        ({"content": "Hi!", "scheduled_for": None}, ApprovalKind.TEXT, "Hi!", "is ready to go out"),
        (
            {"content": "Hi!", "status": "manual_posting"},
            ApprovalKind.TEXT,
            "Hi!",
            "is marked as published; you post it by hand",
        ),
    ],
)
async def test_social_posts(change: dict[str, Any], kind: ApprovalKind, text: str, consequence: str) -> None:
    (one,) = await approvals(Network().on("GET", f"{ROOT}/approvals", pending(social=[{**SOCIAL, **change}])))
    assert (one.kind, one.text, one.consequence.text) == (kind, text, consequence)
    assert one.ref == ItemRef("acme", ItemKind.SOCIAL, "105")
    assert one.parent == ItemRef("acme", ItemKind.POST, "42")
    assert (one.content_type, one.title) == ("linkedin", SOCIAL["topic"])
    assert one.verbs == {Verb.APPROVE, Verb.EDIT}


async def test_a_text_that_had_its_yes_does_not_wait() -> None:
    done = {**SOCIAL, "content": "Hi!", "status": "ready"}
    assert await approvals(Network().on("GET", f"{ROOT}/approvals", pending(social=[done]))) == ()


async def test_a_yes_to_a_topic_and_to_a_text() -> None:
    texts = [
        SOCIAL,
        {**SOCIAL, "id": 106, "content": "Hi!"},
        {**SOCIAL, "id": 107, "content": "Hi!", "status": "manual_posting"},
    ]
    network = Network().on("GET", f"{ROOT}/approvals", pending(social=texts))
    network.on("GET", f"{ROOT}/approvals", pending(social=texts))
    for _ in range(2):
        network.on("POST", f"{ROOT}/approvals/social/105/approve-topic", {})
    network.on("POST", f"{ROOT}/approvals/social/106/approve-content", {})
    network.on("POST", f"{ROOT}/approvals/social/107/approve-content", {})
    platform = opened(network, "repostra")
    topic, text, by_hand = await platform.approvals()
    assert "being written" in (await platform.approve(topic)).text
    await platform.approve(topic, "Edited")
    assert (await platform.approve(text, "Hi, all!")).text == "goes out Wed 8 Apr 2026 14:00 UTC"
    assert (await platform.approve(by_hand)).text == "marked as published; post it by hand"
    with pytest.raises(Invalid, match="empty"):
        await platform.approve(text, "  ")
    await platform.close()
    assert [sent.body for sent in network.seen if sent.method == "POST"] == [
        {"topic": SOCIAL["topic"]},
        {"topic": "Edited"},
        {"content": "Hi, all!"},
        {"content": "Hi!"},
    ]


async def test_a_yes_to_a_blog_post_reads_it_first_and_afterwards() -> None:
    network = (
        Network().on("GET", f"{ROOT}/approvals", pending([BLOG])).on("GET", ACCOUNTS, {"data": [ACCOUNT]})
    )
    network.on("GET", ONE, {"data": WHOLE}).on("POST", f"{ROOT}/approvals/blog/42/approve", {})
    network.on("GET", ACCOUNTS, {"data": [ACCOUNT]})
    network.on("GET", ONE, {"data": {**WHOLE, "status": "published", "published_url": "https://x.test"}})
    network.on("GET", ONE, {"data": {**WHOLE, "content": None}})
    platform = opened(network, "repostra")
    (one,) = await platform.approvals()
    assert (await platform.approve(one)).url == "https://x.test"
    with pytest.raises(Conflict, match="no text"):
        await platform.approve(one)
    await platform.close()
    network.done()


async def quiet(network: Network) -> tuple[Platform, Approval]:
    """A connection without an active website, and a blog post that waits for a yes on it."""
    network.on("GET", f"{ROOT}/approvals", pending([BLOG])).on("GET", ACCOUNTS, {"data": [QUIET]})
    platform = opened(network, "repostra")
    (one,) = await platform.approvals()
    assert one.consequence.gravity is Gravity.PUBLIC
    return platform, one


async def test_a_yes_that_would_reach_further_than_was_told_is_not_said() -> None:
    network = Network()
    platform, one = await quiet(network)
    network.on("GET", ONE, {"data": WHOLE}).on("GET", ACCOUNTS, {"data": [ACCOUNT]})
    with pytest.raises(Conflict) as found:
        await platform.approve(one)
    assert found.value.sentence == (
        "acme has changed: with a yes it may publish NOW to My Blog (webhook), cannot be undone. "
        "Press r and decide again."
    )
    network.on("GET", f"{ROOT}/approvals", pending([BLOG]))
    (now,) = await platform.approvals()
    assert now.consequence.gravity is Gravity.FINAL, "the next look tells what the refusal told"
    network.on("GET", ONE, {"data": WHOLE}).on("POST", f"{ROOT}/approvals/blog/42/approve", {})
    network.on("GET", ACCOUNTS, {"data": [ACCOUNT]})
    network.on("GET", ONE, {"data": {**WHOLE, "status": "published"}})
    assert (await platform.approve(now)).text == "published"
    await platform.close()
    network.done()


async def test_a_yes_that_would_go_to_one_site_more_than_was_told_is_not_said() -> None:
    network = Network()
    network.on("GET", f"{ROOT}/approvals", pending([BLOG])).on("GET", ACCOUNTS, {"data": [ACCOUNT]})
    platform = opened(network, "repostra")
    (one,) = await platform.approvals()
    assert one.consequence.gravity is Gravity.FINAL
    other = {**ACCOUNT, "id": 99, "account_name": "Other Blog"}
    network.on("GET", ONE, {"data": WHOLE}).on("GET", ACCOUNTS, {"data": [ACCOUNT, other]})
    with pytest.raises(Conflict, match="Other Blog"):
        await platform.approve(one)
    await platform.close()
    network.done()


async def test_a_yes_that_reaches_as_far_as_was_told_is_said() -> None:
    network = Network()
    platform, one = await quiet(network)
    network.on("GET", ONE, {"data": WHOLE}).on("GET", ACCOUNTS, {"data": [QUIET]})
    network.on("POST", f"{ROOT}/approvals/blog/42/approve", {})
    network.on("GET", ONE, {"data": {**WHOLE, "scheduled_for": None}})
    assert (await platform.approve(one)).text == "a draft that goes out on its schedule"
    await platform.close()
    network.done()


async def test_where_the_accounts_cannot_be_read_again_no_yes_is_said() -> None:
    network = Network()
    platform, one = await quiet(network)
    network.on("GET", ONE, {"data": WHOLE}).on("GET", ACCOUNTS, {"error": "no"}, 403)
    with pytest.raises(Forbidden):
        await platform.approve(one)
    await platform.close()
    assert all(sent.method == "GET" for sent in network.seen)


async def test_a_text_to_post_by_hand_that_would_go_out_by_itself_now_is_not_approved() -> None:
    by_hand = {**SOCIAL, "content": "Hi!", "status": "manual_posting"}
    network = Network()
    for now in ([by_hand], [{**by_hand, "status": "pending_approval"}], []):
        network.on("GET", f"{ROOT}/approvals", pending(social=now))
    platform = opened(network, "repostra")
    (one,) = await platform.approvals()
    for said in ("with a yes it goes out Wed 8 Apr 2026 14:00 UTC", "does not wait for a yes to it any more"):
        with pytest.raises(Conflict, match=said):
            await platform.approve(one)
    await platform.close()
    network.done()


async def test_a_lost_answer_to_a_yes_stays_unknown() -> None:
    network = (
        Network().on("GET", f"{ROOT}/approvals", pending([BLOG])).on("GET", ACCOUNTS, {"data": [ACCOUNT]})
    )
    network.on("GET", ONE, {"data": WHOLE})
    network.on("GET", ACCOUNTS, {"data": [ACCOUNT]})
    network.on("POST", f"{ROOT}/approvals/blog/42/approve", status=504)
    platform = opened(network, "repostra")
    (one,) = await platform.approvals()
    with pytest.raises(OutcomeUnknown):
        await platform.approve(one)
    await platform.close()


async def test_texts_that_are_read_again_come_with_one_request() -> None:
    waits = [{**SOCIAL, "id": 1, "content": None}, {**SOCIAL, "id": 2, "content": "Words."}]
    network = Network().on("GET", f"{ROOT}/approvals", pending(social=waits))
    platform = opened(network, "repostra")
    found = await platform.waiting_texts()
    assert [(one.ref.id, one.kind, one.text) for one in found] == [
        ("1", ApprovalKind.TOPIC, SOCIAL["topic"]),
        ("2", ApprovalKind.TEXT, "Words."),
    ]
    assert platform.read_request(found[0].ref).url.endswith("/approvals")
    await platform.close()
