"""The statement of account as a letter: read back, it says what the report says (rule 16)."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from saldo.documents import About
from saldo.documents import letter as letters
from saldo.documents.letter import TooLong
from saldo.documents.statement import statement_pdf
from saldo.i18n import reader_for
from saldo.reporting import Books
from saldo.reporting.balances import statement as report
from saldo.reporting.statements import Statement, statement_of
from saldo.warehouse import Scope
from tests.marts import books_of, on

ODD = '#panic("x") $x$ *a* _b_ @c \\d [e] <f> = `g` // h'
LONG = "Bolag" * 36
EVERYBODY = Scope(customers=("C1", "C2", "C3", "C4"))
MARCH = {"start": date(2026, 3, 1), "end": date(2026, 3, 31)}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """C1 buys in three currencies, C2 has an odd name, C3 never bought, C4's name never ends."""
    return books_of(
        tmp_path_factory.mktemp("letters"),
        companies=[
            {
                "company_no": "1",
                "name": "Säljaren AB",
                "organisation_no": "556000-0001",
                "street": "Storgatan 1",
                "postal_code": "111 22",
                "city": "Örebro",
                "country": "SE",
                "bankgiro": "999-0011",
                "iban": "SE9399900000000000000001",
            }
        ],
        customers=[
            {"customer_no": "C1", "name": "Acme", "street": "Vägen 2", "city": "Åmål"},
            {"customer_no": "C2", "name": ODD, "city": ODD, "country": "DK"},
            {"customer_no": "C3", "name": "Quiet"},
            {"customer_no": "C4", "name": LONG},
        ],
        invoices="""
            invoice_no class customer_no issue_date due_date currency amount
            F1 invoice C1 2026-01-10 2026-02-09 SEK 1000
            F2 invoice C1 2026-03-15 2026-04-14 SEK 500.50
            K1 credit_note C1 2026-03-01 - SEK -200
            J1 invoice C1 2026-03-05 2026-04-04 JPY 12000
            W1 invoice C1 2026-02-06 2026-03-05 KWD 10.125
            #D_*1* invoice C2 2026-03-10 2026-04-09 SEK 77
            L1 invoice C4 2026-03-10 2026-04-09 SEK 1234567.89""",
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C1 2026-03-20 SEK 600""",
        allocations="""
            allocation_no source_class source_no target_no amount applied_on
            A1 payment P1 F1 600 2026-03-20""",
        disputes="""
            dispute_no invoice_no amount opened_on
            D1 F1 50 2026-03-02""",
    )


def _asked(books: Books, *customers: str, **filters) -> Statement:
    return statement_of(books, Scope(customers=customers), on("2026-06-30", **(MARCH | filters)))


def _pdf(statement: Statement, language: str = "en") -> PdfReader:
    loaded = datetime(2026, 6, 30, 6)
    about = About("statement", "x", statement.end, "b7", loaded, reader_for(language))
    return PdfReader(io.BytesIO(statement_pdf(statement, about)))


def _text(pdf: PdfReader) -> str:
    """All words, no-break spaces as spaces, breaks inside long words taken out."""
    whole = "\n".join(page.extract_text() for page in pdf.pages)
    return whole.replace("\u00a0", " ").replace("\u200b", "")


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("language", ["en", "sv", "en_SE"])
@pytest.mark.parametrize("customer", ["C1", "C2", "C4"])
def test_read_back_it_says_every_amount_of_the_report_in_order(
    books: Books, customer: str, language: str
) -> None:
    """Rule 16: opening, each movement with the balance after it, closing."""
    scope = Scope(customers=(customer,))
    rows = report(books, scope, on("2026-03-31", **MARCH)).to_dicts()
    text, f = _text(_pdf(_asked(books, customer), language)), reader_for(language).f

    place = 0
    for row in rows:
        amounts = [row["balance"]]
        if row["line_kind"] == "movement":
            amounts = [row["amount"], row["balance"]]
        if row["line_kind"] == "opening":
            place = text.index(row["currency"], place)
        said = " ".join(f.amount(amount, row["currency"]) for amount in amounts)
        place = text.index(said.replace("\u00a0", " "), place)

    assert len(rows) > 2


def test_each_currency_and_each_account_has_pages_of_its_own(books: Books) -> None:
    """Rule 2: never added."""
    asked = _asked(books, "C1", "C2", "C3")
    pages = [page.extract_text() for page in _pdf(asked).pages]

    sections = [(each.customer["customer_no"], each.currency) for each in asked.sections]

    assert sorted(sections) == [("C1", "JPY"), ("C1", "KWD"), ("C1", "SEK"), ("C2", "SEK")]
    assert [f"{at} (4)" in page for at, page in enumerate(pages, 1)] == [True] * 4
    assert all(currency in page for (_, currency), page in zip(sections, pages, strict=True))


def test_behind_the_closing_balance_stand_the_open_items_of_that_day(books: Books) -> None:
    """Rules 8 and 11: of F1 400 is left and 50 days overdue; what is open later does not count."""
    (sek,) = (each for each in _asked(books, "C1").sections if each.currency == "SEK")

    rows = sek.items.select("document_no", "open_amount", "days_overdue").rows()

    assert sorted(row[:2] for row in rows) == [
        ("F1", Decimal(400)),
        ("F2", Decimal("500.5")),
        ("K1", Decimal(-200)),
    ]
    assert sek.open_total == sek.closing == Decimal("700.5")
    assert dict(sek.ageing)["31-60"] == 400
    text = _text(_pdf(_asked(books, "C1", currency="SEK")))
    assert "F1 Invoice, disputed 10 Jan 2026 9 Feb 2026 50 400.00" in text
    assert _flat("open items and ageing come to the same") in _flat(text)


def test_who_sends_it_to_whom_and_where_to_pay(books: Books) -> None:
    text = _text(_pdf(_asked(books, "C1", currency="SEK"), "sv"))

    for said in (
        "Säljaren AB",
        "Storgatan 1",
        "111 22 Örebro",
        "Org.nr 556000-0001",
        "Acme",
        "Kundnummer C1",
        "Bankgiro 999-0011",
        "IBAN SE9399900000000000000001",
        "2026-03-01 – 2026-03-31, SEK, inkl. moms",
        "per 2026-03-31 · Utskrivet ur Saldo, version b7",
    ):
        assert said in text


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_text_of_the_data_is_never_markup(books: Books, language: str) -> None:
    text = _flat(_text(_pdf(_asked(books, "C2"), language)))

    assert text.count(_flat(ODD)) >= 2
    assert "#D_*1*" in text


def test_a_name_without_end_is_broken_and_stays_whole(books: Books) -> None:
    text = _flat(_text(_pdf(_asked(books, "C4"))))

    assert LONG in text
    assert "1,234,567.89" in text


def test_a_period_without_movement_keeps_its_balance(books: Books) -> None:
    may = {"start": date(2026, 5, 1), "end": date(2026, 5, 31), "currency": "KWD"}

    text = _text(_pdf(_asked(books, "C1", **may)))

    assert "No movements in the period." in text
    assert text.count("KWD 10.125") >= 3


@pytest.mark.parametrize("language", ["en", "sv"])
def test_an_account_without_any_entry_gets_a_page_that_says_so(books: Books, language: str) -> None:
    pdf = _pdf(_asked(books, "C3"), language)

    assert len(pdf.pages) == 1
    said = reader_for(language).t(
        "statement.nothing", day=reader_for(language).f.date(MARCH["end"])
    )
    assert said.replace("\u00a0", " ") in _text(pdf)
    assert "Quiet" in _text(pdf)


def test_a_balance_that_is_used_up_says_that_nothing_is_open(books: Books) -> None:
    (section, *_) = _asked(books, "C4").sections
    settled = replace(section, items=section.items.clear())

    text = _text(_pdf(replace(_asked(books, "C4"), sections=(settled,))))

    assert "Nothing is open." in text


def test_a_currency_of_old_is_left_out_where_there_is_another(books: Books) -> None:
    february = {"start": date(2026, 2, 1), "end": date(2026, 2, 28)}
    (section, *_) = _asked(books, "C4").sections
    old = replace(section, opening=Decimal(0), movements=section.movements.clear())

    assert replace(old, items=section.items.clear()).is_empty
    assert not old.is_empty
    assert [each.currency for each in _asked(books, "C1", **february).sections] == ["KWD", "SEK"]


def test_it_says_so_when_it_does_not_tie(books: Books) -> None:
    """Rule 10."""
    (section,) = _asked(books, "C2").sections
    wrong = replace(section, closing=Decimal("77.01"))

    text = _text(_pdf(replace(_asked(books, "C2"), sections=(wrong,))))

    assert "differ by SEK 0.01" in text


def test_a_search_or_a_status_leaves_a_statement_whole(books: Books) -> None:
    narrowed = _asked(books, "C1", search="F1", status="overdue", bucket="31-60")

    assert [each.difference for each in narrowed.sections] == [0, 0, 0]
    assert narrowed.lines == _asked(books, "C1").lines


def test_it_is_archivable_tagged_and_the_same_each_time(books: Books) -> None:
    pdf = _pdf(_asked(books, "C1"), "sv")
    root = pdf.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "sv"
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert {font for page in pdf.pages for font in _fonts(page)} <= {"Inter", "Libertinus"}
    again = _pdf(_asked(books, "C1"), "sv")
    assert pdf.stream.getvalue() == again.stream.getvalue()


def _fonts(page) -> set[str]:
    fonts = page["/Resources"]["/Font"].values()
    return {re.split(r"[+-]", font.get_object()["/BaseFont"])[1] for font in fonts}


def test_too_long_a_statement_is_refused_before_it_is_set(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letters, "MOST_LINES", 3)

    with pytest.raises(TooLong) as refused:
        _pdf(_asked(books, "C1"))

    assert refused.value.lines > _asked(books, "C1").lines


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 150), st.integers(0, 120))
def test_opening_and_movements_make_the_closing_on_any_days(
    books: Books, first: int, length: int
) -> None:
    """Rules 10 and 16; and a closing is the next day's opening."""
    start = date(2026, 1, 1) + timedelta(first)
    end = start + timedelta(length)
    asked = statement_of(books, EVERYBODY, on("2026-06-30", start=start, end=end))
    after = statement_of(
        books, EVERYBODY, on("2026-06-30", start=end + timedelta(1), end=end + timedelta(1))
    )

    assert all(each.difference == 0 for each in asked.sections)
    openings = {
        (each.customer["customer_no"], each.currency): each.opening for each in after.sections
    }
    for each in asked.sections:
        assert openings[each.customer["customer_no"], each.currency] == each.closing
