"""The reconciliation as a workbook and a letter: the same figures, live sums, both languages."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import openpyxl
import polars as pl
import pytest
from pypdf import PdfReader

from saldo.documents import About
from saldo.documents.reconciliation import (
    reconciliation_book,
    reconciliation_letter,
    tie_lines,
)
from saldo.documents.sample_ledger import SAMPLE_NAME, sample_ledger
from saldo.i18n import reader_for
from saldo.intake.payables import WANTED, recognised
from saldo.intake.sheet import read_table
from saldo.intake.supplier_rows import Holds, meaning, supplier_rows
from saldo.ledger.matching import Decisions, Status, Theirs
from saldo.reporting.matching import Matched, numbers_of
from saldo.reporting.saved_matching import packed, unpacked
from tests.recalculated import needs_libreoffice, recalculated

DAY = date(2026, 3, 31)


def _ledger(*rows: tuple[str, str, str, int, int]) -> pl.DataFrame:
    records = [
        {
            "customer_no": "C1",
            "company_no": "1",
            "class": kind,
            "document_no": number,
            "kind": kind,
            "currency": currency,
            "issue_date": date(2026, 3, at),
            "due_date": date(2026, 4, at),
            "amount": Decimal(amount),
            "open_amount": Decimal(left),
            "reference": None,
            "order_no": None,
            "bank_reference": None,
        }
        for at, (kind, number, currency, amount, left) in enumerate(rows, start=1)
    ]
    money = {"amount": pl.Decimal(18, 4), "open_amount": pl.Decimal(18, 4)}
    texts = {"reference": pl.String, "bank_reference": pl.String}
    return pl.DataFrame(records, schema_overrides=money | texts)


def _theirs(line: int, number: str, amount: str, currency: str = "SEK") -> Theirs:
    return Theirs(line, number, date(2026, 3, 1), Decimal(amount), currency)


@cache
def _matched() -> Matched:
    ledger = _ledger(
        ("invoice", "F1001", "SEK", 1000, 900),
        ("invoice", "F1002", "SEK", 250, 250),
        ("invoice", "F1003", "SEK", 75, 75),
        ("credit_note", "K1001", "SEK", -40, -40),
        ("invoice", "E1001", "EUR", 7, 7),
    )
    theirs = (
        _theirs(2, "F1001", "1000"),
        _theirs(3, "=F1002", "250"),
        _theirs(4, "F7777", "12.34"),
        _theirs(5, "E1001", "7", "EUR"),
    )
    return Matched(DAY, theirs, ledger, False, Decisions(), None)


def _about(language: str = "sv") -> About:
    reader = reader_for(language)
    return About(
        report="reconciliation",
        title="x",
        as_of=DAY,
        snapshot="b1",
        loaded_at=datetime(2026, 4, 1, 8),
        reader=reader,
    )


def test_the_lines_lead_from_their_balance_to_ours() -> None:
    sek = next(tie for tie in _matched().ties if tie.currency == "SEK")

    assert [amount for _, amount in tie_lines(sek, reader_for("en"))] == [
        Decimal("1262.34"),
        Decimal(-100),
        Decimal("-12.34"),
        Decimal(75),
        Decimal(-40),
        Decimal(1185),
    ]
    assert sek.explained == sek.ours


def test_the_workbook_holds_the_tie_and_a_sheet_for_each_class() -> None:
    book = openpyxl.load_workbook(io.BytesIO(reconciliation_book(_matched(), _about())))

    assert book.sheetnames[1:] == [
        "Avstämning",
        "Stämmer",
        "Beloppet skiljer",
        "Saknas hos oss",
        "Saknas hos er",
        "Ej bokförda krediter",
    ]
    numbers = [row[2].value for row in book["Stämmer"].iter_rows(min_row=2, max_row=3)]
    assert [cell and cell.lstrip("'") for cell in numbers] == ["=F1002", "E1001"]
    assert book["Stämmer"]["C2"].data_type == "s"


@needs_libreoffice
def test_another_program_reckons_the_same_balance() -> None:
    tie = recalculated(reconciliation_book(_matched(), _about()))["Avstämning"]

    rows = {(row[0].value, row[2].value): row[1].value for row in tie.iter_rows(min_row=2)}
    assert rows["Vårt saldo", "SEK"] == pytest.approx(1185)
    assert rows["Vårt saldo", "EUR"] == pytest.approx(7)
    assert rows["Annat belopp hos oss (1)", "SEK"] == pytest.approx(-100)


@pytest.mark.parametrize(
    ("language", "words"),
    [("sv", ["Avstämning", "Vårt saldo", "1 185,00"]), ("en", ["Our balance", "1,185.00"])],
)
def test_the_letter_says_the_same(language: str, words: list[str]) -> None:
    content = reconciliation_letter(_matched(), _about(language), {"C1": "Ett AB"})

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    text = text.replace("\u00a0", " ")
    assert all(word in text for word in [*words, "Ett AB", "F7777", "F1003"])


def test_what_was_saved_is_what_was_found() -> None:
    kept = unpacked(packed(_matched()))

    assert kept.ties == _matched().ties
    assert kept.rows.equals(_matched().rows)
    assert kept.theirs == _matched().theirs


def _found_in_sample() -> Matched:
    bills = [("invoice", f"3{at:05d}", "SEK", 1000 + 7 * at, 1000 + 7 * at) for at in range(1, 25)]
    ledger = _ledger(*bills, ("credit_note", "900001", "SEK", -120, -120))
    uploaded = read_table(SAMPLE_NAME, sample_ledger(ledger, DAY), wanted=WANTED)
    columns = recognised(uploaded, numbers_of(ledger))
    meant = meaning(uploaded, columns)
    read = supplier_rows(uploaded, columns, meant, "SEK")
    return Matched(DAY, read.rows, ledger, meant.holds is Holds.all, Decisions(), read.since)


def test_the_sample_shows_every_kind_of_difference() -> None:
    found: Any = _found_in_sample()

    assert set(found.counts) >= {
        Status.matched,
        Status.amount_differs,
        Status.duplicate,
        Status.missing_with_us,
        Status.in_transit,
        Status.missing_with_them,
        Status.unposted_credit,
    }
    reasons = set(found.rows["reason"].drop_nulls())
    assert {"exact_number", "normal_number", "amount_and_day", "parts"} <= reasons
    assert all(tie.explained == tie.ours for tie in found.ties)
