"""Opening the desk: an engine for SQLite or PostgreSQL, and the tables brought up to date."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from saldo.desk.migrations import HEAD


class DeskError(Exception):
    """The desk cannot be used."""


class DeskUnreachable(DeskError):
    """The database does not answer, or is not a desk."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"the desk {url} cannot be opened: {reason}")


class DeskTooNew(DeskError):
    """A newer program has already changed the tables."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"the desk is at revision {found}, this program knows {HEAD}: use the newer program"
        )


def open_engine(url: str) -> Engine:
    """An engine whose tables are at `HEAD`. Raises `DeskUnreachable`, `DeskTooNew`."""
    engine = engine_of(url)
    try:
        _bring_up_to_date(engine)
    except SQLAlchemyError as error:
        engine.dispose()
        shown = engine.url.render_as_string(hide_password=True)
        raise DeskUnreachable(shown, str(error.__cause__ or error)) from error
    return engine


def engine_of(url: str) -> Engine:
    """An engine, tuned, its tables as they are. Raises `DeskUnreachable`."""
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        _make_private(parsed.database)
        engine = create_engine(parsed)
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(parsed, pool_pre_ping=True, connect_args={"connect_timeout": 10})


def _parsed(url: str) -> URL:
    """The address, for PostgreSQL with the driver that comes with us. Raises `DeskUnreachable`."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise DeskUnreachable("of SALDO_DESK_URL", "it is not an address") from None
    backend = parsed.drivername.partition("+")[0]
    if backend in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        return parsed
    shown = parsed.render_as_string(hide_password=True)
    raise DeskUnreachable(shown, f"{backend} is not known: it is one of sqlite or postgresql")


def _make_private(database: str | None) -> None:
    if not database or database == ":memory:":
        return
    path = Path(database)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Made before SQLite does, so that password hashes are never readable to others.
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _tune_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by us, see _begin_sqlite
    cursor = connection.cursor()
    cursor.execute("pragma busy_timeout = 5000")
    cursor.execute("pragma journal_mode = wal")
    cursor.execute("pragma foreign_keys = on")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later would fail when another wrote meanwhile.
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("begin immediate")


def _bring_up_to_date(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if _revision(connection) == HEAD:
            return
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(7463)"))
        found = _revision(connection)  # another process may have been faster
        if found != HEAD:
            _upgrade(connection, found)


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(
        text("select version_num from alembic_version")
    ).scalar_one_or_none()
    return found


def _upgrade(connection: Connection, found: str | None) -> None:
    if found is not None and found > HEAD:
        raise DeskTooNew(found)
    # Alembic costs 0.3 s to import and is needed only when tables change.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "saldo.desk:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
