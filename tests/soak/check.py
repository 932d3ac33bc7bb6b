"""Whether the desk's own records hold each intended write exactly once and no other, and no text is lost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from tests.faulty.records import DeskRecords
from tests.faulty.server import Record
from tests.soak.ledger import MARK, Deed, Ledger, deed_of_write, effects
from tui.domain.entry_states import EntryState
from tui.domain.kept_edits import KeptEdit
from tui.domain.outbox import Written
from tui.domain.refs import ItemRef

TEXTS = ("title", "markdown", "content", "topic", "body_markdown")


def deeds(ledger: Ledger, record: Record) -> Iterator[str]:
    """Each deed that was not done as often as it was meant to be."""
    done, sent = effects(record.writes), ledger.count(EntryState.SENT)
    doubtful = ledger.doubtful()
    for deed in sorted({*done, *sent}):
        least, most = sent[deed], sent[deed] + doubtful[deed]
        if not least <= done[deed] <= most:
            yield f"{' '.join(deed)}: done {done[deed]} times, and meant {least}" + _story(
                ledger, record, deed
            )
    for id, one in ledger.meant.items():
        before = (each for other, each in ledger.meant.items() if other < id and each.deed == one.deed)
        if one.spared and not any(each.state is EntryState.SENT and not each.spared for each in before):
            yield f"nothing had done it before: {one}"


def _story(ledger: Ledger, record: Record, deed: Deed) -> str:
    lines = [f"\n      {one}" for one in ledger.of(deed)] or ["\n      nobody meant it"]
    for write in record.done:
        if deed_of_write(write.asked) == deed:
            lines.append(f"\n      done at {write.at % 1000:.2f}, {write.took:.2f} s after it was sent")
    return "".join(lines)


def settled(ledger: Ledger) -> Iterator[str]:
    """Each entry that never came to an end, but for those of which nobody will ever know."""
    for one in ledger.meant.values():
        knowable = one.deed[1] != "generate" or one.deed[0] == "repostra"
        if not one.state.ended and (knowable or one.state is not EntryState.UNKNOWN):
            yield f"it never came to an end: {one}"


def audited(ledger: Ledger, audit: Iterable[Written]) -> Iterator[str]:
    """Each entry of which the audit tells something else than came of it."""
    told: dict[int, set[EntryState]] = {}
    for line in audit:
        told.setdefault(line.entry, set()).add(line.state)
    for id, one in ledger.meant.items():
        if one.state is EntryState.SENT and not one.spared and EntryState.SENT not in told.get(id, set()):
            yield f"the audit does not tell that it was sent: {one}"
        if one.state is EntryState.WITHDRAWN and EntryState.SENT in told.get(id, set()):
            yield f"the audit tells that it was sent: {one}"
        if EntryState.SENDING in told.get(id, set()):
            yield f"the audit knows no answer: {one}"


def gone(ledger: Ledger, records: DeskRecords) -> Iterator[str]:
    """Each item that was deleted, and is still there."""
    items = {"notra": records.notra_posts, "repostra": records.contents, "blogree": records.blogree_posts}
    for one in ledger.meant.values():
        platform, what, id, _ = one.deed
        if one.state is EntryState.SENT and what == "delete" and id in items[platform]:
            yield f"it is still there: {one}"


def deliveries(records: DeskRecords, record: Record) -> Iterator[str]:
    """Each post that was delivered more or less often than it was published."""
    wanted: Counter[tuple[str, str]] = Counter()
    for write in record.done:
        if write.asked.platform == "blogree" and write.asked.path.endswith("/publish"):
            wanted["blogree", write.asked.path.split("/")[-2]] += len(write.asked.json["site_ids"])
    made = Counter(
        (row["world"], row["post_id"])
        for row in records.deliveries.values()
        if row["event"] == "post.published"
    )
    for key in sorted({*wanted, *made}):
        if wanted[key] != made[key]:
            yield f"{' '.join(key)}: {made[key]} deliveries, and {wanted[key]} were asked for"


def texts(
    ledger: Ledger,
    records: DeskRecords,
    record: Record,
    kept: Iterable[KeptEdit],
    marks: dict[str, ItemRef],
) -> Iterator[str]:
    """Each edit that is neither on the platform nor kept, and was never there."""
    on_the_desk = set(MARK.findall(_everything(records)))
    kept_here = {mark for edit in kept for mark in MARK.findall(edit.text)}
    was_there = {mark for write in record.done for mark in MARK.findall(write.asked.body.decode())}
    deleted = {
        (one.entry.ref)
        for one in ledger.meant.values()
        if one.state is EntryState.SENT and one.deed[1] == "delete"
    }
    for mark, ref in marks.items():
        if mark not in on_the_desk | kept_here and ref not in deleted:
            where = "was on the platform, and is not any more" if mark in was_there else "is lost"
            story = "".join(f"\n      {one}" for one in ledger.meant.values() if one.entry.ref == ref)
            yield f"{mark} of {ref} {where}{story}"


def _everything(records: DeskRecords) -> str:
    tables = (records.notra_posts, records.contents, records.socials, records.blogree_posts)
    rows = [row for table in tables for row in table.values()]
    return json.dumps([[row.get(name) for name in TEXTS] for row in rows], ensure_ascii=False)
