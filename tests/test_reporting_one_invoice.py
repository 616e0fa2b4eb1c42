"""One document over time: what was open after each thing that happened, and where it came from."""

from __future__ import annotations

import pytest

from saldo.reporting import Books
from saldo.reporting.invoices import Document, lines
from saldo.reporting.one_invoice import history, vat_by_rate, versions
from saldo.warehouse import Scope
from tests.marts import ACME, books_of, on, texts

F1, K1 = Document("1", "invoice", "F1"), Document("1", "credit_note", "K1")
SHOWN = ("date", "event", "number", "amount", "open_amount")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return books_of(
        tmp_path_factory.mktemp("one"),
        invoices="""
            invoice_no class customer_no issue_date due_date currency amount _line
            F1 invoice C1 2026-01-10 2026-02-09 SEK 1000 7
            K1 credit_note C1 2026-02-01 - SEK -200 8""",
        invoice_lines="""
            invoice_no class line_no net_amount vat_rate vat_amount
            F1 invoice 1 400 25 100
            F1 invoice 2 200 25 50
            F1 invoice 3 200 6 12""",
        disputes="""
            dispute_no invoice_no amount opened_on closed_on
            D1 F1 50 2026-02-12 2026-02-20""",
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C1 2026-03-01 SEK 700""",
        allocations="""
            allocation_no source_class source_no target_no amount applied_on
            A1 credit_note K1 F1 200 2026-02-05
            A2 payment P1 F1 700 2026-03-01""",
    )


def test_the_open_amount_runs_from_issue_to_settlement(books: Books) -> None:
    """Rule 8."""
    assert texts(history(books, ACME, on("2026-03-31"), F1), *SHOWN) == [
        "2026-01-10 issued - 1000 1000",
        "2026-02-05 credit_note K1 -200 800",
        "2026-02-09 fell_due - - 800",
        "2026-02-12 dispute_opened - - 800",
        "2026-02-20 dispute_closed - - 800",
        "2026-03-01 payment P1 -700 100",
    ]


def test_what_came_later_is_not_known_on_a_day(books: Books) -> None:
    earlier = history(books, ACME, on("2026-02-15"), F1)

    assert texts(earlier, "event")[-1] == "dispute_opened"
    assert texts(earlier, "open_amount")[-1] == "800"
    assert history(books, ACME, on("2026-01-09"), F1).is_empty()


def test_a_credit_note_runs_from_below_nought(books: Books) -> None:
    assert texts(history(books, ACME, on("2026-03-31"), K1), *SHOWN) == [
        "2026-02-01 issued - -200 -200",
        "2026-02-05 invoice F1 200 0",
    ]


def test_vat_is_summed_by_rate(books: Books) -> None:
    found = vat_by_rate(lines(books, ACME, on("2026-03-31"), F1))

    assert texts(found, "vat_rate", "net_amount", "vat_amount") == ["25 600 150", "6 200 12"]


def test_a_version_says_its_file_line_and_load(books: Books) -> None:
    found = versions(books, ACME, on("2026-03-31"), F1)

    assert texts(found, "file_name", "line", "load_id", "amount") == ["b.csv 7 first 1000"]


def test_another_account_gets_nothing_of_it(books: Books) -> None:
    """Rule 32."""
    for ask in (history, versions):
        assert ask(books, Scope(customers=("C2",)), on("2026-03-31"), F1).is_empty()
