"""The desk's store: its tables, its transactions, what it keeps exactly."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from saldo.desk import (
    Desk,
    DeskTooNew,
    DeskUnreachable,
    disputes,
    open_desk,
    people,
    sessions,
)
from saldo.desk.migrations import HEAD
from saldo.desk.opening import engine_of
from saldo.desk.tables import metadata

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'desk.db'}"


def test_the_migrations_make_exactly_the_tables_the_code_asks(desk_url: str) -> None:
    open_desk(desk_url).close()

    with engine_of(desk_url).connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert differences == []


def test_head_is_the_newest_migration() -> None:
    scripts = ScriptDirectory("saldo/desk/migrations")

    assert scripts.get_heads() == [HEAD]


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_can_be_made_on_postgresql(table) -> None:
    assert str(CreateTable(table).compile(dialect=postgresql.dialect()))


def test_a_desk_opened_by_several_at_once_is_made_once(desk_url: str) -> None:
    failures = []

    def opened() -> None:
        try:
            open_desk(desk_url).close()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=opened) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []


def test_a_newer_programs_desk_is_refused(tmp_path: Path) -> None:
    open_desk(_url(tmp_path)).close()
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        connection.execute("update alembic_version set version_num = '9999'")

    with pytest.raises(DeskTooNew, match="9999"):
        open_desk(_url(tmp_path))


def test_a_file_that_is_no_desk_is_refused_without_its_password(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_bytes(b"not a database" * 100)

    with pytest.raises(DeskUnreachable, match="not a database"):
        open_desk(_url(tmp_path))


def test_the_desks_file_is_nobody_elses(tmp_path: Path) -> None:
    open_desk(_url(tmp_path)).close()

    assert (tmp_path / "desk.db").stat().st_mode & 0o077 == 0


def test_a_failed_write_leaves_nothing_behind(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError), desk.writing(changes_answers=True):
        raise ZeroDivisionError

    assert desk.revision() == 0


def test_a_moment_without_a_time_zone_is_refused(desk: Desk) -> None:
    with pytest.raises(Exception, match="no time zone"):
        people.add(desk, email="a@b.se", name="A", role="rep", at=datetime(2026, 1, 1))


def test_a_dispute_keeps_its_amount_exactly_and_changes_answers(desk: Desk) -> None:
    """Rules 1 and 14: a float would read 0.1 + 0.2 back as something else."""
    person = people.add(desk, email="a@b.se", name="A", role="customer", at=NOW)

    key = disputes.open_one(
        desk,
        company_no="1",
        document_class="invoice",
        invoice_no="000123",
        line_no=None,
        customer_no="1001",
        amount=Decimal("12345678901234.5670"),
        currency="SEK",
        opened_on=date(2026, 11, 20),
        reason="Two machines were handed back",
        wanted="Credit",
        raised_by=person.id,
        raised_at=NOW,
    )
    disputes.close(desk, key, closed_on=date(2026, 11, 22), by=person.id, at=NOW)

    (row,) = disputes.frame(desk)
    assert row["amount"] == Decimal("12345678901234.5670")
    assert (row["class"], row["invoice_no"], row["line_no"]) == ("invoice", "000123", None)
    assert row["closed_on"] == date(2026, 11, 22)
    assert row["raised_at"] == NOW
    assert desk.revision() == 2


def test_signing_in_changes_no_answers(desk: Desk) -> None:
    person = people.add(desk, email="a@b.se", name="A", role="customer", at=NOW)

    sessions.start(desk, person.id, way="password", at=NOW)

    assert desk.revision() == 0


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("desk.db", "is not an address"),
        ("nonesuch://host/desk", "cannot be opened"),
        ("mysql://u:secret@host/desk", "sqlite or postgresql"),
        ("postgresql://u:secret@127.0.0.1:1/desk", "refused"),
    ],
)
def test_an_address_that_leads_nowhere_is_refused_without_its_password(url: str, says: str) -> None:
    with pytest.raises(DeskUnreachable, match=says) as raised:
        open_desk(url)

    assert "secret" not in str(raised.value)
