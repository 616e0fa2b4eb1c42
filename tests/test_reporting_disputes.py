"""Disputed amounts: the source's and the desk's together (rule 14)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from saldo.reporting import Books
from saldo.reporting.accounts import summary
from saldo.reporting.balances import balance, open_items
from saldo.reporting.invoices import Document, disputes, invoice, invoices
from saldo.warehouse import Scope, Snapshot
from tests.marts import ACME, on, snapshot_of, texts, with_desk

DAY = on("2026-03-31")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """F1 is disputed on two lines in the source, F2 as a whole without an amount, F3 not at all."""
    return snapshot_of(
        tmp_path_factory.mktemp("disputes"),
        customers="""
            customer_no name
            C1 Acme
            C9 Other""",
        invoices="""
            invoice_no customer_no issue_date due_date currency amount
            F1 C1 2026-01-01 2026-01-31 SEK 1000
            F2 C1 2026-01-01 2026-01-31 SEK 400
            F3 C1 2026-01-01 2026-01-31 SEK 300""",
        disputes="""
            dispute_no invoice_no line_no amount opened_on closed_on
            D1 F1 1 200 2026-02-10 -
            D2 F1 2 100 2026-02-10 2026-03-20
            D3 F2 - - 2026-02-15 -""",
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C1 2026-03-01 SEK 350
            P2 C1 2026-03-25 SEK 850""",
        allocations="""
            allocation_no source_no target_no amount
            A1 P1 F2 350
            A2 P2 F1 850""",
    )


def raised(**given: Any) -> dict[str, Any]:
    line = {"company_no": "1", "class": "invoice", "line_no": None, "customer_no": "C1"}
    return line | {"opened_on": date(2026, 2, 1), "closed_on": None, "amount": None} | given


def disputed(snapshot: Snapshot, day: str, *desk: dict[str, Any]) -> list[str]:
    books = with_desk(snapshot, desk_disputes=list(desk))
    listed = invoices(books, ACME, on(day, status="disputed"))
    return sorted(texts(listed, "invoice_no", "disputed"))


def test_a_dispute_stands_from_its_first_day_until_the_day_it_is_closed(
    snapshot: Snapshot,
) -> None:
    assert disputed(snapshot, "2026-02-09") == []
    assert disputed(snapshot, "2026-02-10") == ["F1 300"]
    assert disputed(snapshot, "2026-03-19") == ["F1 300", "F2 50"]
    assert disputed(snapshot, "2026-03-20") == ["F1 200", "F2 50"]


def test_never_more_than_the_open_amount_is_disputed(snapshot: Snapshot) -> None:
    """Of F1 150 is open from 2026-03-25 on, of F2 50 from 2026-03-01 on."""
    assert disputed(snapshot, "2026-03-25") == ["F1 150", "F2 50"]


def test_no_amount_disputes_all_that_is_open(snapshot: Snapshot) -> None:
    assert disputed(snapshot, "2026-02-28") == ["F1 300", "F2 400"]


def test_the_same_line_counts_once_and_ours_wins(snapshot: Snapshot) -> None:
    ours = raised(invoice_no="F1", line_no="1", amount=50)

    assert disputed(snapshot, "2026-02-10", ours) == ["F1 150"]


def test_another_line_adds_and_the_whole_document_contains_its_lines(snapshot: Snapshot) -> None:
    line = raised(invoice_no="F1", line_no="3", amount=70)
    whole = raised(invoice_no="F1", amount=250)

    assert disputed(snapshot, "2026-02-10", line) == ["F1 370"]
    assert disputed(snapshot, "2026-02-10", whole) == ["F1 300"]


def test_what_is_raised_at_the_desk_shows_in_every_figure_at_once(snapshot: Snapshot) -> None:
    books = with_desk(snapshot, desk_disputes=[raised(invoice_no="F3", amount=120)])

    assert texts(balance(books, ACME, DAY), "disputed") == ["320"]
    assert texts(summary(books, ACME, DAY), "disputed", "disputed_invoices") == ["320 3"]
    flagged = open_items(books, ACME, on("2026-03-31", status="disputed"))
    assert texts(flagged, "document_no") == ["F1", "F2", "F3"]
    shown = invoice(books, ACME, DAY, Document("1", "invoice", "F3"))
    assert texts(shown, "disputed", "open_amount") == ["120 300"]


def test_what_was_raised_at_the_desk_stands_until_the_day_it_is_closed(
    snapshot: Snapshot,
) -> None:
    """Rule 14: closed by the day is closed on it."""
    closed = raised(invoice_no="F3", amount=120, closed_on=date(2026, 2, 8))

    assert disputed(snapshot, "2026-02-07", closed) == ["F3 120"]
    assert disputed(snapshot, "2026-02-08", closed) == []


def test_the_disputed_amount_stays_in_the_balance(snapshot: Snapshot) -> None:
    assert texts(balance(Books(snapshot), ACME, DAY), "balance") == ["500"]


def test_a_desk_dispute_of_another_customer_is_not_counted(snapshot: Snapshot) -> None:
    foreign = [raised(invoice_no="F3", customer_no="C9", amount=10)]
    both = Scope(customers=("C1", "C9"))

    listed = invoices(
        with_desk(snapshot, desk_disputes=foreign), both, on("2026-02-10", status="disputed")
    )

    assert texts(listed, "invoice_no", "disputed") == ["F1 300"]


def test_a_documents_disputes_are_listed_with_whether_they_stand(
    snapshot: Snapshot, tmp_path: Path
) -> None:
    listed = disputes(Books(snapshot), ACME, DAY, Document("1", "invoice", "F1"))

    assert texts(listed, "line_no", "amount", "currency", "stands", "raised_in") == [
        "1 200 SEK True source",
        "2 100 SEK False source",
    ]
