"""Orders of the demo: what is in them, what was promised and slipped, when it was invoiced."""

from __future__ import annotations

from datetime import date
from random import Random

from etl.demo.accounts import Account
from etl.demo.arriving import Arriving
from etl.demo.books import Order, OrderLine
from etl.demo.catalogue import CARRIERS, CONSUMABLES, DEVICES, LICENCES, SYSTEMS, Product
from etl.demo.days import ONE, days, workday
from etl.demo.money import list_price
from etl.demo.stage import Stage

Shipment = tuple[date, list[tuple[int, int]]]
"""A day, and what left then: (place of the order line, quantity)."""
_LEAD_DAYS = {"consumables": 5, "devices": 14, "licences": 3, "systems": 70}


def new_order(
    stage: Stage, account: Account, ordered: date, *, kind: str, currency: str, chance: Random
) -> Order:
    """An order of that kind of goods, without promises yet."""
    lead = _LEAD_DAYS[kind]
    requested = workday(ordered + days(lead + chance.randrange(lead)))
    site_no = chance.choice(account.sites).no
    growth = 1.03 ** (ordered.year - stage.start.year)
    least = 0 if account.habit.course == "steady" else 6
    lines = []
    for product in _basket(kind, chance):
        most = max(1, round(product.most * min(1.5, 0.3 + account.weight / 2)))
        line = OrderLine(
            product_no=product.no,
            description=product.name,
            category=product.category,
            quantity=chance.randint(least * most // 10 + 1, most),
            unit=product.unit,
            list_price=list_price(product.price * growth, currency),
            requested=requested,
            site_no=site_no,
        )
        lines.append(line)
    return Order(
        account=account,
        ordered_on=ordered,
        currency=currency,
        discount=account.discount,
        lines=lines,
        site_no=site_no,
        purchase_order=purchase_order(account, chance),
        carrier=chance.choice(CARRIERS),
    )


def _basket(kind: str, chance: Random) -> list[Product]:
    if kind == "consumables":
        return chance.sample(CONSUMABLES, chance.choice((1, 2, 2, 3, 4)))
    if kind == "devices":
        return chance.sample(DEVICES, chance.choice((1, 1, 2)))
    if kind == "licences":
        return [chance.choice(LICENCES)]
    return [chance.choice(SYSTEMS)]


def purchase_order(account: Account, chance: Random) -> str:
    """A number as this buyer writes its own orders."""
    number = chance.randrange(10_000, 99_999)
    return (f"45000{number}", f"PO-{number}", f"I{account.index:02d}-{number}")[account.index % 3]


def deliver(order: Order, chance: Random) -> list[Shipment]:
    """Promise the order, let it slip, ship and deliver it; none where it is cancelled.

    What is returned are the days it is invoiced by; how it travels has chances of its own.
    """
    given = workday(order.ordered_on + days(chance.choice((0, 1, 1, 2))))
    if chance.random() < 0.015:
        _cancel(order, given, workday(given + days(chance.randint(1, 9))), chance)
        return []
    promised = _promise(order, given, chance)
    shipped = workday(max(given, promised - days(chance.choice((1, 2, 2, 3)))))
    late = chance.random() < 0.08  # without a word
    if late:
        shipped = workday(shipped + days(chance.randint(2, 6)))
    first, rest = [], []
    partly = chance.random() < 0.09
    for place, line in enumerate(order.lines):
        now = line.quantity
        if partly and line.quantity > 1:
            now = chance.randint(1, line.quantity - 1)
            rest.append((place, line.quantity - now))
        first.append((place, now))
    arriving = Arriving.of(order)
    shipments = [(shipped, first)]
    arriving.send(first, shipped, due=promised, transit=_transit(chance), late=late)
    if rest:
        later = workday(shipped + days(chance.randint(7, 20)))
        arriving.send_rest(rest, shipped, later, transit=_transit(chance))
        shipments.append((later, rest))
    return shipments


def _transit(chance: Random) -> int:
    return chance.choice((1, 1, 2, 3))


def _cancel(order: Order, given: date, cancelled: date, chance: Random) -> None:
    refused = chance.random() < 0.4
    for line in order.lines:
        line.promises.append(
            (given, None if refused else line.requested, "RE" if refused else "AP")
        )
        line.events.append(("cancelled", cancelled, line.quantity))
    order.cancelled_on = cancelled


def _promise(order: Order, given: date, chance: Random) -> date:
    requested = order.lines[0].requested
    changed = chance.random() < 0.25
    promised = workday(requested + days(chance.randint(3, 14))) if changed else requested
    promises: list[tuple[date, date | None, str]] = [(given, promised, "CA" if changed else "AP")]
    slips = chance.choices((0, 1, 2), (84, 13, 3))[0]
    late: date | None = None
    for _ in range(slips):
        told = workday(max(given + ONE, promised - days(chance.randint(1, 6))))
        promised = workday(max(told, promised) + days(chance.randint(5, 15)))
        promises.append((told, promised, "CA"))
        given, late = told, late or told
    for line in order.lines:
        line.promises = list(promises)
        line.events.append(("confirmed", promises[0][0], line.quantity))
        if late and chance.random() < 0.5:
            line.events.append(("back_ordered", late, line.quantity))
    return promised
