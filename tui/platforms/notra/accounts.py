"""What Notra lets be set up of where it writes from and who is writing: integrations and brand identities."""

from __future__ import annotations

import asyncio

from tui.domain.accounts import Account, AccountKind, Added, Making, Removed
from tui.domain.errors import Forbidden, NotFound, NotSupported, PlatformError, PlatformFault
from tui.domain.forms import Form, Values
from tui.domain.refs import ItemRef
from tui.domain.secrets import Secret
from tui.platforms.notra.client import NotraClient
from tui.platforms.notra.refusals import told_at_fields
from tui.platforms.notra.repositories import FORM, integrations_of, repository_of
from tui.platforms.notra.set_up_wire import NewRepository, VoiceIn, VoiceUpdate, VoiceWanted
from tui.platforms.notra.voices import making_of, sent, voice_form, voice_of, words_of
from tui.platforms.setting_up import NothingToDo, other, see_filled, see_words
from tui.platforms.wire import written

REPOSITORY = {"owner": "owner", "repo": "repository"}
NAME_TAKEN = ("name", "another brand identity has it")
ONE_ALONE = (Forbidden, NotFound, PlatformFault)
"""What one of two lists may fail with while the other is there to be shown."""
OF_VOICES = {each.name: each.name for each in voice_form(()).fields}
VOICE = {"name": "name", "websiteUrl": "website"}


class NotraAccounts(NothingToDo):
    """One organization's integrations and brand identities."""

    def __init__(self, connection: str, client: NotraClient) -> None:
        """Take the connection's name and its client."""
        super().__init__(connection)
        self._client = client
        self._voices: tuple[VoiceIn, ...] | None = None
        self._made: dict[str, str] = {}

    async def all(self) -> tuple[Account, ...]:
        """All integrations, and all brand identities; a key may be allowed to read one of them alone."""
        page, voices = await asyncio.gather(
            self._client.integrations(), self._read_voices(), return_exceptions=True
        )
        failed = [each for each in (page, voices) if isinstance(each, BaseException)]
        for error in failed:
            if len(failed) > 1 or not isinstance(error, ONE_ALONE):
                raise error
        self.untold = next((each for each in failed if isinstance(each, PlatformError)), None)
        return (
            *(() if isinstance(page, BaseException) else integrations_of(self.connection, page)),
            *(
                ()
                if isinstance(voices, BaseException)
                else (voice_of(self.connection, one) for one in voices)
            ),
        )

    async def _read_voices(self) -> tuple[VoiceIn, ...]:
        self._voices = await self._client.list_voices()
        return self._voices

    async def form(self, kind: AccountKind) -> Form:
        """What is filled in of a repository, or of a brand identity with the words that Notra told."""
        match kind:
            case AccountKind.REPOSITORY:
                return FORM
            case AccountKind.VOICE:
                return voice_form(self._voices if self._voices is not None else await self._read_voices())
            case _:
                raise NotSupported(f"{self.connection} has no {kind}s")

    async def add(self, kind: AccountKind, values: Values) -> Added:
        """Connect a repository. A brand identity is made from a website."""
        if kind is not AccountKind.REPOSITORY:
            advice = "Have one written from a website." if kind is AccountKind.VOICE else None
            raise NotSupported(f"{self.connection} takes no new {kind} this way", advice=advice)
        see_filled(self.connection, "repository", values, REPOSITORY)
        filled = {name: str(value).strip() for name, value in values.items() if value}
        given: dict[str, object] = {name: text for name, text in filled.items() if text}
        if "token" in given:
            given["token"] = Secret(filled["token"])
        new = written(NewRepository, self.connection, **given)
        with told_at_fields({}, ("repo", "is connected already")):
            return Added(repository_of(self.connection, await self._client.connect_repository(new)))

    async def change(self, account: Account, values: Values) -> Account:
        """Change what is other in `values`, of a brand identity."""
        if account.kind is not AccountKind.VOICE:
            return await super().change(account, values)
        given = other(account.values, values)
        if not given:
            return account
        named = {name: label for name, label in VOICE.items() if name in given}
        see_filled(self.connection, "brand identity", given, named)
        see_words(self.connection, given, words_of(self._voices or ()))
        update = written(VoiceUpdate, self.connection, **sent(account.values, given))
        with told_at_fields(OF_VOICES, NAME_TAKEN if "name" in given else None):
            return await self._update(account, update)

    async def choose(self, account: Account) -> Account:
        """Make a brand identity the default one."""
        if account.kind is not AccountKind.VOICE:
            return await super().choose(account)
        return await self._update(account, VoiceUpdate(is_default=True))

    async def remove(self, account: Account) -> Removed:
        """Remove an integration, or a brand identity that is not the default one."""
        if account.kind is AccountKind.VOICE:
            found = await self._client.delete_voice(account.ref.id)
        else:
            found = await self._client.delete_integration(account.ref.id)
        return Removed(
            tuple(one.name or one.id for one in (*found.disabled_schedules, *found.disabled_events))
        )

    async def make(self, values: Values) -> Making:
        """Have a brand identity made from a website."""
        name, website = str(values.get("name") or "").strip(), str(values.get("website") or "").strip()
        see_filled(self.connection, "brand identity", {"website": website}, {"website": "website"})
        given = {"name": name, "website_url": website} if name else {"website_url": website}
        with told_at_fields({"websiteUrl": "website"}, NAME_TAKEN):
            job = await self._client.generate_voice(written(VoiceWanted, self.connection, **given))
        self._made[job.id] = name or website
        return making_of(self.connection, job, name or website)

    async def making(self, ref: ItemRef) -> Making:
        """How that stands."""
        job = await self._client.voice_job(ref.id)
        return making_of(self.connection, job, self._made.get(ref.id, ""))

    async def _update(self, account: Account, update: VoiceUpdate) -> Account:
        return voice_of(self.connection, await self._client.update_voice(account.ref.id, update))
