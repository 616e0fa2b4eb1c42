"""Rows as exact text (rule 1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from saldo.reporting.exact import exact_rows, money_text


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1200.5000", "SEK", "1200.50"),
        ("-0.1250", "SEK", "-0.125"),
        ("1200.0000", "JPY", "1200"),
        ("0.5000", "JPY", "0.5"),
        ("0.1250", "KWD", "0.125"),
        ("7.0000", "KWD", "7.000"),
        ("0E-10", "SEK", "0.00"),
        ("1E+5", "SEK", "100000.00"),
        ("3", None, "3.00"),
    ],
)
def test_money_has_its_currencys_decimals_and_never_an_exponent(
    amount: str, currency: str | None, text: str
) -> None:
    assert money_text(Decimal(amount), currency) == text


def test_money_quantities_and_dates_are_text_and_the_rest_is_as_it_was() -> None:
    frame = pl.DataFrame(
        {
            "currency": ["JPY"],
            "amount": [Decimal("100.0000")],
            "ordered_qty": [Decimal("2.5000000000")],
            "delivered_qty": [Decimal("10.0000000000")],
            "date": [date(2026, 11, 22)],
            "late_days": [3],
            "is_late": [True],
            "p10": pl.Series([None], dtype=pl.Decimal(18, 4)),
        }
    )

    assert exact_rows(frame) == [
        {
            "currency": "JPY",
            "amount": "100",
            "ordered_qty": "2.5",
            "delivered_qty": "10",
            "date": "2026-11-22",
            "late_days": 3,
            "is_late": True,
            "p10": None,
        }
    ]
