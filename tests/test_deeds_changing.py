"""Asking for changes of machines: what is refused, who decides, and what the sources show since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from saldo.access import Role
from saldo.deeds import NotTheirs, Refused
from saldo.deeds.changes_checked import Wanted
from saldo.deeds.changing import (
    change_problems,
    decide_changes,
    request_changes,
    withdraw_change,
)
from saldo.desk import audit, changes
from saldo.reporting import Filters
from saldo.reporting.change_requests import change_events, change_requests
from saldo.warehouse import Scope, Snapshot
from tests.agreed_books import TABLES, snapshot
from tests.claim_books import ACME, Desked, desked
from tests.marts import texts

DAY = date(2026, 6, 20)
REMOVE = Wanted(kind="remove", serial_no="A1", on_date=DAY)
ALL = Filters(as_of=date(2026, 6, 15), status="all")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot(tmp_path_factory.mktemp("changes"))


@pytest.fixture
def place(tmp_path: Path, first: Snapshot) -> Iterator[Desked]:
    with desked(tmp_path, first) as place:
        yield place


def states(place: Desked, *columns: str) -> list[str]:
    rows = change_requests(place.books, ACME, ALL)
    return texts(rows, "serial_no", "kind", "state", *columns)


def refused(place: Desked, wanted: Wanted) -> str:
    (problem,) = change_problems(place.actor(), wanted=[wanted])
    return "" if problem is None else problem.key.removeprefix("changing.")


def test_a_removal_of_two_machines_is_asked_for_under_one_receipt(place: Desked) -> None:
    receipt = request_changes(place.actor(), wanted=[REMOVE, replace(REMOVE, serial_no="A2")])

    assert (receipt.number, receipt.changes) == ("CR-2026-00001", 2)
    assert states(place, "receipt_no", "asked_by_name") == [
        "A2 remove asked CR-2026-00001 Ana",
        "A1 remove asked CR-2026-00001 Ana",
    ]
    assert audit.entries(place.desk)[0].subject == "CR-2026-00001"


def test_a_rep_approves_and_it_is_outstanding_until_the_sources_show_it(
    place: Desked, tmp_path: Path
) -> None:
    """The load never reads the desk: `reporting` compares with every later snapshot."""
    request_changes(place.actor(), wanted=[replace(REMOVE, on_date=date(2026, 6, 10))])
    (key,) = change_requests(place.books, ACME, ALL)["id"]
    assert decide_changes(place.actor(Role.rep), requests=[key], approve=True) == 1
    assert states(place, "outstanding_days") == ["A1 remove outstanding 0"]

    later = snapshot(tmp_path, date(2026, 6, 26))
    assert states(place.over(later), "outstanding_days") == ["A1 remove outstanding 10"]

    shown = TABLES["machines"].replace("K1 2024-01-01 - 2026-07-31", "K1 2024-01-01 2026-06-24 -")
    done = snapshot(tmp_path, date(2026, 6, 27), machines=shown)
    assert states(place.over(done), "shown_on") == ["A1 remove done 2026-06-24"]
    assert refused(place.over(done), REMOVE) == ""  # the day the clock shows is before it
    told = change_events(place.books, ACME, ALL, key)
    assert texts(told, "event", "by_name") == ["asked Ana", "approved Rut"]


def test_an_approved_change_whose_day_lies_ahead_is_planned(place: Desked) -> None:
    request_changes(place.actor(), wanted=[REMOVE])
    (key,) = change_requests(place.books, ACME, ALL)["id"]

    decide_changes(place.actor(Role.rep), requests=[key], approve=True)

    assert states(place, "on_date") == ["A1 remove approved 2026-06-20"]


@pytest.mark.parametrize(
    ("wanted", "table", "rows"),
    [
        (
            Wanted(kind="move", serial_no="A1", to_site="S", on_date=date(2026, 6, 10)),
            "machines",
            TABLES["machines"].replace("Våg N K1", "Våg S K1"),
        ),
        (
            Wanted(kind="correct_serial", serial_no="A1", new_serial="B1"),
            "machines",
            TABLES["machines"] + "\n        B1 C1 Våg N K1 2024-01-01 - -",
        ),
        (
            Wanted(
                kind="add", serial_no="B2", model="Våg", to_site="norra", on_date=date(2026, 6, 1)
            ),
            "machines",
            TABLES["machines"] + "\n        B2 C1 Våg N - 2026-06-01 - -",
        ),
        (
            Wanted(kind="contact", contact_name="Bo", contact_email="Bo@ett.se"),
            "contacts",
            TABLES["contacts"] + "\n        C1 bo@ett.se Bo",
        ),
    ],
    ids=["move", "correct_serial", "add", "contact"],
)
def test_each_kind_is_done_when_the_sources_show_it(
    place: Desked, tmp_path: Path, wanted: Wanted, table: str, rows: str
) -> None:
    request_changes(place.actor(), wanted=[wanted])
    (key,) = change_requests(place.books, ACME, ALL)["id"]
    decide_changes(place.actor(Role.rep), requests=[key], approve=True)
    assert change_requests(place.books, ACME, ALL)["state"].to_list() == ["outstanding"]

    shown = snapshot(tmp_path, **{table: rows})

    assert change_requests(place.over(shown).books, ACME, ALL)["state"].to_list() == ["done"]


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (replace(REMOVE, serial_no="X9"), "machine_unknown"),
        (replace(REMOVE, serial_no="ZZ"), "machine_unknown"),
        (replace(REMOVE, serial_no="a-1"), "machine_alike"),
        (replace(REMOVE, serial_no=""), "serial_missing"),
        (replace(REMOVE, serial_no="A5"), "already_removed"),
        (replace(REMOVE, serial_no="A4"), "never_installed"),
        (replace(REMOVE, on_date=None), "day_missing"),
        (replace(REMOVE, on_date=date(2031, 1, 1)), "day_too_far"),
        (Wanted(kind="move", serial_no="A1", on_date=DAY), "site_missing"),
        (Wanted(kind="move", serial_no="A1", on_date=DAY, to_site="X"), "site_unknown"),
        (Wanted(kind="move", serial_no="A1", on_date=DAY, to_site="N"), "already_there"),
        (Wanted(kind="correct_serial", serial_no="A1"), "new_serial_missing"),
        (Wanted(kind="correct_serial", serial_no="A1", new_serial="A2"), "new_serial_taken"),
        (Wanted(kind="add", serial_no="B2", to_site="N", on_date=DAY), "model_missing"),
        (Wanted(kind="add", serial_no="A1", model="V", to_site="N", on_date=DAY),
         "new_serial_taken"),
        (Wanted(kind="contact", contact_name="Bo", contact_email="bo"), "email_wrong"),
        (Wanted(kind="contact", contact_name="Bo", contact_email="b@x.se", customer_no="C2"),
         "account_missing"),
        (Wanted(kind="sell", serial_no="A1"), "kind_unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(place: Desked, wanted: Wanted, why: str) -> None:
    """Another account's machine or site answers as one that does not exist (rule 32)."""
    assert refused(place, wanted) == why


