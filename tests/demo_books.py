"""Demo companies read back from their files, as plain rows; each made once a test run."""

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from etl.demo import generate

UNTIL = date(2026, 11, 22)
Row = dict[str, str]


@dataclass(frozen=True)
class DemoBooks:
    """The rows of every table, of the truth, and the scripted scene."""

    until: date
    tables: dict[str, list[Row]]
    truth: dict[str, list[Row]]
    scenes: dict[str, Any]

    def __getitem__(self, table: str) -> list[Row]:
        return self.tables[table]


@cache
def demo_books(
    seed: int = 7,
    until: date = UNTIL,
    customers: int = 24,
    invoices: int | None = 900,
    extra_currencies: tuple[str, ...] = (),
) -> DemoBooks:
    """A small demo company; its scripted accounts are as in a large one."""
    with TemporaryDirectory() as folder:
        out = Path(folder)
        generate(
            out,
            customers=customers,
            invoices=invoices,
            seed=seed,
            until=until,
            extra_currencies=extra_currencies,
        )
        scenes = json.loads((out / "truth" / "scenes.json").read_text(encoding="utf-8"))
        return DemoBooks(until, _read(out), _read(out / "truth"), scenes)


def _read(folder: Path) -> dict[str, list[Row]]:
    return {path.stem: _rows(path) for path in sorted(folder.glob("*.csv"))}


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def money(text: str) -> Decimal:
    """An amount; nothing is nought."""
    return Decimal(text or 0)


def day(text: str) -> date:
    """A date."""
    return date.fromisoformat(text)


def document_key(row: Row) -> tuple[str, str]:
    """(class, number) of a document, or of the document a line belongs to."""
    return row["class"], row["invoice_no"]


def open_amounts(books: DemoBooks, on: date) -> dict[tuple[str, str], Decimal]:
    """What is open of each document that day: its amount less what was set against it (rule 8)."""
    issued = {document_key(row): day(row["issue_date"]) for row in books["invoices"]}
    owed = {
        document_key(row): money(row["amount"])
        for row in books["invoices"]
        if issued[document_key(row)] <= on
    }
    for row in books["allocations"]:
        if day(row["applied_on"]) > on:
            continue
        target, source = (
            (row["target_class"], row["target_no"]),
            (row["source_class"], row["source_no"]),
        )
        if target in owed:
            owed[target] -= money(row["amount"])
        if source in owed:
            owed[source] += money(row["amount"])
    return owed


def overdue(books: DemoBooks, customer_no: str, on: date) -> Decimal:
    """The account's overdue amount that day (rule 11)."""
    owed, total = open_amounts(books, on), Decimal(0)
    for row in books["invoices"]:
        due = row["due_date"] and day(row["due_date"])
        if row["customer_no"] == customer_no and due and due < on:
            total += owed.get(document_key(row), Decimal(0))
    return total


def by_key(rows: list[Row], *columns: str) -> dict[tuple[str, ...], list[Row]]:
    """The rows by the values of some columns."""
    found: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[column] for column in columns)].append(row)
    return found
