"""Goods of the demo on their way: when they leave and come, and what is said of a remainder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from etl.demo.books import Order
from etl.demo.days import ONE, days, summer_closing, workday, workday_before

Parts = list[tuple[int, int]]
"""(place of the order line, quantity)."""
_IN_TIME = 0.96
_TOLD = 0.9


@dataclass(frozen=True, slots=True)
class Arriving:
    """Writes events into an order, by chances that move no other draw of the demo."""

    order: Order
    chance: Random

    @classmethod
    def of(cls, order: Order) -> Arriving:
        """The order with the stream of chance that belongs to it."""
        about = (order.account.no, order.ordered_on, order.purchase_order)
        return cls(order, Random(":".join(map(str, ("arrival", *about)))))

    def send(self, parts: Parts, ready: date, *, due: date, transit: int, late: bool) -> None:
        """What is ready that day leaves in time for its promise as a rule, unless it is late."""
        sent = ready if late else max(self._last_given(), workday_before(min(ready, due - ONE)))
        self._note(parts, sent, self._arrival(sent, due, transit))

    def send_rest(self, parts: Parts, first: date, ready: date, *, transit: int) -> None:
        """What was left behind is promised anew as a rule, and comes by then or later."""
        due = workday(ready + days(self.chance.randint(2, 5)))
        told = workday(max(first, self._last_given()) + ONE)
        if len(self.order.lines[0].promises) == 1 and self.chance.random() < _TOLD:
            for place, _ in parts:
                self.order.lines[place].promises.append((told, due, "CA"))
        self._note(parts, ready, self._arrival(ready, due, transit))

    def _last_given(self) -> date:
        return max(promise[0] for promise in self.order.lines[0].promises)

    def _arrival(self, sent: date, due: date, transit: int) -> date:
        usual = workday(sent + days(transit))
        if sent >= due:
            return usual
        if self.chance.random() < _IN_TIME:
            return min(usual, due)
        return max(usual, workday(due + days(self.chance.randint(1, 6))))

    def _note(self, parts: Parts, sent: date, delivered: date) -> None:
        first, last = summer_closing(delivered.year)
        if self.order.account.closes_in_summer and first <= delivered <= last:
            delivered = workday(last + ONE)
        for place, quantity in parts:
            self.order.lines[place].events.append(("shipped", sent, quantity))
            self.order.lines[place].events.append(("delivered", delivered, quantity))
