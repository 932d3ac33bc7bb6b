"""The keys of a site: new ones are made after a question, and shown once."""

from __future__ import annotations

import re
from itertools import chain, count

from tui.domain.terminal import Within
from tui.presentation.text import plain
from tui.screens.account_verbs import LONGEST_NAME, AccountVerbs
from tui.screens.copying_out import short_path


class AccountKeys(AccountVerbs):
    """The list of accounts, as far as new keys are made on it."""

    def action_account_rotate(self) -> None:
        """Have new keys made, after a question; they are shown once."""
        account = self.one_for("account.rotate")
        if account is None or self.too_soon():
            return
        name = plain(account.name, LONGEST_NAME)
        self.ask_first(
            account,
            "Have new keys made?",
            f"The keys of {name} hold no longer from then on: what it is set up with must be changed there. "
            "The new ones are shown once.",
            "make new keys",
            lambda: self.do(self.services.accounts.rotate(account), f"new keys: {account.name}"),
        )

    def show_keys_made(self) -> None:
        """Show keys that were made and not shown yet, as soon as nothing else is before the list."""
        if not self.is_active:
            return
        keys = self.services.accounts.take_keys()
        if keys is None:
            return
        from tui.screens.dialogs.new_keys import ShowKeys

        again = self.key("account.rotate")

        def closed(all_taken: bool | None) -> None:
            if not all_taken:
                self.note(f"the keys of {keys.of} are shown no more · {again} makes new ones")

        self.app.push_screen(
            ShowKeys(keys, self._copy_secret, lambda text: self._save_secrets(keys.of, text), again), closed
        )

    def _save_secrets(self, of: str, text: str) -> str:
        """Put a text into a new file that only this person can read; gives its path."""
        from tui.services.text_file import write_new

        name = "-".join(re.findall(r"[^\W_]+", of.lower()))[:LONGEST_NAME] or "site"
        folder = self.context.edit_folder.parent
        paths = (folder / f"keys-{name}{more}.txt" for more in chain(("",), (f"-{at}" for at in count(2))))
        return short_path(next(each for each in paths if write_new(each, text, own=True)))

    def _copy_secret(self, text: str) -> str | None:
        """Put a text on the clipboard, and nowhere else; gives why it could not."""
        from tui.presentation.clipboard import fits, pasteable, to_clipboard

        terminal, driver = self.context.terminal, self.app._driver
        bare = not terminal.links and terminal.within is not Within.SCREEN
        if bare or driver is None:
            return "this terminal takes none; mark it with the mouse, or write it down"
        if not fits(text):
            return "it is too long for a clipboard"
        driver.write(to_clipboard(pasteable(text), terminal.within))
        return None
