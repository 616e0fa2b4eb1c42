"""The viewer: grants become a scope, and anything unclear is nobody (trust: fail closed)."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from saldo import access
from saldo.access import Office, Role, scope_of, viewer_for
from saldo.access.offices import KNOWN_FOR_SECONDS
from saldo.desk import grants, people, sessions
from saldo.desk.grants import Grant, Kind
from saldo.warehouse import NOBODY, Scope
from tests.front import own_office, signed_in, somebody

DAY = date(2026, 11, 22)


def _granted(kind: Kind, value: str, first: date = DAY, last: date | None = None) -> Grant:
    return Grant(kind, value, first, last)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return own_office(tmp_path)


def test_grants_become_the_scope_of_their_kinds() -> None:
    """Rule 32: a person sees the accounts they are entitled to, nothing else."""
    given = [
        _granted(Kind.customer, "1002"),
        _granted(Kind.customer, "1001"),
        _granted(Kind.group, "2000"),
        _granted(Kind.rep, "R02"),
    ]

    assert scope_of(Role.rep, given, DAY) == Scope(
        customers=("1001", "1002"), groups=("2000",), reps=("R02",)
    )


def test_a_grant_out_of_its_days_opens_nothing() -> None:
    given = [
        _granted(Kind.customer, "1001", last=DAY - timedelta(days=1), first=date(2020, 1, 1)),
        _granted(Kind.customer, "1002", first=DAY + timedelta(days=1)),
    ]

    assert scope_of(Role.customer, given, DAY).is_empty


def test_only_a_grant_of_all_opens_all() -> None:
    assert scope_of(Role.rep, [_granted(Kind.all, "")], DAY).unlimited
    assert scope_of(Role.rep, [], DAY) == NOBODY


@pytest.mark.parametrize("role", [Role.administrator, Role.data_steward, Role.operator])
def test_who_manages_people_reads_no_accounts(role: Role) -> None:
    """Rule 32: an administrator manages people and does not thereby read accounts."""
    assert scope_of(role, [_granted(Kind.all, ""), _granted(Kind.customer, "1")], DAY) == NOBODY


def test_a_session_names_its_viewer(office: Office) -> None:
    ana = somebody(office, role=Role.customer, sees=("1001",))
    people.set_language(office.desk, ana.id, "sv")
    session, _ = signed_in(office, ana)

    viewer = viewer_for(office.desk, session, office.now())

    assert viewer is not None
    assert (viewer.person_id, viewer.email, viewer.role) == (ana.id, ana.email, Role.customer)
    assert (viewer.scope, viewer.session_id) == (Scope(customers=("1001",)), session)
    assert viewer.language == "sv"


def test_an_unknown_session_is_nobody(office: Office) -> None:
    assert viewer_for(office.desk, "0" * 64, office.now()) is None
    assert viewer_for(office.desk, "", office.now()) is None


def test_an_expired_session_is_nobody(office: Office) -> None:
    session, _ = signed_in(office, somebody(office))

    assert viewer_for(office.desk, session, office.now() + sessions.ABSOLUTE) is None


def test_a_disabled_person_is_nobody(office: Office) -> None:
    ana = somebody(office)
    session, _ = signed_in(office, ana)

    people.disable(office.desk, ana.id, at=office.now())

    assert viewer_for(office.desk, session, office.now()) is None


def test_a_role_of_another_version_is_nobody(office: Office) -> None:
    session, _ = signed_in(office, somebody(office))
    with office.desk.writing() as connection:
        connection.execute(text("update people set role = 'emperor'"))

    assert viewer_for(office.desk, session, office.now()) is None


@pytest.mark.parametrize("table", ["sessions", "people", "grants"])
def test_a_desk_that_cannot_be_read_is_nobody(office: Office, table: str, tmp_path: Path) -> None:
    session, _ = signed_in(office, somebody(office))
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        connection.execute(f"alter table {table} rename to gone")

    assert viewer_for(office.desk, session, office.now()) is None


def test_a_revocation_by_another_process_shows_within_two_seconds(office: Office) -> None:
    """Trust 4: within 2 s at the next rerun, at once where `fresh` is asked."""
    clock = [100.0]
    office.clock = lambda: clock[0]
    session, _ = signed_in(office, somebody(office))
    known = office.viewer(session)

    sessions.revoke(office.desk, session, at=office.now())

    assert known is not None
    assert KNOWN_FOR_SECONDS < 2
    clock[0] += KNOWN_FOR_SECONDS
    assert office.viewer(session) is None


def test_a_revocation_in_this_process_shows_at_once(office: Office) -> None:
    session, _ = signed_in(office, somebody(office))
    office.viewer(session)

    office.sign_out(session)

    assert office.viewer(session) is None


def test_a_fresh_question_asks_the_desk(office: Office) -> None:
    session, _ = signed_in(office, somebody(office))
    office.viewer(session)

    sessions.revoke(office.desk, session, at=office.now())

    assert office.viewer(session, fresh=True) is None


def test_a_grant_ended_narrows_an_open_session(office: Office) -> None:
    """Trust, 8.3.2: a change of rights takes effect at once, not at the next sign-in."""
    ana = somebody(office, sees=("1001", "1002"))
    session, _ = signed_in(office, ana)
    yesterday = office.settings.today() - timedelta(days=1)

    grants.end(office.desk, ana.id, Kind.customer, "1002", last=yesterday, at=office.now())

    viewer = office.viewer(session, fresh=True)
    assert viewer is not None
    assert viewer.scope == Scope(customers=("1001",))


def test_a_busy_person_stays_signed_in_with_one_write_a_minute(office: Office) -> None:
    clock = [100.0]
    office.clock = lambda: clock[0]
    session, _ = signed_in(office, somebody(office))
    office.viewer(session)
    seen = [sessions.find(office.desk, session)]
    for seconds in (0, 30, 31):
        clock[0] += seconds
        office.touch(session)
        seen.append(sessions.find(office.desk, session))

    moments = [found.seen_at for found in seen if found]

    assert moments[0] < moments[1] == moments[2] < moments[3]


def test_a_script_run_without_an_office_is_nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Office:
        raise OSError("no desk")

    monkeypatch.setattr("saldo.access.offices.office", broken)

    assert access.session_viewer("0" * 64) is None
    assert access.session_viewer(None) is None


def test_a_script_run_asks_the_installed_office(office: Office) -> None:
    session, _ = signed_in(office, somebody(office))
    access.install(office)
    try:
        viewer = access.session_viewer(session)
        access.sign_out(session)
        after = access.session_viewer(session)
    finally:
        access.install(None)

    assert viewer is not None
    assert after is None
