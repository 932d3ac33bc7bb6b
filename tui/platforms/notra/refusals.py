"""What Notra says of a form that it refused, told at the form's fields: it has one sentence for all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from tui.domain.errors import Conflict, Invalid

PREFIX = "Invalid request body: "


@contextmanager
def told_at_fields(names: Mapping[str, str], taken: tuple[str, str] | None = None) -> Iterator[None]:
    """Give an Invalid that names no field those that its sentence names: `names` are the form's fields, by
    Notra's words for them. `taken`: the field that a 409 is about at this endpoint, and why
    (notra-openapi.json); it is Invalid then.
    """
    try:
        yield
    except Conflict as error:
        if taken is None:
            raise
        raise Invalid(error.happened, fields={taken[0]: taken[1]}, request_id=error.request_id) from None
    except Invalid as error:
        if not error.fields:
            said = error.happened.partition(": ")[2]
            # Words such as "name" stand in sentences of all kinds.
            named = [word for word in names if not word.islower() and re.search(rf"\b{word}\b", said)]
            error.fields = {names[word]: said.removeprefix(PREFIX) for word in named}
        else:
            error.fields = {names.get(word, word): said for word, said in error.fields.items()}
        raise
