"""What is agreed for the months ahead, contract by contract (rules 25, 29, 30)."""

from __future__ import annotations

from datetime import date

import pytest

from saldo.reporting import Books
from saldo.reporting.budget import budget
from saldo.reporting.commitments import contract_costs
from tests.marts import ACME, books_of, on, texts

DAY = on("2026-06-30")
SHOWN = ("contract_no", "name", "category", "known", "assumed", "term_end", "last_notice_day")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """A1 renews at the year's end; A2 ends for good in August; a licence is paid in advance."""
    return books_of(
        tmp_path_factory.mktemp("commitments"),
        customers="customer_no name\nC1 Acme",
        invoices="""
            invoice_no customer_no issue_date currency amount
            R1 C1 2026-05-01 SEK 600
            L1 C1 2026-05-01 SEK 240""",
        invoice_lines="""
            invoice_no line_no net_amount category contract_no service_start service_end
            R1 1 600 rent A1 2026-05-01 2026-06-30
            L1 1 240 licence - 2026-07-01 2026-08-31""",
        contracts="""
            contract_no customer_no currency name start_on end_on renews notice_months
            A1 C1 SEK Rent 2025-01-01 2026-12-31 true 3
            A2 C1 SEK Care 2026-01-01 2026-08-31 false -""",
        contract_charges="""
            contract_no charge_no amount period_months start_on category
            A1 1 300 1 2025-01-01 rent
            A2 1 50 1 2026-01-01 care""",
    )


def test_each_contract_says_what_is_known_what_is_assumed_and_when_to_give_notice(
    books: Books,
) -> None:
    """Rule 25: the last notice day of the term that runs now."""
    assert texts(contract_costs(books, ACME, DAY), *SHOWN) == [
        "A1 Rent rent 1800 1800 2026-12-31 2026-09-30",
        "- - licence 240 0 - -",
        "A2 Care care 100 0 2026-08-31 -",
    ]


@pytest.mark.parametrize("day", ["2026-06-30", "2026-06-10", "2026-04-30", "2026-01-31"])
@pytest.mark.parametrize("start", [None, date(2026, 8, 1)])
def test_contracts_sum_to_the_known_and_assumed_parts_of_the_budget(
    books: Books, day: str, start: date | None
) -> None:
    """Rule 29, also on a day in the past, where what was billed since counts as known."""
    asked = on(day, start=start)

    costs, rows = contract_costs(books, ACME, asked), budget(books, ACME, asked)

    for part in ("known", "assumed"):
        assert costs[part].sum() == rows.filter(part=part)["amount"].sum() > 0


def test_one_category_is_shown_where_it_is_asked_for(books: Books) -> None:
    asked = on("2026-06-30", category="care")

    assert contract_costs(books, ACME, asked)["contract_no"].to_list() == ["A2"]
    assert set(budget(books, ACME, asked)["category"]) == {"care"}
    assert budget(books, ACME, asked)["amount"].sum() == 100
