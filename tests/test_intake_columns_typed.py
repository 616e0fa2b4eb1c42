"""Amounts and days of an upload: read by evidence, asked where they can mean two things."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from saldo.intake.amounts import amounts, decimal_mark
from saldo.intake.days import day_order, days


def _read(*cells: str | None) -> tuple[str, list[Decimal | None]]:
    column = pl.Series("a", list(cells), pl.String)
    mark = decimal_mark([column])
    return mark, amounts(column, mark).to_list()


@pytest.mark.parametrize(
    ("cells", "mark", "read"),
    [
        (("1 234,50", "99,00", "1.234"), ",", ("1234.50", "99.00", "1234")),
        (("1,234.50", "12", "1,234"), ".", ("1234.50", "12", "1234")),
        (("1.234,56", "-7"), ",", ("1234.56", "-7")),
        (("12", "13"), ".", ("12", "13")),
        (("(5,50)", "7-", "−8"), ",", ("-5.50", "-7", "-8")),
        (("1\u00a0234,50 kr", "SEK 5"), ",", ("1234.50", "5")),
        (("0.30000000000000004",), ".", ("0.30",)),
        (("1'234.50",), ".", ("1234.50",)),
    ],
)
def test_the_decimal_mark_is_told_by_the_other_cells(
    cells: tuple[str, ...], mark: str, read: tuple[str, ...]
) -> None:
    assert _read(*cells) == (mark, [Decimal(each) for each in read])


@pytest.mark.parametrize("cell", ["1,234", "1.234", "-12,345"])
def test_what_can_be_read_in_two_ways_is_asked(cell: str) -> None:
    mark, read = _read(cell, "5")

    assert mark == "?"
    assert read == [None, Decimal(5)]


def test_files_that_contradict_themselves_are_asked_about() -> None:
    assert _read("1,2", "1.2")[0] == "?"


def test_what_is_no_amount_is_none() -> None:
    assert _read("Summa", None, "1e5", "12a", "--")[1] == [None] * 5


def _days(*cells: str | None) -> tuple[str, list[date | None]]:
    column = pl.Series("d", list(cells), pl.String)
    order = day_order(column)
    return order, days(column, order).to_list()


@pytest.mark.parametrize(
    ("cells", "order", "first"),
    [
        (("2026-01-05", "20260106"), "", date(2026, 1, 5)),
        (("2026-01-05 00:00:00",), "", date(2026, 1, 5)),
        (("2026/02/03", "2026.02.04"), "", date(2026, 2, 3)),
        (("4/6/2026", "13/6/2026"), "dmy", date(2026, 6, 4)),
        (("4/6/2026", "6/13/26"), "mdy", date(2026, 4, 6)),
        (("04-06-2026", "31-01-2026"), "dmy", date(2026, 6, 4)),
        (("4.6.2026",), "dmy", date(2026, 6, 4)),
        (("260105", "260228"), "", date(2026, 1, 5)),
        (("45678",), "", date(2025, 1, 21)),
        (("05-Jan-26",), "", date(2026, 1, 5)),
    ],
)
def test_the_order_of_day_and_month_is_told_by_the_other_cells(
    cells: tuple[str, ...], order: str, first: date
) -> None:
    found, read = _days(*cells)

    assert (found, read[0]) == (order, first)
    assert None not in read


def test_a_day_that_can_be_another_is_asked() -> None:
    assert _days("4/6/2026", None, "2026-01-01") == ("?", [None, None, date(2026, 1, 1)])


def test_what_is_no_day_is_none() -> None:
    assert _days("Summa", "2026-13-01", "0001-01-01", "9999-12-31")[1] == [None] * 4
