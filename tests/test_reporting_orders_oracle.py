"""Orders of chance, asked as of several days, against a plain reading line by line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from saldo.reporting import Books
from saldo.reporting.orders import on_time, orders
from saldo.reporting.uninvoiced import delivered_not_invoiced, invoiced_not_delivered
from tests.marts import ACME, books_of, on

START = date(2026, 1, 5)
DAYS = (0, 12, 25, 40, 90)
BASELINES = ("requested", "first_confirmed", "latest_confirmed")


@dataclass
class Line:
    """One order line of one order, and what happens to it. Days are counted from START."""

    number: str
    company: str
    ordered: int
    requested: int | None
    quantity: int
    promises: list[tuple[int, int]] = field(default_factory=list)
    moves: list[tuple[str, int, int | None]] = field(default_factory=list)
    invoiced: list[tuple[int, int]] = field(default_factory=list)
    cancelled: int | None = None

    def promised(self, day: int) -> list[int]:
        return [to for given, to in sorted(self.promises) if given <= day]

    def came(self, day: int, kind: str) -> list[tuple[int, int]]:
        """(day, so far) of each delivery or shipment until then."""
        found, so_far = [], 0
        for what, at, quantity in self.moves:
            if what == kind and at <= day:
                so_far = max(so_far, self.quantity) if quantity is None else so_far + quantity
                found.append((at, so_far))
        return found

    @property
    def measure(self) -> str:
        return "delivered" if self.company == "1" else "shipped"

    def completed(self, day: int) -> int | None:
        reached = [at for at, so_far in self.came(day, self.measure) if so_far >= self.quantity]
        return min(reached, default=None)

    def is_cancelled(self, day: int) -> bool:
        return self.cancelled is not None and self.cancelled <= day

    def due(self, day: int, baseline: str) -> int | None:
        promised = self.promised(day)
        if baseline == "requested" or not promised:
            return self.requested
        return promised[0] if baseline == "first_confirmed" else promised[-1]


def _lines(seed: int) -> list[Line]:
    chance = Random(seed)
    found = []
    for number in range(150):
        ordered = chance.randrange(0, 20)
        line = Line(
            number=f"O{number}",
            company=chance.choice("112"),
            ordered=ordered,
            requested=chance.choice((None, ordered + chance.randrange(0, 30))),
            quantity=chance.randint(1, 5),
        )
        given = sorted(chance.sample(range(ordered, ordered + 25), chance.randint(0, 3)))
        line.promises = [(at, at + chance.randrange(0, 15)) for at in given]
        at, came, left = ordered, ordered, line.quantity
        while left > 0 and chance.random() < 0.8:
            at += chance.randrange(0, 12)
            part = chance.randint(1, left)
            told = None if part == left and chance.random() < 0.3 else part
            line.moves.append(("shipped", at, told))
            if line.company == "1":
                came = max(came, at + chance.randrange(0, 4))
                line.moves.append(("delivered", came, told))
            left -= part
        line.moves.sort(key=lambda move: move[1])
        for _ in range(chance.choice((0, 1, 1, 2))):
            line.invoiced.append((ordered + chance.randrange(0, 40), chance.randint(1, 3)))
        if not line.moves and chance.random() < 0.3:
            line.cancelled = ordered + chance.randrange(0, 20)
        found.append(line)
    return found


def _day(number: int) -> date:
    return START + timedelta(days=number)


def _some(name: str, number: int | None) -> dict[str, date]:
    return {} if number is None else {name: _day(number)}


def _books(place: Path, lines: list[Line]) -> Books:
    key = [{"company_no": line.company, "order_no": line.number} for line in lines]
    every = list(zip(lines, key, strict=True))
    return books_of(
        place,
        orders=[
            own
            | {"customer_no": "C1", "ordered_on": _day(line.ordered), "currency": "SEK"}
            | _some("cancelled_on", line.cancelled)
            for line, own in every
        ],
        order_lines=[
            own
            | {"line_no": "1", "quantity": line.quantity, "unit_price": 10}
            | _some("requested_on", line.requested)
            for line, own in every
        ],
        promises=[
            own | {"line_no": "1", "given_on": _day(given), "promised_on": _day(to)}
            for line, own in every
            for given, to in line.promises
        ],
        delivery_events=[
            own
            | {"line_no": "1", "event_no": f"{at:02d}", "kind": kind}
            | {"event_on": _day(when)}
            | ({} if quantity is None else {"quantity": quantity})
            for line, own in every
            for at, (kind, when, quantity) in enumerate(line.moves)
        ],
        invoices=[
            {
                "company_no": line.company,
                "class": "invoice",
                "invoice_no": f"{line.number}-{at}",
                "customer_no": "C1",
                "issue_date": _day(issued),
                "currency": "SEK",
                "amount": 10,
                "order_no": line.number,
            }
            for line in lines
            for at, (issued, _) in enumerate(line.invoiced)
        ],
        invoice_lines=[
            {
                "company_no": line.company,
                "class": "invoice",
                "invoice_no": f"{line.number}-{at}",
                "line_no": "1",
                "order_line_no": "1",
                "net_amount": 10,
                "quantity": quantity,
            }
            for line in lines
            for at, (_, quantity) in enumerate(line.invoiced)
        ],
    )


@pytest.fixture(scope="module", params=[1, 2, 3])
def chance_books(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[Line], Books]:
    lines = _lines(request.param)
    return lines, _books(tmp_path_factory.mktemp("oracle"), lines)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("baseline", BASELINES)
def test_every_line_stands_as_a_plain_reading_says(
    chance_books: tuple[list[Line], Books], day: int, baseline: str
) -> None:
    """Rules 7, 19, 20: promises, slips, when all of it came, and what is late."""
    lines, books = chance_books
    found = orders(books, ACME, on(_day(day).isoformat(), baseline=baseline))
    told = {
        row["order_no"]: (
            row["promises"],
            row["slips"],
            row["completed"],
            row["due_on"],
            row["is_late"],
            row["late_days"],
        )
        for row in found.iter_rows(named=True)
    }

    assert told == {
        line.number: _plain(line, day, baseline) for line in lines if line.ordered <= day
    }


def _plain(line: Line, day: int, baseline: str) -> tuple[object, ...]:
    promised = line.promised(day)
    slips = sum(after > before for before, after in pairwise(promised))
    done, due = line.completed(day), line.due(day, baseline)
    waiting = done is None and not line.is_cancelled(day)
    late = None
    if due is not None and not line.is_cancelled(day):
        late = max((day if done is None else done) - due, 0)
    return (
        len(promised),
        slips,
        None if done is None else _day(done),
        None if due is None else _day(due),
        waiting and due is not None and due < day,
        late,
    )


@pytest.mark.parametrize("day", DAYS)
def test_on_time_in_part_and_in_full_are_counted_as_a_plain_reading_does(
    chance_books: tuple[list[Line], Books], day: int
) -> None:
    """Rule 20, by each baseline and measure."""
    lines, books = chance_books
    asked = on(_day(day).isoformat(), start=START, end=_day(200))
    told = {
        (row["measure"], row["baseline"]): (
            row["lines"],
            row["on_time"],
            row["partly"],
            row["in_full"],
        )
        for row in on_time(books, ACME, asked).iter_rows(named=True)
    }

    plain: dict[tuple[str, str], tuple[int, ...]] = {}
    for line in lines:
        for baseline in BASELINES:
            counted = _counted(line, day, baseline)
            if counted:
                key = (line.measure, baseline)
                before = plain.get(key, (0, 0, 0, 0))
                plain[key] = tuple(map(sum, zip(before, counted, strict=True)))
    assert told == plain


def _counted(line: Line, day: int, baseline: str) -> tuple[int, ...] | None:
    due = line.due(day, baseline)
    if baseline != "requested" and not line.promised(day):
        return None
    if line.ordered > day or due is None or line.is_cancelled(day):
        return None
    done = line.completed(day)
    if done is None and due >= day:
        return None
    in_time = done is not None and done <= due
    some = any(at <= due for at, _ in line.came(day, line.measure))
    return 1, int(in_time), int(some and not in_time), int(done is not None)


@pytest.mark.parametrize("day", DAYS)
def test_what_is_not_invoiced_or_not_delivered_is_what_a_plain_count_gives(
    chance_books: tuple[list[Line], Books], day: int
) -> None:
    """Rule 21, in quantities."""
    lines, books = chance_books
    asked = on(_day(day).isoformat())
    more, less = {}, {}
    for line in lines:
        if line.ordered > day:
            continue
        came = max((so_far for _, so_far in line.came(day, line.measure)), default=0)
        billed = sum(quantity for issued, quantity in line.invoiced if issued <= day)
        if came > billed:
            more[line.number] = came - billed
        if billed > came:
            less[line.number] = billed - came

    def told(question) -> dict[str, int]:
        found = question(books, ACME, asked)
        return {no: int(count) for no, count in found.select("order_no", "quantity").iter_rows()}

    assert told(delivered_not_invoiced) == more
    assert told(invoiced_not_delivered) == less
