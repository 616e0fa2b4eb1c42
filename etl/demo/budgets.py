"""Budgets of the demo's customers: this fiscal year and the next, by month and category."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from etl.demo.accounts import Account
from etl.demo.books import Document
from etl.demo.money import ZERO
from etl.demo.stage import Stage
from saldo.ledger.months import add_months

_SEASON = (1, 1, 1, 1, 1, 1, "0.6", "0.9", "1.1", "1.1", "1.2", "1.1")
_STEP = Decimal(500)
_STEPS = {"JPY": Decimal(5000), "KWD": Decimal(10), "EUR": Decimal(50)}


def budget_rows(
    stage: Stage, accounts: tuple[Account, ...], documents: list[Document]
) -> Iterator[dict[str, Any]]:
    """Rows of the accounts that budget: every scripted one and half of the others."""
    spent = _spent(stage, documents)
    for account in accounts:
        if not account.in_scene and account.index % 2:
            continue
        first = fiscal_year(stage.until, account.fiscal_start)
        for year, start in enumerate((first, add_months(first, 12))):
            growth = Decimal("1.04") + Decimal("0.03") * year
            for category in ("hardware", "maintenance", "services", "software"):
                monthly = spent.get((account.no, category), ZERO) / 12 * growth
                yield from _months(account, start, category, monthly)


def fiscal_year(day: date, first_month: int) -> date:
    """The first day of the fiscal year in which the day lies."""
    year = day.year if day.month >= first_month else day.year - 1
    return date(year, first_month, 1)


def fiscal_year_name(start: date) -> str:
    """Its name: FY2026, or FY2026/27 for a broken one."""
    if start.month == 1:
        return f"FY{start.year}"
    return f"FY{start.year}/{(start.year + 1) % 100:02d}"


def _months(
    account: Account, start: date, category: str, monthly: Decimal
) -> Iterator[dict[str, Any]]:
    step = _STEPS.get(account.currency, _STEP)
    for number in range(12):
        month = add_months(start, number)
        season = Decimal(_SEASON[month.month - 1]) if category == "hardware" else Decimal(1)
        amount = (monthly * season / step).quantize(Decimal(1)) * step
        if amount:
            yield {
                "customer_no": account.no,
                "budget_name": fiscal_year_name(start),
                "month": month,
                "category": category,
                "cost_centre": account.cost_centres[0],
                "currency": account.currency,
                "amount": amount,
            }


def _spent(stage: Stage, documents: list[Document]) -> dict[tuple[str, str], Decimal]:
    """Net spend by account and category in the year before the last three months."""
    since, until = stage.months_ago(15), stage.months_ago(3)
    spent: dict[tuple[str, str], Decimal] = {}
    for document in documents:
        account = document.account
        if not since <= document.issued < until or document.currency != account.currency:
            continue
        for line in document.lines:
            place = account.no, line.category
            spent[place] = spent.get(place, ZERO) + line.net
    return spent
