"""The list of documents, and one of them (rules 4, 6, 8, 11)."""

from __future__ import annotations

from datetime import date

import pytest

from saldo.reporting import Books
from saldo.reporting.invoices import (
    Document,
    invoice,
    invoice_counts,
    invoice_lines,
    invoices,
    lines,
    settled,
)
from saldo.reporting.payments import payment_allocations, payments
from saldo.warehouse import Scope
from tests.marts import ACME, books_of, on, texts

DAY = on("2026-03-31")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """C1's documents: one paid, one overdue, one to come, one cancelled, one credit note."""
    return books_of(
        tmp_path_factory.mktemp("invoices"),
        companies="""
            company_no name bankgiro
            1 Vendor 123-4567""",
        invoices="""
            invoice_no class customer_no issue_date due_date currency amount purchase_order
            INV-0041 invoice C1 2026-01-10 2026-02-09 SEK 1000 PO-7
            INV-0042 invoice C1 2026-02-15 2026-03-17 SEK 500 -
            INV-0043 invoice C1 2026-03-20 2026-04-19 SEK 250 -
            INV-0044 invoice C1 2026-03-21 2026-04-20 SEK 0 -
            KR-0001 credit_note C1 2026-03-01 - SEK -200 -
            INV-0042 interest_invoice C1 2026-03-25 2026-04-24 SEK 10 -
            INV-0099 invoice C2 2026-03-01 2026-03-31 SEK 1 PO-7""",
        invoice_lines="""
            invoice_no class line_no net_amount vat_rate serial_no description
            INV-0041 invoice 10 300 25 - Ink
            INV-0041 invoice 2 500 25 SN-77 Printer
            KR-0001 credit_note 1 -160 25 - Returned""",
        payments="""
            payment_no kind customer_no payment_date currency amount reference
            P1 payment C1 2026-02-20 SEK 1100 OCR1
            P2 refund C1 2026-03-15 SEK 30 -""",
        allocations="""
            allocation_no source_class source_no target_no amount applied_on
            A1 payment P1 INV-0041 900 2026-02-20
            A2 credit_note KR-0001 INV-0041 100 2026-03-05
            A3 payment P1 INV-0042 150 2026-03-18""",
    )


def numbers(books: Books, **chosen: object) -> list[str]:
    return texts(invoices(books, ACME, on("2026-03-31", **chosen)), "invoice_no", "status")


def test_a_document_is_paid_open_overdue_or_cancelled_on_the_day(books: Books) -> None:
    answer = invoices(books, ACME, DAY)

    assert texts(answer, "invoice_no", "class", "status", "open_amount", "days_overdue") == [
        "INV-0042 interest_invoice open 10 0",
        "INV-0044 invoice cancelled 0 0",
        "INV-0043 invoice open 250 0",
        "KR-0001 credit_note open -100 0",
        "INV-0042 invoice overdue 350 14",
        "INV-0041 invoice paid 0 0",
    ]


def test_the_status_is_that_of_the_day_asked_for(books: Books) -> None:
    answer = invoices(books, ACME, on("2026-03-04"))

    assert texts(answer, "invoice_no", "status", "open_amount") == [
        "KR-0001 open -200",
        "INV-0042 open 500",
        "INV-0041 overdue 100",
    ]


def test_tabs_list_and_count_the_same_documents(books: Books) -> None:
    counts = invoice_counts(books, ACME, DAY)

    assert counts == {"open": 4, "overdue": 1, "paid": 1, "disputed": 0, "all": 6}
    for status in ("open", "overdue", "paid", "disputed", "all"):
        assert len(numbers(books, status=status)) == counts[status]
    assert numbers(books, status="unapplied") == ["KR-0001 open"]
    assert numbers(books, status="cancelled") == ["INV-0044 cancelled"]
    assert numbers(books, status="due_soon") == [
        "INV-0042 open",
        "INV-0043 open",
    ]
    assert numbers(books, bucket="1-30") == ["INV-0042 overdue"]


@pytest.mark.parametrize("typed", ["0041", "inv-0041", "PO-7", "sn-77"])
def test_a_part_of_a_number_finds_the_document(books: Books, typed: str) -> None:
    assert numbers(books, search=typed) == ["INV-0041 paid"]


