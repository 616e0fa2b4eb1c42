"""The demo door: only in a demo home, only its people, only what they were granted."""

from __future__ import annotations

from pathlib import Path

import pytest

from saldo.access import Office, Role
from saldo.access.demo import BadDemo, DemoPerson, demo_people, enter, write_marker
from saldo.desk import people, sessions
from saldo.desk.grants import Kind
from saldo.warehouse import Scope
from tests.front import own_office

KARIN = DemoPerson(
    key="finance",
    name='Karin "K" Ek \\ Bo',
    email="karin@demo.example",
    role=Role.customer,
    grant_kind=Kind.customer,
    grant_value="10012",
)
REP = DemoPerson(
    key="rep",
    name="Maria",
    email="maria@demo.example",
    role=Role.rep,
    grant_kind=Kind.rep,
    grant_value="R02",
    organisation="Maskinhuset AB",
)


@pytest.fixture
def demo_office(tmp_path: Path) -> Office:
    write_marker(tmp_path, [KARIN, REP])
    return own_office(tmp_path)


def _scope(office: Office, token: str | None) -> Scope:
    assert token is not None
    viewer = office.viewer(sessions.hash_of(token))
    assert viewer is not None
    return viewer.scope


def test_the_marker_keeps_its_people_whatever_their_names_hold(tmp_path: Path) -> None:
    write_marker(tmp_path, [KARIN, REP])

    assert demo_people(tmp_path) == (KARIN, REP)


def test_one_enters_as_a_person_with_their_grant(demo_office: Office) -> None:
    assert _scope(demo_office, enter(demo_office, "finance")) == Scope(customers=("10012",))
    assert _scope(demo_office, enter(demo_office, "rep")) == Scope(reps=("R02",))
    assert _scope(demo_office, enter(demo_office, "rep")) == Scope(reps=("R02",))
    assert len(people.everybody(demo_office.desk)) == 2


def test_an_unknown_key_enters_nowhere(demo_office: Office) -> None:
    assert enter(demo_office, "administrator") is None


def test_outside_a_demo_home_nobody_enters(tmp_path: Path) -> None:
    assert enter(own_office(tmp_path), "finance") is None


def test_a_demo_company_made_anew_takes_the_old_grant_away(
    demo_office: Office, tmp_path: Path
) -> None:
    enter(demo_office, "rep")
    moved = DemoPerson(
        **{name: getattr(REP, name) for name in DemoPerson.__slots__[:-2]}, grant_value="R03"
    )
    write_marker(tmp_path, [moved])

    assert _scope(demo_office, enter(demo_office, "rep")) == Scope(reps=("R03",))


def test_a_marker_that_grants_everything_is_refused(tmp_path: Path) -> None:
    write_marker(tmp_path, [KARIN])
    marker = tmp_path / "demo.toml"
    marker.write_text(marker.read_text().replace('grant_kind = "customer"', 'grant_kind = "all"'))

    with pytest.raises(BadDemo):
        demo_people(tmp_path)
