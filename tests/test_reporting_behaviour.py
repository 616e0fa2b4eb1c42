"""Payment behaviour and days outstanding against the plain rules (rules 15, 17, 18)."""

from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saldo.ledger.behaviour import Part, average_beyond_terms, average_to_pay
from saldo.ledger.months import month_of
from saldo.reporting import Books
from saldo.reporting.behaviour import outstanding_days, payment_behaviour, summed_up
from tests.marts import ACME, books_of, on, texts

YEAR_END = on("2026-12-31")
_FIRST = date(2026, 1, 1)
_COUNT = itertools.count()


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Swedish vendor; F3 is due on a Saturday and paid on the Monday after."""
    return books_of(
        tmp_path_factory.mktemp("behaviour"),
        companies="""
            company_no name country currency
            1 Vendor SE SEK""",
        invoices="""
            invoice_no class customer_no issue_date due_date currency amount
            F1 invoice C1 2026-09-01 2026-10-01 SEK 100
            F2 invoice C1 2026-09-01 2026-10-05 SEK 300
            F3 invoice C1 2026-10-01 2026-11-21 SEK 500
            F4 invoice C1 2026-12-01 2026-12-11 SEK 365
            F5 invoice C1 2026-12-02 2027-01-31 SEK 730
            F6 invoice C1 2025-12-31 2026-01-30 SEK 9999
            K1 credit_note C1 2026-10-02 - SEK -60""",
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C1 2026-10-11 SEK 100
            P2 C1 2026-10-03 SEK 240
            P3 C1 2026-11-23 SEK 500
            P6 C1 2026-01-30 SEK 9999""",
        allocations="""
            allocation_no source_class source_no target_no amount applied_on
            A1 payment P1 F1 100 -
            A2 payment P2 F2 240 2026-12-01
            A3 payment P3 F3 500 -
            A4 credit_note K1 F2 60 -
            A6 payment P6 F6 9999 -""",
    )


def test_rule_17_months_are_weighted_by_what_was_paid_and_credits_are_no_payment(
    books: Books,
) -> None:
    """October: (100 × 10 − 240 × 2) ÷ 340 = 1.5; by the payment's day, not the application's."""
    months = payment_behaviour(books, ACME, YEAR_END)

    assert texts(months, "month", "parts", "paid", "days_beyond_terms", "days_to_pay") == [
        "2026-01-01 1 9999 0 30",
        "2026-10-01 2 340 1.5 34.4",
        "2026-11-01 1 500 0 53",
    ]
    assert texts(summed_up(months), "parts", "days_beyond_terms") == ["4 0"]


def test_rule_15_the_shift_to_the_next_banking_day_counts_where_the_setting_says_so(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    from saldo import settings as saldo_settings

    november = on("2026-11-30", start=date(2026, 11, 1))
    monkeypatch.setenv("SALDO_SHIFT_COUNTS", "yes")
    saldo_settings.current.cache_clear()
    counted = texts(payment_behaviour(books, ACME, november), "days_beyond_terms")
    monkeypatch.delenv("SALDO_SHIFT_COUNTS")
    saldo_settings.current.cache_clear()

    assert counted == ["2"]
    assert texts(payment_behaviour(books, ACME, november), "days_beyond_terms") == ["0"]


def test_what_is_paid_after_the_day_is_not_known_on_it(books: Books) -> None:
    """Rule 8: P2 was applied on 1 December only."""
    november = payment_behaviour(books, ACME, on("2026-11-30"))

    assert texts(november, "month", "parts")[1] == "2026-10-01 1"


def test_rule_18_days_outstanding_are_counted_simply_and_back(books: Books) -> None:
    """1 095 open of 1 995 billed with VAT in 365 days; December alone billed 1 095."""
    found = outstanding_days(books, ACME, YEAR_END)

    assert texts(found, "receivables", "overdue", "billed") == ["1095 365 1995"]
    assert texts(found, "simple", "best", "delinquent", "countback") == ["200.3 133.6 66.7 31"]


_SETTLED = st.tuples(
    st.integers(0, 300), st.integers(0, 40), st.integers(-20, 60), st.integers(1, 10**6)
)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(drawn=st.lists(_SETTLED, min_size=1, max_size=25))
def test_rules_15_and_17_any_payments_weigh_as_the_plain_rule_says(
    tmp_path: Path, drawn: list[tuple[int, int, int, int]]
) -> None:
    issued = [_FIRST + timedelta(days=each[0]) for each in drawn]
    due = [day + timedelta(days=each[1]) for day, each in zip(issued, drawn, strict=True)]
    paid = [day + timedelta(days=each[2]) for day, each in zip(due, drawn, strict=True)]
    cents = [Decimal(each[3]).scaleb(-2) for each in drawn]
    parts = list(map(Part, cents, issued, due, paid))
    books = _paid_up(tmp_path / str(next(_COUNT)), parts)
    by_month: dict[date, list[Part]] = defaultdict(list)
    for part in parts:
        by_month[month_of(part.paid)].append(part)

    told = payment_behaviour(books, ACME, on("2027-12-31", start=date(2025, 1, 1)))

    assert {row["month"]: row["days_beyond_terms"] for row in told.iter_rows(named=True)} == {
        month: average_beyond_terms(mine, "SE", shift_counts=False)
        for month, mine in by_month.items()
    }
    assert {row["month"]: row["days_to_pay"] for row in told.iter_rows(named=True)} == {
        month: average_to_pay(mine) for month, mine in by_month.items()
    }


def _paid_up(path: Path, parts: list[Part]) -> Books:
    path.mkdir()
    common: dict[str, Any] = {"customer_no": "C1", "currency": "SEK"}
    return books_of(
        path,
        loaded_on=date(2027, 12, 31),
        companies="""
            company_no name country
            1 Vendor SE""",
        invoices=[
            {**common, "invoice_no": at, "issue_date": part.issued, "due_date": part.due}
            | {"amount": part.amount}
            for at, part in enumerate(parts)
        ],
        payments=[
            {**common, "payment_no": at, "payment_date": part.paid, "amount": part.amount}
            for at, part in enumerate(parts)
        ],
        allocations=[
            {"allocation_no": at, "source_no": at, "target_no": at, "amount": part.amount}
            for at, part in enumerate(parts)
        ],
    )
