"""The screens as the head names them, with their counts."""

from __future__ import annotations

from tui.commands import Area
from tui.commands.keymap import Keymap
from tui.presentation.bars import ScreenTab
from tui.services import Services


def tabs_of(services: Services, keymap: Keymap, here: Area, *, ascii: bool) -> tuple[ScreenTab, ...]:
    """Those that are always there, and of the others those that have something to tell, or are open."""
    waiting = services.triage.rows().waiting
    running = len(services.jobs.board.open)
    on_its_way = len({entry.ref for entry in services.outbox.entries})
    failed = services.deliveries.failed
    sign = "~" if ascii else "◔"

    def tab(area: Area, short: str, count: str = "", go: str = "") -> ScreenTab:
        return ScreenTab(area, keymap.bare(go or f"go.{area}"), area.value.capitalize(), short, count)

    shown = [
        tab(Area.INBOX, "Inbox", str(waiting or "")),
        tab(Area.POSTS, "Posts"),
        tab(Area.JOBS, "Jobs", f"{sign}{running}" if running else ""),
        tab(Area.CALENDAR, "Cal"),
        tab(Area.ACCOUNTS, "Acc"),
    ]
    if here is Area.SCHEDULES:
        shown.append(tab(Area.SCHEDULES, "Sched"))
    if failed or here is Area.DELIVERIES:
        shown.append(tab(Area.DELIVERIES, "Deliv", f"{'x' if ascii else '✗'}{failed}" if failed else ""))
    if on_its_way or here is Area.OUTBOX:
        shown.append(tab(Area.OUTBOX, "Out", str(on_its_way or "")))
    if here is Area.CONNECTIONS:
        shown.append(tab(Area.CONNECTIONS, "Conn", go="app.connections"))
    return tuple(shown)
