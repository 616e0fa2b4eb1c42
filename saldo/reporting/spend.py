"""Spend: billed cost by account, category and month, contracted or running on by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import polars as pl


class Series(NamedTuple):
    """What one forecast is made for."""

    customer_no: str
    currency: str
    category: str


@dataclass(frozen=True, slots=True)
class Spend:
    """Billed cost by series and month: contracted, and running on by itself (rule 29)."""

    contracted: dict[Series, dict[date, Decimal]]
    running: dict[Series, dict[date, Decimal]]

    @classmethod
    def of(cls, frame: pl.DataFrame) -> Spend:
        """From the rows of `sql/spend.sql`."""
        spent = cls({}, {})
        for customer_no, currency, category, month, contracted, amount in frame.iter_rows():
            series = Series(customer_no, currency, category)
            kind = spent.contracted if contracted else spent.running
            kind.setdefault(series, {})[month] = amount
        return spent

    def first_months(self) -> dict[tuple[str, str], date]:
        """Per customer and currency the first month with any spend."""
        first: dict[tuple[str, str], date] = {}
        for kind in (self.contracted, self.running):
            for series, months in kind.items():
                account = series[:2]
                first[account] = min(first.get(account, date.max), *months)
        return first
