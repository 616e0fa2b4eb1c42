"""The bulk of a large demo: plain trade of many accounts, made by the hundred thousand rows.

Chance is a hash of (seed, stream, row), so a row is the same whatever is made beside it, and
money is whole öre throughout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from etl.demo.accounts import Account
from etl.demo.catalogue import CONSUMABLES, DEVICES, SERVICES, Product

GOODS: tuple[Product, ...] = (*CONSUMABLES, *DEVICES, *SERVICES)
CHUNK, CHUNK_ACCOUNTS = 50_000, 5_000
Ints = NDArray[np.int64]
_EPOCH = date(1970, 1, 1)
_LINES = np.array([1, 1, 1, 2, 2, 2, 2, 3, 3, 4], dtype=np.int64)
_FLATTEN = 20  # of the Zipf curve: keeps the largest account near one in a hundred and twenty
_PART_IN_HUNDRED, _SLIP_IN_HUNDRED = 3, 12


@dataclass(frozen=True, slots=True)
class Chance:
    """Numbers drawn by row: the same seed, stream and row give the same number."""

    seed: int

    def below(self, stream: int, rows: Ints, limit: int | Ints) -> Ints:
        """A number from 0 to `limit` − 1 for each row."""
        mixed = rows.astype(np.uint64) + np.uint64((self.seed * 1_000 + stream) << 40)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
        drawn: Ints = (mixed >> np.uint64(16)).astype(np.int64) % limit
        return drawn


@dataclass(frozen=True, slots=True)
class Trades:
    """Invoices of a chunk, by account and day; lines by invoice. Days count from 1970, öre."""

    account: Ints
    number: Ints
    issued: Ints
    due: Ints
    ordered: Ints
    requested: Ints
    slipped: Ints
    delivered: Ints
    net: Ints
    vat: Ints
    first_paid: Ints
    first_day: Ints
    rest_day: Ints
    line_of: Ints
    line_no: Ints
    goods: Ints
    quantity: Ints
    price: Ints

    @property
    def amount(self) -> Ints:
        """The totals with VAT."""
        return self.net + self.vat

    @property
    def line_net(self) -> Ints:
        """The lines' amounts without VAT."""
        return self.quantity * self.price

    def paid(self, until: int) -> Ints:
        """How much of each invoice is paid by that day."""
        first = np.where(self.first_day <= until, self.first_paid, 0)
        rest = np.where(self.rest_day <= until, self.amount - self.first_paid, 0)
        return first + rest


def day_number(day: date) -> int:
    """Days since 1970."""
    return (day - _EPOCH).days


def shares(accounts: int, invoices: int) -> Ints:
    """How many invoices each account has: Zipf-skewed, in all exactly `invoices`."""
    weights = 1.0 / (np.arange(accounts) + _FLATTEN)
    counts: Ints = np.floor(weights / weights.sum() * invoices).astype(np.int64)
    counts[: invoices - int(counts.sum())] += 1
    return counts


def chunks(counts: Ints) -> Iterator[tuple[int, int]]:
    """Ranges of accounts that have about `CHUNK` invoices together, or are `CHUNK_ACCOUNTS`."""
    first, total = 0, 0
    for place, number in enumerate(counts.tolist()):
        total += number
        if total >= CHUNK or place + 1 - first == CHUNK_ACCOUNTS:
            yield first, place + 1
            first, total = place + 1, 0
    if first < len(counts):
        yield first, len(counts)


def trades(
    chance: Chance,
    accounts: Sequence[Account],
    counts: Ints,
    *,
    before: int,
    start: date,
    until: date,
) -> Trades:
    """The trade of these accounts, numbered from `before`; all of it issued by `until`."""
    owner = np.repeat(np.arange(len(accounts), dtype=np.int64), counts)
    row = np.arange(before, before + len(owner), dtype=np.int64)
    first, last = day_number(start), day_number(until)
    issued = _weekday_before(first + chance.below(1, row, last - first + 1), first)
    order = np.lexsort((row, issued, owner))
    issued = issued[order]
    terms = np.array([account.terms for account in accounts], dtype=np.int64)[owner]
    delay = np.array([round(account.habit.delay) for account in accounts], dtype=np.int64)[owner]
    due = issued + terms
    lines = _LINES[chance.below(2, row, len(_LINES))]
    line_of = np.repeat(np.arange(len(row), dtype=np.int64), lines)
    starts = np.concatenate(([0], np.cumsum(lines)[:-1])).astype(np.int64)
    line_no = np.arange(len(line_of), dtype=np.int64) - starts[line_of]
    line_row = row[line_of] * 8 + line_no
    goods = chance.below(3, line_row, len(GOODS))
    quantity = 1 + chance.below(4, line_row, np.array([p.most for p in GOODS])[goods])
    price = np.array([p.price * 100 for p in GOODS], dtype=np.int64)[goods]
    net = np.add.reduceat(quantity * price, starts) if len(row) else row
    vat = np.add.reduceat(vat_of(quantity * price), starts) if len(row) else row
    paid_on = weekday(np.maximum(issued, due + delay + chance.below(5, row, 7) - 3))
    partly = chance.below(6, row, 100) < _PART_IN_HUNDRED
    ordered = _weekday_before(issued - 4 - chance.below(7, row, 16), first - 30)
    requested = issued + chance.below(8, row, 5) - 2
    slips = chance.below(9, row, 100) < _SLIP_IN_HUNDRED
    return Trades(
        account=owner,
        number=row + 1,
        issued=issued,
        due=due,
        ordered=ordered,
        requested=weekday(np.where(slips, ordered + 2, requested)),
        slipped=np.where(slips, weekday(requested + 1), 0),
        delivered=weekday(issued + 1 + chance.below(10, row, 3)),
        net=net,
        vat=vat,
        first_paid=np.where(partly, (net + vat) * 3 // 5, net + vat),
        first_day=paid_on,
        rest_day=np.where(partly, weekday(paid_on + 30), paid_on),
        line_of=line_of,
        line_no=line_no + 1,
        goods=goods,
        quantity=quantity,
        price=price,
    )


def vat_of(net: Ints) -> Ints:
    """25 % of öre, half up; nothing here is below zero."""
    return (net * 25 + 50) // 100


def weekday(day: Ints) -> Ints:
    """The day itself, or the Monday after."""
    place = (day + 3) % 7  # 1970-01-01 was a Thursday
    return day + np.where(place >= 5, 7 - place, 0)


def _weekday_before(day: Ints, first: int) -> Ints:
    place = (day + 3) % 7
    moved = day - np.where(place >= 5, place - 4, 0)
    return np.where(moved < first, weekday(day), moved)
