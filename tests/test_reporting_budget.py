"""The budget: billed, known, assumed and statistical cost by month (rules 28 to 31)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from saldo.reporting import Books
from saldo.reporting.budget import budget
from saldo.reporting.budget_totals import budget_months, budget_years
from saldo.reporting.hindsight import said_a_year_ago
from saldo.reporting.horizon import Horizon, fiscal_year, fiscal_year_name
from saldo.warehouse import Scope
from tests.marts import ACME, books_of, on, texts

DAY = on("2026-06-30")


def month_days(first: date, months: int) -> list[date]:
    return [
        date(first.year + (first.month - 1 + step) // 12, (first.month - 1 + step) % 12 + 1, 1)
        for step in range(months)
    ]


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """C1 buys ink for 100 a month since 2024, rents a machine, has a licence paid in advance.

    C2 bought once, two months ago.
    """
    ink = month_days(date(2024, 1, 1), 30)
    invoices = [
        {
            "invoice_no": f"I{day:%y%m}",
            "customer_no": "C1",
            "issue_date": day.replace(day=15),
            "currency": "SEK",
            "amount": 125,
        }
        for day in ink
    ]
    lines = [
        {"invoice_no": f"I{day:%y%m}", "line_no": 1, "net_amount": 100, "category": "ink"}
        for day in ink
    ]
    rent = {"invoice_no": "R1", "customer_no": "C1", "issue_date": "2026-04-01", "amount": 1125}
    licence = {"invoice_no": "L1", "customer_no": "C1", "issue_date": "2026-05-01", "amount": 300}
    once = {"invoice_no": "B1", "customer_no": "C2", "issue_date": "2026-05-02", "amount": 10}
    return books_of(
        tmp_path_factory.mktemp("budget"),
        customers="""
            customer_no name fiscal_year_start
            C1 Acme 5
            C2 Beta -""",
        invoices=[*invoices, *({"currency": "SEK"} | each for each in (rent, licence, once))],
        invoice_lines=[
            *lines,
            {
                "invoice_no": "R1",
                "line_no": 1,
                "net_amount": 900,
                "category": "machine",
                "contract_no": "A1",
                "service_start": "2026-04-01",
                "service_end": "2026-06-30",
            },
            {
                "invoice_no": "L1",
                "line_no": 1,
                "net_amount": 240,
                "category": "licence",
                "service_start": "2026-07-01",
                "service_end": "2026-08-31",
            },
            {
                "invoice_no": "L1",
                "line_no": 2,
                "net_amount": 30,
                "category": "ink",
                "service_start": "2026-07-01",
                "service_end": "2026-07-31",
            },
            {"invoice_no": "B1", "line_no": 1, "net_amount": 8, "category": "ink"},
        ],
        contracts="""
            contract_no customer_no currency start_on end_on renews renewal_months category
            A1 C1 SEK 2026-04-01 2026-12-31 true 12 machine""",
        contract_charges="""
            contract_no charge_no amount period_months start_on
            A1 1 300 1 2026-04-01""",
    )


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """C1 buys for 60 and for 120 in turn, since 2024; C2 only since March 2026."""
    days = month_days(date(2024, 1, 1), 30)
    own = [("C1", f"I{day:%y%m}", day, 60 + 60 * (at % 2)) for at, day in enumerate(days)]
    other = ("C2", "B1", date(2026, 3, 1), 10)
    names = ("customer_no", "invoice_no", "issue_date", "amount")
    return books_of(
        tmp_path_factory.mktemp("varied"),
        customers="customer_no name\nC1 Acme\nC2 Beta",
        invoices=[
            dict(zip(names, row, strict=True)) | {"currency": "SEK"} for row in (*own, other)
        ],
    )


def of(frame: pl.DataFrame, **only: object) -> list[str]:
    return texts(frame.filter(**only), "month", "part", "amount")


def test_the_past_is_what_was_billed_by_month_of_service(books: Books) -> None:
    """Rule 28: without VAT; 24 months back and the month of the day itself."""
    answer = budget(books, ACME, DAY)

    ink = answer.filter(category="ink", part="actual")
    assert ink["month"].to_list() == month_days(date(2024, 6, 1), 25)
    assert of(answer, category="machine", part="actual") == [
        "2026-04-01 actual 296.7",
        "2026-05-01 actual 306.6",
        "2026-06-01 actual 296.7",
    ]


def test_contract_charges_are_known_to_the_terms_end_and_then_assumed(books: Books) -> None:
    """Rules 29 and 30; they are in no trend."""
    machine = budget(books, ACME, DAY).filter(pl.col("part") != "actual", category="machine")

    assert machine["month"].to_list() == month_days(date(2026, 7, 1), 12)
    assert machine["part"].to_list() == ["known"] * 6 + ["assumed"] * 6
    assert set(machine["amount"]) == {Decimal(300)}
    assert machine["p10"].to_list() == machine["amount"].to_list()


def test_uncontracted_spend_runs_on_by_a_named_method_with_a_range(books: Books) -> None:
    ink = budget(books, ACME, DAY).filter(category="ink", part="statistical")

    assert ink["month"].to_list() == month_days(date(2026, 7, 1), 12)
    assert set(ink["amount"][1:]) == {Decimal(100)}
    assert set(ink["method"]) == {"combination"}
    assert all(ink["p10"] <= ink["amount"]) and all(ink["amount"] <= ink["p90"])


def test_what_is_billed_for_later_months_is_known_and_not_forecast_again(books: Books) -> None:
    """Rule 29: of July's ink 30 are billed, and 70 of the run-rate's 100 are still to come."""
    answer = budget(books, ACME, DAY)

    assert of(answer, category="licence") == [
        "2026-07-01 known 120",
        "2026-08-01 known 120",
    ]
    assert of(answer, category="ink", month=date(2026, 7, 1)) == [
        "2026-07-01 known 30",
        "2026-07-01 statistical 70",
    ]


def test_too_little_history_falls_back_to_the_mean_and_says_so(books: Books) -> None:
    """Rule 31: two months of 8 and 0."""
    answer = budget(books, Scope(customers=("C2",)), DAY).filter(part="statistical")

    assert set(answer["amount"]) == {Decimal(4)}
    assert set(answer["method"]) <= {"mean", "rate"}
    assert (answer["p10"] <= answer["amount"]).all()
    assert (answer["p90"] > answer["amount"]).all()


def test_of_the_present_month_only_the_days_to_come_are_forecast(books: Books) -> None:
    """On 2026-06-10 20 of June's 30 days are left of 100."""
    june = budget(books, ACME, on("2026-06-10")).filter(
        category="ink", part="statistical", month=date(2026, 6, 1)
    )

    assert texts(june, "amount") == ["66.67"]


