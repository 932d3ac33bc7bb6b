"""The config file while Copydesk runs: read anew when it changes, and written to by a form."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from tui.config.load import load_settings
from tui.config.paths import Paths
from tui.config.settings import ConnectionSettings, Settings
from tui.domain.errors import CopydeskError
from tui.domain.setups import Reloaded

if TYPE_CHECKING:
    from tui.config.kept_tokens import KeptTokens
    from tui.domain.ports import Platform
    from tui.domain.setups import Draft, Fault, PlatformChoice, Setup

_log = logging.getLogger(__name__)

WRITTEN_SECONDS = 0.3
"""How long a file must not have been touched to count as written."""

_Stamp = tuple[int, int, int] | None


class Opens(Protocol):
    """What opens connections by their settings."""

    settings: Settings
    """Those in force."""

    async def open_as(self, wanted: ConnectionSettings) -> Platform:
        """A platform as it is wanted. Raises a `CopydeskError`."""

    def kept_tokens(self) -> KeptTokens:
        """The tokens of sign-ins."""


class SettingUp:
    """Reads the file anew, tells how connections are set up, and writes changes into it. It fulfils
    `tui.domain.setups.Setups`.
    """

    def __init__(self, paths: Paths, opening: Opens) -> None:
        """Take where the file is, and what opens connections by it."""
        self._paths = paths
        self._opening = opening
        self._stamp = self._stamped()

    # Reading it anew

    def changed(self) -> bool:
        """Whether the file is not the one that was read last, and nobody is writing it just now. Quick."""
        stamp = self._stamped()
        if stamp is None or stamp == self._stamp:
            return stamp != self._stamp
        # An editor may write it in pieces.
        return abs(time.time() - stamp[0] / 1e9) > WRITTEN_SECONDS

    def _stamped(self) -> _Stamp:
        try:
            stat = self._paths.config_file.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size, stat.st_ino

    def reload(self) -> Reloaded:
        """Read the file. Where something is wrong in it that was not before, all that is in force stays."""
        before = self._opening.settings
        self._stamp = self._stamped()
        if self._stamp is None:
            return Reloaded(f"{self._paths.config_file} is not there any more: what it said stays in force")
        now = load_settings(self._paths)
        known = {(one.key, one.happened) for one in before.problems}
        worse = [one for one in now.problems if (one.key, one.happened) not in known]
        if worse:
            more = f" ({len(worse) - 1} more)" if len(worse) > 1 else ""
            first = replace(worse[0], advice=worse[0].advice.removesuffix("."))
            place = f"{first.file.name}, line {first.line}" if first.line else first.file.name
            said = f"{place}: {first.happened.rstrip('. ')}. {first.advice}".rstrip(". ")
            return Reloaded(f"{said}{more}. What it said before stays in force")
        self._opening.settings = now
        return Reloaded(
            names=names(now),
            read_only=tuple(each.name for each in now.connections if each.read_only),
            anew=tuple(_anew(before, now)),
            preferences=now.preferences,
            holds=now.holds,
            refresh=now.refresh,
            editor=now.editor,
            notices=tuple(problem.sentence for problem in now.problems),
            settled=tuple(problem.sentence for problem in before.problems),
        )

    # The connections

    @property
    def platforms(self) -> Sequence[PlatformChoice]:
        """What can be chosen."""
        from tui.config.drafts import CHOICES

        return CHOICES

    def known(self) -> Sequence[Setup]:
        """The connections in force, in the file's order."""
        from tui.config.drafts import setup
        from tui.domain.setups import Setup

        ends = self._opening.kept_tokens().ends()
        settings = self._opening.settings
        told = {each.name: setup(each) for each in settings.connections}
        return tuple(
            replace(told.get(name) or Setup(name), signed_in_until=ends.get(name)) for name in names(settings)
        )

    def draft(self, name: str) -> Draft:
        """A connection as the file has it now. Raises a `CopydeskError`."""
        from tui.config import change, drafts

        return drafts.draft(change.read(self._paths.config_file), name)

    def faults(self, draft: Draft, *, new: bool) -> Sequence[Fault]:
        """What is wrong with a draft."""
        from tui.config import change, drafts, edit_text

        try:
            document = edit_text.parsed(change.read(self._paths.config_file))
        except CopydeskError:
            document = {}  # said when it is to be written
        others = tuple(document.get("connections", {})) if new else ()
        before = None if new else edit_text.table_of(document, draft.name)
        return drafts.faults(draft, before, others)

    async def test(self, draft: Draft) -> float:
        """Ask for a page of posts, with nothing kept. Raises a `CopydeskError`."""
        from tui.config import change, drafts, edit_text
        from tui.domain.posts import PostFilter

        document = edit_text.parsed(change.read(self._paths.config_file))
        self._hide(draft)
        wanted = drafts.settings(draft, edit_text.table_of(document, draft.name))
        platform = await self._opening.open_as(wanted)
        try:
            return await timed(lambda: platform.posts(PostFilter()))
        finally:
            await platform.close()

    def save(self, draft: Draft, before: Draft | None) -> None:
        """Write it. Raises a `CopydeskError`, with nothing written."""
        from tui.config import change, drafts, edit_text
        from tui.domain.setups import SignIn

        if found := self.faults(draft, new=before is None):
            raise CopydeskError(found[0].sentence)
        self._hide(draft)
        if draft.sign_in is SignIn.KEYRING and draft.secret is not None:
            from tui.config.keyring_entry import keep

            keep(draft.place.strip(), draft.secret)

        def edit(text: str) -> str:
            there = edit_text.table_of(edit_text.parsed(text), draft.name) is not None
            if there is (before is None) or (before is not None and drafts.draft(text, draft.name) != before):
                raise CopydeskError(
                    f"{draft.name} was changed in the config file while this form was open",
                    advice="Nothing was written. Leave the form and open it again to see what is there.",
                )
            return edit_text.with_connection(text, draft.name, drafts.changes(draft))

        change.change(self._paths.config_file, edit)

    def set_zone(self, name: str, zone: str) -> None:
        """Write the zone of its schedules' clock. Raises a `CopydeskError`, with nothing written."""
        from tui.config import change, edit_text
        from tui.domain.zones import EXAMPLE, zone_named

        if zone_named(zone) is None:
            advice = f"Write its IANA name, such as {EXAMPLE}."
            raise CopydeskError(f"there is no time zone {zone}", advice=advice)

        def edit(text: str) -> str:
            if edit_text.table_of(edit_text.parsed(text), name) is None:
                advice = "ctrl+r reads it again."
                raise CopydeskError(f"the config file has no section for {name}", advice=advice)
            return edit_text.with_connection(text, name, {"zone": zone})

        change.change(self._paths.config_file, edit)

    def remove(self, name: str) -> None:
        """Take it out. Raises a `CopydeskError`."""
        from tui.config import change, edit_text

        change.change(self._paths.config_file, lambda text: edit_text.without_connection(text, name))

    def _hide(self, draft: Draft) -> None:
        from tui.config.log_file import SECRETS

        if draft.secret is not None:
            SECRETS.add(draft.secret)


def names(settings: Settings) -> tuple[str, ...]:
    """All connections that a config file names, those that are wrong in it included."""
    named = [each.name for each in settings.connections]
    wrong = [each.connection for each in settings.problems if each.connection]
    return tuple(dict.fromkeys((*named, *wrong)))


async def timed(ask: Callable[[], Awaitable[object]]) -> float:
    """The seconds until something is answered. Raises what it raises."""
    begun = time.monotonic()
    await ask()
    return time.monotonic() - begun


def _anew(before: Settings, now: Settings) -> Sequence[str]:
    """The connections that are reached otherwise than before, or were not to be reached."""
    return [
        name
        for name in names(now)
        if name in names(before) and _reached(before.connection(name)) != _reached(now.connection(name))
    ]


def _reached(settings: ConnectionSettings | None) -> ConnectionSettings | None:
    """What of a connection says how it is reached."""
    return None if settings is None else replace(settings, read_only=False)
