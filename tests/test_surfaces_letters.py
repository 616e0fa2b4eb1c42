"""Letters as surfaces: a document shows a customer their own, and nobody else anything."""

from __future__ import annotations

import sqlite3
from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from saldo.access import register
from saldo.deeds import Actor
from saldo.deeds.reconciling import save_reconciliation
from saldo.desk import claims, disputes, issued, questions, sessions
from saldo.ledger.matching import Decisions, Theirs
from saldo.reporting import Filters, open_books
from saldo.web.letters import LETTERS
from tests.front import browser
from tests.places import ONE, TWO, Place, words

WHOLE = "from=2026-01-01&to=2026-10-31"
# What a letter needs beside a period, of the viewer's own account and of another one.
_OWN = {"issued": "no={one}", "invoice": f"document=1/invoice/{ONE}-1"}
_FOREIGN = {"issued": "no={two}", "invoice": f"document=1/invoice/{TWO}-1"}


def _letter(place: Place, name: str, format: str, *, foreign: bool = False) -> str:
    wanted = (_FOREIGN if foreign else _OWN).get(name, WHOLE)
    if name == "issued":
        wanted = wanted.format(one=_kept(place, "C1", format), two=_kept(place, "C2", format))
    if name in ("dispute-receipt", "question-receipt"):
        wanted = f"written={_written(place, name, 'C2' if foreign else 'C1')}"
    if name == "claim":
        wanted = f"claim={_claimed(place, 'C2' if foreign else 'C1')}"
    if name == "reconciliation":
        wanted = f"no={_reconciled(place, 'C2' if foreign else 'C1')}"
    return f"{place.url}/export/{name}.{format}?{wanted}"


def _reconciled(place: Place, customer_no: str) -> int:
    """The number of a saved reconciliation of that customer's."""
    session, _ = place.cookie(f"match-{uuid4()}@example.se", sees=(customer_no,))
    viewer, office, day = place.office.viewer(session, fresh=True), place.office, date(2026, 10, 31)
    assert viewer
    books = open_books(office.settings.home, office.desk)
    return save_reconciliation(
        Actor(office.desk, books, viewer, office.now(), day),
        name="October",
        file_name="ledger.csv",
        filters=Filters(as_of=day),
        theirs=(Theirs(2, "F-1", day, Decimal(5), "SEK"),),
        all_entries=False,
        decisions=Decisions(),
        since=None,
    )


def _claimed(place: Place, customer_no: str) -> str:
    """The number of that customer's claim."""
    sent = claims.frame(place.office.desk)
    return next(row["number"] for row in sent if row["customer_no"] == customer_no)


def _written(place: Place, name: str, customer_no: str) -> int:
    """The key of a dispute or question of that customer's."""
    word, now = {"C1": ONE, "C2": TWO}[customer_no], place.office.now()
    about = {
        "company_no": "1",
        "document_class": "invoice",
        "invoice_no": f"{word}-1",
        "line_no": f"{word}{uuid4()}"[:60],
        "customer_no": customer_no,
    }
    if name == "question-receipt":
        said = {"topic": "price", "text": word, "asked_by": 1, "asked_at": now}
        return questions.ask(place.office.desk, **about, **said)
    said = {"reason": word, "wanted": "credit", "currency": "SEK", "amount": Decimal(5)}
    raised = {"opened_on": date(2026, 10, 5), "raised_by": 1, "raised_at": now}
    return disputes.open_one(place.office.desk, **about, **said, **raised)


def _kept(place: Place, customer_no: str, format: str) -> int:
    """The number of a kept statement of that customer's."""
    cookie = place.cookie(f"kept-{customer_no}-{format}-{uuid4()}@example.se", sees=(customer_no,))
    answer = browser(cookie[1]).get(f"{place.url}/export/statement.{format}?{WHOLE}")
    assert answer.status_code == 200
    found = [row for row in issued.frame(place.office.desk) if row["format"] == format]
    return int(next(row["document_id"] for row in found if row["customer_no"] == customer_no))


@pytest.mark.parametrize("name, format", LETTERS, ids=lambda part: part)
def test_a_letter_is_a_customers_own_and_no_others(place: Place, name: str, format: str) -> None:
    visitor = browser(place.one)

    own = visitor.get(_letter(place, name, format))
    both = visitor.get(f"{_letter(place, name, format)}&customer=C1,C2")
    foreign = visitor.get(f"{_letter(place, name, format, foreign=True)}&customer=C2")

    assert own.status_code == 200
    assert own.headers["cache-control"] == "no-store"
    assert own.headers["content-disposition"].startswith('attachment; filename="')
    for answer in (own, both):
        assert ONE in words(answer.content, format)
        assert not {"C2", TWO} & words(answer.content, format)
    if format == "ics":  # a calendar that is subscribed to stays one, with nothing in it
        assert not {ONE, TWO, "C2"} & words(foreign.content, format)
    else:
        assert (foreign.status_code, foreign.text) == (404, "Not found")


@pytest.mark.parametrize("who", ["stranger", "forged", "revoked", "expired", "erroring", "boss"])
@pytest.mark.parametrize("name, format", LETTERS, ids=lambda part: part)
def test_a_letter_is_not_for_who_is_nobody(place: Place, who: str, name: str, format: str) -> None:
    session, cookie = place.cookie(f"letter-{who}-{name}-{format}@example.se")
    address = _letter(place, name, format)
    cookies = {"stranger": None, "forged": f"{cookie}0", "boss": place.administrator}
    visitor = browser(cookies.get(who, cookie))
    if who == "revoked":
        sessions.revoke(place.office.desk, session, at=place.office.now())
    if who == "expired":
        with sqlite3.connect(place.office.settings.home / "desk.db") as connection:
            connection.execute(
                "update sessions set expires_at = '2020-01-01 00:00:00' where token_hash = ?",
                [session],
            )
    with place.broken_identity() if who == "erroring" else nullcontext():
        answer = visitor.get(address, allow_redirects=False)

    assert answer.status_code == (404 if who == "boss" else 401)
    assert answer.text in ("Not found", "Sign in first")


def test_what_is_no_letter_is_not_there_as_one(place: Place) -> None:
    answers = [
        browser(place.one).get(f"{place.url}/export/{export.name}.pdf").status_code
        for export in register.EXPORTS
        if (export.name, "pdf") not in LETTERS
    ]

    assert answers == [404] * len(answers)
