"""What the rooms promise one another: everything that callers use stands here, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tui.domain.accounts import Account, AccountKind, Added, Making, NewKeys, Removed
    from tui.domain.approvals import Approval, ApprovalKind, InboxPart
    from tui.domain.connections import Capabilities
    from tui.domain.errors import PlatformError
    from tui.domain.forms import Form, Values
    from tui.domain.generation import GenerationRequest, GenerationSource
    from tui.domain.jobs import Job
    from tui.domain.kept import KeptPost, KeptPosts
    from tui.domain.kept_edits import KeptEdit
    from tui.domain.landing import Page
    from tui.domain.local_verdicts import LocalVerdict
    from tui.domain.looks import Version
    from tui.domain.outbox import Entry, Written
    from tui.domain.posts import NewPost, Post, PostChanges, PostFilter, PostPage
    from tui.domain.read_requests import ReadRequest
    from tui.domain.refs import ItemRef
    from tui.domain.schedules import Schedule
    from tui.domain.sites import Pulled, Site
    from tui.domain.verdicts import Outcome


class Platform(Protocol):
    """One connection's platform. Every method may raise a `PlatformError` or `CredentialError`;
    what the capabilities or an item's verbs leave out raises `NotSupported`.
    """

    @property
    def connection(self) -> str:
        """The connection's name."""

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""

    async def posts(self, wanted: PostFilter, after: str | None = None) -> PostPage:
        """The first page of the posts wanted, or what an earlier page's `next`, `previous` or `last`
        stands for. A page that is there no more is empty.
        """

    async def post(self, id: str) -> Post:
        """One post with its body. Raises NotFound."""

    async def save(self, id: str, changes: PostChanges) -> Post:
        """Change a post; gives it as it is then."""

    async def create(self, new: NewPost) -> Post:
        """Make a draft."""

    async def delete(self, id: str) -> None:
        """Remove a post for good."""

    @property
    def accounts(self) -> Accounts | None:
        """Its accounts, sites, repositories and voices; None: it lets none be set up."""

    @property
    def schedules(self) -> Schedules | None:
        """Its schedules; None: it has none."""

    @property
    def sites(self) -> Sites | None:
        """The sites that a post is published to by name; None: it has none to name."""

    async def publish(self, id: str, targets: Sequence[str] = ()) -> Outcome:
        """Let a post go public: on the sites of these ids, and on no others, where the platform has sites;
        a post that is published already is sent to them once more.
        """

    async def unpublish(self, id: str) -> Post:
        """Take a published post back to draft."""

    async def approvals(self) -> tuple[Approval, ...]:
        """Everything that waits for a yes, what is not ready yet included."""

    async def approval(self, ref: ItemRef, kind: ApprovalKind) -> Approval | None:
        """What waits under that name now, read anew; None where nothing of that kind waits there (any
        more). Raises NotFound where it can be told that the item is gone.
        """

    async def waiting_texts(self) -> tuple[Approval, ...]:
        """The topics and social texts that can be said yes to now, read anew with one question."""

    async def approve(
        self, approval: Approval, text: str | None = None, *, read: Post | Approval | None = None
    ) -> Outcome:
        """Say yes. `text`: the edited topic or social text (None: as it stands in the approval); `read`: the
        item as it was read just now, where it was: it is not read again then.
        """

    async def generate(self, request: GenerationRequest) -> Job:
        """Queue a generation."""

    async def job(self, id: str) -> Job:
        """How a generation stands. Raises NotFound."""

    async def generation_sources(self) -> tuple[GenerationSource, ...]:
        """The repositories or sites that a generation can be asked for."""

    def read_request(self, ref: ItemRef) -> ReadRequest:
        """What reads an item, or the list that it stands in, by hand. Asks nothing. Raises NotFound for what
        no item can be called.
        """

    async def close(self) -> None:
        """Let go of everything; the object is of no use afterwards."""


