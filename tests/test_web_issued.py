"""Documents kept as issued: the same bytes again, what changed since, and whose they are."""

from __future__ import annotations

import io
import stat
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from saldo.access import Office, Viewer
from saldo.access.viewer import viewer_for
from saldo.deeds import Actor, NotTheirs, issuing
from saldo.desk import audit, issued
from saldo.i18n import Language
from saldo.reporting import Filters, open_books
from saldo.reporting.issued import Change, issued_before
from saldo.shelf import Lost, shelf_of
from saldo.web.exports import NoSuchExport
from saldo.web.reports import writer_of
from tests.front import own_office, signed_in, somebody
from tests.homes import CUSTOMERS, INVOICES, Home

SEPTEMBER = {"from": "2026-09-01", "to": "2026-09-30"}
AUGUST = "F1,C1,2026-08-10,2026-09-09,SEK,1000\nG1,C2,2026-08-11,2026-09-10,SEK,77\n"
MOVED = "F2,C1,2026-09-05,2026-10-05,SEK,250.50\nF3,C1,2026-09-06,2026-10-06,SEK,40\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.write("customers.csv", CUSTOMERS)
    _load(made, AUGUST + MOVED, day=1)
    return made


@pytest.fixture
def office(home: Home) -> Office:
    return own_office(home.path)


def _load(home: Home, rows: str, *, day: int) -> None:
    home.write("invoices.csv", INVOICES + rows)
    assert home.load(at=datetime(2026, 10, day, 6)).exit_code == 0


def _viewer(office: Office, email: str, *sees: str) -> Viewer:
    session = signed_in(office, somebody(office, email, sees=sees))[0]
    viewer = viewer_for(office.desk, session, office.now())
    assert viewer
    return viewer


def _taken(office: Office, viewer: Viewer, name: str = "statement.pdf", **query: str) -> bytes:
    report, format = name.split(".")
    return writer_of(office)(report, format, SEPTEMBER | query, viewer).content


def _actor(office: Office, viewer: Viewer) -> Actor:
    books = open_books(office.settings.home, office.desk)
    return Actor(office.desk, books, viewer, office.now(), office.settings.today())


def _kept(office: Office, viewer: Viewer) -> list[dict]:
    actor = _actor(office, viewer)
    found = issued_before(actor.books, viewer.scope, Filters(as_of=actor.as_of))
    return found.to_dicts()


def _since(office: Office, viewer: Viewer) -> list[tuple]:
    (kept, *_) = _kept(office, viewer)
    said = issuing.changed_since(
        _actor(office, viewer), home=office.settings.home, document_id=kept["document_id"]
    )
    return [_short(change) for change in said]


def _short(change: Change) -> tuple:
    amounts = [each and each[1] for each in (change.before, change.after)]
    return (change.part, change.how, change.document_no, *amounts)


