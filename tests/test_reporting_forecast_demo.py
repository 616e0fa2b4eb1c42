"""The forecast on the demo company: exact where it is known, better than the textbook elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from etl.demo import generate
from saldo.reporting import Books, Filters
from saldo.reporting.books import open_books
from saldo.reporting.budget import budget
from saldo.reporting.budget_totals import budget_months
from saldo.reporting.commitments import contract_costs
from saldo.reporting.hindsight import said_a_year_ago
from saldo.warehouse import Scope
from tests.demo_books import UNTIL
from tests.homes import Home

KEY = ["customer_no", "currency", "month", "category", "part"]


def loaded(files: Path, home: Path) -> Books:
    made = Home(home)
    for file in files.glob("*.csv"):
        made.write(file.name, file.read_text(encoding="utf-8"))
    assert made.load().exit_code == 0
    return open_books(made.path)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("files")
    generate(folder, customers=30, until=UNTIL)
    return folder


@pytest.fixture(scope="module")
def books(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Books]:
    yield loaded(files, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def everyone(files: Path) -> Scope:
    return Scope(
        customers=tuple(pl.read_csv(files / "customers.csv", infer_schema=False)["customer_no"])
    )


def as_of(books: Books) -> Filters:
    day = books.snapshot.freshness.last_business_date
    assert day is not None
    return Filters(as_of=day)


def test_a_contracts_doubled_price_moves_the_forecast_by_its_remaining_charges_alone(
    books: Books, everyone: Scope, files: Path, tmp_path: Path
) -> None:
    """Rule 29: what is known is in no trend, so nothing else may move; exact to the öre."""
    before = budget(books, everyone, as_of(books)).filter(pl.col("part") != "actual")
    charges = pl.read_csv(files / "contract_charges.csv", infer_schema=False)
    chosen = charges["contract_no"][0]
    doubled = tmp_path / "files"
    doubled.mkdir()
    for file in files.glob("*.csv"):
        (doubled / file.name).write_bytes(file.read_bytes())
    charges.with_columns(
        pl.when(pl.col("contract_no") == chosen)
        .then((pl.col("amount").cast(pl.Decimal(18, 4)) * 2).cast(pl.String))
        .otherwise(pl.col("amount"))
        .alias("amount")
    ).write_csv(doubled / "contract_charges.csv")

    other = loaded(doubled, tmp_path / "home")
    after = budget(other, everyone, as_of(other)).filter(pl.col("part") != "actual")

    moved = (
        after.join(before, on=KEY, how="full", coalesce=True, suffix="_before")
        .with_columns(by=pl.col("amount") - pl.col("amount_before"))
        .filter(pl.col("by") != 0)
    )
    costs, doubled_costs = (
        sum(costs.filter(contract_no=chosen).select("known", "assumed").row(0))
        for costs in (contract_costs(each, everyone, as_of(each)) for each in (books, other))
    )
    assert set(moved["part"]) <= {"known", "assumed"}
    assert moved["by"].sum() == doubled_costs - costs
    assert doubled_costs == pytest.approx(2 * costs, abs=Decimal("0.20"))  # each charge is rounded
    assert costs > 0


def test_it_misses_by_less_than_last_years_month_and_than_the_mean(
    books: Books, everyone: Scope
) -> None:
    """Rule 31: each account's own backtest, over the accounts."""
    filters = as_of(books)
    found = pl.concat(
        said_a_year_ago(books, Scope(customers=(number,)), filters) for number in everyone.customers
    ).with_columns(pl.col("missed", "by_last_year", "by_mean", "came").cast(pl.Float64))
    found = found.filter(pl.col("came") > 0)

    def error(name: str) -> float:
        return float((found[name] / found["came"]).mean())

    assert found.height >= 25
    assert error("missed") < 0.9 * error("by_last_year")
    assert error("missed") < error("by_mean")


def test_parts_sum_to_totals(books: Books, everyone: Scope) -> None:
    filters = replace(as_of(books), currency="SEK")
    rows, months = budget(books, everyone, filters), budget_months(books, everyone, filters)

    assert rows["amount"].sum() == months["total"].sum()
    assert (months["total"].drop_nulls() == months["total"]).all()