def test_a_day_in_the_past_knows_contracts_by_what_was_billed_since(books: Books) -> None:
    answer = budget(books, ACME, on("2026-03-31"))

    assert of(answer, category="machine")[:4] == [
        "2026-04-01 known 296.7",
        "2026-05-01 known 306.6",
        "2026-06-01 known 296.7",
        "2026-07-01 known 300",
    ]


def test_a_day_in_the_past_does_not_know_what_was_billed_in_later_months(books: Books) -> None:
    """Rule 7: May's ink was billed in May, the licence for July too: unknown in April."""
    answer = budget(books, ACME, on("2026-04-30"))

    assert answer.filter(category="licence").is_empty()
    assert of(answer, category="ink", month=date(2026, 5, 1)) == ["2026-05-01 statistical 100"]
    assert of(budget(books, ACME, on("2026-05-31")), category="licence") == [
        "2026-07-01 known 120",
        "2026-08-01 known 120",
    ]


def test_months_years_and_rows_sum_to_the_same_cent(books: Books) -> None:
    """Categories, customers and totals are consistent (rule 29)."""
    both = Scope(customers=("C1", "C2"))
    rows, months, years = (ask(books, both, DAY) for ask in (budget, budget_months, budget_years))

    assert rows["amount"].sum() == months["total"].sum() == years["total"].sum()
    for part in ("actual", "known", "assumed", "statistical"):
        assert rows.filter(part=part)["amount"].sum() == months[part].sum() == years[part].sum()
    by_month = rows.group_by("month").agg(pl.col("amount").sum()).sort("month")
    assert by_month["amount"].to_list() == months["total"].to_list()


