"""What is wrong with a request, in words: from pydantic's errors, without what was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_FIXED = {
    "missing": "is required",
    "json_invalid": "is not valid JSON",
    "string_type": "must be text",
    "string_unicode": "must be valid Unicode text",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "must be a smaller whole number",
    "int_from_float": "must be a whole number",
    "list_type": "must be a list",
    "dict_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "datetime_parsing": "must be a date and time in ISO 8601",
    "datetime_from_date_parsing": "must be a date and time in ISO 8601",
    "datetime_type": "must be a date and time in ISO 8601",
    "datetime_object_invalid": "must be a date and time in ISO 8601",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong."""

    where: str
    """path, query, header or body."""
    field: str
    """The field's name, "meta.description"; empty: the body as a whole."""
    text: str
    """What is wrong, without a subject: "is required"."""

    @property
    def sentence(self) -> str:
        """The whole sentence, without a full stop."""
        return f"{self.field or 'The ' + self.where} {self.text}"


def problems_of(errors: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Pydantic's errors as problems, one or more. What was sent is in none of them."""
    found = [_problem(error) for error in errors]
    return found or [Problem("body", "", "is not valid")]


def _problem(error: Mapping[str, Any]) -> Problem:
    where, *path = [str(part) for part in error["loc"]] or ["body"]
    kind = str(error["type"])
    # The place in a broken JSON text is no field.
    field = "" if kind == "json_invalid" else ".".join(path)
    return Problem(where, field, _text(kind, error.get("ctx") or {}))


def _text(kind: str, facts: Mapping[str, Any]) -> str:
    if kind in _FIXED:
        return _FIXED[kind]
    match kind:
        case "string_too_long":
            return f"must have at most {facts['max_length']:,} characters"
        case "string_too_short" | "too_short":
            return _too_short(facts)
        case "too_long":
            return f"must have at most {facts['max_length']:,} {_counted(facts)}"
        case "greater_than_equal":
            return f"must be at least {facts['ge']}"
        case "less_than_equal":
            return f"must be at most {facts['le']}"
        case "literal_error":
            return f"must be {facts['expected']}"
        case "string_pattern_mismatch":
            return f"must match {facts['pattern']}"
        case "value_error":
            return str(facts["error"])
        case _:
            return "is not valid"


def _too_short(facts: Mapping[str, Any]) -> str:
    least = facts["min_length"]
    return "must not be empty" if least == 1 else f"must have at least {least:,} {_counted(facts)}"


def _counted(facts: Mapping[str, Any]) -> str:
    # Text that was checked already counts as a "Value" here.
    return "entries" if facts.get("field_type") == "List" else "characters"
