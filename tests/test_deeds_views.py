"""Saved views: filters under a name, shared with who sees the accounts, checked when opened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from saldo.access import Role, Viewer
from saldo.deeds import Actor, NotTheirs, Refused
from saldo.deeds.views import drop_view, open_view, save_view, views_of
from saldo.desk import Desk, open_desk, people, views
from saldo.i18n import language_of
from saldo.reporting import Books
from saldo.warehouse import Scope, Snapshot
from tests.marts import snapshot_of

NOW = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)
ONE, BOTH = Scope(customers=("C1",)), Scope(customers=("C1", "C2"))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot_of(
        tmp_path_factory.mktemp("views"),
        customers="""
            customer_no name
            C1 Acme
            C2 Other
            C3 Third""",
    )


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(f"sqlite:///{tmp_path / 'desk.db'}")
    for name in ("ana", "bo"):
        people.add(opened, email=f"{name}@b.se", name=name, role="customer", at=NOW)
    yield opened
    opened.close()


def actor(
    desk: Desk, snapshot: Snapshot, person: int, scope: Scope, role: Role = Role.customer
) -> Actor:
    viewer = Viewer(person, "", "", role, language_of("en"), scope, "session")
    return Actor(desk, Books(snapshot), viewer, NOW, date(2026, 3, 20))


def save(by: Actor, name: str = "Late", **given: Any) -> int:
    details: dict[str, Any] = {"query": {"status": "overdue"}, "shared": False}
    return save_view(by, page="invoices", name=name, **(details | given))


def names(by: Actor) -> list[str]:
    return [view.name for view in views_of(by, page="invoices")]


def test_a_view_keeps_filters_and_order_and_no_opened_row(desk: Desk, snapshot: Snapshot) -> None:
    ana = actor(desk, snapshot, 1, ONE)
    chosen = {"status": "overdue", "sort": "due", "columns": "amount", "customer": "C1"}

    key = save(ana, query=chosen | {"document": "1/invoice/F1", "rows": "3", "search": ""})

    assert open_view(ana, page="invoices", view_id=key) == chosen
    assert names(ana) == ["Late"]
    assert views_of(ana, page="payments") == []


def test_mine_is_mine_and_shared_is_for_who_sees_every_account_of_it(
    desk: Desk, snapshot: Snapshot
) -> None:
    ana = actor(desk, snapshot, 1, BOTH)
    save(ana, "Mine")
    save(ana, "Both", shared=True)
    save(ana, "First", shared=True, query={"customer": "C1"})

    assert names(actor(desk, snapshot, 2, BOTH)) == ["Both", "First"]
    assert names(actor(desk, snapshot, 2, ONE)) == ["First"]
    assert names(actor(desk, snapshot, 2, Scope(customers=("C3",)))) == []
    assert names(actor(desk, snapshot, 2, Scope())) == []
    assert names(actor(desk, snapshot, 2, BOTH, Role.rep)) == []


def test_what_is_not_ones_own_to_see_is_not_opened_or_forgotten(
    desk: Desk, snapshot: Snapshot
) -> None:
    ana, bo = actor(desk, snapshot, 1, BOTH), actor(desk, snapshot, 2, ONE)
    key = save(ana, shared=True)

    with pytest.raises(NotTheirs):
        open_view(bo, page="invoices", view_id=key)
    with pytest.raises(NotTheirs):
        drop_view(bo, view_id=key)
    with pytest.raises(NotTheirs):
        open_view(ana, page="payments", view_id=key)
    drop_view(ana, view_id=key)
    assert names(ana) == []


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"name": "  "}, "views.name_wrong"),
        ({"name": "x" * 61}, "views.name_wrong"),
        ({"query": {"status": "lost"}}, "errors.bad_filter"),
        ({"query": {"from": "2026-02-01", "to": "2026-01-01"}}, "errors.bad_filter"),
        ({"query": {"columns": "x" * 2001}}, "views.too_long"),
        ({"query": {"customer": "C2"}}, "errors.not_theirs"),
        ({"query": {"customer": "C1,C3"}, "shared": True}, "errors.not_theirs"),
    ],
)
def test_what_cannot_be_is_refused_and_not_kept(
    desk: Desk, snapshot: Snapshot, given: dict[str, Any], key: str
) -> None:
    ana = actor(desk, snapshot, 1, ONE)

    with pytest.raises(Refused) as refused:
        save(ana, **given)

    assert refused.value.key == key
    assert names(ana) == []


def test_a_name_is_taken_once(desk: Desk, snapshot: Snapshot) -> None:
    ana = actor(desk, snapshot, 1, ONE)
    save(ana)

    with pytest.raises(Refused, match="name_taken"):
        save(ana, "  Late ")


def test_a_view_that_no_longer_can_be_is_refused_when_it_is_opened(
    desk: Desk, snapshot: Snapshot
) -> None:
    ana = actor(desk, snapshot, 1, ONE)
    key = views.save(
        desk,
        person_id=1,
        role="customer",
        page="invoices",
        name="Old",
        query="status=gone",
        accounts=(),
        at=NOW,
    )

    with pytest.raises(Refused, match="bad_filter"):
        open_view(ana, page="invoices", view_id=key)
