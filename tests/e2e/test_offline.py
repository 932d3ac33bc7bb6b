"""What was read once can be read without any network, from the first frame on."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.home import home
from tests.e2e.person import CONNECTIONS, filter_by, in_the_inbox, leave, wait_for_the_inbox

NOWHERE = """
[connections.desk-notra]
platform = "notra"
base_url = "http://127.0.0.1:9"
api_key_command = "echo key-0123456789"
[connections.desk-repostra]
platform = "repostra"
base_url = "http://127.0.0.1:9"
api_key_command = "echo key-0123456789"
[connections.desk-blogree]
platform = "blogree"
base_url = "http://127.0.0.1:9"
email = "ana@x.test"
password_command = "echo pass-0123456789"
"""


TITLE, BODY = "A release checklist", "Most releases go wrong"


def test_what_was_read_can_be_read_without_a_network(tmp_path: Path) -> None:
    config = tmp_path / "nowhere.toml"
    config.write_text(NOWHERE)
    with home(tmp_path / "home") as made:
        with made.open() as terminal:
            wait_for_the_inbox(terminal)
            filter_by(terminal, "checklist that fits")
            terminal.wait_for(TITLE, BODY)
            terminal.press("F")
            # What failed is counted too, and asked for after all else.
            terminal.wait_for("Ten tools for 2019")
            waiting = in_the_inbox(terminal)
            terminal.press("2")
            terminal.wait_for("newest first", " published ", "Lantern 2.3", gone=["Asking"])
            leave(terminal)
        keys = made.keys
        assert made.copydesk("desk", "stop").returncode == 0
        with made.open(environ={"COPYDESK_CONFIG": str(config)}, columns=80, lines=24) as terminal:
            terminal.wait_for(TITLE, "a approve", gone=["Asking"])
            terminal.wait_until(lambda: in_the_inbox(terminal) == waiting, "all that waited")
            for connection in CONNECTIONS:
                terminal.wait_for_match(rf"✗ ?{connection}")
            filter_by(terminal, "checklist that fits")
            terminal.press("enter")
            terminal.wait_for(TITLE, BODY, "as of", "it could not be read again")
            terminal.press("2")
            terminal.wait_for("newest first", " published ", "Lantern 2.3")
            leave(terminal)
        kept = b"".join(each.read_bytes() for each in made.folder.rglob("state.db*") if each.is_file())
        assert BODY.encode() in kept
        for secret in (keys["notra"]["api_key"], keys["repostra"]["api_key"], keys["blogree"]["password"]):
            assert secret.encode() not in kept
