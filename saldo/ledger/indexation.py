"""Indexation: the factor a contract's base prices take, clause by clause (rule 24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import count

from saldo.ledger.months import add_months, month_of

ONE = Decimal(1)
_PLACES = Decimal("0.0000000001")
Index = Mapping[date, Decimal]


@dataclass(frozen=True, slots=True)
class Clause:
    """One price clause: by index between floor and cap, or a fixed yearly change, in per cent."""

    first_on: date
    index_name: str | None = None
    base_month: date | None = None
    lag_months: int = 0
    fixed_percent: Decimal | None = None
    cap_percent: Decimal | None = None
    floor_percent: Decimal | None = None


def price_factor(clauses: Sequence[Clause], indices: Mapping[str, Index], on: date) -> Decimal:
    """What a base amount is multiplied by on a day, to ten decimals.

    A price changes on a clause's first day and every twelfth month after, until the next clause
    takes over. An index not yet published counts as last published.
    """
    factor = ONE
    for changed_on, clause in _changes(clauses, on):
        factor = _changed(factor, clause, indices.get(clause.index_name or "", {}), changed_on)
    return factor


@dataclass(frozen=True, slots=True)
class PriceStep:
    """One change of a contract's prices. `percent` is the change on the price before.

    By index: `value` of `index_month` over `base_value`; `held` says which bound won, if one did
    (cap or floor); `lacking` that a month it stands on has no value.
    """

    changed_on: date
    clause: Clause
    factor: Decimal
    percent: Decimal
    index_month: date | None = None
    value: Decimal | None = None
    base_value: Decimal | None = None
    held: str | None = None
    lacking: bool = False


def price_steps(
    clauses: Sequence[Clause], indices: Mapping[str, Index], until: date
) -> list[PriceStep]:
    """Every change of price up to a day, in order (rule 24); the last one's factor holds then."""
    steps, factor = [], ONE
    for changed_on, clause in _changes(clauses, until):
        index = indices.get(clause.index_name or "", {})
        changed = _changed(factor, clause, index, changed_on)
        steps.append(_step(clause, index, changed_on, factor, changed))
        factor = changed
    return steps


def _step(
    clause: Clause, index: Index, changed_on: date, before: Decimal, after: Decimal
) -> PriceStep:
    percent = ((after / before - 1) * 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    if clause.index_name is None:
        return PriceStep(changed_on, clause, after, percent)
    month, base = _index_month(clause, changed_on), _published(index, clause.base_month)
    value = _published(index, month)
    wanted = _rounded(value / base) if base and value else before
    return PriceStep(
        changed_on,
        clause,
        after,
        percent,
        index_month=month,
        value=value,
        base_value=base,
        held="floor" if after > wanted else "cap" if after < wanted else None,
        lacking=month not in index or clause.base_month not in index,
    )


def lacks_value(clauses: Sequence[Clause], indices: Mapping[str, Index], on: date) -> bool:
    """True where the price of a day stands on a month for which the index has no value."""
    lacking = False
    for changed_on, clause in _changes(clauses, on):
        index = indices.get(clause.index_name or "", {})
        months = (_index_month(clause, changed_on), clause.base_month)
        gap = clause.index_name is not None and not all(month in index for month in months)
        bounds = (clause.cap_percent, clause.floor_percent)
        stands_on_before = clause.index_name is None or bounds != (None, None)
        lacking = gap or (lacking and stands_on_before)
    return lacking


def _changes(clauses: Sequence[Clause], on: date) -> Iterator[tuple[date, Clause]]:
    ordered = sorted(clauses, key=lambda clause: clause.first_on)
    ends = [clause.first_on for clause in ordered[1:]] + [date.max]
    for clause, end in zip(ordered, ends, strict=False):
        for year in count():
            day = add_months(clause.first_on, 12 * year)
            if day > on or day >= end:
                break
            yield day, clause


def _changed(factor: Decimal, clause: Clause, index: Index, on: date) -> Decimal:
    if clause.index_name is None:
        return _times(factor, clause.fixed_percent or Decimal(0))
    base = _published(index, clause.base_month)
    reached = _published(index, _index_month(clause, on))
    wanted = _rounded(reached / base) if base and reached else factor
    if clause.floor_percent is not None:
        wanted = max(wanted, _times(factor, clause.floor_percent))
    if clause.cap_percent is not None:
        wanted = min(wanted, _times(factor, clause.cap_percent))
    return wanted


def _index_month(clause: Clause, on: date) -> date:
    return add_months(month_of(on), -clause.lag_months)


def _published(index: Index, month: date | None) -> Decimal | None:
    known = [each for each in index if month is not None and each <= month]
    return index[max(known)] if known else None


def _times(factor: Decimal, percent: Decimal) -> Decimal:
    return _rounded(factor * (ONE + percent / 100))


def _rounded(factor: Decimal) -> Decimal:
    return factor.quantize(_PLACES, rounding=ROUND_HALF_UP)
