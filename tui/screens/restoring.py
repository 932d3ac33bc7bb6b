"""Taking an earlier text of an item up again, as one's own edit of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from textual import work

from tui.domain.approvals import Approval, place_of
from tui.domain.editing import document
from tui.domain.errors import CopydeskError
from tui.domain.verdicts import Verb
from tui.presentation.bars import Tone
from tui.screens.reading_modes import ReadingModes

if TYPE_CHECKING:
    from tui.domain.posts import Post

Row = TypeVar("Row")
_SENDING = frozenset({Verb.APPROVE, Verb.PUBLISH})
"""Where one of these may be done, a yes takes an edit along."""


class Restoring(ReadingModes[Row]):
    """A list whose items' earlier texts can be taken up again: nothing is sent by that."""

    def action_preview_restore(self, number: str) -> None:
        """Keep the text of that number, as the history counts, as an edit."""
        shown = self.in_view
        if shown is None or shown.their_text is None or shown.item.ref != self.current_ref:
            self.note("No text of it is known yet", Tone.BAD)
        elif not number.strip().isdecimal():
            self.note("Its number is wanted, as the history shows it: restore 2", Tone.BAD)
        elif Verb.EDIT not in shown.theirs.verbs:
            self.note(f"{shown.theirs.title}: {shown.item.ref.connection} takes no edits of it", Tone.BAD)
        elif shown.kept is not None:
            self.note("An edit of it is kept already: send it, or drop it with copydesk edits", Tone.BAD)
        else:
            self._restore(shown.theirs, shown.their_text, int(number.strip()[:9]))

    @work(group="restoring", exclusive=True, exit_on_error=False)
    async def _restore(self, item: Post | Approval, now: str, number: int) -> None:
        looking = self.services.looking
        versions = await looking.versions(place_of(item))
        found = versions[len(versions) - number] if 1 <= number <= len(versions) else None
        texts = await looking.texts([found.hash]) if found is not None else {}
        if found is None or found.hash not in texts:
            self.note(f"There is no text {number} of it; the history shows which there are", Tone.BAD)
            return
        if texts[found.hash] == now:
            self.note(f"text {number} is what {item.ref.connection} has: there is nothing to restore")
            return
        try:
            self._keep_edit(item, texts[found.hash])
        except CopydeskError as error:
            self.note(f"not restored: {error.sentence}", Tone.BAD)
            return
        sends = f", {self.key('verdict.approve')} sends it too" if item.verbs & _SENDING else ""
        edit = self.key("verdict.edit")
        self.note(f"text {number} is your edit of it now; {edit} opens and saves it{sends}")
        self.show_current()

    def _keep_edit(self, item: Post | Approval, text: str) -> None:
        """Raises CopydeskError."""
        if isinstance(item, Approval):
            self.services.edits.keep(item, text)
            return
        fields = self.fields_of(item.ref.connection)
        base = document(item, fields)
        self.services.edits.keep(item, document(replace(item, markdown=text), fields), base=base)
