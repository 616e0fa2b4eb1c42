"""Balances by hledger (a Debian package): a journal of ledger entries, and what it says of them."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

Entry = tuple[str, str, str, Decimal]
"""Date, customer, currency and signed amount."""
Balances = dict[tuple[str, str], Decimal]

needs_hledger = pytest.mark.skipif(
    shutil.which("hledger") is None, reason="hledger is not installed (apt install hledger)"
)


def balances(entries: Iterable[Entry], journal: Path) -> dict[date, Balances]:
    """Every day from the first entry to the last: the balances other than nought on it."""
    journal.write_text("".join(_transaction(*entry) for entry in entries), encoding="utf-8")
    told = subprocess.run(
        ["hledger", "-f", journal, "bal", "^owed", "-H", "-D", "--flat", "-N", "-O", "csv"],
        capture_output=True,
        text=True,
        check=True,
    )
    names, *lines = csv.reader(told.stdout.splitlines())
    days = [date.fromisoformat(name) for name in names[1:]]
    found: dict[date, Balances] = {day: {} for day in days}
    for account, *cells in lines:
        _, customer, currency = account.split(":")
        for day, cell in zip(days, cells, strict=True):
            amount = Decimal(cell.split()[0].replace(",", ""))
            if amount:
                found[day][customer, currency] = amount
    return found


def _transaction(day: str, customer: str, currency: str, amount: Decimal) -> str:
    return f"{day} entry\n  owed:{customer}:{currency}  {amount} {currency}\n  other\n\n"


def canonical_entries(folder: Path) -> Iterator[Entry]:
    """Every entry of a folder of canonical tables, straight from the files (rules 4, 12)."""
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


def ibm_ar_entries(folder: Path) -> Iterator[Entry]:
    """Every invoice and its payment in one row each."""
    for file in folder.glob("*Accounts-Receivable*.csv"):
        for row in _read(file):
            amount = Decimal(row["InvoiceAmount"])
            yield _american(row["InvoiceDate"]), row["customerID"], "USD", amount
            if row["SettledDate"]:
                yield _american(row["SettledDate"]), row["customerID"], "USD", -amount


def online_retail_entries(folder: Path) -> Iterator[Entry]:
    """Every document that names a customer: the sum of its lines, on the day of the first."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    heads: dict[str, tuple[str, str]] = {}
    for file in sorted(folder.glob("20??-??-??.csv")):
        for row in _read(file):
            if row["CustomerID"]:
                number = row["InvoiceNo"]
                heads.setdefault(
                    number, (row["InvoiceDate"][:10], row["CustomerID"].removesuffix(".0"))
                )
                sums[number] += Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])
    for number, (day, customer) in heads.items():
        yield day, customer, "GBP", sums[number]


def _american(text: str) -> str:
    month, day, year = text.split("/")
    return f"{year}-{int(month):02d}-{int(day):02d}"


def _rows(folder: Path, table: str) -> Iterator[dict[str, str]]:
    yield from _read(folder / f"{table}.csv")


def _read(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)
