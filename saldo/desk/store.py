"""The desk: the store of what people write, and its transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, select, update

from saldo.desk import tables
from saldo.desk.opening import open_engine


class Desk:
    """One open desk. Safe for any number of threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for questions; each statement sees what is committed."""
        with self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, changes_answers: bool = False) -> Iterator[Connection]:
        """One transaction: all of it or nothing.

        `changes_answers` lets the revision grow, so that cached figures are asked again.
        """
        with self._engine.begin() as connection:
            yield connection
            if changes_answers:
                number = tables.revision.c.number
                connection.execute(update(tables.revision).values(number=number + 1))

    def revision(self) -> int:
        """How many writes have changed answers. Part of every cache key."""
        with self.reading() as connection:
            return int(connection.execute(select(tables.revision.c.number)).scalar_one())

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def open_desk(url: str) -> Desk:
    """The desk at a SQLAlchemy URL, its tables up to date. Raises `DeskError`."""
    return Desk(open_engine(url))
