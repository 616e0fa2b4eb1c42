"""People at the desk: sign-ins that end, links that work once, grants with days, the trail."""

from __future__ import annotations

import inspect
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from saldo.desk import Desk, audit, grants, links, people, sessions
from saldo.desk.grants import Grant, Kind
from saldo.desk.people import NoSuchPerson, Person, PersonExists
from saldo.desk.tables import metadata

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def ana(desk: Desk) -> Person:
    return people.add(desk, email=" Ana@Example.SE ", name="Ana", role="customer", at=NOW)


def _session(desk: Desk, person: Person, at: datetime = NOW) -> str:
    return sessions.hash_of(sessions.start(desk, person.id, way="password", at=at))


def _holds(desk: Desk, session_id: str, at: datetime) -> bool:
    found = sessions.find(desk, session_id)
    return found is not None and found.holds_at(at)


def test_an_address_is_one_person_however_it_is_written(desk: Desk, ana: Person) -> None:
    assert people.by_email(desk, "ANA@example.se") == ana
    with pytest.raises(PersonExists):
        people.add(desk, email="ana@example.se", name="Other", role="rep", at=NOW)
    with pytest.raises(NoSuchPerson):
        people.by_email(desk, "bo@example.se")


def test_the_desk_keeps_no_token(desk: Desk, ana: Person) -> None:
    token = sessions.start(desk, ana.id, way="password", at=NOW)
    link = links.make(desk, ana.id, links.Purpose.password, at=NOW)
    with desk.reading() as connection:
        rows = [connection.execute(select(table)).all() for table in metadata.sorted_tables]
        everything = str(rows)

    assert token not in everything
    assert link not in everything
    assert sessions.hash_of(token) in everything


def test_a_session_ends_after_twelve_hours_however_busy(desk: Desk, ana: Person) -> None:
    session = _session(desk, ana)
    for hour in range(1, 12):
        sessions.touch(desk, session, at=NOW + timedelta(hours=hour))

    assert _holds(desk, session, NOW + timedelta(hours=11, minutes=59))
    assert not _holds(desk, session, NOW + timedelta(hours=12))


def test_a_session_ends_after_two_idle_hours(desk: Desk, ana: Person) -> None:
    session = _session(desk, ana)
    sessions.touch(desk, session, at=NOW + timedelta(hours=1))

    assert _holds(desk, session, NOW + timedelta(hours=2, minutes=59))
    assert not _holds(desk, session, NOW + timedelta(hours=3))


def test_a_touch_from_the_past_takes_no_time_away(desk: Desk, ana: Person) -> None:
    session = _session(desk, ana)

    sessions.touch(desk, session, at=NOW - timedelta(hours=3))

    assert _holds(desk, session, NOW)


def test_revoking_one_session_leaves_the_others(desk: Desk, ana: Person) -> None:
    one, other = _session(desk, ana), _session(desk, ana)

    sessions.revoke(desk, one, at=NOW)

    assert not _holds(desk, one, NOW)
    assert _holds(desk, other, NOW)


def test_revoking_all_ends_every_session_of_that_person_only(desk: Desk, ana: Person) -> None:
    bo = people.add(desk, email="bo@example.se", name="Bo", role="rep", at=NOW)
    own, others = [_session(desk, ana), _session(desk, ana)], _session(desk, bo)

    sessions.revoke_all(desk, ana.id, at=NOW)

    assert not any(_holds(desk, session, NOW) for session in own)
    assert _holds(desk, others, NOW)


def test_disabling_ends_sessions_and_enabling_does_not_revive_them(desk: Desk, ana: Person) -> None:
    session = _session(desk, ana)

    people.disable(desk, ana.id, at=NOW)
    disabled = _holds(desk, session, NOW)
    people.enable(desk, ana.id, at=NOW)

    assert not disabled
    assert not _holds(desk, session, NOW)
    assert _holds(desk, _session(desk, ana), NOW)


def test_a_session_made_while_disabled_does_not_hold(desk: Desk, ana: Person) -> None:
    people.disable(desk, ana.id, at=NOW)

    assert not _holds(desk, _session(desk, ana), NOW)


def test_a_new_password_ends_sessions_made_with_the_old(desk: Desk, ana: Person) -> None:
    session = _session(desk, ana)

    people.set_password_hash(desk, ana.id, "hash", at=NOW)

    assert not _holds(desk, session, NOW)
    assert people.password_hash(desk, ana.id) == "hash"


def test_a_link_is_spent_once_even_when_many_ask_at_once(desk: Desk, ana: Person) -> None:
    token = links.make(desk, ana.id, links.Purpose.password, at=NOW)
    answers: list[bool] = []
    threads = [
        threading.Thread(target=lambda: answers.append(links.use(desk, token, at=NOW)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False] * 7 + [True]
    assert links.find(desk, token, at=NOW) is None


def test_a_link_ends_by_time_by_a_newer_one_and_with_its_person(desk: Desk, ana: Person) -> None:
    first = links.make(desk, ana.id, links.Purpose.password, at=NOW)
    second = links.make(desk, ana.id, links.Purpose.first, at=NOW)

    assert links.find(desk, first, at=NOW) is None
    assert links.find(desk, second, at=NOW) == (ana.id, links.Purpose.first)
    assert links.find(desk, second, at=NOW + links.LIFETIME) is None
    assert not links.use(desk, second, at=NOW + links.LIFETIME)
    people.disable(desk, ana.id, at=NOW)
    assert links.find(desk, second, at=NOW) is None


def test_a_grant_holds_on_its_first_and_last_day() -> None:
    grant = Grant(Kind.customer, "1001", date(2026, 1, 2), date(2026, 1, 4))

    held = [grant.holds_on(date(2026, 1, day)) for day in range(1, 6)]

    assert held == [False, True, True, True, False]


def test_grants_are_not_doubled_and_end_on_a_day(desk: Desk, ana: Person) -> None:
    wanted = [Grant(Kind.customer, "1001", TODAY), Grant(Kind.group, "2000", TODAY)]
    grants.give(desk, ana.id, wanted, at=NOW)
    grants.give(desk, ana.id, wanted, at=NOW)

    ended = grants.end(desk, ana.id, Kind.group, "2000", last=TODAY, at=NOW)

    assert ended == 1
    assert grants.of_person(desk, ana.id) == [
        Grant(Kind.customer, "1001", TODAY),
        Grant(Kind.group, "2000", TODAY, TODAY),
    ]
    assert desk.revision() == 2


def test_what_is_done_is_noted_with_who_and_when(desk: Desk, ana: Person) -> None:
    sessions.revoke(desk, _session(desk, ana), at=NOW)
    audit.note(desk, at=NOW, person_id=ana.id, action="export taken", subject="balance.csv")

    noted = [(entry.person_id, entry.action) for entry in audit.entries(desk)]

    assert noted == [
        (ana.id, "export taken"),
        (ana.id, "signed out"),
        (ana.id, "signed in"),
        (None, "person added"),
    ]
    assert {entry.at for entry in audit.entries(desk)} == {NOW}


def test_the_audit_trail_is_only_ever_added_to() -> None:
    source = inspect.getsource(audit)

    assert not any(word in source for word in ("update(", "delete("))
