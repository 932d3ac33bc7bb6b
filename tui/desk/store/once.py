"""Writing a row that may be there already: a step that runs again after a crash writes it once."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from tui.desk.store.tables import Table


def insert_once(session: Session, table: type[Table], **values: Any) -> bool:
    """Insert a row unless one with its primary key is there; whether it was inserted. Raises sqlalchemy's
    IntegrityError where another row has what must be unique besides that: nothing is left out in silence.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    columns = list(table.__table__.primary_key)
    key = [column.name for column in columns]
    inserting = dialect.insert(table).values(**values).on_conflict_do_nothing(index_elements=key)
    return session.execute(inserting.returning(*columns)).first() is not None
