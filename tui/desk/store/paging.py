"""A page of a long table, at the price of a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tui.desk.store.tables import Table

Row = TypeVar("Row", bound=Table)


def counted(session: Session, wanted: Select[Any]) -> int:
    """How many rows a query without an order finds."""
    return session.scalar(wanted.with_only_columns(func.count(), maintain_column_froms=True)) or 0


def page_of(
    session: Session,
    table: type[Row],
    wanted: Select[Row],
    key: InstrumentedAttribute[Any],
    order: Sequence[ColumnElement[Any]],
    *,
    offset: int,
    limit: int,
) -> list[Row]:
    """Some rows that a query finds, in an order; `key`: the table's primary key.

    What stands before them is passed in an index alone, where there is one of all that the query looks at:
    the rows themselves, with their long texts, are read for this page only.
    """
    keys = session.scalars(wanted.with_only_columns(key).order_by(*order).offset(offset).limit(limit)).all()
    found = {getattr(row, key.key): row for row in session.scalars(select(table).where(key.in_(keys)))}
    return [found[each] for each in keys if each in found]