def _text(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(page.extract_text() for page in pages).replace("\u00a0", " ")


@pytest.mark.parametrize("format", ["pdf", "xlsx"])
@pytest.mark.parametrize("name", ["statement", "open-item-statement", "balance-confirmation"])
def test_what_was_taken_is_kept_and_given_again_byte_for_byte(
    office: Office, name: str, format: str
) -> None:
    """Rule 7."""
    ana = _viewer(office, "ana@example.se", "C1")

    first = _taken(office, ana, f"{name}.{format}")
    second = _taken(office, ana, f"{name}.{format}")
    (kept,) = _kept(office, ana)
    again = _taken(office, ana, f"issued.{format}", no=str(kept["document_id"]))

    assert first == second == again
    assert (kept["kind"], kept["format"], kept["name"]) == (name, format, "Ett AB")
    assert str(kept["period_end"]) == "2026-09-30"
    assert [entry.action for entry in audit.entries(office.desk)].count("document issued") == 1


def test_rule_7_run_again_it_names_exactly_the_late_postings(home: Home, office: Office) -> None:
    ana = _viewer(office, "ana@example.se", "C1")
    before = _taken(office, ana)
    unchanged = _since(office, ana)
    # F0 is posted late before the period, F2 got another amount, F3 was cancelled, F4 is new.
    late = "F0,C1,2026-07-01,2026-08-01,SEK,5\nF2,C1,2026-09-05,2026-10-05,SEK,260\n"
    _load(
        home, AUGUST + late + "F3,C1,2026-09-06,2026-10-06,SEK,0\nF4,C1,2026-09-07,,SEK,9\n", day=2
    )

    changed = _since(office, ana)
    (kept,) = _kept(office, ana)

    assert unchanged == []
    assert [row for row in changed if row[0] != "item"] == [
        ("earlier", "added", "F0", None, Decimal(5)),
        ("movement", "changed", "F2", Decimal("250.5"), Decimal(260)),
        ("movement", "changed", "F3", Decimal(40), Decimal(0)),
        ("movement", "added", "F4", None, Decimal(9)),
    ]
    assert ("item", "removed", "F3", Decimal(40), None) in changed
    assert _taken(office, ana, "issued.pdf", no=str(kept["document_id"])) == before
    assert _taken(office, ana) != before
    assert len(_kept(office, ana)) == 2


def test_a_balance_confirmation_names_what_was_posted_late(home: Home, office: Office) -> None:
    ana = _viewer(office, "ana@example.se", "C1")
    _taken(office, ana, "balance-confirmation.pdf")
    _load(home, AUGUST + MOVED + "F4,C1,2026-09-07,2026-10-07,SEK,9\n", day=2)

    assert _since(office, ana) == [
        ("earlier", "added", "F4", None, Decimal(9)),
        ("item", "added", "F4", None, Decimal(9)),
    ]


def test_rule_32_a_kept_document_is_for_who_sees_all_its_accounts(office: Office) -> None:
    both = _viewer(office, "both@example.se", "C1", "C2")
    one = _viewer(office, "one@example.se", "C1")
    _taken(office, both)
    (kept,) = _kept(office, both)

    assert kept["accounts"] == 2
    assert _kept(office, one) == []
    with pytest.raises(NoSuchExport):
        _taken(office, one, "issued.pdf", no=str(kept["document_id"]))
    with pytest.raises(NotTheirs):
        issuing.changed_since(
            _actor(office, one), home=office.settings.home, document_id=kept["document_id"]
        )
    assert _kept(office, _viewer(office, "nobody@example.se")) == []


def test_a_colleague_of_the_same_account_finds_it_too(office: Office) -> None:
    _taken(office, _viewer(office, "ana@example.se", "C1"))

    (kept,) = _kept(office, _viewer(office, "bo@example.se", "C1"))

    assert kept["taken_by_name"] == "Ana"


@pytest.mark.parametrize("number", ["", "0", "-1", "9999999999", "x", "1 or 1=1"])
def test_a_number_of_no_document_is_not_there(office: Office, number: str) -> None:
    ana = _viewer(office, "ana@example.se", "C1")
    _taken(office, ana)

    with pytest.raises(NoSuchExport):
        _taken(office, ana, "issued.pdf", no=number)


def test_the_kept_bytes_are_the_installations_alone(home: Home, office: Office) -> None:
    _taken(office, _viewer(office, "ana@example.se", "C1"))

    kept = [path for path in (home.path / "issued").rglob("*") if path.is_file()]

    assert len(kept) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}


def test_a_damaged_file_is_never_handed_out_as_issued(home: Home, office: Office) -> None:
    ana = _viewer(office, "ana@example.se", "C1")
    content = _taken(office, ana)
    (kept,) = _kept(office, ana)
    for path in (home.path / "issued").rglob("*"):
        if path.is_file() and path.read_bytes() == content:
            path.write_bytes(content + b"x")

    with pytest.raises(NoSuchExport):
        _taken(office, ana, "issued.pdf", no=str(kept["document_id"]))
    with pytest.raises(Lost):
        shelf_of(home.path).take("0" * 64)


def test_each_language_is_a_document_of_its_own(office: Office) -> None:
    ana = _viewer(office, "ana@example.se", "C1")
    svenska = replace(ana, language=Language.sv)

    assert _taken(office, ana) != _taken(office, svenska)
    assert len(_kept(office, ana)) == 2


def test_a_confirmation_states_the_balance_and_its_code(office: Office) -> None:
    ana = _viewer(office, "ana@example.se", "C1")

    text = _text(_taken(office, ana, "balance-confirmation.pdf"))
    code = next(word for word in text.split() if word.count("-") == 3)
    kept = issued.by_code(office.desk, code)

    assert "SEK 1,290.50" in text
    assert "/verify" in text
    assert kept is not None
    assert kept.accounts == ("C1",)
    assert issued.by_code(office.desk, code.lower().replace("-", " ")) == kept


def test_a_confirmation_as_a_workbook_reckons_for_itself_and_carries_its_code(
    office: Office,
) -> None:
    ana = _viewer(office, "ana@example.se", "C1")

    data = _taken(office, ana, "balance-confirmation.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    said = dict(book.worksheets[0].iter_rows(min_row=3, max_col=2, values_only=True))

    assert issued.by_code(office.desk, said["Verification code"])
    assert book["Balances"]["D2"].value == 1290.5


def test_the_codes_cannot_be_guessed() -> None:
    codes = {issued.new_code() for _ in range(500)}

    assert len(codes) == 500
    assert all(len(code.replace("-", "")) == 16 for code in codes)
    assert issued.code_hash("O0O0-1I1L-ABCD-EFGH") == issued.code_hash("0000-1111-abcd-efgh")
    assert issued.code_hash("AAAA-BBBB-CCCC") is None
    assert issued.code_hash("AAAA-BBBB-CCCC-UUUU") is None
