"""copydesk deleted, as a process of its own."""

from __future__ import annotations

import json

from tests.cli.conftest import Command
from tests.cli.kept import a_copydesk
from tests.fakes.items import NOON, a_post, ago


def test_what_was_deleted_is_listed_and_printed(command: Command) -> None:
    assert "Nothing has been kept yet" in command("deleted").stdout
    with a_copydesk(command) as state:
        assert "Nothing that was deleted from here is kept" in command("deleted").stdout
        state.removed.keep(
            a_post("p1", title="Week\x1b[31m 47", markdown="# It\n\nas it was\n"), ago(hours=1)
        )
        state.removed.keep(a_post("p/2", tags=("news",), markdown=None), NOON)
        said = command("deleted")
        told = [json.loads(line) for line in command("deleted", "--json").stdout.splitlines()]
    assert (said.returncode, said.stderr) == (0, "")
    assert "acme/post/p1" in said.stdout
    assert "Week 47" in said.stdout
    assert "\x1b" not in said.stdout
    assert [each["item"] for each in told] == ["acme/post/p/2", "acme/post/p1"]
    assert (told[0]["tags"], told[1]["markdown"]) == (["news"], "# It\n\nas it was\n")
    assert command("deleted", "show", "acme/post/p1").stdout == "# It\n\nas it was\n"
    without = command("deleted", "show", "acme/post/p/2")
    assert (without.returncode, without.stdout) == (1, "")
    assert "--json prints all" in without.stderr
    missing = command("deleted", "show", "acme/post/p9")
    assert missing.returncode == 1
    assert "copydesk deleted names what is" in missing.stderr
    named = command("state", "clear", "--all").stdout
    assert "a post that was deleted, as it was: Week 47 (acme/post/p1)" in named
