"""The request for credit as files: PDF and Excel, in both languages, with the frozen sentences."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from saldo.deeds.claiming import claim
from saldo.documents import About
from saldo.documents.claim import claim_book, claim_pdf
from saldo.i18n import Language, reader_for
from saldo.reporting.claims import Claim, claim_of
from saldo.reporting.filters import Filters
from tests.claim_books import ACME, F1, F2, Desked, desked, snapshot

DAY = Filters(as_of=date(2026, 7, 10))
CREDITED = (
    "\ncredit_note G1 C1 2026-07-01 SEK -269.06 F1 -",
    "\ncredit_note G1 1 S1 K1 2026-05-01 2026-05-31 -215.25 25",
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desked]:
    folder = tmp_path_factory.mktemp("claim")
    with desked(folder, snapshot(folder)) as place:
        claim(place.actor(), findings=[F1, F2], note="Ring gärna Ana.")
        yield place


@pytest.fixture
def sent(place: Desked) -> Claim:
    found = claim_of(place.books, ACME, DAY, "K-2026-0001")
    assert found
    return found


@pytest.fixture
def answered(place: Desked, tmp_path: Path) -> Claim:
    found = claim_of(place.over(snapshot(tmp_path, *CREDITED)).books, ACME, DAY, "K-2026-0001")
    assert found
    return found


def about(language: Language) -> About:
    moment = datetime(2026, 7, 10, 6)
    return About("claim", "Claim", DAY.as_of, "b1", moment, reader_for(language))


def words(claim: Claim, language: Language) -> str:
    pages = PdfReader(io.BytesIO(claim_pdf(claim, about(language)))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()).replace("\u00a0", " ")


def test_the_letter_says_what_is_asked_back_and_why_in_swedish(sent: Claim) -> None:
    """215.25 + 317.75 = 533; VAT 53.81 + 79.44 = 133.25."""
    text = words(sent, Language.sv)

    for said in (
        "Begäran om kreditering", "K-2026-0001, 2026-06-16", "533,00 SEK", "133,25 SEK",
        "666,25 SEK", "Ring gärna Ana.", "följande 2 fakturarader", "Kundnummer C1",
        "Uppsagd 2026-02-10: ansvaret upphörde 2026-05-10.", "Till",
    ):  # fmt: skip
        assert said in text


def test_the_same_in_english(sent: Claim) -> None:
    text = words(sent, Language.en)

    assert "Request for credit" in text
    assert "Notice was given 10 Feb 2026: liability ended 10 May 2026." in text
    assert "Krediterat" not in text and "Credited since" not in text


def test_what_was_credited_since_stands_in_the_letter(answered: Claim) -> None:
    text = words(answered, Language.sv)

    assert "Delvis krediterad" in text
    assert "Krediterat sedan dess" in text
    assert "2026-07-01 G1 S1 F1 215,25" in text


def test_the_workbook_holds_lines_and_credits_with_live_totals(answered: Claim) -> None:
    content = claim_book(answered, about(Language.sv))

    book = load_workbook(io.BytesIO(content))
    values = load_workbook(io.BytesIO(content), data_only=True)
    lines = list(values["Vad vi begär åter"].iter_rows(values_only=True))
    head = [str(cell) for cell in lines[0]]
    asked, why = head.index("Att begära åter exkl. moms"), head.index("Varför")
    assert [Decimal(str(row[asked])) for row in lines[1:3]] == [
        Decimal("215.25"), Decimal("317.75"),
    ]  # fmt: skip
    assert "upphörde 2026-05-10" in lines[1][why]
    below = [row[asked].value for row in book["Vad vi begär åter"].iter_rows(min_row=4)]
    assert any(str(cell).startswith("=SUBTOTAL(109") for cell in below)
    credits = list(values["Krediterat sedan dess"].iter_rows(values_only=True))
    assert "G1" in credits[1]


def test_another_scope_finds_no_claim_of_that_number(place: Desked) -> None:
    """Rule 32."""
    from saldo.warehouse import Scope

    assert claim_of(place.books, Scope(customers=("C2",)), DAY, "K-2026-0001") is None
    assert claim_of(place.books, ACME, DAY, "K-2026-0002") is None
