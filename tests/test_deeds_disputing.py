"""Disputing and asking: what a person may do to a document, and where it counts (rule 14)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from saldo.access import Role, Viewer
from saldo.deeds import Actor, NotTheirs, Refused
from saldo.deeds.asking import ask_question
from saldo.deeds.disputing import raise_dispute, withdraw_dispute
from saldo.desk import Desk, disputes, open_desk, people, questions
from saldo.i18n import language_of
from saldo.reporting import Books, Filters, desk_rows
from saldo.reporting.accounts import summary
from saldo.reporting.balances import balance, open_items
from saldo.reporting.invoices import Document, invoices
from saldo.reporting.invoices import questions as asked_of
from saldo.warehouse import Scope, Snapshot
from tests.marts import ACME, on, snapshot_of, texts

NOW = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
F1 = Document("1", "invoice", "F1")
THEIRS = Document("1", "invoice", "F9")
DAY = on("2026-03-10")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The figures end on 2026-03-10. Of F1 750 is open, F2 is paid, F9 is another account's."""
    return snapshot_of(
        tmp_path_factory.mktemp("deeds"),
        customers="""
            customer_no name
            C1 Acme
            C2 Other""",
        invoices="""
            invoice_no customer_no issue_date due_date currency amount
            F1 C1 2026-01-10 2026-02-09 SEK 1000
            F2 C1 2026-01-10 2026-02-09 SEK 100
            F9 C2 2026-01-10 2026-02-09 SEK 500""",
        invoice_lines="""
            invoice_no line_no net_amount vat_amount vat_rate
            F1 1 400 100 25
            F1 2 400 - 25
            F9 1 400 100 25""",
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C1 2026-03-01 SEK 250
            P2 C1 2026-03-10 SEK 100""",
        allocations="""
            allocation_no source_no target_no amount
            A1 P1 F1 250
            A2 P2 F2 100""",
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(f"sqlite:///{tmp_path / 'desk.db'}")
    for email in ("ana@b.se", "bo@b.se"):
        people.add(opened, email=email, name=email[:2].title(), role="customer", at=NOW)
    yield opened
    opened.close()


@pytest.fixture
def ana(desk: Desk, snapshot: Snapshot) -> Actor:
    return actor(desk, snapshot)


def actor(
    desk: Desk,
    snapshot: Snapshot,
    person: int = 1,
    scope: Scope = ACME,
    role: Role = Role.customer,
) -> Actor:
    viewer = Viewer(person, "Ana", "ana@b.se", role, language_of("en"), scope, "session")
    books = Books(snapshot, lambda name: desk_rows.rows(desk, name))
    return Actor(desk, books, viewer, NOW, date(2026, 3, 10))


def dispute(by: Actor, **given: Any) -> Any:
    details = {"document": F1, "line_no": None, "amount": None}
    words = {"reason": "Two machines were returned", "wanted": "credit"}
    return raise_dispute(by, **(details | words | given))


def why(deed: Any) -> str:
    with pytest.raises(Refused) as refused:
        deed()
    return refused.value.key


def disputed(by: Actor, day: Filters = DAY) -> list[str]:
    return texts(balance(by.books, ACME, day), "balance", "disputed")


def test_a_dispute_counts_at_once_in_every_figure_and_stays_in_the_balance(ana: Actor) -> None:
    receipt = dispute(ana, amount=Decimal("200.50"))

    assert (receipt.number, receipt.at, receipt.amount) == ("D-1", NOW, Decimal("200.50"))
    assert disputed(ana) == ["750 200.5"]
    assert texts(summary(ana.books, ACME, DAY), "disputed") == ["200.5"]
    listed = invoices(ana.books, ACME, on("2026-03-10", status="disputed"))
    assert texts(listed, "invoice_no", "disputed") == ["F1 200.5"]
    flagged = open_items(ana.books, ACME, DAY)
    assert texts(flagged, "document_no", "is_disputed") == ["F1 True"]


def test_it_stands_from_the_last_day_of_the_figures_not_before(ana: Actor) -> None:
    """It was sent ten days after the figures end, and still counts at once."""
    dispute(ana)

    assert disputed(ana, on("2026-03-09")) == ["850 0"]
    assert disputed(ana) == ["750 750"]


def test_a_line_is_disputed_with_its_vat_and_no_more(ana: Actor) -> None:
    assert dispute(ana, line_no="1").amount == 500
    assert why(lambda: dispute(ana, line_no="2", amount=Decimal("500.01"))) == (
        "asking.amount_too_large"
    )
    assert dispute(ana, line_no="2", amount=Decimal(500)).amount == 500
    assert disputed(ana) == ["750 750"]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"amount": Decimal("750.01")}, "asking.amount_too_large"),
        ({"amount": Decimal(0)}, "asking.amount_wrong"),
        ({"amount": Decimal(-5)}, "asking.amount_wrong"),
        ({"amount": Decimal("1.001")}, "asking.amount_wrong"),
        ({"document": Document("1", "invoice", "F2")}, "asking.nothing_open"),
        ({"reason": "  "}, "asking.text_missing"),
        ({"reason": "x" * 2001}, "asking.too_long"),
        ({"wanted": "everything"}, "asking.wanted_missing"),
        ({"document": THEIRS}, "errors.not_theirs"),
        ({"document": THEIRS, "line_no": "1"}, "errors.not_theirs"),
        ({"line_no": "9"}, "errors.not_theirs"),
        ({"document": Document("2", "invoice", "F1")}, "errors.not_theirs"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    ana: Actor, given: dict[str, Any], key: str
) -> None:
    assert why(lambda: dispute(ana, **given)) == key
    assert disputes.frame(ana.desk) == []
    assert ana.desk.revision() == 0


def test_the_same_sent_twice_is_kept_once(ana: Actor) -> None:
    dispute(ana, amount=Decimal(100))

    assert why(lambda: dispute(ana, amount=Decimal(100))) == "asking.already_disputed"
    assert disputed(ana) == ["750 100"]


def test_who_withdraws_their_own_makes_it_count_no_more(ana: Actor) -> None:
    receipt = dispute(ana)

    withdraw_dispute(ana, dispute_id=receipt.written_id)

    assert disputed(ana) == ["750 0"]
    assert why(lambda: withdraw_dispute(ana, dispute_id=receipt.written_id)) == (
        "asking.withdrawn_already"
    )


def test_nobody_withdraws_what_another_raised(ana: Actor, snapshot: Snapshot) -> None:
    receipt = dispute(ana)
    colleague = actor(ana.desk, snapshot, person=2)
    stranger = actor(ana.desk, snapshot, person=1, scope=Scope(customers=("C2",)))

    for other in (colleague, stranger):
        with pytest.raises(NotTheirs):
            withdraw_dispute(other, dispute_id=receipt.written_id)
    assert disputed(ana) == ["750 750"]


def test_the_vendors_own_people_do_not_dispute(ana: Actor, snapshot: Snapshot) -> None:
    rep = actor(ana.desk, snapshot, role=Role.rep)

    assert why(lambda: dispute(rep)) == "asking.customers_only"


def test_a_withdrawal_is_not_known_before_it_was_made(ana: Actor) -> None:
    """Rule 7."""
    receipt = dispute(ana)
    later = Actor(ana.desk, ana.books, ana.viewer, NOW.replace(hour=15), ana.as_of)
    withdraw_dispute(later, dispute_id=receipt.written_id)

    def stands(hour: int) -> bool:
        moment = datetime(2026, 3, 20, hour, 0)  # Stockholm is one hour ahead of UTC
        found = desk_rows.rows(ana.desk, "desk_disputes", moment)
        return found.height == 1 and found["closed_on"].item() is None

    assert [stands(10), stands(11), stands(17)] == [False, True, False]


def test_a_question_changes_no_figure_and_is_read_by_who_sees_the_account(
    ana: Actor, snapshot: Snapshot
) -> None:
    receipt = ask_question(ana, document=F1, line_no="2", topic="price", text=" Why 400? ")

    assert receipt.number == "Q-1"
    assert disputed(ana) == ["750 0"]
    assert texts(asked_of(ana.books, ACME, DAY, F1), "line_no", "topic", "text") == [
        "2 price Why 400?"
    ]
    assert asked_of(ana.books, Scope(customers=("C2",)), DAY, F1).is_empty()


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"text": ""}, "asking.text_missing"),
        ({"topic": "weather"}, "asking.topic_missing"),
        ({"document": THEIRS}, "errors.not_theirs"),
        ({"line_no": "9"}, "errors.not_theirs"),
    ],
)
def test_a_question_that_cannot_be_is_refused_and_nothing_is_written(
    ana: Actor, given: dict[str, Any], key: str
) -> None:
    details = {"document": F1, "line_no": None, "topic": "price", "text": "Why?"} | given

    assert why(lambda: ask_question(ana, **details)) == key
    assert questions.frame(ana.desk) == []


def test_the_same_question_is_kept_once(ana: Actor) -> None:
    details: dict[str, Any] = {"document": F1, "line_no": None, "topic": "vat", "text": "Why?"}
    ask_question(ana, **details)

    assert why(lambda: ask_question(ana, **details)) == "asking.already_asked"
