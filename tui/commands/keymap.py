"""Which keys give which command, by a preset and what a person bound in place of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from tui.commands import COMMANDS
from tui.commands.key_names import Strokes, shown_strokes, strokes
from tui.commands.model import Area, Command, Group
from tui.domain.preferences import Keys, Preset

ALWAYS = (("ctrl+q",), ("ctrl+c",))
"""Keys that are not for binding: whatever the file says, one leaves and the other says how."""
ALWAYS_OF = "app.quit"
ARROWS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "list.down": ("down",),
        "list.up": ("up",),
        "list.half_down": (),
        "list.half_up": (),
        "list.page_down": ("pagedown",),
        "list.page_up": ("pageup",),
        "list.top": ("home",),
        "list.bottom": ("end",),
        "preview.down": ("shift+down",),
        "preview.up": ("shift+up",),
        "grid.left": ("left",),
        "grid.right": ("right",),
        "item.open": ("enter", "right"),
        "item.close": ("escape", "left"),
    }
)
"""The preset for hands that know no vim; what is not named here has the same keys in both."""


@dataclass(frozen=True, slots=True)
class Following:
    """What can be pressed after the keys that were."""

    key: str
    command: Command | None
    """None: more keys are wanted then."""


@dataclass(frozen=True, slots=True)
class Keymap:
    """Which keys give which command, without clashes."""

    keys: Mapping[str, tuple[Strokes, ...]]
    """A command's id, and its keys, the ones shown first."""
    areas: Mapping[Area, Mapping[Strokes, Command]] = field(repr=False)
    problems: tuple[str, ...] = ()
    """What of the file could not be followed, each in a sentence."""

    def of(self, id: str) -> str:
        """The keys of a command as a person reads them; where it has none, how the `:` line calls it."""
        return self.bare(id) or f":{id}"

    def bare(self, id: str) -> str:
        """The keys of a command as a person reads them; empty where it has none."""
        keys = self.keys.get(id, ())
        return shown_strokes(keys[0]) if keys else ""

    def all_of(self, id: str) -> str:
        """All keys of a command as a person reads them; empty where it has none."""
        return "  ".join(map(shown_strokes, self.keys.get(id, ())))

    def command(self, area: Area, pressed: Strokes) -> Command | None:
        """The command that these keys give in an area."""
        return self.areas[area].get(pressed)

    def following(self, area: Area, pressed: Strokes) -> tuple[Following, ...]:
        """What can be pressed after these keys in an area; empty: nothing begins with them."""
        found: dict[str, Following] = {}
        for keys, command in self.areas[area].items():
            if len(keys) > len(pressed) and keys[: len(pressed)] == pressed:
                key = keys[len(pressed)]
                whole = len(keys) == len(pressed) + 1
                if whole or key not in found:
                    found[key] = Following(key, command if whole else None)
        return tuple(found.values())


def _nearest(wrong: str, known: Sequence[str]) -> str:
    """A spelling that may have been meant, as the end of a sentence; empty where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(wrong, known, 1)
    return f" (did you mean {near[0]}?)" if near else ""


def _meet(one: Command, other: Command) -> bool:
    """Whether both can be given on one screen."""
    return Area.ANYWHERE in (*one.areas, *other.areas) or bool(set(one.areas) & set(other.areas))


def _written(id: str, keys: Sequence[str], problems: list[str]) -> tuple[Strokes, ...]:
    """Textual's names of the keys of a command; what is none is a problem."""
    found: list[Strokes] = []
    for each in keys:
        named = strokes(each)
        if named is None:
            problems.append(f"keys: “{each}” of {id} is no key that a terminal sends")
        elif any(key in ALWAYS for key in ((one,) for one in named)) and id != ALWAYS_OF:
            problems.append(f"keys: {shown_strokes(named)} cannot be bound to {id}: it belongs to leaving")
        elif named not in found:
            found.append(named)
    return tuple(found)


