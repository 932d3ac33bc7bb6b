"""English for facts: counts, lists, quotes, and the sentences that drafts are built from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tui.desk.writer.kinds import Category
from tui.desk.writer.markup import escape
from tui.desk.writer.plain import shorten
from tui.desk.writer.story import BOOKKEEPING, PART_OF_PULL, REPEATED, REVERTED, Change, Story
from tui.desk.writer.windows import day, during

HEADINGS = {
    Category.SECURITY: "Security",
    Category.FEATURES: "Features",
    Category.FIXES: "Fixes",
    Category.PERFORMANCE: "Performance",
    Category.INFRASTRUCTURE: "Infrastructure",
    Category.INTERNAL: "Internal",
    Category.TESTING: "Testing",
    Category.DOCS: "Docs",
    Category.OTHER: "Other changes",
}

_NOUNS = {
    Category.SECURITY: ("security change", "security changes"),
    Category.FEATURES: ("feature", "features"),
    Category.FIXES: ("fix", "fixes"),
    Category.PERFORMANCE: ("performance change", "performance changes"),
    Category.INFRASTRUCTURE: ("infrastructure change", "infrastructure changes"),
    Category.INTERNAL: ("internal change", "internal changes"),
    Category.TESTING: ("test change", "test changes"),
    Category.DOCS: ("documentation change", "documentation changes"),
    Category.OTHER: ("other change", "other changes"),
}

_LEFT_OUT = {
    PART_OF_PULL: ("commit that its pull request stands for", "commits that their pull requests stand for"),
    BOOKKEEPING: ("version bump or fixup", "version bumps, fixups and the like"),
    REVERTED: ("commit that was reverted, or reverts one", "commits that were reverted, or revert one"),
    REPEATED: ("repetition of another's words", "repetitions of others' words"),
}


_FEW = 3
"""How many names a sentence takes."""


def heading(category: Category, story: Story) -> str:
    """A section's heading; where no change tells its kind, there are no others to set them apart from."""
    alone = category is Category.OTHER and len(story.of(category)) == len(story.changes)
    return "Changes" if alone else HEADINGS[category]


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 commit", "12 commits", "1,200 commits"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def noun(category: Category, number: int) -> str:
    """A number of changes of a kind: "1 fix", "3 fixes"."""
    return count(number, *_NOUNS[category])


def listed(parts: Sequence[str]) -> str:
    """A list in a sentence: "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def quoted(text: str, limit: int = 90) -> str:
    """An author's words as a quotation within a sentence, as Markdown."""
    return f"“{escape(shorten(text, limit).rstrip('.'))}”"


def says(change: Change, limit: int = 90) -> str:
    """A change quoted."""
    return quoted(change.reading.description, limit)


def names(story: Story) -> str:
    """The repositories by name, as Markdown; counted where there are more than three."""
    if len(story.repositories) > _FEW:
        return count(len(story.repositories), "repository", "repositories")
    return listed([escape(name) for name in story.repositories])


def counted(story: Story, *, by: str = "", named: bool = False) -> str:
    """What was counted: "42 commits, 9 merged pull requests and 2 releases". `by`: said of the commits;
    `named`: with the names of the releases, where they are few.
    """
    parts = []
    if story.commits:
        parts.append(count(story.commits, "commit") + by)
    if story.merged:
        parts.append(count(story.merged, "merged pull request"))
    if story.releases:
        names = [escape(release.name) for release in story.releases]
        few = f" ({listed(names)})" if named and len(names) <= _FEW else ""
        parts.append(count(len(story.releases), "release") + few)
    return listed(parts)


def kinds(story: Story, limit: int = len(Category)) -> str:
    """How many changes there are of each kind, the most first: "14 fixes, 9 features and 1 test change"."""
    sizes = Counter(change.reading.category for change in story.changes)
    order = sorted(sizes, key=lambda category: (category is Category.OTHER, -sizes[category]))
    return listed([noun(category, sizes[category]) for category in order[:limit]])


