"""Saved views: the filters of a page under a name, one's own or shared. Never rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.exc import IntegrityError

from saldo.desk.store import Desk
from saldo.desk.tables import people, view_accounts, views


class NameTaken(Exception):
    """The person has a view of that name on that page already."""

    def __init__(self, name: str) -> None:
        """Build the message from the name."""
        super().__init__(f"there is a view {name!r} already")


@dataclass(frozen=True, slots=True)
class View:
    """One saved view. `query` is an address's, `accounts` those that a shared one is about."""

    id: int
    page: str
    name: str
    query: str
    owner: int
    owner_name: str
    shared: bool
    accounts: frozenset[str] = frozenset()


def save(
    desk: Desk,
    *,
    person_id: int,
    role: str,
    page: str,
    name: str,
    query: str,
    accounts: Sequence[str],
    at: datetime,
) -> int:
    """The key of a new view, shared where accounts are named. Raises `NameTaken`."""
    values = {"person_id": person_id, "role": role, "page": page, "name": name, "query": query}
    try:
        with desk.writing() as connection:
            key = connection.execute(
                insert(views)
                .values(**values, shared=bool(accounts), saved_at=at)
                .returning(views.c.id)
            ).scalar_one()
            if accounts:
                rows = [{"view_id": key, "customer_no": number} for number in sorted(accounts)]
                connection.execute(insert(view_accounts), rows)
            return int(key)
    except IntegrityError as error:
        raise NameTaken(name) from error


def drop(desk: Desk, view_id: int, *, person_id: int) -> bool:
    """Forget a view of that person's own; False where there is none."""
    with desk.writing() as connection:
        own = select(views.c.id).where(views.c.id == view_id, views.c.person_id == person_id)
        connection.execute(delete(view_accounts).where(view_accounts.c.view_id.in_(own)))
        gone = connection.execute(
            delete(views).where(views.c.id == view_id, views.c.person_id == person_id)
        )
        return bool(gone.rowcount)


def of_person(desk: Desk, page: str, *, person_id: int, role: str) -> list[View]:
    """A person's own views of a page, then those shared among people of the role; by name.

    Who may open a shared one is decided by its accounts, in `saldo.deeds.views`.
    """
    own = views.c.person_id == person_id
    asked = (
        select(views, people.c.name.label("owner_name"))
        .join(people, people.c.id == views.c.person_id)
        .where(views.c.page == page, or_(own, views.c.shared & (views.c.role == role)))
        .order_by(own.desc(), views.c.name, views.c.id)
    )
    with desk.reading() as connection:
        found = connection.execute(asked).mappings().all()
        about: dict[int, set[str]] = {row["id"]: set() for row in found if row["shared"]}
        named = select(view_accounts).where(view_accounts.c.view_id.in_(about))
        for view_id, number in connection.execute(named) if about else ():
            about[view_id].add(number)
    return [
        View(
            id=row["id"],
            page=row["page"],
            name=row["name"],
            query=row["query"],
            owner=row["person_id"],
            owner_name=row["owner_name"],
            shared=row["shared"],
            accounts=frozenset(about.get(row["id"], ())),
        )
        for row in found
    ]
