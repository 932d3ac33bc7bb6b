"""What all wire models share: strict in what is sent, lenient in what is taken.

Unknown fields are ignored, unknown words are kept, an optional field of the wrong type counts as
missing, and a bad item leaves its list instead of breaking it (contracts/README.md).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import Annotated, Any, Protocol, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    FiniteFloat,
    StringConstraints,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from tui.domain.errors import Invalid, OutcomeUnknown, PlatformError, PlatformFault
from tui.domain.secrets import Secret
from tui.platforms.answers import plain

logger = logging.getLogger("copydesk.wire")


class Incoming(BaseModel):
    """A body that a platform sent."""

    model_config = ConfigDict(
        extra="ignore", frozen=True, populate_by_name=True, arbitrary_types_allowed=True
    )


class Whole(Incoming):
    """An item of a single read, which remembers all that was answered of it."""

    told: Any = None
    """The answer as it came, where `Reader.whole` read it."""


class Outgoing(BaseModel):
    """A body or query to send: what the contract does not know is refused here."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, populate_by_name=True, arbitrary_types_allowed=True
    )

    def as_json(self) -> dict[str, Any]:
        """What was set, by the platform's names; fields left alone stay out."""
        dumped = self.model_dump(mode="python", exclude_unset=True, by_alias=True)
        return {name: _jsonable(value) for name, value in dumped.items()}


def _jsonable(value: Any) -> Any:
    """Times as ISO 8601; a Secret stays one until the transport sends it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _jsonable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(one) for one in value]
    return value


def _texted(value: object) -> object:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def none_if_wrong(value: object, handler: ValidatorFunctionWrapHandler) -> Any:
    """For an optional field: what is of the wrong type counts as missing."""
    try:
        return handler(value)
    except ValidationError:
        return None


def _empty_if_wrong(value: object, handler: ValidatorFunctionWrapHandler) -> Any:
    try:
        return handler(value)
    except ValidationError:
        return ""


def _aware(value: datetime) -> datetime:
    if not MINYEAR < value.year < MAXYEAR:
        # No zone's clock can show it: "9999-12-31" is what some call never.
        raise ValueError("at the ends of time")
    # The contracts' times have an offset; one without would not compare with the others.
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


def _texts(value: object) -> object:
    if not isinstance(value, list | tuple):
        return ()
    return tuple(_texted(one) for one in value if isinstance(one, str | int | float))


def good_ones(model: type[BaseModel]) -> BeforeValidator:
    """For a list inside an item: those of its items that can be read."""

    def kept(value: object) -> tuple[BaseModel, ...]:
        found = []
        for one in value if isinstance(value, list | tuple) else ():
            with suppress(ValidationError):
                found.append(model.model_validate(one))
        return tuple(found)

    return BeforeValidator(kept)


def _secret(value: object) -> object:
    return Secret(value) if isinstance(value, str) else value


Id = Annotated[str, StringConstraints(min_length=1), BeforeValidator(_texted)]
"""An id; numbers become text."""
Word = Annotated[str, BeforeValidator(_texted), WrapValidator(_empty_if_wrong)]
"""A text that a platform always sends; empty where it does not."""
StateWord = Annotated[str, WrapValidator(_empty_if_wrong)]
"""A state's word; empty where it is not told. A number is none: it would pass for a state that is not known
yet, and decisions hang on it.
"""
MaybeText = Annotated[str | None, BeforeValidator(_texted), WrapValidator(none_if_wrong)]
MaybeInt = Annotated[int | None, WrapValidator(none_if_wrong)]
MaybeFloat = Annotated[FiniteFloat | None, WrapValidator(none_if_wrong)]
"""A number that one can reckon with: JSON as it is read knows infinite ones, and what is none."""
MaybeBool = Annotated[bool | None, WrapValidator(none_if_wrong)]
MaybeTime = Annotated[
    Annotated[datetime, AfterValidator(_aware)] | None,
    WrapValidator(none_if_wrong),
]
Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
SecretText = Annotated[Secret, BeforeValidator(_secret)]

Model = TypeVar("Model", bound=BaseModel)
WholeModel = TypeVar("WholeModel", bound=Whole)
Sent = TypeVar("Sent", bound=Outgoing)


class HasState(Protocol):
    """What is in a state."""

    @property
    def status(self) -> str:
        """The platform's word for it; empty where it does not tell."""


