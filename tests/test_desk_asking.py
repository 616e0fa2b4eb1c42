"""The desk keeps disputes once, questions once, and views under their owner's name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from saldo.desk import Desk, audit, disputes, open_desk, people, questions, views

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DOCUMENT: dict[str, Any] = {
    "company_no": "1",
    "document_class": "invoice",
    "invoice_no": "F1",
    "line_no": None,
    "customer_no": "C1",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(f"sqlite:///{tmp_path / 'desk.db'}")
    yield opened
    opened.close()


def person(desk: Desk, name: str = "ana") -> int:
    return people.add(desk, email=f"{name}@b.se", name=name, role="customer", at=NOW).id


def disputed(desk: Desk, by: int, **given: Any) -> int:
    values = {
        "amount": Decimal(50),
        "currency": "SEK",
        "opened_on": date(2026, 11, 20),
        "reason": "too much",
        "wanted": "credit",
        "raised_by": by,
        "raised_at": NOW,
    }
    return disputes.open_one(desk, **(DOCUMENT | values | given))


def asked(desk: Desk, by: int, **given: Any) -> int:
    values = {"topic": "price", "text": "Why?", "asked_by": by, "asked_at": NOW}
    return questions.ask(desk, **(DOCUMENT | values | given))


def kept(desk: Desk, by: int, name: str = "Open", **given: Any) -> int:
    values = {"page": "invoices", "query": "status=open", "role": "customer", "accounts": ()}
    return views.save(desk, **({"person_id": by, "name": name, "at": NOW} | values | given))


def test_a_dispute_is_kept_once_per_person_and_line(desk: Desk) -> None:
    ana = person(desk)
    disputed(desk, ana)

    with pytest.raises(disputes.AlreadyDisputed):
        disputed(desk, ana, amount=Decimal(60))

    disputed(desk, ana, line_no="1")
    disputed(desk, person(desk, "bo"))
    assert len(disputes.frame(desk)) == 3
    assert desk.revision() == 3


def test_after_it_is_withdrawn_it_can_be_raised_again_and_withdrawn_once(desk: Desk) -> None:
    ana = person(desk)
    key = disputed(desk, ana)

    assert disputes.close(desk, key, closed_on=date(2026, 11, 22), by=ana, at=NOW)
    assert not disputes.close(desk, key, closed_on=date(2026, 11, 23), by=ana, at=NOW)
    disputed(desk, ana)

    first, second = disputes.frame(desk)
    assert (first["closed_on"], first["closed_at"]) == (date(2026, 11, 22), NOW)
    assert second["closed_on"] is None
    assert first["raised_by_name"] == "ana"
    actions = [entry.action for entry in audit.entries(desk) if "dispute" in entry.action]
    assert actions == ["dispute opened", "dispute closed", "dispute opened"]


def test_a_question_is_kept_once_in_the_same_words(desk: Desk) -> None:
    ana = person(desk)
    asked(desk, ana)

    with pytest.raises(questions.AlreadyAsked):
        asked(desk, ana)

    asked(desk, ana, text="And why twice?")
    assert [row["text"] for row in questions.frame(desk)] == ["Why?", "And why twice?"]


def test_views_are_listed_own_first_and_shared_ones_within_the_role(desk: Desk) -> None:
    ana, bo = person(desk), person(desk, "bo")
    kept(desk, ana, "Mine")
    kept(desk, bo, "Also mine")
    kept(desk, bo, "Ours", accounts=("C2", "C1"))
    kept(desk, bo, "Reps", accounts=("C1",), role="rep")

    found = views.of_person(desk, "invoices", person_id=ana, role="customer")

    assert [(view.name, sorted(view.accounts)) for view in found] == [
        ("Mine", []),
        ("Ours", ["C1", "C2"]),
    ]
    assert views.of_person(desk, "payments", person_id=ana, role="customer") == []


def test_a_name_is_taken_once_per_person_and_page(desk: Desk) -> None:
    ana = person(desk)
    kept(desk, ana)

    with pytest.raises(views.NameTaken):
        kept(desk, ana, query="status=paid", accounts=("C1",))

    kept(desk, ana, page="payments")
    kept(desk, person(desk, "bo"))


def test_a_view_is_forgotten_by_its_owner_only(desk: Desk) -> None:
    ana, bo = person(desk), person(desk, "bo")
    key = kept(desk, ana, accounts=("C1",))

    assert not views.drop(desk, key, person_id=bo)
    assert views.drop(desk, key, person_id=ana)
    assert views.of_person(desk, "invoices", person_id=ana, role="customer") == []
