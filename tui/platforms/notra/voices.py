"""Notra's brand identities as voices (notra-openapi.json, `/v1/brand-identities`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from tui.domain.accounts import Account, AccountKind, AccountVerb, Making, MakingState
from tui.domain.forms import Choice, FieldKind, Form, FormField, Value, Values
from tui.domain.refs import ItemKind, ItemRef
from tui.platforms.notra.set_up_wire import Language, Tone, VoiceIn, VoiceJobIn
from tui.platforms.setting_up import offered

TONES: tuple[str, ...] = get_args(Tone)
LANGUAGES: tuple[str, ...] = get_args(Language)
STATES = {
    "queued": MakingState.UNDER_WAY,
    "running": MakingState.UNDER_WAY,
    "completed": MakingState.DONE,
    "failed": MakingState.FAILED,
}


def voice_of(connection: str, wire: VoiceIn) -> Account:
    """A voice. The default one cannot be removed."""
    chosen = wire.is_default is True
    on_the_web = wire.website_url.startswith(("http://", "https://"))
    facts = (
        ("website", None if on_the_web else wire.website_url),
        ("company", wire.company_name),
        ("tone", wire.custom_tone or wire.tone_profile),
        ("language", wire.language),
        ("audience", wire.audience),
        ("description", wire.company_description),
        ("instructions", wire.custom_instructions),
    )
    verbs = {AccountVerb.EDIT} if chosen else {AccountVerb.EDIT, AccountVerb.CHOOSE, AccountVerb.REMOVE}
    return Account(
        ref=ItemRef(connection, ItemKind.VOICE, wire.id),
        kind=AccountKind.VOICE,
        name=wire.name or wire.company_name or wire.website_url or wire.id,
        what="brand identity",
        address=wire.website_url if on_the_web else None,
        chosen=chosen,
        facts=tuple((label, text) for label, text in facts if text),
        values={
            "name": wire.name,
            "websiteUrl": wire.website_url,
            "companyName": wire.company_name or "",
            "companyDescription": wire.company_description or "",
            "toneProfile": wire.tone_profile or "",
            "customTone": wire.custom_tone or "",
            "customInstructions": wire.custom_instructions or "",
            "audience": wire.audience or "",
            "language": wire.language or "",
        },
        verbs=frozenset(verbs),
        created_at=wire.created_at,
        updated_at=wire.updated_at,
    )


def words_of(told: Iterable[VoiceIn]) -> dict[str, tuple[Choice, ...]]:
    """What may be said of a voice: the words that are known, and those of these voices."""
    told = tuple(told)
    return {
        "toneProfile": offered(TONES, (one.tone_profile for one in told)),
        "language": offered(LANGUAGES, (one.language for one in told)),
    }


def voice_form(told: Iterable[VoiceIn]) -> Form:
    """The form, which offers the words of these voices besides those that are known."""
    words = words_of(told)
    return Form(
        "brand identity",
        (
            FormField("name", "name", required=True, shortest=1, longest=120),
            FormField("websiteUrl", "website", required=True, hint="such as https://example.com"),
            FormField("companyName", "company", longest=200),
            FormField(
                "companyDescription",
                "description",
                FieldKind.LONG,
                shortest=10,
                longest=4000,
                hint="what the company does",
            ),
            FormField(
                "toneProfile",
                "tone",
                FieldKind.CHOICE,
                choices=words["toneProfile"],
            ),
            FormField(
                "customTone", "own tone", FieldKind.LONG, longest=1000, hint="goes before the tone, if any"
            ),
            FormField("customInstructions", "instructions", FieldKind.LONG, longest=4000),
            FormField(
                "audience",
                "audience",
                FieldKind.LONG,
                shortest=10,
                longest=1000,
                hint="who it is written for",
            ),
            FormField(
                "language",
                "language",
                FieldKind.CHOICE,
                choices=words["language"],
            ),
        ),
    )


def sent(before: Values, given: Values) -> dict[str, Value | None]:
    """What is given, as Notra takes it: null for what was emptied. A custom tone is sent along with another
    tone, which would clear it.
    """
    fields: dict[str, Value | None] = {
        name: (value.strip() or None) if isinstance(value, str) else value for name, value in given.items()
    }
    if "toneProfile" in fields and "customTone" not in fields and before.get("customTone"):
        fields["customTone"] = before["customTone"]
    return fields


def making_of(connection: str, wire: VoiceJobIn, name: str) -> Making:
    """How the making of a voice stands."""
    made = wire.brand_identity_id
    return Making(
        ref=ItemRef(connection, ItemKind.JOB, wire.id),
        name=name,
        state=STATES.get(wire.status, MakingState.UNKNOWN),
        state_word=wire.status,
        step=wire.step or "",
        done=wire.current_step,
        steps=wire.total_steps,
        error=wire.error,
        makes=ItemRef(connection, ItemKind.VOICE, made) if made else None,
    )