class Accounts(Protocol):
    """What one connection lets be set up. Raises as `Platform` does; Invalid names the form's fields."""

    untold: PlatformError | None
    """Why some kind of them is not among what `all` gave last; None: all came."""

    async def all(self) -> tuple[Account, ...]:
        """All of them, of all kinds that could be read. Raises where none could."""

    async def form(self, kind: AccountKind) -> Form:
        """What is filled in of one; what it offers may be asked for."""

    async def add(self, kind: AccountKind, values: Values) -> Added:
        """Add one. Raises NotSupported for a kind that is not added so."""

    async def change(self, account: Account, values: Values) -> Account:
        """Change what is in `values`, and nothing else."""

    async def switch(self, account: Account, *, on: bool) -> Account:
        """Switch it on or off."""

    async def choose(self, account: Account) -> Account:
        """Make it the one that is used where none is named."""

    async def rotate(self, account: Account) -> NewKeys:
        """Have new keys made for it."""

    async def remove(self, account: Account) -> Removed:
        """Remove it. Raises Conflict while schedules use it."""

    async def make(self, values: Values) -> Making:
        """Have a voice made from a website: `name` (may be empty) and `website`."""

    async def making(self, ref: ItemRef) -> Making:
        """How that stands. Raises NotFound."""


class Schedules(Protocol):
    """The schedules of one connection. Raises as `Platform` does; Invalid names the form's fields."""

    async def all(self) -> tuple[Schedule, ...]:
        """All of them."""

    async def form(self) -> Form:
        """What is filled in of one; what it offers (accounts, repositories) is asked for."""

    async def add(self, values: Values) -> Schedule:
        """Make one."""

    async def change(self, schedule: Schedule, values: Values) -> Schedule:
        """Change what is in `values`, and nothing else."""

    async def switch(self, schedule: Schedule, *, on: bool) -> Schedule:
        """Switch it on or off."""

    async def remove(self, schedule: Schedule) -> None:
        """Remove it."""


class Sites(Protocol):
    """The sites of one connection, as far as posts are published to them."""

    async def all(self) -> tuple[Site, ...]:
        """All of them as they are now."""

    async def pulled(self, post: Post, site: str) -> Pulled | None:
        """The post as the platform would hand it to that site now, asked with the site's own key; None where
        it does not. Raises NotSupported where that key is not told, Conflict where it is refused.
        """


class PageReader(Protocol):
    """Looks at pages on the web, as any reader does."""

    async def read(self, address: str) -> Page:
        """What an address shows. Never raises: what went wrong is in the page."""


class JobStore(Protocol):
    """Where jobs are remembered over restarts. Quick local calls; raises `StateError`."""

    def jobs(self) -> tuple[Job, ...]:
        """All jobs that are remembered."""

    def keep_job(self, job: Job) -> None:
        """Remember a job, or what is newly known of it."""

    def forget_job(self, ref: ItemRef) -> None:
        """Remember it no longer."""


class EditStore(Protocol):
    """Where edited texts are kept until a platform has taken them. Raises `StateError`."""

    def edits(self) -> tuple[KeptEdit, ...]:
        """All that are kept, the latest first."""

    def edit(self, place: ItemRef) -> KeptEdit | None:
        """What is kept for an item."""

    def keep_edit(
        self, place: ItemRef, text: str, *, title: str | None = None, base: str | None = None
    ) -> None:
        """Keep a text for an item. Without a `base` the one that is known stays."""

    def drop_edit(self, place: ItemRef) -> None:
        """The platform has it: keep it no longer."""


