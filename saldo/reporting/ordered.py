"""Ordered: what is on order, by the month it will be billed in (the known part of rule 29)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from saldo.forecast.histories import Vector
from saldo.forecast.payment_dates import day_numbers, still_to_come
from saldo.ledger.money import share
from saldo.ledger.months import add_months, month_of
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.reporting.horizon import Horizon
from saldo.reporting.spend import Series
from saldo.warehouse import Scope


@dataclass(frozen=True, eq=False, slots=True)
class Ordered:
    """Open orders by series and month of their bill, and how far orders foretell a category.

    `follows` is the share of a category's cost that comes by an order; `lags` are days from order
    to bill.
    """

    amounts: dict[tuple[Series, date], Decimal]
    follows: dict[str, float]
    lags: dict[str, Vector]

    def foretold(self, category: str, horizon: Horizon, month: date) -> float:
        """The share of a later month's usual cost that stands among the open orders already.

        What is billed so many days from now was ordered by now where its lag is longer than that.
        Taken off the run-rate, so that nothing counts twice (rule 29).
        """
        if category not in self.follows:
            return 0.0
        left, days = horizon.days_left(month)
        last = (add_months(month, 1) - horizon.as_of).days - 1
        ahead = np.arange(last - min(left, days) + 1, last + 1)
        longer = (self.lags[category] >= ahead[:, None]).mean()
        return self.follows[category] * float(longer)


def ordered(books: Books, scope: Scope, filters: Filters, horizon: Horizon) -> Ordered:
    """The open orders of the accounts in scope, each spread over the months it may be billed in.

    The parts of an order line sum to it exactly.
    """
    lags = books.ask("order_lags", scope, filters)
    lines = books.ask("open_orders", scope, filters)
    amounts: defaultdict[tuple[Series, date], Decimal] = defaultdict(Decimal)
    after = {row["category"]: np.array(row["after_promise"]) for row in lags.to_dicts()}
    today = day_numbers([horizon.as_of])[0]
    for customer_no, currency, category, promised_on, amount in lines.iter_rows():
        promised = day_numbers([promised_on])
        days = still_to_come(promised[:, None] + after[category], promised, today)[0]
        for month, part in _by_month(days, amount, currency, horizon):
            amounts[Series(customer_no, currency, category), month] += part
    return Ordered(
        dict(amounts),
        dict(zip(lags["category"], lags["ordered_share"], strict=True)),
        {row["category"]: np.array(row["lag_days"]) for row in lags.to_dicts()},
    )


def _by_month(
    days: Vector, amount: Decimal, currency: str, horizon: Horizon
) -> list[tuple[date, Decimal]]:
    ahead = np.ceil(days).astype(np.int64) - int(day_numbers([horizon.as_of])[0])
    months = [month_of(date.fromordinal(horizon.as_of.toordinal() + int(day))) for day in ahead]
    found = sorted(set(months))
    return list(
        zip(found, share(amount, [months.count(each) for each in found], currency), strict=True)
    )
