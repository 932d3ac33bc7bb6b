"""The config file while Copydesk runs: read anew, and written to by a form."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keyring
import pytest

from tests.fakes.opening import FakeOpening
from tests.fakes.platform import FakePlatform
from tui import setting_up
from tui.config import change
from tui.config.paths import Paths
from tui.domain.errors import CopydeskError
from tui.domain.preferences import ConnectionLook
from tui.domain.secrets import Secret
from tui.domain.setups import Draft, Setup, SignIn
from tui.domain.tokens import Account, Token
from tui.setting_up import SettingUp

TEXT = """\
# Ours.
[connections.acme]   # the first
platform = "notra"
api_key = "k-1"      # secret
organization_id = "org"

[connections.blog]
platform = "blogree"
email = "ana@example.org"
password_env = "BLOG"

[ui]
theme = "nord"
"""


def write(paths: Paths, text: str) -> None:
    paths.config_file.parent.mkdir(parents=True, exist_ok=True)
    paths.config_file.write_text(text, "utf-8")
    paths.config_file.chmod(0o600)


def set_up(paths: Paths, text: str = TEXT, *platforms: FakePlatform) -> tuple[SettingUp, FakeOpening]:
    write(paths, text)
    opening = FakeOpening(paths, platforms)
    return SettingUp(paths, opening), opening


def text_of(paths: Paths) -> str:
    return paths.config_file.read_text("utf-8")


# Reading it anew


def test_what_the_file_says_anew_is_told_with_what_is_other_about_it(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However long this takes, what it writes was written just now; what is said to be of 1970 was not.
    monkeypatch.setattr(setting_up, "WRITTEN_SECONDS", 86_400.0)
    one, opening = set_up(paths)
    assert not one.changed()
    new = (
        TEXT.replace('"k-1"', '"k-2"')
        .replace('"nord"', '"dracula"')
        .replace("[connections.blog]", "[connections.new]")
    )
    write(
        paths,
        new + "[connections.last]\nplatform = 'notra'\ndesk = true\nread_only = true\ncolour = 'teal'\n",
    )
    assert not one.changed(), "somebody may be writing it"
    os.utime(paths.config_file, (1, 1))
    assert one.changed()
    told = one.reload()
    assert not one.changed()
    assert told.fault is None
    assert (told.names, told.anew, told.read_only) == (("acme", "new", "last"), ("acme",), ("last",))
    assert told.preferences.look.theme == "dracula"
    assert told.preferences.of("last") == ConnectionLook("teal")
    assert opening.settings.preferences == told.preferences
    write(paths, text_of(paths).replace("read_only = true\ncolour = 'teal'", "colour = 'red'"))
    assert one.reload().anew == (), "it is reached as before"


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ("[uii]", "config.toml, line 14: Copydesk knows no section"),
        ("[x", "config.toml, line 14: the config file is not TOML"),
        ("[connections.c]\nplatform = 'notra'", "config.toml, line 14: [connections.c] has no secret"),
    ],
)
def test_a_faulty_file_leaves_all_that_was_in_force(paths: Paths, wrong: str, place: str) -> None:
    one, opening = set_up(paths)
    before = opening.settings
    write(paths, TEXT.replace("nord", "dracula") + wrong)
    told = one.reload()
    assert told.fault is not None
    assert told.fault.startswith(place)
    assert "stays in force" in told.fault
    assert opening.settings is before
    write(paths, TEXT)
    assert one.reload().fault is None


def test_a_fault_that_was_there_at_the_start_keeps_nothing_from_being_corrected(paths: Paths) -> None:
    one, _ = set_up(paths, TEXT + "[uii]\n[connections.c]\nplatform = 'notra'\n")
    write(paths, text_of(paths).replace("platform = 'notra'", "platform = 'notra'\ndesk = true"))
    told = one.reload()
    assert told.fault is None
    assert told.names == ("acme", "blog", "c")
    assert told.anew == ("c",), "it could not be opened before"
    assert len(told.notices) == 1
    assert len(told.settled) == 2


def test_a_file_that_is_gone_leaves_all_as_it_was(paths: Paths) -> None:
    one, opening = set_up(paths)
    before = opening.settings
    paths.config_file.unlink()
    assert "not there any more" in str(one.reload().fault)
    assert opening.settings is before
    assert not paths.config_file.exists()


async def test_what_is_told_of_connections_has_no_secret_in_it(paths: Paths) -> None:
    one, opening = set_up(
        paths, TEXT + "[connections.c]\nplatform = 'notra'\napi_key_command = 'echo k-3'\n[connections.d]\n"
    )
    ends = datetime.now(UTC) + timedelta(days=2)
    account = Account("blog", "ana@example.org", "https://x")
    await opening.kept_tokens().keep(account, Token(Secret("t"), ends))
    assert one.known() == (
        Setup("acme", "Notra", SignIn.FILE),
        Setup("blog", "Blogree", SignIn.ENV, "BLOG", "ana@example.org", signed_in_until=ends),
        Setup("c", "Notra", SignIn.COMMAND),
        Setup("d"),
    )


# Writing to it


def test_a_draft_that_is_saved_as_it_is_changes_nothing(paths: Paths) -> None:
    one, _ = set_up(paths)
    for name in ("acme", "blog"):
        draft = one.draft(name)
        assert one.faults(draft, new=False) == []
        one.save(draft, draft)
    assert text_of(paths) == TEXT


def test_a_connection_is_added_changed_and_removed_and_every_remark_stays(paths: Paths) -> None:
    one, _ = set_up(paths)
    new = Draft(
        "new", "repostra", SignIn.ENV, "KEY", address="https://x", zone="Europe/Berlin", protected=True
    )
    one.save(new, None)
    added = '\n[connections.new]\nplatform = "repostra"\napi_key_env = "KEY"\n'
    added += 'base_url = "https://x"\nzone = "Europe/Berlin"\nprotected = true\n'
    assert text_of(paths) == TEXT.replace("\n[ui]", f"{added}\n[ui]")
    assert one.draft("new") == new
    changed = replace(new, sign_in=SignIn.DESK, place="", address="", zone="", colour="teal")
    one.save(changed, new)
    assert one.draft("new") == changed
    one.remove("new")
    assert text_of(paths) == TEXT
    assert stat.S_IMODE(paths.config_file.stat().st_mode) == 0o600
    assert one.reload().names == ("acme", "blog")


def test_a_typed_secret_goes_into_the_file_and_one_that_was_not_typed_stays(paths: Paths) -> None:
    one, _ = set_up(paths)
    acme = one.draft("acme")
    assert "k-1" not in repr(acme)
    one.save(replace(acme, organization="other"), acme)
    assert 'api_key = "k-1"      # secret\norganization_id = "other"' in text_of(paths)
    draft = replace(one.draft("acme"), secret=Secret("k-9"))
    assert "k-9" not in repr(draft)
    one.save(draft, one.draft("acme"))
    assert 'api_key = "k-9"      # secret' in text_of(paths)


def test_a_secret_for_the_keyring_goes_there_and_not_into_the_file(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[str, str, str]] = []
    monkeypatch.setattr(keyring, "set_password", lambda *told: kept.append(told))
    one, _ = set_up(paths)
    acme = one.draft("acme")
    one.save(replace(acme, sign_in=SignIn.KEYRING, place="mine", secret=Secret("k-9")), acme)
    assert kept == [("copydesk", "mine", "k-9")]
    assert "k-9" not in text_of(paths)
    assert "k-1" not in text_of(paths)
    assert 'api_key_keyring = "mine"' in text_of(paths)

    def refuse(*told: str) -> None:
        raise RuntimeError(f"no place for {told}")

    monkeypatch.setattr(keyring, "set_password", refuse)
    acme, before = one.draft("acme"), text_of(paths)
    with pytest.raises(CopydeskError) as error:
        one.save(replace(acme, secret=Secret("k-8")), acme)
    assert "k-8" not in error.value.sentence
    assert text_of(paths) == before


NEW = Draft("new", "notra", SignIn.ENV, "KEY")
FAULTS = {
    "no name": (replace(NEW, name=""), "name", "needs a name"),
    "a name that cannot be": (replace(NEW, name="a b"), "name", "cannot be its name"),
    "a name that is taken": (replace(NEW, name="ACME"), "name", "acme is there already"),
    "no variable": (replace(NEW, place=""), "place", "which environment variable"),
    "no command": (replace(NEW, sign_in=SignIn.COMMAND, place=" "), "place", "which command"),
    "no key": (replace(NEW, sign_in=SignIn.FILE), "secret", "Type the API key"),
    "an address": (replace(NEW, address="x"), "address", "web address"),
    "a colour": (replace(NEW, colour="gren"), "colour", 'mean "green"?'),
    "a zone": (replace(NEW, zone="Europe/Berlim"), "zone", 'mean "Europe/Berlin"'),
    "no email": (replace(NEW, platform="blogree"), "email", "which email"),
    "an email": (replace(NEW, platform="blogree", email="ana"), "email", "e-mail"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_what_is_wrong_with_a_draft_is_said_of_its_field_and_nothing_is_written(
    paths: Paths, case: str
) -> None:
    draft, field, said = FAULTS[case]
    one, _ = set_up(paths)
    (fault,) = one.faults(draft, new=True)
    assert fault.field == field
    assert said in fault.sentence
    with pytest.raises(CopydeskError):
        one.save(draft, None)
    assert text_of(paths) == TEXT


def test_what_somebody_changed_meanwhile_is_not_written_over(paths: Paths) -> None:
    one, _ = set_up(paths)
    acme = one.draft("acme")
    write(paths, TEXT.replace('"org"', '"theirs"') + "# theirs\n")
    with pytest.raises(CopydeskError, match="while this form was open"):
        one.save(replace(acme, organization="mine"), acme)
    assert '"theirs"' in text_of(paths)
    blog = one.draft("blog")
    write(paths, text_of(paths) + "# of another part\n")
    one.save(replace(blog, colour="teal"), blog)
    assert text_of(paths).endswith("# theirs\n# of another part\n")
    assert 'colour = "teal"' in text_of(paths)


def test_a_change_that_comes_while_the_disk_is_written_to_is_kept(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(paths, "a = 1\n")
    slow = [lambda: write(paths, "a = 1\nb = 2\n")]
    monkeypatch.setattr(os, "fsync", lambda file: slow.pop()() if slow else None)
    change.change(paths.config_file, lambda text: text + "c = 3\n")
    assert text_of(paths) == "a = 1\nb = 2\nc = 3\n"


def test_a_change_that_comes_while_it_is_written_is_kept(paths: Paths) -> None:
    write(paths, "a = 1\n")
    seen: list[str] = []

    def edit(text: str) -> str:
        if not seen:
            write(paths, text + "b = 2\n")
        seen.append(text)
        return text + "c = 3\n"

    change.change(paths.config_file, edit)
    assert text_of(paths) == "a = 1\nb = 2\nc = 3\n"

    def race(text: str) -> str:
        write(paths, text + "#\n")
        return text + "d = 4\n"

    with pytest.raises(CopydeskError, match="by another program all the time"):
        change.change(paths.config_file, race)
    assert "d = 4" not in text_of(paths)


def test_a_file_that_is_a_link_stays_one(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    write(Paths(tmp_path / "dotfiles" / "copydesk.toml", tmp_path, tmp_path), TEXT)
    paths.config_file.parent.mkdir()
    paths.config_file.symlink_to(tmp_path / "dotfiles" / "copydesk.toml")
    one = SettingUp(paths, FakeOpening(paths))
    one.remove("blog")
    assert paths.config_file.is_symlink()
    assert "blog" not in (tmp_path / "dotfiles" / "copydesk.toml").read_text()


def test_a_file_that_cannot_be_read_or_is_no_toml_is_not_written_to(paths: Paths) -> None:
    one, _ = set_up(paths)
    write(paths, "[x")
    with pytest.raises(CopydeskError, match="not TOML"):
        one.save(NEW, None)
    assert text_of(paths) == "[x"
    paths.config_file.unlink()
    with pytest.raises(CopydeskError, match="cannot be read"):
        one.remove("acme")


async def test_a_draft_is_tested_with_nothing_kept(paths: Paths) -> None:
    new = FakePlatform("new")
    one, opening = set_up(paths, TEXT, new)
    assert await one.test(replace(NEW, sign_in=SignIn.KEYRING, place="mine", secret=Secret("k-9"))) >= 0
    (wanted,) = opening.asked
    assert wanted.secret is not None
    assert (wanted.secret.kind, wanted.secret.value) == ("file", "k-9"), (
        "the keyring has it only when it is saved"
    )
    assert (new.called("posts"), new.called("close")) == (1, 1)
    with pytest.raises(CopydeskError, match="did not answer"):
        await one.test(replace(one.draft("acme"), organization="other"))
    assert opening.asked[-1].secret is not None
    assert opening.asked[-1].secret.value == "k-1", "the one that stands in the file"
    assert text_of(paths) == TEXT


def test_the_zone_of_its_schedules_is_written_and_every_remark_stays(paths: Paths) -> None:
    one, opening = set_up(paths)
    one.set_zone("acme", "Europe/Berlin")
    assert text_of(paths) == TEXT.replace('org"\n', 'org"\nzone = "Europe/Berlin"\n', 1)
    told = one.reload()
    assert told.fault is None
    assert told.preferences.of("acme").zone == "Europe/Berlin"
    assert told.anew == (), "it is reached as before"
    assert opening.settings.preferences.of("acme").zone == "Europe/Berlin"
    one.set_zone("acme", "UTC")
    assert text_of(paths) == TEXT.replace('org"\n', 'org"\nzone = "UTC"\n', 1)
    form = one.draft("acme")
    one.save(replace(form, protected=True), form)
    assert one.reload().preferences.of("acme") == ConnectionLook(protected=True, zone="UTC")
    before = text_of(paths)
    with pytest.raises(CopydeskError, match="no time zone Nowhere"):
        one.set_zone("acme", "Nowhere")
    with pytest.raises(CopydeskError, match="no section for gone"):
        one.set_zone("gone", "UTC")
    assert text_of(paths) == before