def test_a_months_total_has_a_range_of_its_own_where_something_is_statistical(
    books: Books,
) -> None:
    months = budget_months(books, ACME, DAY)
    ahead = months.filter(pl.col("month") > DAY.as_of)

    assert months.filter(pl.col("month") <= DAY.as_of)["p10"].null_count() == 25
    assert all(ahead["p10"] <= ahead["total"]) and all(ahead["total"] <= ahead["p90"])


def test_years_are_the_customers_own_and_say_how_many_months_they_hold(books: Books) -> None:
    """C1's fiscal year begins in May, C2's in January."""
    years = budget_years(books, Scope(customers=("C1", "C2")), DAY)

    assert texts(years, "fiscal_year", "first_day", "months", "actual") == [
        "2024/25 2024-05-01 11 1100",
        "2025/26 2025-05-01 12 1496.7",
        "2026 2026-01-01 12 8",
        "2026/27 2026-05-01 12 803.3",
        "2027 2027-01-01 6 0",
        "2027/28 2027-05-01 2 0",
    ]


def test_a_years_figures_do_not_depend_on_how_many_months_are_shown(varied: Books) -> None:
    """The same figure on every screen, its range too."""
    of_2026 = {"fiscal_year": "2026"}
    whole = budget_years(varied, ACME, DAY).filter(**of_2026)

    for end in (date(2026, 12, 31), date(2027, 3, 31)):
        asked = on("2026-06-30", start=date(2026, 1, 1), end=end)
        assert budget_years(varied, ACME, asked).filter(**of_2026).equals(whole)


def test_a_period_ahead_begins_where_it_is_asked_for(varied: Books) -> None:
    asked = on("2026-06-30", start=date(2026, 9, 1), end=date(2026, 12, 31))

    rows, years = budget(varied, ACME, asked), budget_years(varied, ACME, asked)
    months = budget_months(varied, ACME, asked)

    assert rows["month"].unique(maintain_order=True).to_list() == month_days(date(2026, 9, 1), 4)
    assert years["total"].to_list() == [rows["amount"].sum()]
    assert years["p90"].item() - years["total"].item() <= (months["p90"] - months["total"]).sum()


def test_one_category_is_forecast_from_the_same_history_as_in_the_total(books: Books) -> None:
    whole = budget(books, ACME, DAY).filter(category="machine")

    assert budget(books, ACME, on("2026-06-30", category="machine")).equals(whole)


def test_the_forecast_of_a_year_ago_stands_beside_what_came(varied: Books) -> None:
    """Rule 31: from the months before June 2025, for the twelve from then on."""
    said = said_a_year_ago(varied, ACME, on("2026-06-15"))

    shown = ("currency", "first_month", "last_month", "came")
    assert texts(said, *shown) == ["SEK 2025-06-01 2026-05-01 1080"]
    assert said["p10"].item() < said["said"].item() < said["p90"].item()
    assert said_a_year_ago(varied, Scope(customers=("C2",)), DAY).is_empty()


def test_an_asked_period_is_shown_and_no_further_than_two_years_ahead(books: Books) -> None:
    asked = on("2026-06-30", start=date(2026, 5, 1), end=date(2030, 1, 1))

    months = budget(books, ACME, asked)["month"]

    assert (months.min(), months.max()) == (date(2026, 5, 1), date(2028, 6, 1))


def test_one_currency_can_be_asked_for(books: Books) -> None:
    assert budget(books, ACME, on("2026-06-30", currency="EUR")).is_empty()


def test_the_horizon_is_24_months_back_and_12_ahead() -> None:
    horizon = Horizon.of(on("2026-06-10"))

    assert (horizon.first, horizon.last) == (date(2024, 6, 1), date(2027, 6, 1))
    assert horizon.unfinished == date(2026, 6, 1)
    assert Horizon.of(on("2026-06-30")).unfinished == date(2026, 7, 1)


def test_fiscal_years_are_named_as_people_write_them() -> None:
    assert fiscal_year(date(2026, 4, 1), 5) == date(2025, 5, 1)
    assert fiscal_year(date(2026, 5, 1), 5) == date(2026, 5, 1)
    assert fiscal_year_name(date(2025, 5, 1)) == "2025/26"
    assert fiscal_year_name(date(2026, 1, 1)) == "2026"
