"""Issued documents: what was taken before, and what has changed in it since (rules 7, 16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.statements import Section, Statement
from saldo.warehouse import Scope

Figures = Mapping[str, Any]
"""What a document said, as JSON holds it: its sections with balances, movements and items."""

_MOVEMENT = ("company_no", "class", "document_no", "kind", "date", "amount")
_ITEM = ("company_no", "class", "document_no", "instalment_no", "due_date", "open_amount")
_NAMED = 4  # a row's first values say which row it is; the others may change


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between a document as issued and the same question now.

    `part` is movement, earlier (an entry before the period) or item (an open item), `how` is
    added, removed or changed. `before` and `after` are day and amount, None where there is none.
    """

    part: str
    how: str
    customer_no: str
    currency: str
    company_no: str
    document_class: str
    document_no: str
    detail: str
    before: tuple[date | None, Decimal] | None
    after: tuple[date | None, Decimal] | None


def issued_before(
    books: Books, scope: Scope, filters: Filters, document_id: int | None = None
) -> pl.DataFrame:
    """One row per kept document whose accounts are all in scope, newest first; or only that one."""
    return books.ask("issued", scope, filters, document_id=document_id)


def figures_of(statement: Statement) -> dict[str, Any]:
    """What a statement says, in values of JSON: amounts as exact text, days as `yyyy-mm-dd`."""
    return {"sections": [_section(section) for section in statement.sections]}


def changes(then: Figures, now: Figures) -> tuple[Change, ...]:
    """The movements and open items that were added, removed or changed, in order of the sections.

    The same document moved twice alike counts twice; a row whose day or amount alone differs is
    one that changed.
    """
    before, after = _by_section(then), _by_section(now)
    return tuple(
        change
        for place in sorted(before.keys() | after.keys())
        for part, name in (("movement", "movements"), ("item", "items"))
        for change in _changed(
            part, place, before.get(place, {}).get(name, ()), after.get(place, {}).get(name, ())
        )
    )


def earlier_changes(then: Iterable[Section], now: Iterable[Section]) -> tuple[Change, ...]:
    """The entries before a period that differ, from statements that end where it begins."""
    before = {_place(section): _movements(section) for section in then}
    after = {_place(section): _movements(section) for section in now}
    return tuple(
        change
        for place in sorted(before.keys() | after.keys())
        for change in _changed("earlier", place, before.get(place, ()), after.get(place, ()))
    )


def openings_differ(then: Figures, now: Figures) -> bool:
    """True where a balance before the period is not what it was."""
    before, after = _by_section(then), _by_section(now)
    return any(
        _opening(before, place) != _opening(after, place) for place in before.keys() | after.keys()
    )


def _opening(sections: Mapping[tuple[str, str], Mapping[str, Any]], place: tuple[str, str]) -> Any:
    return Decimal(sections.get(place, {}).get("opening", "0"))


def _section(section: Section) -> dict[str, Any]:
    customer_no, currency = _place(section)
    return {
        "customer_no": customer_no,
        "currency": currency,
        "opening": str(section.opening),
        "closing": str(section.closing),
        "movements": _movements(section),
        "items": _written(section.items, _ITEM),
        "disputed": _written(section.items.filter("is_disputed"), _ITEM[:4]),
    }


def _place(section: Section) -> tuple[str, str]:
    return section.customer["customer_no"], section.currency


def _movements(section: Section) -> list[list[str]]:
    return _written(section.movements, _MOVEMENT)


def _written(frame: pl.DataFrame, columns: Sequence[str]) -> list[list[str]]:
    texts = frame.select(pl.col(name).cast(pl.String).fill_null("") for name in columns)
    return [list(row) for row in texts.iter_rows()]


def _by_section(figures: Figures) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(each["customer_no"], each["currency"]): each for each in figures["sections"]}


def _changed(
    part: str,
    place: tuple[str, str],
    before: Iterable[Sequence[str]],
    after: Iterable[Sequence[str]],
) -> list[Change]:
    old, new = Counter(map(tuple, before)), Counter(map(tuple, after))
    removed, added = sorted((old - new).elements()), sorted((new - old).elements())
    waiting: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for row in added:
        waiting.setdefault(row[:_NAMED], []).append(row)
    pairs: list[tuple[Sequence[str] | None, Sequence[str] | None]] = []
    for row in removed:
        partners = waiting.get(row[:_NAMED])
        pairs.append((row, partners.pop(0) if partners else None))
    pairs += [(None, row) for rows in waiting.values() for row in rows]
    return [_change(part, place, before_row, after_row) for before_row, after_row in pairs]


def _change(
    part: str, place: tuple[str, str], before: Sequence[str] | None, after: Sequence[str] | None
) -> Change:
    row = after or before or ()
    how = "changed" if before and after else "added" if after else "removed"
    company_no, document_class, document_no, detail = row[:_NAMED]
    return Change(
        part,
        how,
        *place,
        company_no,
        document_class,
        document_no,
        detail,
        _said(before),
        _said(after),
    )


def _said(row: Sequence[str] | None) -> tuple[date | None, Decimal] | None:
    if row is None:
        return None
    return (date.fromisoformat(row[4]) if row[4] else None), Decimal(row[5])