def opening(story: Story) -> str:
    """When, where, how much: the first sentence of every draft."""
    by = ""
    if story.commits and story.people:
        alone = len(story.people) == 1
        by = f" by {escape(story.people[0][0]) if alone else count(len(story.people), 'person', 'people')}"
    what = counted(story, by=by, named=True)
    return f"{during(story.since, story.until)} (UTC), {names(story)} saw {what}."


def sorted_by_kind(story: Story) -> str:
    """What kinds of changes there are; empty where there are none."""
    if not story.changes:
        return ""
    categories = {change.reading.category for change in story.changes}
    total = len(story.changes)
    if total == 1:
        return f"One change is listed here, {_with_article(next(iter(categories)))}."
    if len(categories) == 1:
        return "" if categories == {Category.OTHER} else f"All of it comes down to {kinds(story)}."
    return f"By kind, these are {kinds(story)}."


def _with_article(category: Category) -> str:
    one = _NOUNS[category][0]
    return f"{'an' if one[0] in 'aeio' else 'a'} {one}"


def among(story: Story, category: Category, limit: int = 3) -> str:
    """Some changes of a kind, quoted; empty where there are none. Those that break are told elsewhere."""
    found = story.of(category)
    shown = [change for change in found if not change.reading.breaking][:limit]
    if not shown:
        return ""
    quotes = listed([says(change) for change in shown])
    one, many = ("change", "changes") if len(found) == len(story.changes) else _NOUNS[category]
    if len(found) == 1:
        return f"The {one} is {quotes}."
    if len(found) == len(shown):
        return f"The {many} are {quotes}."
    return f"Among the {many} {'is' if len(shown) == 1 else 'are'} {quotes}."


def breaking(story: Story) -> str:
    """What is marked as breaking; empty where nothing is."""
    found = story.breaking
    if not found:
        return ""
    quotes = listed([says(change) for change in found[:2]])
    if len(found) == 1:
        return f"One change is marked as breaking: {quotes}."
    latest = ", the latest of them" if len(found) > 2 else ":"
    return f"{len(found):,} changes are marked as breaking{latest} {quotes}."


def scopes(story: Story) -> str:
    """The areas that the authors name most; empty where fewer than two are named twice."""
    named = Counter(change.reading.scope for change in story.changes if change.reading.scope)
    top = [(scope, number) for scope, number in named.most_common(3) if scope and number > 1]
    if len(top) < 2:
        return ""
    shown = [f"{quoted(scope, 40)} ({number:,})" for scope, number in top]
    return f"The areas named most often are {listed(shown)}."


def busiest(story: Story) -> str:
    """The day with the most commits; empty where no single day stands out."""
    if len(story.days) < 3 or story.days[0][1] == story.days[1][1]:
        return ""
    top, number = story.days[0]
    words = day(story.since.replace(year=top.year, month=top.month, day=top.day), year=False)
    return (
        f"The busiest of {len(story.days):,} days with commits was {words}, with {count(number, 'commit')}."
    )


def written_by(story: Story, limit: int = 3) -> str:
    """Who wrote the most; empty where one person wrote everything."""
    if len(story.people) < 2:
        return ""
    shown = [f"{escape(name)} ({number:,})" for name, number in story.people[:limit]]
    most = "The commits are by" if len(story.people) <= limit else "Most commits are by"
    return f"{most} {listed(shown)}."


def first_and_last(story: Story) -> str:
    """The window's oldest and newest change; empty within one day or among few changes."""
    if len(story.changes) < 4 or len(story.days) < 2:
        return ""
    newest, oldest = story.changes[0], story.changes[-1]
    return (
        f"The earliest change listed is {says(oldest)} ({day(oldest.at, year=False)}), "
        f"the latest {says(newest)} ({day(newest.at, year=False)})."
    )


def left_out(story: Story) -> str:
    """What is not listed and why; empty where everything is."""
    parts = [count(number, *_LEFT_OUT[why]) for why, number in story.left_out.most_common() if number]
    said = f"Not listed one by one: {'; '.join(parts)}." if parts else ""
    more = "The history that was read ends within these days, so there may be more." if story.cut else ""
    return f"{said} {more}".strip()
