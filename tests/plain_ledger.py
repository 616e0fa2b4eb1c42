"""A ledger as a plain loop: the rules once more, row by row, without SQL. The models' oracle."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

from saldo.ledger.ageing import bucket
from saldo.ledger.entries import SIGNS
from tests.staging import Row

UNIT = {"SEK": Decimal("0.01"), "JPY": Decimal(1), "KWD": Decimal("0.001")}
Account = tuple[str, str]


@dataclass
class Item:
    """One open item of the plain ledger."""

    account: Account
    number: str
    issue: date
    amount: Decimal
    due: date | None = None
    instalment: str | None = None
    settled: list[tuple[date, Decimal]] = field(default_factory=list)

    def open_at(self, day: date) -> Decimal:
        """What is open at a day, signed."""
        if self.issue > day:
            return Decimal(0)
        gone = sum((amount for when, amount in self.settled if when <= day), Decimal(0))
        return self.amount - gone if self.amount > 0 else self.amount + gone

    @property
    def left(self) -> Decimal:
        """What is left to settle in the end, unsigned."""
        return abs(self.amount) - sum((amount for _, amount in self.settled), Decimal(0))

    def settle(self, when: date, amount: Decimal) -> None:
        """Take so much off from a day on."""
        self.settled.append((when, amount))


@dataclass
class Plain:
    """The ledger as a plain loop: documents by (class, number), and the halves of pairs."""

    documents: dict[tuple[str, str], list[Item]] = field(default_factory=dict)
    halves: list[Item] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        """Every item there is."""
        return [item for items in self.documents.values() for item in items] + self.halves

    def open_items(self, day: date) -> dict[tuple[Any, ...], Decimal]:
        """What is open at a day, by account, number, instalment and due date."""
        found: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
        for item in self.items:
            if item.open_at(day):
                found[(*item.account, item.number, item.instalment, item.due)] += item.open_at(day)
        return {key: amount for key, amount in found.items() if amount}

    def balances(self, day: date) -> dict[Account, Decimal]:
        """The sum of what was ever entered up to a day, by account."""
        found: dict[Account, Decimal] = defaultdict(Decimal)
        for item in self.items:
            if item.issue <= day:
                found[item.account] += item.amount
        return dict(found)

    def ageing(self, day: date) -> dict[tuple[str, str, str], Decimal]:
        """What is open at a day, by account and bucket."""
        found: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
        for item in self.items:
            found[(*item.account, bucket(item.due, day))] += item.open_at(day)
        return {key: amount for key, amount in found.items() if amount}


def plain(books: dict[str, list[Row]]) -> Plain:
    """The rules once more, row by row, without SQL."""
    ledger = Plain()
    for row in books["invoices"]:
        ledger.documents[row["class"], row["invoice_no"]] = _document_items(row, books)
    for row in books["payments"]:
        item = _item(
            row, row["payment_no"], row["payment_date"], row["amount"] * SIGNS[row["kind"]]
        )
        ledger.documents[row["kind"], row["payment_no"]] = [item]
    for row in books["settlements"]:
        signed = row["amount"] * SIGNS[row["kind"]]
        item = _item(row, row["settlement_no"], row["settled_on"], signed)
        ledger.documents["settlement", row["settlement_no"]] = [item]
    _allocate(ledger, books["allocations"])
    return ledger


def _item(row: Row, number: str, day: date, amount: Decimal) -> Item:
    return Item((row["customer_no"], row["currency"]), number, day, amount)


def _document_items(row: Row, books: dict[str, list[Row]]) -> list[Item]:
    whole = _item(row, row["invoice_no"], row["issue_date"], row["amount"])
    if row["class"] == "credit_note":
        return [whole]
    whole.due = row.get("due_date", whole.issue)
    parts = []
    mine = [
        each
        for each in books["instalments"]
        if (each["class"], each["invoice_no"]) == (row["class"], row["invoice_no"])
    ]
    for each in sorted(mine, key=lambda part: (part["due_date"], part["instalment_no"])):
        amount = min(each["amount"], whole.amount)
        if amount > 0:
            whole.amount -= amount
            parts.append(
                Item(
                    whole.account,
                    whole.number,
                    whole.issue,
                    amount,
                    each["due_date"],
                    each["instalment_no"],
                )
            )
    rest = [whole] if whole.amount > 0 or not parts else []
    return sorted(parts + rest, key=lambda part: (part.due, part.instalment or "~"))


@dataclass
class _Step:
    when: date
    row: Row
    source: Item
    targets: list[Item]
    drawn: Decimal = Decimal(0)
    offered: Decimal = Decimal(0)
    placed: list[tuple[Item, Decimal]] = field(default_factory=list)


def _allocate(ledger: Plain, allocations: list[Row]) -> None:
    steps = sorted(_steps(ledger, allocations), key=lambda s: (s.when, s.row["allocation_no"]))
    used: dict[int, Decimal] = defaultdict(Decimal)
    for step in steps:
        _draw(step, used)
    taken: dict[int, Decimal] = defaultdict(Decimal)
    for by_name in (True, False):
        for step in steps:
            named = [t for t in step.targets if t.instalment and t.instalment == _wanted(step)]
            if bool(named) == by_name:
                _place(step, named or step.targets, taken)
    for step in steps:
        _book(ledger, step)


def _wanted(step: _Step) -> str | None:
    return step.row.get("instalment_no")


def _steps(ledger: Plain, allocations: list[Row]) -> list[_Step]:
    found = []
    for row in allocations:
        sources = ledger.documents.get((row["source_class"], row["source_no"]), [])
        targets = ledger.documents.get((row["target_class"], row["target_no"]), [])
        for source in sources:
            if targets:
                days = [source.issue, targets[0].issue, row.get("applied_on", source.issue)]
                found.append(_Step(max(days), row, source, targets))
    return found


def _draw(step: _Step, used: dict[int, Decimal]) -> None:
    exchanged = step.source.account[1] != step.targets[0].account[1]
    asked = step.row.get("source_amount") if exchanged else step.row["amount"]
    holds = max(-step.source.amount, Decimal(0)) - used[id(step.source)]
    step.drawn = min(asked or Decimal(0), holds)
    used[id(step.source)] += step.drawn
    step.offered = step.row["amount"] if exchanged and step.drawn == asked else step.drawn
    if exchanged and step.drawn and step.drawn != asked:
        offered = step.row["amount"] * step.drawn / asked
        step.offered = offered.quantize(UNIT[step.targets[0].account[1]], rounding=ROUND_DOWN)


def _place(step: _Step, targets: list[Item], taken: dict[int, Decimal]) -> None:
    left = step.offered
    for target in targets:
        part = min(left, max(target.amount, Decimal(0)) - taken[id(target)])
        if part > 0:
            taken[id(target)] += part
            left -= part
            step.placed.append((target, part))


def _book(ledger: Plain, step: _Step) -> None:
    account, goal = step.source.account, step.targets[0].account
    settled = sum((part for _, part in step.placed), Decimal(0))
    exchanged = account[1] != goal[1]
    moved = step.drawn if exchanged else settled
    giver = step.source
    if account[0] != goal[0] and moved:
        giver = _pair(ledger, step, giver, (goal[0], account[1]), (moved, moved))
    if exchanged and step.drawn:
        giver = _pair(ledger, step, giver, goal, (step.drawn, step.offered))
    for target, part in step.placed:
        giver.settle(step.when, part)
        target.settle(step.when, part)


def _pair(
    ledger: Plain, step: _Step, giver: Item, goal: Account, amounts: tuple[Decimal, Decimal]
) -> Item:
    out_account = giver.account if goal[1] == giver.account[1] else (goal[0], giver.account[1])
    number = step.row["allocation_no"]
    out = Item(out_account, number, step.when, amounts[0])
    into = Item(goal, number, step.when, -amounts[1])
    ledger.halves += [out, into]
    giver.settle(step.when, amounts[0])
    out.settle(step.when, amounts[0])
    return into
