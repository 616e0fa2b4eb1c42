"""The outbox: one mail per event and address, to a right recipient, never in two hands."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from saldo.desk import Desk, audit, outbox, people
from saldo.desk.outbox import NoDomain, NotAllowedTo
from saldo.desk.outbox_tables import outbox as table

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def ana(desk: Desk) -> int:
    return people.add(desk, email="ana@example.se", name="Ana", role="customer", at=NOW).id


def queued(desk: Desk, person_id: int, event: str = "invoice F1", **given: Any) -> bool:
    return outbox.queue(desk, kind="test", event=event, person_id=person_id, at=NOW, **given)


def statuses(desk: Desk) -> list[str]:
    return [row["status"] for row in reversed(outbox.frame(desk))]


def test_one_event_is_one_mail_to_a_person(desk: Desk, ana: int) -> None:
    first, again, other = queued(desk, ana), queued(desk, ana), queued(desk, ana, "invoice F2")

    assert (first, again, other) == (True, False, True)
    assert statuses(desk) == ["waiting", "waiting"]


def test_a_mail_is_in_one_hand_however_many_reach_for_it(desk: Desk, ana: int) -> None:
    for number in range(20):
        queued(desk, ana, f"invoice {number}")
    taken: list[int] = []

    def worker(name: str) -> None:
        while mail := outbox.claim(desk, worker=name, at=NOW):
            taken.append(mail.id)

    threads = [threading.Thread(target=worker, args=(f"w{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(taken) == len(set(taken)) == 20


def test_a_mail_waits_until_its_time(desk: Desk, ana: int) -> None:
    queued(desk, ana, not_before=NOW + timedelta(hours=1))

    assert outbox.claim(desk, worker="w", at=NOW) is None
    assert outbox.claim(desk, worker="w", at=NOW + timedelta(hours=1)) is not None


def test_what_was_interrupted_waits_for_a_person_to_decide(desk: Desk, ana: int) -> None:
    queued(desk, ana)
    outbox.claim(desk, worker="w", at=NOW)
    early = outbox.interrupted(desk, at=NOW + outbox.LEASE)
    late = outbox.interrupted(desk, at=NOW + outbox.LEASE + timedelta(seconds=1))

    assert (early, late, statuses(desk)) == (0, 1, ["unconfirmed"])
    assert outbox.claim(desk, worker="w", at=NOW + timedelta(days=9)) is None

    assert outbox.decide(desk, 1, again=True, by=ana, at=NOW)
    assert statuses(desk) == ["waiting"]
    assert audit.entries(desk)[0].action == "mail sent again"


def test_a_mail_that_was_sent_is_not_decided_about(desk: Desk, ana: int) -> None:
    queued(desk, ana)
    mail = outbox.claim(desk, worker="w", at=NOW)
    assert mail is not None
    outbox.end(desk, mail, "sent", at=NOW)

    assert not outbox.decide(desk, mail.id, again=True, by=ana, at=NOW)
    assert statuses(desk) == ["sent"]


def test_a_worker_that_comes_back_too_late_changes_nothing(desk: Desk, ana: int) -> None:
    queued(desk, ana)
    mail = outbox.claim(desk, worker="w", at=NOW)
    assert mail is not None
    outbox.interrupted(desk, at=NOW + timedelta(hours=1))
    outbox.put_off(desk, mail, until=NOW, said="late")

    assert statuses(desk) == ["unconfirmed"]


def test_a_mail_goes_where_its_person_can_be_reached_now(desk: Desk, ana: int) -> None:
    queued(desk, ana)
    people.rename(desk, ana, email="ana@other.se", name="Ana", at=NOW)

    mail = outbox.claim(desk, worker="w", at=NOW)

    assert mail is not None
    assert mail.address == "ana@other.se"


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "bo@example.se", "person_id": 1},
        {"address": "ana@example.se", "person_id": 1, "customer_no": "C1", "domain": "example.se"},
        {"address": "ana@example.se"},
        {"address": "x@else.se", "customer_no": "C1", "domain": "example.se"},
        {"address": "x@example.se", "customer_no": "C2", "domain": "example.se"},
    ],
    ids=["another's address", "both kinds", "nobody", "another domain", "another account"],
)
def test_the_database_itself_refuses_a_wrong_recipient(
    desk: Desk, ana: int, wrong: dict[str, Any]
) -> None:
    outbox.allow_domain(desk, "C1", "example.se", by=ana, at=NOW)
    row = {
        "kind": "k", "event": "e", "params": "{}", "status": "waiting", "attempts": 0,
        "queued_at": NOW, "not_before": NOW, "said": "",
    }  # fmt: skip

    with pytest.raises(IntegrityError), desk.writing() as connection:
        connection.execute(insert(table).values(**row | wrong))


def test_a_document_is_forwarded_within_the_accounts_domains_only(desk: Desk, ana: int) -> None:
    outbox.allow_domain(desk, "C1", "@Example.se", by=ana, at=NOW)
    about: dict[str, Any] = {"kind": "k", "customer_no": "C1", "at": NOW, "params": {}}

    assert outbox.forward(desk, event="1", address=" Bo@EXAMPLE.se ", **about)
    for address in ("bo@example.se.evil.com", "bo@evil.com", "example.se", "bo@sub.example.se"):
        with pytest.raises(NotAllowedTo):
            outbox.forward(desk, event="2", address=address, **about)
    with pytest.raises(NotAllowedTo):
        outbox.forward(desk, event="2", address="bo@example.se", **about | {"customer_no": "C2"})


@pytest.mark.parametrize("domain", ["", "se", "a b.se", "%.se", "x_y.se", "-a.se", "a@b.se"])
def test_what_is_no_domain_is_refused(desk: Desk, ana: int, domain: str) -> None:
    with pytest.raises(NoDomain):
        outbox.allow_domain(desk, "C1", domain, by=ana, at=NOW)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(local=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30))
def test_whatever_is_typed_the_mail_stays_in_the_domain(desk: Desk, ana: int, local: str) -> None:
    outbox.allow_domain(desk, "C1", "example.se", by=ana, at=NOW)
    about: dict[str, Any] = {"kind": "k", "customer_no": "C1", "at": NOW, "params": {}}
    try:
        outbox.forward(desk, event=local, address=f"{local}@example.se", **about)
        outbox.forward(desk, event=local, address=f"bo@{local}", **about)
    except NotAllowedTo:
        pass

    assert all(row["address"].endswith("@example.se") for row in outbox.frame(desk))
