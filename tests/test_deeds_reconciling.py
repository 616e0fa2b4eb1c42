"""Saving what a match found: matched anew under one's own scope, and nobody else's to open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from saldo.access import Role, Viewer
from saldo.deeds import Actor, NotTheirs, Refused, reconciling
from saldo.deeds.reconciling import (
    delete_reconciliation,
    reconciliation_of,
    save_reconciliation,
)
from saldo.desk import Desk, open_desk, people, reconciliations
from saldo.i18n import language_of
from saldo.ledger.matching import Decisions, Theirs
from saldo.reporting import Books, Filters, desk_rows
from saldo.reporting.saved_matching import saved
from saldo.warehouse import Scope, Snapshot
from tests.marts import snapshot_of

NOW = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
DAY = date(2026, 3, 10)
ONE, BOTH, OTHER = (Scope(customers=who) for who in (("C1",), ("C1", "C2"), ("C2",)))
ROWS = (
    Theirs(2, "F1", date(2026, 1, 10), Decimal(1000), "SEK"),
    Theirs(3, "F9", date(2026, 1, 10), Decimal(500), "SEK"),
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot_of(
        tmp_path_factory.mktemp("reconciling"),
        customers="""
            customer_no name
            C1 Acme
            C2 Other""",
        invoices="""
            invoice_no customer_no issue_date due_date currency amount
            F1 C1 2026-01-10 2026-02-09 SEK 1000
            F9 C2 2026-01-10 2026-02-09 SEK 500""",
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(f"sqlite:///{tmp_path / 'desk.db'}")
    for email in ("ana@b.se", "bo@b.se"):
        people.add(opened, email=email, name=email[:2].title(), role="customer", at=NOW)
    yield opened
    opened.close()


def _actor(desk: Desk, snapshot: Snapshot, person: int = 1, scope: Scope = ONE) -> Actor:
    viewer = Viewer(person, "Ana", "ana@b.se", Role.customer, language_of("en"), scope, "session")
    books = Books(snapshot, lambda name: desk_rows.rows(desk, name))
    return Actor(desk, books, viewer, NOW, DAY)


def _save(by: Actor, **given: Any) -> int:
    details: dict[str, Any] = {
        "name": "March",
        "file_name": "ledger.csv",
        "filters": Filters(as_of=DAY),
        "theirs": ROWS,
        "all_entries": False,
        "decisions": Decisions(),
        "since": None,
    }
    return save_reconciliation(by, **details | given)


def test_what_is_saved_is_matched_under_ones_own_scope(desk: Desk, snapshot: Snapshot) -> None:
    """Rule 32: F9 is another account's; it is missing, whatever was uploaded."""
    ana = _actor(desk, snapshot)

    kept = reconciliation_of(ana, key=_save(ana))

    statuses = [each.status.value for each in kept.outcome.findings]
    assert statuses == ["matched", "missing_with_us"]
    assert kept.ledger["customer_no"].to_list() == ["C1"]


def test_who_sees_all_its_accounts_opens_it_and_nobody_else(desk: Desk, snapshot: Snapshot) -> None:
    of_both = _save(_actor(desk, snapshot, scope=BOTH))

    for scope in (ONE, OTHER, Scope()):
        stranger = _actor(desk, snapshot, 2, scope)
        assert saved(stranger.books, scope, Filters(as_of=DAY)).is_empty()
        with pytest.raises(NotTheirs):
            reconciliation_of(stranger, key=of_both)
    colleague = _actor(desk, snapshot, 2, BOTH)
    assert len(reconciliation_of(colleague, key=of_both).theirs) == 2


def test_only_who_saved_it_deletes_it(desk: Desk, snapshot: Snapshot) -> None:
    key = _save(_actor(desk, snapshot))

    with pytest.raises(NotTheirs):
        delete_reconciliation(_actor(desk, snapshot, 2), key=key)
    delete_reconciliation(_actor(desk, snapshot), key=key)

    assert reconciliations.frame(desk) == []
    assert reconciliations.contents(desk, key) is None


def test_an_account_of_somebody_else_cannot_be_saved_about(desk: Desk, snapshot: Snapshot) -> None:
    with pytest.raises(NotTheirs):
        _save(_actor(desk, snapshot), filters=Filters(as_of=DAY, customers=("C1", "C2")))
    with pytest.raises(NotTheirs):
        _save(_actor(desk, snapshot, scope=Scope()))


@pytest.mark.parametrize("name", ["", "  ", "x" * 81])
def test_a_name_is_needed(desk: Desk, snapshot: Snapshot, name: str) -> None:
    with pytest.raises(Refused) as refused:
        _save(_actor(desk, snapshot), name=name)

    assert refused.value.key == "match.refused.name"


def test_how_much_is_kept_has_an_end(
    desk: Desk, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "MOST_SAVED", 1)
    ana = _actor(desk, snapshot)
    _save(ana)
    with pytest.raises(Refused) as many:
        _save(ana)
    monkeypatch.setattr(reconciling, "MOST_PACKED", 10)
    with pytest.raises(Refused) as large:
        _save(_actor(desk, snapshot, 2))

    assert many.value.key == "match.refused.too_many"
    assert large.value.key == "match.refused.too_large"


def test_before_it_was_saved_it_was_not_there(desk: Desk, snapshot: Snapshot) -> None:
    """Rule 7: known at an earlier moment."""
    ana = _actor(desk, snapshot)
    _save(ana)
    early = Books(snapshot, lambda name: desk_rows.rows(desk, name, datetime(2026, 3, 1)))

    assert saved(early, ONE, Filters(as_of=DAY)).is_empty()
    assert replace(ana, as_of=DAY).ask("saved_reconciliations").height == 1
