"""The shipped mappings on real files nobody here wrote, with their totals to the last unit."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from etl.load import load
from etl.mapping_file import find
from etl.outcome import LoadOutcome
from saldo import settings
from tests.homes import Home

SHARED = settings.read().shared / "data"
pytestmark = pytest.mark.shared


def _load(tmp_path: Path, name: str) -> tuple[Home, LoadOutcome]:
    home = Home(tmp_path)
    return home, load(home.settings, [SHARED / name], mapping=find(name))


def _totals(outcome: LoadOutcome, currency: str) -> dict[str, Decimal]:
    parts = ("read", "accepted", "excluded", "rejected")
    return {
        part: sum((f.amounts[currency][part] for f in outcome.files if f.amounts), Decimal(0))
        for part in parts
    }


def test_ibm_ar_loads_as_it_is(tmp_path: Path) -> None:
    home, outcome = _load(tmp_path, "ibm_ar")

    assert outcome.exit_code == 0
    (file,) = outcome.files
    assert file.rows == {"read": 2466, "accepted": 2466, "excluded": 0, "rejected": 0}
    assert _totals(outcome, "USD")["accepted"] == Decimal("147703.18")
    assert home.one("select count(*) from customers where derived") == 100
    with (SHARED / "ibm_ar" / "WA_Fn-UseC_-Accounts-Receivable.csv").open() as text:
        numbers = {row["invoiceNumber"] for row in csv.DictReader(text)}
    assert {no for (no,) in home.rows("select invoice_no from invoices")} == numbers
    assert any(no.startswith("00") for no in numbers)
    assert home.one("select sum(amount) from ledger_entries") == 0


def test_online_retail_keeps_what_has_no_customer_as_rejects(tmp_path: Path) -> None:
    home, outcome = _load(tmp_path, "online_retail")

    assert outcome.exit_code == 3
    rows = {part: sum(f.rows[part] for f in outcome.files) for part in ("read", "rejected")}
    assert rows == {"read": 142083, "rejected": 45136}
    totals = _totals(outcome, "GBP")
    assert totals["read"] == Decimal("2490287.01")
    assert totals["read"] == totals["accepted"] + totals["rejected"]
    assert home.one("select sum(amount) from invoices") == totals["accepted"]
    assert home.one("select count(*) from invoices where class = 'credit_note'") > 0
    assert set(home.reasons()) == {"missing"}


def test_northwind_loads_its_orders_with_a_header_that_stands_twice(tmp_path: Path) -> None:
    home, outcome = _load(tmp_path, "northwind")

    assert outcome.exit_code == 0
    assert _totals(outcome, "USD")["accepted"] == Decimal("1354458.59")
    assert home.one("select count(*) from orders") == 830
    assert home.one("select count(*) from order_lines") == 2155
    assert home.one("select count(*) from order_milestones where shipped is null") == 73
    assert home.one("select bool_or(knows_delivery) from order_milestones") is False
