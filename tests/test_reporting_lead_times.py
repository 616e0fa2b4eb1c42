"""Lead times from order and from confirmation (rule 22)."""

from __future__ import annotations

import polars as pl
import pytest

from saldo.reporting import Books
from saldo.reporting.lead_times import DAYS, lead_times, usual_lead_times
from tests.marts import ACME, books_of, on, texts


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """A at Easter in Sweden; B in Norway; C came before it was ordered; D has not come."""
    return books_of(
        tmp_path_factory.mktemp("lead_times"),
        customers="""
            customer_no name country
            C1 Acme SE""",
        sites="""
            customer_no site_no name country
            C1 N Oslo NO""",
        orders="""
            order_no customer_no ordered_on site_no
            A C1 2026-03-30 -
            B C1 2026-05-13 N
            C C1 2026-03-30 -
            D C1 2026-03-30 -""",
        order_lines="""
            order_no line_no quantity category
            A 1 1 hardware
            B 1 1 hardware
            C 1 1 hardware
            D 1 1 hardware""",
        promises="""
            order_no line_no given_on promised_on
            A 1 2026-04-01 2026-04-07""",
        delivery_events="""
            order_no line_no event_no kind event_on
            A 1 1 delivered 2026-04-07
            B 1 1 delivered 2026-05-18
            C 1 1 delivered 2026-03-27""",
    )


def test_the_first_day_does_not_count_the_last_does_and_easter_is_no_business(
    books: Books,
) -> None:
    """Good Friday and Easter Monday are days off; Ascension and 17 May are so in Norway."""
    found = lead_times(books, ACME, on("2026-06-30")).sort("order_no")

    assert texts(found, "order_no", "country", *DAYS) == ["A SE 8 4 6 2", "B NO 5 2 - -"]


def test_a_period_is_of_the_days_on_which_lines_came(books: Books) -> None:
    assert texts(lead_times(books, ACME, on("2026-04-30")), "order_no") == ["A"]


def test_the_usual_time_is_one_that_was(books: Books) -> None:
    times = pl.DataFrame(
        {
            "measure": ["delivered"] * 4,
            "category": ["a", "a", "a", "b"],
            "order_days": [3, 9, 4, 7],
            "order_business_days": [3, 7, 4, 5],
            "confirmed_days": [None, 8, 2, None],
            "confirmed_business_days": [None, 6, 2, None],
        }
    )

    usual = usual_lead_times(times, "category")

    assert texts(usual, "category", "lines", *DAYS) == ["a 3 4 4 8 6", "b 1 7 5 - -"]
