"""Pages in memory, as `tui.domain.ports.PageReader` promises them."""

from __future__ import annotations

import asyncio

from tui.domain.landing import Page, Seen


class FakePages:
    """`pages` by their addresses; what is at any other is missing."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.asked: list[str] = []

    def shows(self, address: str, text: str, title: str = "") -> None:
        self.pages[address] = Page(Seen.SHOWN, (address,), title=title, text=text)

    async def read(self, address: str) -> Page:
        self.asked.append(address)
        await asyncio.sleep(0)
        return self.pages.get(address) or Page(
            Seen.MISSING, (address,), "it answered 404: there is no such page"
        )
