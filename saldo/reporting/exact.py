"""Exact text: a frame's rows as text cells, for JSON and the terminal (rule 1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from saldo.ledger.money import CURRENCIES

# Decimals that are no money: written with the digits they have.
_NUMBERS = frozenset(
    {"quantity", "ordered_qty", "delivered_qty", "shipped_qty", "invoiced_qty", "vat_rate"}
)


def exact_rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Every row by column name: money, quantities and dates as text, the rest as it is.

    Money has the decimals of the row's currency, more only where the amount has more, and never
    an exponent.
    """
    return [
        {name: _cell(name, value, row.get("currency")) for name, value in row.items()}
        for row in frame.iter_rows(named=True)
    ]


def money_text(amount: Decimal, currency: str | None) -> str:
    """An amount as text: `1200.50` SEK, `1200` JPY, `0.125` KWD; `0.125` SEK stays so."""
    least = CURRENCIES.get(currency or "", 2)
    whole, _, decimals = f"{amount:f}".partition(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    return f"{whole}.{decimals}" if decimals else whole


def _cell(name: str, value: Any, currency: str | None) -> Any:
    if isinstance(value, Decimal):
        if name in _NUMBERS:
            whole, _, decimals = f"{value:f}".partition(".")
            decimals = decimals.rstrip("0")
            return f"{whole}.{decimals}" if decimals else whole
        return money_text(value, currency)
    return value.isoformat() if isinstance(value, date) else value
