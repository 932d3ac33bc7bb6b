"""Where things go to, by keys on the real desk: accounts, sites, repositories and voices are set up; a post
goes to two sites of which one refuses, is looked for, sent again, and deleted with its text kept.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.e2e.checkout import NAME, make_checkout
from tests.e2e.home import Home, home
from tests.e2e.person import (
    choose,
    cursor_line,
    decide,
    empty_line,
    filter_by,
    go_to,
    leave,
    pressed_until,
    turn_to,
    wait_for_the_inbox,
)
from tests.e2e.receiver import Receiver, receiver
from tests.e2e.terminal import Terminal

TRIES = 3
POST = "Reading drafts"
BODY = "A browser tab is where work goes to be interrupted"
SAVE = "\x13"
SECRET = "hush-0123456789"
SIZES = pytest.mark.parametrize("size", [(120, 40), (80, 24)], ids=["wide", "narrow"])
VOICE = "Lantern on social"
ABOUT = (
    "<html><head><title>Lantern for people</title></head><body><article><h1>Lantern</h1>"
    "<p>We build a calm reader for people who read a lot. It keeps your place.</p></article></body></html>"
)


class Sites(NamedTuple):
    """Two places on loopback that take posts."""

    good: Receiver
    bad: Receiver


@pytest.fixture
def sites() -> Iterator[Sites]:
    with receiver() as good, receiver() as bad:
        good.pages["about"] = ABOUT
        yield Sites(good, bad)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Home]:
    with home(tmp_path / "home") as made:
        made.cwd = make_checkout(tmp_path)
        made.hold(0)
        made.serve("--no-limits", "--retry-delays", ",".join(["0.1"] * (TRIES - 1)))
        yield made


@SIZES
def test_where_posts_go_is_set_up_and_a_post_gets_there(
    desk: Home, sites: Sites, tmp_path: Path, size: tuple[int, int]
) -> None:
    columns, lines = size
    with desk.open(columns=columns, lines=lines) as terminal:
        wait_for_the_inbox(terminal)
        terminal.press("5")
        terminal.wait_for(
            "desk-notra · repositories  1", "desk-repostra · accounts  3", "none yet: a adds one"
        )
        set_up_an_account(terminal, desk, sites)
        keys = set_up_sites(terminal, desk, sites)
        connect_a_repository(terminal, desk, make_checkout(tmp_path / "elsewhere"))
        set_up_voices(terminal, desk, sites)
        publish_to_both(terminal, desk, sites)
        send_several_again(terminal, desk, sites)
        propose_social_posts(terminal, desk)
        delete_the_post(terminal, desk)
        leave(terminal)
    kept = [each for each in desk.folder.rglob("*") if each.is_file() and "share" not in each.parts]
    for secret in (SECRET, *keys):
        assert not [each for each in kept if secret.encode() in each.read_bytes()], "a secret is kept"


def saved(terminal: Terminal, said: str, form: str) -> None:
    """Send a form; `said` comes of it."""
    terminal.press(SAVE)
    terminal.wait_to_hear(said, gone=[form])


def confirmed(terminal: Terminal, key: str, question: str, said: str) -> None:
    """Decide on what is under the cursor, and say yes to a question; `said` comes of it."""
    decide(terminal, key, question)
    terminal.press("y")
    terminal.wait_to_hear(said, gone=[question])


def set_up_an_account(terminal: Terminal, desk: Home, sites: Sites) -> None:
    terminal.press("a")
    choose(terminal, "Add", "account  ")
    terminal.wait_for("account on desk-repostra", "network *")
    turn_to(terminal, "network *", "website")
    terminal.press("down", *"Lantern", "down", "down")
    turn_to(terminal, "posts go by", "webhook")
    terminal.press("down", *"nowhere", "down", *SECRET, SAVE)
    # What is wrong is said at its field, and nothing that was typed is lost.
    terminal.wait_for("✗ must be an address", "nowhere", "Lantern", "•" * len(SECRET))
    empty_line(terminal)
    terminal.press(*f"{sites.good.url}/hooks/repostra")
    saved(terminal, "✓ added: Lantern", "account on desk-repostra")
    terminal.wait_until(lambda: "Lantern " in cursor_line(terminal), "the account")
    (made,) = (each for each in accounts(desk) if each["account_name"] == "Lantern")
    assert made["webhook_url"] == f"{sites.good.url}/hooks/repostra"

    # A secret is never shown again: blank, it stays.
    terminal.press("e", "down", *" news")
    terminal.wait_for("Change Lantern", "Lantern news", "blank: it stays as it is")
    assert SECRET not in terminal.text
    saved(terminal, "✓ changed: Lantern news", "Change Lantern")
    decide(terminal, "o", "✓ off: Lantern news · nothing goes to it")
    slot = {"account_id": made["id"], "platform": "website", "day_of_week": "friday", "time": "18:30"}
    desk.repostra("POST", "/posting-schedules", slot)
    decide(terminal, "d", "Delete the account?")
    terminal.wait_for("1 schedule uses Lantern news: Fri 18:30")
    terminal.press("y")
    terminal.wait_to_hear("✓ deleted: Lantern news with 1 of its schedules", gone=["Delete the account?"])
    assert len(accounts(desk)) == len(desk.repostra("GET", "/posting-schedules")["data"]) == 3


def accounts(desk: Home) -> list[dict[str, object]]:
    """The accounts that the desk has."""
    found: list[dict[str, object]] = desk.repostra("GET", "/social-accounts")["data"]
    return found


def set_up_sites(terminal: Terminal, desk: Home, sites: Sites) -> list[str]:
    """Gives the keys that were shown."""
    keys = add_a_site(terminal, "Main", sites.good)
    terminal.wait_until(lambda: "Main" in cursor_line(terminal), "the site")
    terminal.press("e", *" blog")
    terminal.wait_for("Change Main", "Main blog")
    saved(terminal, "✓ changed: Main blog", "Change Main")
    confirmed(terminal, "N", "Have new keys made?", "New keys of Main blog")
    terminal.wait_to_hear("✓ new keys: Main blog")
    keys += shown_once(terminal, "New keys of Main blog")
    keys += add_a_site(terminal, "Mirror", sites.bad)
    assert len(set(keys)) == 6
    names = {each["name"]: each["url"] for each in desk.blogree("GET", "/sites")["sites"]}
    assert names == {"Main blog": sites.good.url, "Mirror": sites.bad.url}
    return keys


def add_a_site(terminal: Terminal, name: str, at: Receiver) -> list[str]:
    terminal.press("a")
    choose(terminal, "Add", "site  ")
    terminal.wait_for("Add a site on desk-blogree", "name *")
    terminal.press(*name, "down", *at.url, "down", *f"{at.url}/hooks/blogree")
    saved(terminal, f"New keys of {name}", "Add a site")
    terminal.wait_to_hear(f"✓ added: {name}")
    return shown_once(terminal, f"New keys of {name}")


def shown_once(terminal: Terminal, title: str) -> list[str]:
    """Copy a key that is shown, and leave; gives the keys."""
    terminal.wait_for("Copydesk keeps them nowhere", "y or 1-9 copies")
    keys = re.findall(r"(?:blg|whsec)_[\w-]+", terminal.text)
    assert len(keys) == 2
    terminal.press("1")
    terminal.wait_for("copied: API key")
    terminal.press("2")
    terminal.wait_for("copied: webhook secret")
    assert base64.b64encode(keys[1].encode()) in terminal.written
    terminal.press("esc")
    terminal.wait_for("Acc", gone=[title, *keys])
    return keys


def connect_a_repository(terminal: Terminal, desk: Home, checkout: Path) -> None:
    terminal.press("a")
    choose(terminal, "Add", "repository")
    terminal.wait_for("Add a repository on desk-notra", "owner *")
    terminal.press(*"acme", "down", *NAME, SAVE)
    # What the desk refuses says what to do, with what was typed still there.
    terminal.wait_for(f"No checkout of acme/{NAME}", "Clone it first", "acme", "owner *")
    terminal.press("up")
    empty_line(terminal)
    terminal.press(*str(checkout.parent))
    saved(terminal, f"✓ added: {NAME}", "Add a repository")
    terminal.wait_for("desk-notra · repositories  2")
    assert len(desk.notra("GET", "/v1/integrations")["github"]) == 2
    confirmed(terminal, "d", "Delete the repository?", f"✓ deleted: {NAME}")
    terminal.wait_for("desk-notra · repositories  1")


def set_up_voices(terminal: Terminal, desk: Home, sites: Sites) -> None:
    go_to(terminal, VOICE)
    decide(terminal, "c", f"✓ used where none is named: {VOICE}")
    terminal.wait_until(lambda: "★ default" in cursor_line(terminal), "the mark")
    terminal.press("e", "down", "down", *" Ltd")
    terminal.wait_for("Change Lantern on", "Lantern Ltd")
    saved(terminal, f"✓ changed: {VOICE}", "Change Lantern on")
    (voice,) = (each for each in voices(desk) if each["isDefault"])
    assert (voice["name"].startswith(VOICE), voice["companyName"]) == (True, "Lantern Ltd")

    terminal.press("w")
    terminal.wait_for("A voice from a website", "website *")
    terminal.press(*f"{sites.good.url}/about")
    saved(terminal, "✓ made: ", "A voice from a website")
    terminal.wait_for("desk-notra · voices  3")
    terminal.wait_until(lambda: "Lantern for people" in cursor_line(terminal), "the voice")
    assert len(voices(desk)) == 3


def voices(desk: Home) -> list[dict[str, str]]:
    """The brand identities that the desk has."""
    found: list[dict[str, str]] = desk.notra("GET", "/v1/brand-identities")["brandIdentities"]
    return found


def publish_to_both(terminal: Terminal, desk: Home, sites: Sites) -> None:
    sites.bad.refusals += [503] * TRIES
    terminal.press("2")
    terminal.wait_for("/ filter")
    filter_by(terminal, f"{POST} conn:desk-blogree")
    terminal.wait_until(lambda: POST in cursor_line(terminal), POST)
    decide(terminal, "W", "Publish to")
    terminal.wait_for("Main blog", "Mirror", "checks", "slug ✓", "image is")
    # None is sent to because nobody said so.
    terminal.press("a")
    terminal.wait_for("[x] Main blog", "[x] Mirror")
    terminal.press("enter")
    terminal.wait_for("Publish?", "publishes NOW to 2 sites: Main blog, Mirror; cannot be undone")
    terminal.press("y")
    # What is said of it may give way to what is said of the site that refuses it.
    terminal.wait_for(gone=["Publish?"])
    terminal.wait_until(lambda: sites.good.received, "the delivery")

    terminal.press("7")
    terminal.wait_for("✓ delivered", "✗ failed", POST)
    terminal.press("gg")
    terminal.wait_until(lambda: POST in cursor_line(terminal), POST)
    terminal.press("L")
    terminal.wait_to_hear("✓ landed on Main blog: Reading drafts")
    terminal.press("l")
    terminal.wait_for("[✗ failed]", "tries        3", "answer       503")
    decide(terminal, "R", "✓ sent again: Reading drafts")
    terminal.wait_for("[✓ delivered]", gone=["✗ failed"])
    assert [len(each.received) for each in sites] == [1, TRIES + 1]
    assert sites.good.pages.keys() - {"about"} == sites.bad.pages.keys()


def send_several_again(terminal: Terminal, desk: Home, sites: Sites) -> None:
    """All that failed on a site goes again by one key, and what is marked by another."""
    good, bad = sites.good.received, sites.bad.received
    mirror = next(each["id"] for each in desk.blogree("GET", "/sites")["sites"] if each["name"] == "Mirror")
    sites.bad.refusals += [503] * TRIES * 2
    ids = [publish_by_script(desk, title, mirror) for title in ("Second of two", "First of two")]
    states = [""]

    def are(*wanted: str) -> bool:
        found = [desk.blogree("GET", f"/posts/{id}")["deliveries"] for id in ids]
        states[:] = [each["status"] for told in found for each in told]
        return len(states) == len(ids) and set(states) <= {*wanted}

    terminal.wait_until(lambda: are("failed"), "both to fail")
    sent_before = len(good), len(bad)
    terminal.press("r")
    terminal.wait_until(lambda: terminal.text.count("✗ failed") >= 2, "both in the table")
    pressed_until(terminal, "F", lambda: len(bad) >= sent_before[1] + 2)
    terminal.wait_until(lambda: are("delivered", "delivered_retry"), "both to arrive")
    # A mark is bound to what is shown: what arrives after it was set is not sent again.
    terminal.wait_until(lambda: shown_to_be_there(terminal) == 2, "both shown to be there")
    terminal.press("gg", "space", "space")
    terminal.wait_for("2 marked")
    pressed_until(terminal, "R", lambda: len(bad) >= sent_before[1] + 4)
    terminal.wait_for("[✓ delivered]", gone=["marked"])
    terminal.wait_until(lambda: shown_to_be_there(terminal) == 2, "both shown to be there")
    again = [json.loads(each.body)["post"]["id"] for each in bad[sent_before[1] :]]
    assert sorted(again) == sorted([*ids, *ids]), "each once by each key, and no others"
    assert len(good) == sent_before[0], "nothing went anywhere else"


def shown_to_be_there(terminal: Terminal) -> int:
    """How many of the two are in the table as delivered."""
    return len(re.findall(r"of two [^\n]*✓ delivered", terminal.text))


def publish_by_script(desk: Home, title: str, site: str) -> str:
    """Make a post of that title go to one site; gives its id."""
    made = desk.blogree("POST", "/posts", {"title": title, "content_markdown": "Words."})
    id = str(made["id"])
    desk.blogree("POST", f"/posts/{id}/publish", {"site_ids": [site]})
    return id


def propose_social_posts(terminal: Terminal, desk: Home) -> None:
    waiting = len(desk.repostra("GET", "/approvals")["data"]["pending_social"])
    terminal.press("2")
    terminal.wait_until(lambda: POST in cursor_line(terminal), POST)
    terminal.press("m")
    terminal.wait_for("Social posts on desk-repostra", "Title *", POST)
    saved(terminal, "✓ desk-repostra plans it", "Social posts on")
    terminal.press("1")
    terminal.wait_for_match(rf"topic +↳ {POST}")
    assert len(desk.repostra("GET", "/approvals")["data"]["pending_social"]) > waiting


def delete_the_post(terminal: Terminal, desk: Home) -> None:
    terminal.press("2")
    go_to(terminal, "● published")
    decide(terminal, "d", "Delete?")
    terminal.wait_for_match(r"(Main blog, Mirror|Mirror, Main blog) keep their copy")
    terminal.press("y")

    def gone() -> bool:
        posts = desk.blogree("GET", "/posts?limit=100")["data"]
        return not [each for each in posts if each["title"].startswith(POST)]

    # What is said of it may give way to what is said of a job that ends at that moment.
    terminal.wait_until(gone, "the post's end on the desk")
    terminal.press("O")
    terminal.wait_for_match(r"Out(box)?▐")
    # What is on its way is another line than what has left.
    terminal.wait_for_match(r"● sent +delete ")
    terminal.still()
    go_to(terminal, "delete ")
    terminal.press("enter")
    terminal.wait_for(BODY[:40])