def test_a_list_with_one_bad_row_leaves_nothing_half_done(place: Desked) -> None:
    with pytest.raises(Refused, match="machine_unknown"):
        request_changes(place.actor(), wanted=[REMOVE, replace(REMOVE, serial_no="X9")])

    assert changes.frame(place.desk) == []
    assert changes.events(place.desk) == []


def test_the_same_change_is_not_asked_for_twice_while_it_is_open(place: Desked) -> None:
    request_changes(place.actor(), wanted=[REMOVE])

    assert refused(place, REMOVE) == "already_asked"
    assert refused(place, Wanted(kind="correct_serial", serial_no="A1", new_serial="B1")) == ""
    with pytest.raises(Refused, match="already_asked"):
        request_changes(place.actor(), wanted=[REMOVE])
    both = change_problems(place.actor(), wanted=[replace(REMOVE, serial_no="A2")] * 2)
    assert [each and each.key for each in both] == [None, "changing.twice"]


def test_declined_or_taken_back_it_can_be_asked_for_again(place: Desked) -> None:
    request_changes(place.actor(), wanted=[REMOVE])
    (key,) = change_requests(place.books, ACME, ALL)["id"]
    with pytest.raises(Refused, match="reason_missing"):
        decide_changes(place.actor(Role.rep), requests=[key], approve=False)
    decide_changes(place.actor(Role.rep), requests=[key], approve=False, reason="Hyrd")
    assert states(place, "decision_note") == ["A1 remove declined Hyrd"]

    request_changes(place.actor(), wanted=[REMOVE])
    newest = max(change_requests(place.books, ACME, ALL)["id"])
    withdraw_change(place.actor(), request_id=newest)

    assert states(place) == ["A1 remove withdrawn", "A1 remove declined"]
    with pytest.raises(Refused, match="decided_already"):
        decide_changes(place.actor(Role.rep), requests=[newest], approve=True)


def test_only_the_accounts_own_rep_decides(place: Desked) -> None:
    request_changes(place.actor(), wanted=[REMOVE])
    (key,) = change_requests(place.books, ACME, ALL)["id"]

    with pytest.raises(Refused, match="reps_only"):
        decide_changes(place.actor(), requests=[key], approve=True)
    with pytest.raises(NotTheirs):
        decide_changes(
            place.actor(Role.rep, Scope(customers=("C2",))), requests=[key], approve=True
        )
    with pytest.raises(NotTheirs):
        withdraw_change(place.actor(Role.rep), request_id=key)
    assert states(place) == ["A1 remove asked"]


def test_another_customer_sees_no_request(place: Desked) -> None:
    """Rule 32."""
    request_changes(place.actor(), wanted=[REMOVE])
    (key,) = change_requests(place.books, ACME, ALL)["id"]

    assert change_requests(place.books, Scope(customers=("C2",)), ALL).is_empty()
    assert change_events(place.books, Scope(customers=("C2",)), ALL, key).is_empty()
