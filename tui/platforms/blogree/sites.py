"""Blogree's sites: what is known of them, how they are set up, and how posts are published to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tui.domain.accounts import Account, AccountKind, AccountVerb, Added, Making, NewKeys, Removed
from tui.domain.errors import (
    Conflict,
    Forbidden,
    NotFound,
    NotSupported,
    OutcomeUnknown,
    PlatformError,
    SignInRefused,
)
from tui.domain.forms import Choice, FieldKind, Form, FormField, Values
from tui.domain.posts import Post
from tui.domain.refs import ItemKind, ItemRef
from tui.domain.secrets import Secret
from tui.domain.sites import Pulled, Site
from tui.platforms.blogree.client import BlogreeClient
from tui.platforms.blogree.reading import active
from tui.platforms.blogree.site_wire import NewSiteOut, SiteUpdateOut, told
from tui.platforms.blogree.wire import SiteIn, StatsIn
from tui.platforms.times import said
from tui.platforms.wire import written

HOLD_SECONDS = 60.0
PLATFORMS = {
    "nextjs": "Next.js",
    "wordpress": "WordPress",
    "gatsby": "Gatsby",
    "sveltekit": "SvelteKit",
    "custom": "another one",
}
ON, OFF = "active", "inactive"
VERBS = frozenset({AccountVerb.EDIT, AccountVerb.SWITCH, AccountVerb.REMOVE, AccountVerb.ROTATE})


class KnownSites:
    """The sites of one connection as they were read last."""

    def __init__(self, client: BlogreeClient, monotonic: Callable[[], float]) -> None:
        """Take who reads them, and a clock in seconds."""
        self._client = client
        self._monotonic = monotonic
        self._due = float("-inf")
        self.latest: tuple[SiteIn, ...] | None = None
        """As they were read last; None where they could not be."""

    async def read(self) -> tuple[SiteIn, ...]:
        """The sites as they are now. Raises a PlatformError."""
        self.latest = await self._client.list_sites()
        self._due = self._monotonic() + HOLD_SECONDS
        return self.latest

    async def known(self) -> tuple[SiteIn, ...] | None:
        """The sites; asked for once a minute, but each time while none is active: whoever connects the
        first one wants to publish now. None where they could not be read.
        """
        if self.latest is not None and not active(self.latest):
            self.forget()
        if self._monotonic() >= self._due:
            try:
                return await self.read()
            except PlatformError:
                self.latest = None
                self._due = self._monotonic() + HOLD_SECONDS
        return self.latest

    async def names(self) -> dict[str, str]:
        """Their names by their ids, as far as they are known."""
        return {site.id: site.name for site in await self.known() or () if site.name}

    async def refusal(self, connection: str, targets: Sequence[str], error: PlatformError) -> PlatformError:
        """What Blogree said of a post for these sites, by their names where it is for them that it took none:
        its own words may name none.
        """
        before = {site.id: site.name or site.id for site in self.latest or ()}
        try:
            there = {site.id: site for site in await self.read()}
        except PlatformError:
            return error
        gone = [before.get(one, one) for one in targets if one not in there]
        off = [there[one].name or one for one in targets if one in there and there[one].status == OFF]
        if gone:
            told = f"{connection} has no site {', '.join(gone)} any more: nothing was sent"
            return Conflict(told, advice="Choose the sites anew.", request_id=error.request_id)
        if off:
            told = f"{', '.join(off)} {'are' if len(off) > 1 else 'is'} switched off on {connection}"
            them = "them" if len(off) > 1 else "it"
            on = f"Nothing was sent. Switch {them} on among the accounts, or choose other sites."
            return Conflict(told, advice=on, request_id=error.request_id)
        return error

    def forget(self) -> None:
        """They are other ones now: ask for them anew."""
        self._due = float("-inf")


class BlogreeSites:
    """The sites as posts are published to them."""

    def __init__(self, connection: str, client: BlogreeClient, sites: KnownSites) -> None:
        """Take the connection's name, and who asks."""
        self._connection = connection
        self._client = client
        self._sites = sites

    async def all(self) -> tuple[Site, ...]:
        """All of them as they are now. One in trouble takes posts still: only a switched off one does not."""
        return tuple(
            Site(each.id, each.name or each.id, each.url, each.status, each.status != OFF)
            for each in await self._sites.read()
        )

    async def pulled(self, post: Post, site: str) -> Pulled | None:
        """The post as the site would pull it now, asked with the site's own key, which is read for it and
        not kept.
        """
        if not post.slug:
            return None
        try:
            key = await self._client.site_key(site)
        except NotFound:
            return None
        if key is None:
            raise NotSupported(f"{self._connection} does not tell the key with which the site pulls")
        try:
            found = await self._client.pull(post.slug, key)
        except NotFound:
            return None
        except (SignInRefused, Forbidden) as error:
            # It says nothing of the connection's own sign-in.
            raise Conflict(
                f"{self._connection} does not let the site pull its posts", advice=error.advice
            ) from None
        if found.status not in {"", "published"}:
            return None
        body, meta = found.body, found.meta
        text = (body.html or body.markdown) if body is not None else None
        canonical = meta.canonical_url if meta is not None else None
        return Pulled(found.title, text, found.slug, canonical, found.version)


