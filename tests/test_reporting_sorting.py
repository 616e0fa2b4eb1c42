"""Sorting: the order on screen is the order in the file."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from saldo.reporting.filters import BadFilter, Filters
from saldo.reporting.sorting import in_order

ROWS = pl.DataFrame(
    {
        "customer_no": ["C", "C", "C"],
        "invoice_no": ["1", "2", "3"],
        "issue_date": [date(2026, 1, 1), date(2026, 2, 1), date(2026, 1, 1)],
        "due_date": [date(2026, 3, 1), None, date(2026, 1, 9)],
        "amount": [5, 9, 7],
        "open_amount": [5, 0, 7],
    }
)


@pytest.mark.parametrize(
    ("sort", "numbers"),
    [
        (None, ["1", "2", "3"]),
        ("newest", ["2", "1", "3"]),
        ("due", ["3", "1", "2"]),
        ("amount", ["2", "3", "1"]),
        ("open_amount", ["3", "1", "2"]),
    ],
)
def test_rows_come_in_the_order_asked_for(sort: str | None, numbers: list[str]) -> None:
    assert in_order(ROWS, sort)["invoice_no"].to_list() == numbers


def test_the_order_stands_in_the_address_of_a_download() -> None:
    filters = Filters.from_query({"sort": "due"}, date(2026, 1, 1))

    assert filters.to_query()["sort"] == "due"
    with pytest.raises(BadFilter):
        Filters.from_query({"sort": "sideways"}, date(2026, 1, 1))
