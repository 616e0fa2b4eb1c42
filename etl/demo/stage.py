"""The stage: what one demo company is made from, and where its chance comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from saldo.ledger.months import add_months, month_of

COMPANY_NO = "1"
YEARS = 5


@dataclass(frozen=True, slots=True)
class Stage:
    """The options of a demo, and the first day of its history.

    The history begins on a half-year, so that the demo of tomorrow repeats the documents of
    today under the same numbers.
    """

    seed: int
    until: date
    customers: int
    invoices: int | None = None
    extra_currencies: tuple[str, ...] = ()

    @property
    def start(self) -> date:
        """The first day of the history: five years back, on the half-year before."""
        return date(self.until.year - YEARS, 1 if self.until.month <= 6 else 7, 1)

    def chance(self, *about: object) -> Random:
        """The stream of chance that belongs to a thing, whatever else is generated."""
        return Random(":".join(str(part) for part in (self.seed, *about)))

    def months_ago(self, months: int) -> date:
        """The first day of the month so many months before `until`'s."""
        return add_months(month_of(self.until), -months)


def poisson(chance: Random, mean: float) -> int:
    """A number of events around `mean`; at most thirty a step, which bounds the loop."""
    total = 0
    while mean > 30:
        total += poisson(chance, 30)
        mean -= 30
    limit, product = 2.718281828459045**-mean, chance.random()
    while product > limit:
        total += 1
        product *= chance.random()
    return total