@pytest.mark.parametrize("typed", ["printer", "1 000,00", "1000.00", "300", "500"])
def test_a_lines_text_and_every_amount_find_the_document(books: Books, typed: str) -> None:
    """With VAT or without, the document's or a line's, in either notation."""
    assert "INV-0041 paid" in numbers(books, search=typed)


def test_an_amount_is_found_whole_and_not_by_its_first_digits(books: Books) -> None:
    assert numbers(books, search="1000,5") == []
    assert numbers(books, search="200") == ["KR-0001 open"]
    assert invoice_counts(books, ACME, on("2026-03-31", search="printer"))["all"] == 1


def test_a_period_is_of_invoice_dates(books: Books) -> None:
    february = {"start": date(2026, 2, 1), "end": date(2026, 2, 28)}

    assert numbers(books, **february) == ["INV-0042 overdue"]


def test_one_document_shows_whom_to_pay_and_what_is_open(books: Books) -> None:
    shown = invoice(books, ACME, DAY, Document("1", "invoice", "INV-0042"))

    assert texts(shown, "amount", "open_amount", "status", "days_overdue", "payee_account") == [
        "500 350 overdue 14 123-4567"
    ]


def test_a_document_of_another_account_answers_as_if_it_did_not_exist(books: Books) -> None:
    foreign = Document("1", "invoice", "INV-0099")

    for ask in (invoice, lines, settled):
        assert ask(books, ACME, DAY, foreign).is_empty()
        assert ask(books, Scope(), DAY, foreign).is_empty()


def test_a_documents_lines_stand_in_the_order_of_their_numbers(books: Books) -> None:
    shown = lines(books, ACME, DAY, Document("1", "invoice", "INV-0041"))

    assert texts(shown, "line_no", "net_amount", "serial_no") == ["2 500 SN-77", "10 300 -"]


def test_what_settled_a_document_and_what_a_credit_note_settled(books: Books) -> None:
    by = settled(books, ACME, DAY, Document("1", "invoice", "INV-0041"))
    of = settled(books, ACME, DAY, Document("1", "credit_note", "KR-0001"))
    before = settled(books, ACME, on("2026-03-04"), Document("1", "invoice", "INV-0041"))

    assert texts(by, "effective_on", "other_class", "other_no", "amount") == [
        "2026-02-20 payment P1 900",
        "2026-03-05 credit_note KR-0001 100",
    ]
    assert texts(of, "effective_on", "other_no", "amount") == ["2026-03-05 INV-0041 -100"]
    assert texts(before, "other_no") == ["P1"]


def test_lines_of_all_documents_name_customer_and_currency(books: Books) -> None:
    answer = invoice_lines(books, ACME, DAY)

    assert texts(answer, "customer_no", "currency", "invoice_no", "line_no", "net_amount") == [
        "C1 SEK INV-0041 2 500",
        "C1 SEK INV-0041 10 300",
        "C1 SEK KR-0001 1 -160",
    ]


def test_a_payment_says_what_it_settled_and_what_is_left(books: Books) -> None:
    """Rules 8 and 9; money given back stands below zero."""
    later = payments(books, ACME, DAY)
    earlier = payments(books, ACME, on("2026-03-01"))

    shown = ("payment_no", "kind", "amount", "applied", "unapplied", "settled")
    assert texts(later, *shown) == [
        "P2 refund -30 0 -30 -",
        "P1 payment 1100 1050 50 INV-0041, INV-0042",
    ]
    assert texts(earlier, *shown) == ["P1 payment 1100 900 200 INV-0041"]
    assert texts(payments(books, ACME, on("2026-03-31", search="ocr1")), "payment_no") == ["P1"]
    assert payments(books, ACME, on("2026-03-31", status="unapplied")).height == 2


def test_one_payments_parts(books: Books) -> None:
    parts = payment_allocations(books, ACME, DAY, company_no="1", payment_no="P1")

    assert texts(parts, "effective_on", "document_no", "amount") == [
        "2026-02-20 INV-0041 900",
        "2026-03-18 INV-0042 150",
    ]
