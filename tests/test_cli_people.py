"""`saldo people` and the home's first person."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from saldo import settings
from saldo.access import Office, Role
from saldo.cli.first_person import first_person_link
from saldo.cli.people import people as command
from saldo.desk import grants, people
from saldo.desk.grants import Kind
from saldo.warehouse import Scope
from tests.front import PASSWORD_HASH, own_office, signed_in

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    monkeypatch.setenv("SALDO_HOME", str(tmp_path))
    settings.current.cache_clear()
    yield lambda *words: CliRunner().invoke(command, list(words))
    settings.current.cache_clear()


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Office:
    return own_office(tmp_path)


def test_a_person_is_added_with_grants_and_a_link(run: Run, office: Office) -> None:
    answer = run("add", "Ana@example.se", "--customer", "1001", "--group", "2000", "--role", "rep")

    ana = people.by_email(office.desk, "ana@example.se")
    assert answer.exit_code == 0
    assert answer.stdout.startswith("http://127.0.0.1:8501/welcome/")
    assert ana.role == "rep"
    assert [(each.kind, each.value) for each in grants.of_person(office.desk, ana.id)] == [
        (Kind.customer, "1001"),
        (Kind.group, "2000"),
    ]


def test_nobody_is_added_twice_and_no_nonsense(run: Run) -> None:
    run("add", "ana@example.se")

    assert run("add", "ANA@example.se").exit_code == 2
    assert run("add", "nonsense").exit_code == 2
    assert run("add", "bo@example.se", "--language", "de").exit_code == 2
    assert run("add", "bo@example.se", "--role", "emperor").exit_code == 2


def test_a_person_without_grants_sees_nothing(run: Run, office: Office) -> None:
    run("add", "ana@example.se")
    session, _ = signed_in(office, people.by_email(office.desk, "ana@example.se"))

    viewer = office.viewer(session)

    assert viewer is not None
    assert viewer.scope.is_empty


def test_grants_are_given_from_a_day_to_a_day_and_ended(run: Run) -> None:
    run("add", "ana@example.se")
    run("grant", "ana@example.se", "--customer", "1", "--from", "2020-01-01", "--to", "2020-12-31")
    run("grant", "ana@example.se", "--rep", "R02", "--to", "2999-12-31")
    run("grant", "ana@example.se", "--all")

    before = json.loads(run("list", "--json").stdout)
    run("grant", "ana@example.se", "--rep", "R02", "--all", "--end")
    after = json.loads(run("list", "--json").stdout)

    assert before[0]["sees"] == ["rep R02", "all"]
    assert after[0]["sees"] == []
    assert run("grant", "ana@example.se").exit_code == 2


def test_a_disabled_person_is_out_until_enabled(run: Run, office: Office) -> None:
    run("add", "ana@example.se")
    ana = people.by_email(office.desk, "ana@example.se")
    session, _ = signed_in(office, ana)

    run("disable", "ana@example.se")

    assert office.viewer(session) is None
    assert "disabled" in run("list").stdout
    run("enable", "ana@example.se")
    assert "disabled" not in run("list").stdout
    assert run("disable", "nobody@example.se").exit_code == 2


def test_a_new_link_replaces_the_old(run: Run) -> None:
    run("add", "ana@example.se")

    first, second = (run("link", "ana@example.se").stdout for _ in range(2))

    assert first != second
    assert "/welcome/" in second


def test_the_first_person_of_a_home_sees_what_is_loaded(run: Run, office: Office) -> None:
    link = first_person_link(office.settings, ["C1", "C2"], "http://127.0.0.1:9000")

    (first,) = people.everybody(office.desk)
    session, _ = signed_in(office, first)
    viewer = office.viewer(session)
    assert link is not None
    assert link.startswith("http://127.0.0.1:9000/welcome/")
    assert viewer is not None
    assert (viewer.role, viewer.scope) == (Role.rep, Scope(unlimited="granted"))


def test_starting_again_makes_no_second_person_and_no_way_past_a_password(
    run: Run, office: Office
) -> None:
    first_person_link(office.settings, [])
    again = first_person_link(office.settings, ["C1"])
    (first,) = people.everybody(office.desk)
    people.set_password_hash(office.desk, first.id, PASSWORD_HASH, at=office.now())

    assert again is not None
    assert first_person_link(office.settings, ["C1"]) is None
    assert len(grants.of_person(office.desk, first.id)) == 1