def _wanted(
    commands: Sequence[Command], keys: Keys, problems: list[str]
) -> tuple[dict[str, tuple[Strokes, ...]], dict[str, int]]:
    """The keys of each command as they are wanted, and at which place in the file those stand that are
    there.
    """
    preset = ARROWS if keys.preset is Preset.ARROWS else {}
    wanted = {each.id: _written(each.id, preset.get(each.id, each.keys), problems) for each in commands}
    places: dict[str, int] = {}
    for place, (id, written) in enumerate(keys.bound):
        if id not in wanted:
            problems.append(f"keys: there is no command {id}{_nearest(id, list(wanted))}")
            continue
        wanted[id] = _written(id, written, problems)
        places[id] = place
    return wanted, places


def _by_rank(commands: Sequence[Command], places: Mapping[str, int]) -> Iterator[tuple[Command, bool]]:
    """The commands in the order in which they get their keys: those of the file first, the later in it the
    earlier, then the preset's. With each whether the file names it.
    """
    named = sorted((each for each in commands if each.id in places), key=lambda each: -places[each.id])
    yield from ((each, True) for each in named)
    yield from ((each, False) for each in commands if each.id not in places)


def _settled(
    commands: Sequence[Command],
    wanted: Mapping[str, tuple[Strokes, ...]],
    places: Mapping[str, int],
    problems: list[str],
) -> dict[str, tuple[Strokes, ...]]:
    """The keys of each command, none twice on one screen. What the file says goes before the preset, and
    what stands later in it before what stands earlier; a command that loses a key has it nowhere.
    """
    holders: dict[Strokes, list[tuple[Command, bool]]] = {}
    settled: dict[str, tuple[Strokes, ...]] = {}
    for command, named in _by_rank(commands, places):
        kept: list[Strokes] = []
        for keys in wanted[command.id]:
            holding = holders.setdefault(keys, [])
            other = next(((each, bound) for each, bound in holding if _meet(each, command)), None)
            if other is None:
                holding.append((command, named))
                kept.append(keys)
                continue
            first, bound = other
            why = "the later of the two in the file" if named else "which the file names"
            has = f"{first.id} has it{f', {why}' if bound else ''}"
            problems.append(f"keys: {shown_strokes(keys)} is {command.id} and {first.id}: {has}")
        settled[command.id] = tuple(kept)
    return settled


def _without_lost_beginnings(
    commands: Sequence[Command], settled: dict[str, tuple[Strokes, ...]], problems: list[str]
) -> None:
    """A key that decides does so at once: nothing can begin with it. What any other one does is taken back
    for one key that follows, not for two.
    """
    holders: dict[Strokes, list[Command]] = {}
    for each in commands:
        for keys in settled[each.id]:
            holders.setdefault(keys, []).append(each)
    for command in commands:
        for keys in settled[command.id]:
            beginnings = (
                each
                for length in range(1, len(keys))
                for each in holders.get(keys[:length], ())
                if _meet(each, command) and (each.group is Group.DECIDE or len(keys) > 2)
            )
            first = next(beginnings, None)
            if first is not None:
                settled[command.id] = tuple(each for each in settled[command.id] if each != keys)
                problems.append(
                    f"keys: {shown_strokes(keys)} cannot be {command.id}: its beginning is {first.id}, "
                    "which acts at once"
                )


def resolved(commands: Sequence[Command], keys: Keys) -> Keymap:
    """The keymap of these commands by a person's wishes, and what of them could not be followed."""
    problems: list[str] = []
    wanted, places = _wanted(commands, keys, problems)
    settled = _settled(commands, wanted, places, problems)
    _without_lost_beginnings(commands, settled, problems)
    areas = {
        area: MappingProxyType(
            {
                strokes: each
                for each in commands
                if area in each.areas or Area.ANYWHERE in each.areas
                for strokes in settled[each.id]
            }
        )
        for area in Area
    }
    return Keymap(MappingProxyType(settled), MappingProxyType(areas), tuple(problems))


@lru_cache(maxsize=4)
def keymap_of(keys: Keys) -> Keymap:
    """The keymap of all commands by a person's wishes; kept, since it is asked for at every key."""
    return resolved(COMMANDS, keys)


USUAL = keymap_of(Keys())
"""The keymap of one who wishes nothing."""