class OutboxStore(Protocol):
    """The outbox of all Copydesks on one state database. Quick local calls; raises `StateError`."""

    @property
    def run(self) -> str:
        """The name of the Copydesk that runs here."""

    @property
    def others(self) -> int:
        """Grows whenever another Copydesk has written to the database."""

    def put(self, entries: Sequence[Entry], check: Callable[[], object]) -> tuple[Entry, ...]:
        """Take new entries in, all or none; gives them with their ids. `check` is called first, while no
        other Copydesk can write: where it raises, nothing is taken in.
        """

    def entries(self) -> tuple[Entry, ...]:
        """Those that go on, and those that ended and were not put away; in the order they were made."""

    def orphans(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Those of these entries that a Copydesk left which has ended."""

    def sent_elsewhere(self) -> tuple[Entry, ...]:
        """What other Copydesks have sent since this was asked last; the first time nothing."""

    def broken(self, entry: Entry) -> bool:
        """Whether something that was decided on the same item in the same go, before it, was not done."""

    def move(self, before: Entry, after: Entry, *, left: bool = True) -> bool:
        """Set an entry to `after` if its state and run are still those of `before`, and nothing else that
        was decided on its item has left without an answer where it is to leave; gives whether it was.
        `left` False: nothing left after all, and the audit does not tell of it.
        """

    def put_away(self, id: int) -> None:
        """Show an entry that ended no longer."""

    def tidy(self) -> None:
        """Forget what was put away."""

    def audit(self, limit: int | None = None) -> tuple[Written, ...]:
        """What left, the latest first; `limit`: at most so many."""


class VerdictStore(Protocol):
    """Where verdicts of one's own are kept, those of all Copydesks on one state database. Quick local calls;
    raises `StateError`.
    """

    @property
    def others(self) -> int:
        """Is another number whenever another Copydesk has written to the database."""

    def standing(self) -> tuple[LocalVerdict, ...]:
        """Those that were not taken back, in the order they were made."""

    def put(self, verdicts: Sequence[LocalVerdict]) -> tuple[LocalVerdict, ...]:
        """Keep what was decided in one go, all or none; gives it with its ids."""

    def end(self, ids: Sequence[int]) -> tuple[int, ...]:
        """Let these stand no longer, all or none; gives those that stood until now."""

    def tidy(self, before: datetime) -> None:
        """Forget what was decided before that time, and what stands no longer."""


class LookStore(Protocol):
    """Each text that was ever seen of an item, and when it was looked at. Quick local calls, but for what is
    long; raises `StateError`.
    """

    async def came(self, place: ItemRef, title: str, text: str, at: datetime) -> None:
        """An item has this text. The one that it has already is not noted again."""

    def looked(self, place: ItemRef, hash: str, at: datetime) -> None:
        """A person had this text before them; nothing where it is not kept."""

    def versions(self, place: ItemRef) -> tuple[Version, ...]:
        """The texts that an item had, the latest first."""

    async def texts(self, hashes: Collection[str]) -> Mapping[str, str]:
        """The texts of these hashes, as far as they are kept."""

    def last_looks(self) -> Mapping[ItemRef, datetime]:
        """When each item was looked at last."""


class CacheStore(Protocol):
    """What the connections told last. Quick local calls, but for what is long; raises `StateError`."""

    def inbox(self) -> tuple[InboxPart, ...]:
        """What waited on each connection, with its age."""

    async def keep_inbox(self, part: InboxPart, as_of: datetime) -> None:
        """Keep what waits on a connection, as it was told then."""

    async def posts(self) -> tuple[KeptPosts, ...]:
        """The newest posts of each connection."""

    async def keep_posts(self, kept: KeptPosts) -> None:
        """Keep the newest posts of a connection, without their bodies."""

    def body(self, ref: ItemRef) -> KeptPost | None:
        """A post as it was read last; None where it is not kept."""

    async def keep_body(self, kept: KeptPost) -> None:
        """Keep a post with its body."""

    def drop_body(self, ref: ItemRef) -> None:
        """Keep a post no longer: it is gone."""

    def keep_only(self, connections: Collection[str]) -> None:
        """Forget every other connection, and what there is too much of."""

    def clear(self) -> None:
        """Forget all of it."""