Stated = TypeVar("Stated", bound=HasState)


def stated(connection: str, one: Stated) -> Stated:
    """What tells its state. Raises PlatformFault where it does not: it must not pass for what is done."""
    if not one.status:
        raise PlatformFault(f"{connection} does not tell what state it is in")
    return one


class Reader:
    """Reads one connection's answers into wire models."""

    def __init__(self, connection: str) -> None:
        """Take the connection's name, for sentences."""
        self._connection = connection

    def one(self, model: type[Model], raw: object, *, wrote: bool = False) -> Model:
        """One item. Raises PlatformFault where it cannot be read; after a write (`wrote`)
        OutcomeUnknown, since that was most likely done.
        """
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            raise self._unreadable(_first(error), wrote) from None

    def whole(self, model: type[WholeModel], raw: object, *, wrote: bool = False) -> WholeModel:
        """As `one`; what was answered stays with it."""
        return self.one(model, raw, wrote=wrote).model_copy(update={"told": raw})

    def items(self, model: type[Model], raw: object) -> tuple[Model, ...]:
        """The items of a list; one that cannot be read is left out and logged. Raises PlatformFault
        where there is no list, and for a list of which nothing can be read: that is no empty one.
        """
        if not isinstance(raw, list):
            raise self._unreadable("a list is missing", False)
        good: list[Model] = []
        for item in raw:
            try:
                good.append(model.model_validate(item))
            except ValidationError as error:
                logger.warning(
                    "%s: an item of a list cannot be read and is left out (%s)",
                    self._connection,
                    _first(error),
                )
        if raw and not good:
            raise self._unreadable("nothing in a list", False)
        return tuple(good)

    def envelope(self, raw: object) -> dict[str, Any]:
        """An answer that must be a JSON object. Raises PlatformFault."""
        if not isinstance(raw, dict):
            raise self._unreadable("it is no object", False)
        return raw

    def _unreadable(self, why: str, wrote: bool) -> PlatformError:
        sentence = f"{self._connection} sent an answer that cannot be read ({plain(why)})"
        return OutcomeUnknown(sentence) if wrote else PlatformFault(sentence)


def written(model: type[Sent], connection: str, **fields: Any) -> Sent:
    """A body to send, made of what was given. Raises Invalid, with the fields, for what the contract
    does not allow: nothing is sent then.
    """
    try:
        return model(**fields)
    except ValidationError as error:
        said = {
            ".".join(map(str, fault["loc"])): fault["msg"]
            for fault in error.errors(include_input=False, include_url=False, include_context=False)
        }
        sentence = "; ".join(f"{name}: {text}" for name, text in said.items())
        raise Invalid(f"{connection} does not take this: {plain(sentence)}", fields=said) from None


def unwrapped(raw: object, *names: str) -> object:
    """The item inside `{"data": {...}}`, `{"post": {...}}` and the like, or the item itself: the
    contracts leave open which it is.
    """
    if isinstance(raw, dict) and "id" not in raw:
        for name in names:
            if name in raw:
                return raw[name]
    return raw


def _first(error: ValidationError) -> str:
    """Where and what the first fault is, without the value: that is someone's text."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else str(first["msg"])


def as_int(id: str, missing: Callable[[], PlatformError]) -> int:
    """An id of a platform whose ids are integers; raises `missing()` where it is none."""
    if not id.isascii() or not id.isdecimal() or len(id) > 18:
        raise missing()
    return int(id)
