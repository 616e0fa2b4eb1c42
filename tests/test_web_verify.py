"""The page that verifies a balance confirmation: it confirms a code and tells nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import requests
from pypdf import PdfReader

from saldo.access.viewer import viewer_for
from saldo.web.reports import writer_of
from saldo.web.throttle import PAIR
from tests.front import Door, browser, door, form_token, own_office, signed_in, somebody
from tests.homes import CUSTOMERS, INVOICES, Home

ROWS = "F1,C1,2026-08-10,2026-09-09,SEK,1000\nG1,C2,2026-08-11,2026-09-10,SEK,77\n"
WRONG = "AAAA-BBBB-CCCC-DDDD"


@dataclass(frozen=True)
class Desk:
    """A front, its home, and the code of a confirmation of C1's balance of 2026-09-30."""

    front: Door
    home: Home
    code: str

    def ask(
        self, code: str, visitor: requests.Session | None = None, lang: str = "en"
    ) -> requests.Response:
        visitor = visitor or browser()
        form = visitor.get(f"{self.front.url}/verify?lang={lang}")
        return visitor.post(
            f"{self.front.url}/verify", data={"code": code, "csrf": form_token(form)}
        )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    home = Home(tmp_path)
    home.write("customers.csv", CUSTOMERS)
    home.write("invoices.csv", INVOICES + ROWS)
    assert home.load(at=datetime(2026, 10, 1, 6)).exit_code == 0
    office = own_office(home.path)
    session = signed_in(office, somebody(office, sees=("C1",)))[0]
    viewer = viewer_for(office.desk, session, office.now())
    assert viewer
    file = writer_of(office)("balance-confirmation", "pdf", {"to": "2026-09-30"}, viewer)
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(file.content)).pages)
    with door(office) as front:
        yield Desk(front, home, next(word for word in text.split() if word.count("-") == 3))


@pytest.mark.parametrize("lang, said", [("en", "SEK 1,000.00"), ("sv", "1 000,00 SEK")])
def test_a_genuine_code_confirms_customer_day_and_balance(desk: Desk, lang: str, said: str) -> None:
    answer = desk.ask(desk.code.lower().replace("-", ""), lang=lang)

    page = answer.text.replace("\u00a0", " ")
    assert answer.status_code == 200
    assert all(word in page for word in ("Ett AB", "C1", said))
    assert ("Genuine. Nothing" in page) == (lang == "en")
    assert "Två AB" not in page


def test_late_postings_are_told(desk: Desk) -> None:
    late = "F9,C1,2026-09-01,2026-10-01,SEK,5\nF8,C1,2026-10-02,2026-11-01,SEK,6\n"
    desk.home.write("invoices.csv", INVOICES + ROWS + late)
    assert desk.home.load(at=datetime(2026, 10, 2, 6)).exit_code == 0

    page = desk.ask(desk.code).text.replace("\u00a0", " ")

    assert "but 1 document has been posted or changed since" in page
    assert "SEK 1,000.00" in page


@pytest.mark.parametrize(
    "code", [WRONG, "", "x", "'; drop table people --", "1" * 40, "AAAA-BBBB-CCCC-UUUU"]
)
def test_a_wrong_code_reveals_nothing(desk: Desk, code: str) -> None:
    """All are answered alike."""
    answer, other = desk.ask(code), desk.ask(WRONG, browser())

    assert answer.status_code == other.status_code == 404
    assert "No balance confirmation has that code" in answer.text
    assert "Ett AB" not in answer.text and "1,000" not in answer.text
    assert len(answer.text) == len(other.text)


def test_a_kept_document_whose_figures_are_lost_answers_as_unknown(desk: Desk) -> None:
    for path in (desk.home.path / "issued").rglob("*"):
        if path.is_file():
            path.unlink()

    assert desk.ask(desk.code).status_code == 404


def test_guessing_is_slowed_down_and_the_right_code_waits_too(desk: Desk) -> None:
    visitor = browser()
    for _ in range(PAIR.failures):
        assert desk.ask(WRONG, visitor).status_code == 404

    answer = desk.ask(desk.code, visitor)

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "Ett AB" not in answer.text


def test_a_form_that_is_not_ours_is_refused(desk: Desk) -> None:
    answer = browser().post(f"{desk.front.url}/verify", data={"code": desk.code, "csrf": "x"})

    assert answer.status_code == 403
    assert "Ett AB" not in answer.text


def test_a_code_in_the_address_does_nothing(desk: Desk) -> None:
    answer = browser().get(f"{desk.front.url}/verify?code={desk.code}")

    assert answer.status_code == 200
    assert "Ett AB" not in answer.text and desk.code not in answer.text
