"""The model files: their order, shape and columns."""

import re
from pathlib import Path

import pytest
from sqlglot import exp, parse_one

import etl.models
from saldo.intake.tables import TABLES
from tests.staging import built, rows

FILES = sorted(Path(etl.models.__file__).parent.glob("*/*.sql"))
CARRIED = {
    **dict.fromkeys(("invoice_lines", "instalments", "disputes"), ("customer_no", "currency")),
    **dict.fromkeys(("promises", "delivery_events", "document_files"), ("customer_no",)),
    **dict.fromkeys(("machine_moves", "maintenance_coverage"), ("customer_no",)),
    **dict.fromkeys(("contract_charges", "contract_clauses"), ("customer_no", "currency")),
    "contract_notices": ("customer_no", "currency"),
    "order_lines": ("customer_no", "currency"),
    "service_visits": ("customer_no",),
}
SHARED = {  # everyone may read these: they belong to no account
    *("companies", "reps", "products", "index_values", "exchange_rates", "data_end"),
    *("suspense_payments", "allocation_rows", "placed_allocations", "drawn_allocations"),
    "price_factors",
    "former_accounts",
    *("payment_pool", "order_lags", "error_pools", "forecast_origin"),  # of all accounts together
}


def of_no_money(path: Path) -> bool:
    """Statistics: days, chances and expectations, where a float is at home."""
    return path.parent.name == "statistics"


def test_every_model_comes_after_the_models_it_reads() -> None:
    seen: set[str] = set()
    known = {name for name, _ in etl.models.texts()}
    for name, sql in etl.models.texts():
        assert etl.models.references(sql) & known <= seen, name
        seen.add(name)


def test_a_models_own_parts_are_no_references() -> None:
    sql = "with a as (select 1 from staging.x), b as (from a join invoices using (k)) from b"

    assert etl.models.references(sql) == {"invoices"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_model_is_a_plain_select_with_a_header_and_reads_nothing_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = parse_one(text, dialect="duckdb")

    assert text.startswith("-- One row")
    assert "-- Key" in text or path.stem == "data_end"
    assert re.search(r"^select (\*|max)", text.rsplit("\n)\n", 1)[1].strip())
    assert isinstance(tree, exp.Select | exp.SetOperation)
    assert not list(tree.find_all(exp.Interval, *(() if of_no_money(path) else (exp.Avg, exp.Div))))
    assert {table.db for table in tree.find_all(exp.Table)} <= {"", "staging", "rules"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_window_has_an_order(path: Path) -> None:
    tree = parse_one(path.read_text(encoding="utf-8"), dialect="duckdb")
    windows = list(tree.find_all(exp.Window))
    ordered = {each.name for each in windows if each.args.get("order")}

    for window in windows if not of_no_money(path) else ():
        assert window.args.get("order") or window.args.get("alias").name in ordered


def test_staging_models_have_the_canonical_columns_and_what_their_parent_lends() -> None:
    con = built()
    for table in TABLES.values():
        name = {"allocations": "allocation_rows"}.get(table.name, table.name)
        columns = [row[0] for row in rows(con, f"describe main.{name}")]
        assert columns == [*CARRIED.get(name, ()), *table.names]


def test_every_account_table_has_the_customer() -> None:
    con = built()
    for name, _ in etl.models.texts():
        columns = {row[0] for row in rows(con, f"describe main.{name}")}
        assert "customer_no" in columns or name in SHARED


def test_the_models_run_on_no_rows_at_all() -> None:
    con = built()

    assert rows(con, "from data_end") == [(None,)]
    assert rows(con, "from daily_balance") == []
