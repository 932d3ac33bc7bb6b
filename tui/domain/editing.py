"""How an item is put into a text editor, and how it comes back.

A post is a document: a front matter with the fields that its platform lets change (`tui.domain.fields`), and
its Markdown below; or its body as the platform keeps it, where Markdown would lose something. A topic or a
social text is the text alone. What is not touched changes nothing, whatever an editor does to the ends of
lines and to the end of the file; a line that is removed leaves its field as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any

from tui.domain.approvals import Approval, ApprovalKind
from tui.domain.errors import EditorError
from tui.domain.front_matter import (
    FENCE,
    DoesNotHold,
    Edited,
    Entry,
    Problem,
    bare,
    filled,
    list_value,
    listed,
    quoted,
    read,
    short,
    text_value,
    unix_lines,
)
from tui.domain.instants import instant
from tui.domain.marking import unmarked

if TYPE_CHECKING:
    from tui.domain.fields import Field
    from tui.domain.posts import Post, PostChanges

__all__ = [
    "DoesNotHold",
    "Edited",
    "changed_text",
    "changes",
    "document",
    "parse",
    "parse_text",
    "problems_of",
    "text_in",
]

FORM = "form"
RAW = "raw"


def document(item: Post | Approval, fields: Sequence[Field] = (), zone: tzinfo | None = None) -> str:
    """What an editor shows of a post that was read with its body, or of a topic or social text.

    `fields` are its platform's (none: its title and body), `zone` the person's (None: this machine's).
    Lines end in LF, and the document with one. Raises EditorError for a post whose body is not known, or
    cannot be edited without loss in any form.
    """
    if isinstance(item, Approval):
        if item.kind is ApprovalKind.POST:
            raise _unread(item)
        return unix_lines(item.text if item.text is not None else item.title).rstrip("\n") + "\n"
    if item.locked is not None and item.raw is None:
        raise EditorError(
            f"{item.ref} cannot be edited here: {item.locked}", advice="Edit it on its platform."
        )
    body = unix_lines(_body(item))
    if not body.endswith("\n"):
        body += "\n"
    lines = [FENCE, *_head(item, fields, zone)]
    if _is_raw(item):
        lines += [
            f"{FORM}: {RAW}",
            f"# The text below is as its platform keeps it: {short(item.locked or '')}",
        ]
    return "\n".join([*lines, FENCE, "", body])


def parse(text: str) -> Edited:
    """A post's document as it came back from an editor. Never raises: `changes` names the lines that
    cannot be read. Without a front matter everything is the body.
    """
    return read(unmarked(text))


def text_in(text: str) -> str | None:
    """The Markdown in a post's document; None where it is in the platform's own form."""
    edited = parse(text)
    return edited.body if edited.value(FORM) is None else None


def parse_text(text: str) -> Edited:
    """A topic's or a social text's document as it came back: all of it is text."""
    return Edited(unix_lines(text).rstrip("\n"))


def changes(
    original: Post,
    edited: Edited,
    fields: Sequence[Field],
    *,
    zone: tzinfo | None = None,
    now: datetime | None = None,
) -> PostChanges:
    """What an edit changes in a post; `fields` are its platform's, `zone` the person's (None: this
    machine's); a time that is set must lie after `now` (None: any will do).

    Raises DoesNotHold with every line that does not hold, and EditorError where the original's body was
    never read: it would be overwritten unseen.
    """
    # Not at the top: the start needs no post.
    from tui.domain.posts import PostChanges

    found, problems = _compared(original, edited, fields, zone, now)
    if problems:
        raise DoesNotHold(problems)
    return PostChanges(**found)


def problems_of(
    original: Post,
    text: str,
    fields: Sequence[Field],
    *,
    zone: tzinfo | None = None,
    now: datetime | None = None,
) -> tuple[Problem, ...]:
    """The lines of a document that do not hold. Raises EditorError as `changes` does."""
    return tuple(sorted(_compared(original, parse(text), fields, zone, now)[1]))


def changed_text(original: Approval, edited: Edited) -> str | None:
    """The new text of a topic or social text; None where it is the old one."""
    old = parse_text(document(original)).text
    return None if edited.text == old else edited.text


def _unread(item: Post | Approval) -> EditorError:
    return EditorError(f"The text of {item.ref} has not been read yet", advice="Open it first.")


def _is_raw(post: Post) -> bool:
    """Whether it is edited as its platform keeps it."""
    return post.locked is not None and post.raw is not None


def _body(post: Post) -> str:
    body = post.raw if _is_raw(post) else post.markdown
    if body is None:
        raise _unread(post)
    return body


def _head(post: Post, fields: Sequence[Field], zone: tzinfo | None) -> list[str]:
    # Not at the top, as below: the start needs no fields.
    from tui.domain.fields import ANY, FieldKind, editable
    from tui.domain.written_times import time_text

    def value(field: Field) -> str:
        held: Any = getattr(post, field.name)
        if not held:
            return "" if field.emptied else '""'
        match field.kind:
            case FieldKind.LIST:
                return listed(held)
            case FieldKind.TIME:
                return time_text(held, zone)
            case _:
                return quoted(held) if field.pattern is None else bare(held)

    shown = (one for one in editable(post, fields or ANY) if one.kind is not FieldKind.BODY)
    return [f"{field.key}: {value(field)}".rstrip(" ") for field in shown]


def _compared(
    original: Post, edited: Edited, fields: Sequence[Field], zone: tzinfo | None, now: datetime | None
) -> tuple[dict[str, Any], list[Problem]]:
    """What changes, by the names of `PostChanges`, and what does not hold."""
    from tui.domain.fields import ANY, FieldKind, editable

    fields = fields or ANY
    _body(original)
    problems = list(edited.problems)
    known = {one.key: one for one in editable(original, fields) if one.kind is not FieldKind.BODY}
    found: dict[str, Any] = {}
    for entry in edited.entries:
        if entry.key == FORM:
            continue
        field = known.get(entry.key)
        try:
            if field is None:
                raise ValueError(_unknown(original, entry.key, known, fields))
            found |= _change(original, field, entry, zone, now)
        except ValueError as error:
            problems.append((entry.line, str(error)))
    try:
        found |= _body_change(original, edited, fields)
    except ValueError as error:
        problems.append((edited.end, str(error)))
    return found, problems


def _change(
    original: Post, field: Field, entry: Entry, zone: tzinfo | None, now: datetime | None
) -> dict[str, Any]:
    """What one line changes. Raises ValueError with a sentence without an end."""
    from tui.domain.fields import FieldKind

    match field.kind:
        case FieldKind.LIST:
            several = list_value(entry.value)
            return {} if several == filled(getattr(original, field.name)) else {field.name: several}
        case FieldKind.TIME:
            return _time_change(original, field, text_value(entry.value), zone, now)
        case _:
            text = text_value(entry.value)
            if text == (getattr(original, field.name) or ""):
                return {}
            if (fault := field.fault(text)) is not None:
                raise ValueError(fault)
            return {field.name: text}


def _time_change(
    original: Post, field: Field, text: str, zone: tzinfo | None, now: datetime | None
) -> dict[str, Any]:
    from tui.domain.written_times import time_of, time_text

    old: datetime | None = getattr(original, field.name)
    if not text.strip():
        if old is None:
            return {}
        if not field.emptied:
            raise ValueError(f'"{field.key}" can be moved, and not be emptied: its platform keeps the time')
        return {"unscheduled": True}
    if old is not None and text == time_text(old, zone):
        return {}
    when = time_of(text, zone)
    if old is not None and instant(when) == instant(old):
        return {}
    if now is not None and instant(when) <= instant(now):
        raise ValueError(f'"{field.key}" lies in the past')
    return {field.name: when}


def _body_change(original: Post, edited: Edited, fields: Sequence[Field]) -> dict[str, Any]:
    from tui.domain.fields import FieldKind

    raw = _is_raw(original)
    before, after = unix_lines(_body(original)), unix_lines(edited.body).rstrip("\n")
    if after == before.rstrip("\n"):
        return {}
    form = edited.value(FORM)
    if raw != (form is not None and form.value == RAW):
        raise ValueError(
            f'the text can now be changed in its platform\'s own form alone ("{FORM}: {RAW}"), and this is '
            "none: take what you need of it, remove it, and open the post anew"
            if raw
            else "the text below is in its platform's own form, and the post is now edited as Markdown: "
            f'write it as Markdown, and remove the line "{FORM}: {RAW}"'
        )
    if before.endswith("\n"):
        after += "\n"
    if raw:
        return {"raw": after}
    rule = next((one for one in fields if one.kind is FieldKind.BODY), None)
    if rule is not None and (fault := rule.fault(after)) is not None:
        raise ValueError(fault)
    return {"markdown": after}


def _unknown(original: Post, key: str, known: dict[str, Field], fields: Sequence[Field]) -> str:
    from tui.domain.fields import KEYS

    shown = f'"{short(key)}"'
    if any(one.key == key for one in fields):
        return f"{shown} cannot be set while the post is {short(original.state_word)}"
    if key in KEYS:
        return f"{shown} cannot be changed on {original.ref.connection}"
    if key in {"meta", "form"}:
        near = [one for one in known if one.startswith(f"{key}.")]
    else:
        import difflib

        near = difflib.get_close_matches(key, known, 1)
    if near:
        return f'{shown} is not known; did you mean "{near[0]}"?'
    return f"{shown} is not known: the keys are {', '.join(known)}"
