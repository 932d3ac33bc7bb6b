"""A form's draft of a connection, and the keys that say the same in the config file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from tui.config import build
from tui.config.edit_text import Changes, parsed, table_of
from tui.config.settings import PLATFORMS, SOURCE_SUFFIXES, ConnectionSettings
from tui.domain.errors import CopydeskError
from tui.domain.setups import DRAFT_FIELDS, Draft, Fault, PlatformChoice, Setup, SignIn

CHOICES = (
    PlatformChoice("notra", "Notra", "API key", organization=True),
    PlatformChoice("repostra", "Repostra", "API key"),
    PlatformChoice("blogree", "Blogree", "password", email=True, schedules=False),
)
STEMS = ("api_key", "password")
_SUFFIXES = MappingProxyType({SignIn(kind): suffix for suffix, kind in SOURCE_SUFFIXES.items()})
_FIELDS = MappingProxyType({"organization_id": "organization", "base_url": "address"})
"""What a form calls keys of the file that it calls otherwise."""
_NO_PLACE = MappingProxyType(
    {
        SignIn.COMMAND: "Say which command prints it, such as pass show acme/notra.",
        SignIn.ENV: "Say which environment variable has it, such as NOTRA_API_KEY.",
        SignIn.KEYRING: "Say under which name the keyring has it.",
    }
)


def choice(platform: str) -> PlatformChoice:
    """What a platform wants to know."""
    return next((each for each in CHOICES if each.id == platform), CHOICES[0])


def stem(platform: str) -> str:
    """The word that the file has for a platform's secret."""
    return STEMS[choice(platform).email]


def setup(settings: ConnectionSettings) -> Setup:
    """What is told of a connection."""
    secret = settings.secret
    return Setup(
        settings.name,
        choice(settings.platform).label,
        SignIn.DESK if secret is None else SignIn(secret.kind),
        # A command may hold a secret as well.
        place=secret.value if secret is not None and secret.kind in {"env", "keyring"} else "",
        email=settings.email or "",
        address=settings.base_url or "",
    )


def draft(text: str, name: str) -> Draft:
    """A connection as the file's text has it, as far as that can be read. Raises a `CopydeskError`."""
    table = table_of(parsed(text), name)
    if table is None:
        raise CopydeskError(f"the config file has no section for {name}", advice="ctrl+r reads it again.")

    def word(key: str) -> str:
        value = table.get(key)
        return value if isinstance(value, str) else ""

    platform = word("platform") if word("platform") in PLATFORMS else PLATFORMS[0]
    told = SignIn.DESK
    place = ""
    for kind, suffix in _SUFFIXES.items():
        if stem(platform) + suffix in table and table.get("desk") is not True:
            told, place = kind, "" if kind is SignIn.FILE else word(stem(platform) + suffix)
            break
    return Draft(
        name,
        platform,
        told,
        place,
        email=word("email"),
        organization=word("organization_id"),
        address=word("base_url"),
        colour=word("colour"),
        zone=word("zone"),
        read_only=table.get("read_only") is True,
        protected=table.get("protected") is True,
    )


def changes(draft: Draft) -> Changes:
    """The keys that say what a draft says; those that it has not are taken out. A secret that was not typed
    anew is not among them.
    """
    wants = choice(draft.platform)
    account = draft.sign_in is not SignIn.DESK
    said: dict[str, str | bool | None] = {
        "platform": draft.platform,
        "desk": None if account else True,
        "email": draft.email if account and wants.email else None,
    }
    for each in STEMS:
        said |= {each + suffix: None for suffix in SOURCE_SUFFIXES}
    if account:
        key = stem(draft.platform) + _SUFFIXES[draft.sign_in]
        if draft.sign_in is not SignIn.FILE:
            said[key] = draft.place
        elif draft.secret is not None:
            said[key] = draft.secret.reveal()
        else:
            del said[key]
    said["organization_id"] = draft.organization if account and wants.organization else None
    said["base_url"] = draft.address if account else None
    said["colour"] = draft.colour
    said["zone"] = draft.zone
    said["read_only"] = draft.read_only or None
    said["protected"] = draft.protected or None
    return {key: None if value == "" else value for key, value in said.items()}


def faults(draft: Draft, before: Mapping[str, Any] | None, others: Sequence[str]) -> list[Fault]:
    """What is wrong with a draft, in a form's order. `before`: its section as the file has it now, None where
    it is new; `others`: the names that are taken.
    """
    from tui.config.check import connection, name_fault

    found = []
    if name := name_fault(draft.name, others):
        found.append(Fault("name", name))
    if missing := _missing(draft, before):
        found.append(missing)
    told = {each.field for each in found}
    for finding in connection(draft.name, table(draft, before)):
        key = str(finding.path[-1])
        if key.startswith(STEMS):
            key = "secret" if draft.sign_in is SignIn.FILE else "place"
        field = _FIELDS.get(key, key)
        if field in DRAFT_FIELDS and field not in told and len(finding.path) > 2:
            found.append(Fault(field, f"{finding.happened}. {finding.advice}"))
    return sorted(found, key=lambda each: DRAFT_FIELDS.index(each.field))


def _missing(draft: Draft, before: Mapping[str, Any] | None) -> Fault | None:
    if draft.sign_in is SignIn.DESK:
        return None
    wants = choice(draft.platform)
    if draft.sign_in in _NO_PLACE and not draft.place.strip():
        return Fault("place", _NO_PLACE[draft.sign_in])
    if draft.sign_in is SignIn.FILE and draft.secret is None and stem(draft.platform) not in (before or {}):
        return Fault("secret", f"Type the {wants.secret}: it is kept in the config file.")
    if wants.email and not draft.email:
        return Fault("email", f"Say with which email you sign in to {wants.label}.")
    return None


def table(draft: Draft, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """The connection's section as it will be."""
    said = {**(before or {}), **changes(draft)}
    return {key: value for key, value in said.items() if value is not None}


def settings(draft: Draft, before: Mapping[str, Any] | None) -> ConnectionSettings:
    """The connection as it would be, for a draft without faults; with a secret that was typed for the keyring
    in its place. Raises a `CopydeskError` where it cannot be yet.
    """
    said = table(draft, before)
    if draft.sign_in is SignIn.KEYRING and draft.secret is not None:
        key = stem(draft.platform)
        del said[key + _SUFFIXES[SignIn.KEYRING]]
        said[key] = draft.secret.reveal()
    try:
        return build.connection(draft.name, said)
    except (LookupError, TypeError, ValueError, AttributeError):
        raise CopydeskError(
            f"the section of {draft.name} in the config file is wrong",
            advice="i names what is wrong with it.",
        ) from None
