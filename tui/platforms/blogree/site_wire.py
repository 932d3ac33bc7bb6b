"""Blogree's sites on the wire (contracts/blogree.md, "Sites"), and what a site pulls."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, WrapValidator

from tui.domain.secrets import Secret
from tui.platforms.blogree.wire import BodyIn, MetaIn, SiteIn
from tui.platforms.wire import (
    Incoming,
    MaybeInt,
    MaybeText,
    Outgoing,
    SecretText,
    StateWord,
    Word,
    none_if_wrong,
)

MaybeSecret = Annotated[SecretText | None, WrapValidator(none_if_wrong)]


def told(secret: Secret | None) -> Secret | None:
    """A key that is really told; None for one that is masked, or is none."""
    text = secret.reveal() if secret is not None else ""
    masked = not text.strip() or "***" in text or any(sign in text for sign in "•…")
    return None if masked else secret


class SiteWithKeysIn(SiteIn):
    """A site with its keys: read where they are wanted, and nowhere else."""

    api_key: MaybeSecret = None
    webhook_secret: MaybeSecret = None


class RotatedIn(Incoming):
    """New keys."""

    api_key: MaybeSecret = Field(default=None, alias="new_api_key")
    webhook_secret: MaybeSecret = Field(default=None, alias="new_webhook_secret")
    warning: Word = ""


class PulledIn(Incoming):
    """A post as a site pulls it."""

    title: Word = ""
    slug: MaybeText = None
    body: Annotated[BodyIn | None, WrapValidator(none_if_wrong)] = None
    meta: Annotated[MetaIn | None, WrapValidator(none_if_wrong)] = None
    version: MaybeInt = None
    status: StateWord = ""


class NewSiteOut(Outgoing):
    """A site to connect."""

    name: Annotated[str, Field(min_length=1)]
    url: Annotated[str, Field(min_length=1)]
    webhook_url: Annotated[str, Field(min_length=1)]
    platform: str | None = None
    niche: str | None = None


class SiteUpdateOut(Outgoing):
    """What changes of a site; null empties a field."""

    name: Annotated[str, Field(min_length=1)] | None = None
    url: Annotated[str, Field(min_length=1)] | None = None
    webhook_url: Annotated[str, Field(min_length=1)] | None = None
    platform: str | None = None
    niche: str | None = None
    status: str | None = None
