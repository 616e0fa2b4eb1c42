"""The demo's balances against hledger, to the minor unit (rule 9). hledger is a Debian package."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from etl.demo import generate
from etl.load import load
from saldo import settings
from saldo.warehouse import Scope, current

UNTIL = date(2026, 11, 20)
DATES = (date(2022, 2, 28), date(2024, 6, 15), UNTIL)
BALANCE = """
    select customer_no, currency, balance
    from daily_balance join scope using (customer_no)
    where balance_date <= $day and until > $day and balance <> 0
"""
Entry = tuple[str, str, str, Decimal]
Balances = dict[tuple[str, str], Decimal]

pytestmark = pytest.mark.skipif(
    shutil.which("hledger") is None, reason="hledger is not installed (apt install hledger)"
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    generate(folder, customers=24, until=UNTIL, extra_currencies=("JPY", "KWD"))
    return folder


def test_the_demos_balances_are_those_of_hledger(demo: Path, tmp_path: Path) -> None:
    journal = tmp_path / "ledger.journal"
    journal.write_text("".join(_transaction(*entry) for entry in _entries(demo)), encoding="utf-8")
    home = settings.read(tmp_path / "home")
    load(home, [demo])

    for day in DATES:
        ours = current(home.home).read(
            BALANCE, scope=Scope.everything("the test compares every account"), params={"day": day}
        )
        found = {(no, currency): balance for no, currency, balance in ours.iter_rows()}
        assert found == _hledger(journal, day)
        assert len(found) > 10


def _entries(folder: Path) -> Iterator[Entry]:
    """Date, customer, currency and signed amount of every entry, straight from the files."""
    owners: dict[tuple[str, str], Entry] = {}
    for row in _rows(folder, "invoices"):
        amount = Decimal(row["amount"])
        signed = -abs(amount) if row["class"] == "credit_note" else amount
        entry = (row["issue_date"], row["customer_no"], row["currency"], signed)
        owners[row["class"], row["invoice_no"]] = entry
    for row in _rows(folder, "payments"):
        signed = Decimal(row["amount"]) * (-1 if row["kind"] == "payment" else 1)
        entry = (row["payment_date"], row["customer_no"], row["currency"], signed)
        owners[row["kind"], row["payment_no"]] = entry
    for row in _rows(folder, "settlements"):
        less = row["kind"] in ("cash_discount", "withholding", "write_off")
        signed = Decimal(row["amount"]) * (-1 if less else 1)
        entry = (row["settled_on"], row["customer_no"], row["currency"], signed)
        owners["settlement", row["settlement_no"]] = entry
    yield from (entry for entry in owners.values() if entry[1])
    for row in _rows(folder, "allocations"):
        source = owners[row["source_class"], row["source_no"]]
        target = owners[row["target_class"], row["target_no"]]
        if source[1:3] != target[1:3]:
            when = max(source[0], target[0], row["applied_on"])
            yield (when, source[1], source[2], Decimal(row["source_amount"] or row["amount"]))
            yield (when, target[1], target[2], -Decimal(row["amount"]))


def _rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _transaction(day: str, customer: str, currency: str, amount: Decimal) -> str:
    return f"{day} entry\n  owed:{customer}:{currency}  {amount} {currency}\n  other\n\n"


def _hledger(journal: Path, day: date) -> Balances:
    before = (day + timedelta(days=1)).isoformat()
    told = subprocess.run(
        ["hledger", "-f", journal, "bal", "^owed", "-e", before, "--flat", "-N", "-O", "csv"],
        capture_output=True,
        text=True,
        check=True,
    )
    found = {}
    for row in csv.DictReader(told.stdout.splitlines()):
        _, customer, currency = row["account"].split(":")
        found[customer, currency] = Decimal(row["balance"].split()[0].replace(",", ""))
    return found
