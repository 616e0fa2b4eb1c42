"""Saved reconciliations: a customer's ledger matched with ours, kept as it was found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select

from saldo.desk import audit
from saldo.desk.reconciliations_tables import reconciliation_accounts, reconciliations
from saldo.desk.store import Desk
from saldo.desk.tables import people


def save(
    desk: Desk,
    *,
    name: str,
    file_name: str,
    as_of: date,
    accounts: Sequence[str],
    rows: int,
    differences: int,
    contents: str,
    by: int,
    at: datetime,
) -> int:
    """The key of a new one. The caller has checked that `by` may see the accounts."""
    with desk.writing(changes_answers=True) as connection:
        key = connection.execute(
            insert(reconciliations)
            .values(
                name=name,
                file_name=file_name,
                as_of=as_of,
                accounts=len(accounts),
                rows=rows,
                differences=differences,
                contents=contents,
                saved_by=by,
                saved_at=at,
            )
            .returning(reconciliations.c.id)
        ).scalar_one()
        about = [{"reconciliation_id": key, "customer_no": number} for number in accounts]
        connection.execute(insert(reconciliation_accounts), about)
        audit.record(
            connection, at=at, person_id=by, action="reconciliation saved", subject=f"{key} {name}"
        )
        return int(key)


def drop(desk: Desk, key: int, *, by: int, at: datetime) -> bool:
    """Delete one of that person's own; False where there is none."""
    with desk.writing(changes_answers=True) as connection:
        own = select(reconciliations.c.id).where(
            reconciliations.c.id == key, reconciliations.c.saved_by == by
        )
        if connection.execute(own).first() is None:
            return False
        about = reconciliation_accounts.c.reconciliation_id == key
        connection.execute(delete(reconciliation_accounts).where(about))
        connection.execute(delete(reconciliations).where(reconciliations.c.id == key))
        audit.record(
            connection, at=at, person_id=by, action="reconciliation deleted", subject=f"{key}"
        )
        return True


def saved_by(desk: Desk, person_id: int) -> int:
    """How many a person has saved."""
    asked = select(func.count()).where(reconciliations.c.saved_by == person_id)
    with desk.reading() as connection:
        return int(connection.execute(asked).scalar_one())


def contents(desk: Desk, key: int) -> str | None:
    """What was found, packed; who may read it is decided before, by its accounts."""
    asked = select(reconciliations.c.contents).where(reconciliations.c.id == key)
    with desk.reading() as connection:
        found = connection.execute(asked).scalar_one_or_none()
    return None if found is None else str(found)


def frame(desk: Desk) -> list[dict[str, Any]]:
    """One dict per saved reconciliation and account, without what was found.

    Columns: reconciliation_id, customer_no, name, file_name, as_of, accounts (how many it is
    about), rows, differences, saved_by, saved_by_name, saved_at.
    """
    kept = reconciliations.c
    asked = (
        select(
            reconciliation_accounts.c.reconciliation_id,
            reconciliation_accounts.c.customer_no,
            kept.name,
            kept.file_name,
            kept.as_of,
            kept.accounts,
            kept.rows,
            kept.differences,
            kept.saved_by,
            people.c.name.label("saved_by_name"),
            kept.saved_at,
        )
        .join(reconciliations, kept.id == reconciliation_accounts.c.reconciliation_id)
        .join(people, people.c.id == kept.saved_by)
        .order_by(kept.id, reconciliation_accounts.c.customer_no)
    )
    with desk.reading() as connection:
        return [dict(row) for row in connection.execute(asked).mappings()]