class BlogreeAccounts:
    """The sites as they are set up. Their keys are told when they are made, and at no other time."""

    def __init__(self, connection: str, client: BlogreeClient, sites: KnownSites) -> None:
        """Take the connection's name, and who asks."""
        self._connection = connection
        self._client = client
        self._sites = sites
        self.untold: PlatformError | None = None

    async def all(self) -> tuple[Account, ...]:
        """All sites."""
        return tuple(account_of(self._connection, each) for each in await self._sites.read())

    async def form(self, kind: AccountKind) -> Form:
        """What is filled in of a site. A kind of site that Copydesk does not know is offered as it came."""
        self._see_site(kind)
        known = [each.platform for each in await self._sites.known() or () if each.platform]
        return form_of(known)

    async def add(self, kind: AccountKind, values: Values) -> Added:
        """Connect a site."""
        self._see_site(kind)
        given = {name: value for name, value in _sent(values).items() if value}
        new = written(NewSiteOut, self._connection, **given)
        try:
            made = await self._client.create_site(new)
        finally:
            self._sites.forget()
        account = account_of(self._connection, made)
        keys = _keys(made.api_key, made.webhook_secret)
        return Added(account, NewKeys(account.name, keys) if keys else None)

    async def change(self, account: Account, values: Values) -> Account:
        """Change what is in `values`. What is on its way to a site keeps its address."""
        given = _sent(values)
        # What may be empty is null then, as in Blogree's answers.
        return await self._updated(
            account, {**given, **({"niche": None} if given.get("niche") == "" else {})}
        )

    async def switch(self, account: Account, *, on: bool) -> Account:
        """Switch a site on or off."""
        now = await self._updated(account, {"status": ON if on else OFF})
        if now.active is not on:
            kept = f"{self._connection} keeps {account.name} {'off' if on else 'on'}"
            raise Conflict(kept, advice="Switch it there.")
        return now

    async def choose(self, account: Account) -> Account:
        """Sites are named each time."""
        raise NotSupported(f"{self._connection} has no site that is used where none is named")

    async def rotate(self, account: Account) -> NewKeys:
        """Have new keys made for a site. Raises OutcomeUnknown where they were made and are not told."""
        made = await self._client.rotate_keys(account.ref.id)
        keys = _keys(made.api_key, made.webhook_secret)
        if not keys:
            raise OutcomeUnknown(
                f"{self._connection} does not tell the new keys of {account.name}",
                advice="The old ones may hold no longer: have new ones made once more, or on its own pages.",
            )
        return NewKeys(account.name, keys, made.warning)

    async def remove(self, account: Account) -> Removed:
        """Disconnect a site; it keeps what it was sent."""
        try:
            await self._client.delete_site(account.ref.id)
        finally:
            self._sites.forget()
        return Removed()

    async def make(self, values: Values) -> Making:
        """Nothing is written from a website."""
        raise NotSupported(f"{self._connection} makes no voices")

    async def making(self, ref: ItemRef) -> Making:
        """None is ever made."""
        raise NotSupported(f"{self._connection} makes no voices")

    async def _updated(self, account: Account, fields: Mapping[str, str | None]) -> Account:
        if not fields:
            return account
        update = written(SiteUpdateOut, self._connection, **fields)
        try:
            return account_of(self._connection, await self._client.update_site(account.ref.id, update))
        finally:
            self._sites.forget()

    def _see_site(self, kind: AccountKind) -> None:
        if kind is not AccountKind.SITE:
            raise NotSupported(f"{self._connection} has sites, and nothing else to set up")


def form_of(known: Sequence[str]) -> Form:
    """What is filled in of a site; `known`: the kinds of the sites that are there."""
    more = {word: word for word in known if word not in PLATFORMS}
    kinds = tuple(Choice(word, label) for word, label in (PLATFORMS | more).items())
    return Form(
        "site",
        (
            FormField("name", "name", required=True, longest=200),
            FormField("url", "address", FieldKind.ADDRESS, True, hint="where readers find it"),
            FormField(
                "webhook_url",
                "webhook address",
                FieldKind.ADDRESS,
                True,
                hint="where posts are sent to, signed",
                leads=True,
            ),
            FormField("platform", "made with", FieldKind.CHOICE, choices=kinds, initial="custom"),
            FormField("niche", "niche", hint="what it is about, for what is written for it"),
        ),
    )


def _sent(values: Values) -> dict[str, str]:
    return {name: str(value).strip() for name, value in values.items()}


def _keys(api_key: Secret | None, webhook_secret: Secret | None) -> tuple[tuple[str, Secret], ...]:
    named = (("API key", told(api_key)), ("webhook secret", told(webhook_secret)))
    return tuple((label, key) for label, key in named if key is not None)


def account_of(connection: str, wire: SiteIn) -> Account:
    """A site as it is set up, without its keys."""
    account = Account(
        ItemRef(connection, ItemKind.SITE, wire.id),
        AccountKind.SITE,
        wire.name or wire.id,
        what=wire.platform,
        way="webhook",
        address=wire.url,
        # One in trouble is switched on.
        active=wire.status != OFF if wire.status else None,
        state_word=wire.status,
        facts=_facts(wire.delivery_stats or StatsIn()),
        values={
            "name": wire.name,
            "url": wire.url or "",
            "webhook_url": wire.webhook_url or "",
            "platform": wire.platform,
            "niche": wire.niche or "",
        },
        verbs=VERBS,
        created_at=wire.created_at,
    )
    return account if wire.status else replace(account, verbs=VERBS - {AccountVerb.SWITCH})


def _facts(stats: StatsIn) -> tuple[tuple[str, str], ...]:
    facts: list[tuple[str, str]] = []
    if stats.total is not None:
        facts.append(("deliveries", f"{stats.total:,}"))
    if stats.success_rate is not None:
        facts.append(("arrived", f"{stats.success_rate:g} %"))
    if stats.last_delivery is not None:
        facts.append(("last arrived", said(stats.last_delivery)))
    return tuple(facts)
