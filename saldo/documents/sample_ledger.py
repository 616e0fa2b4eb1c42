"""Sample ledger: what a customer's payables system might export of us, with planted differences.

For the demo company alone: a new user sees at once what matching finds.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

HEADINGS = (
    "Löpnr",
    "Leverantör",
    "Lev.fakturanr",
    "Typ",
    "Fakturadatum",
    "Förfallodatum",
    "Valuta",
    "Belopp",
    "Restbelopp",
)
SAMPLE_NAME = "leverantorsreskontra.csv"
_RECENT = timedelta(days=400)
_NEVER_POSTED, _FOREIGN = 2, 2


@dataclass(frozen=True, slots=True)
class _Posted:
    number: str
    word: str
    day: date
    due: date | None
    currency: str
    amount: Decimal
    rest: Decimal


def sample_ledger(ledger: pl.DataFrame, as_of: date) -> bytes:
    """A list of open and lately paid supplier invoices as CSV, as `vendor_ledger` gave ours.

    The same ledger gives the same file. What differs: numbers written in other ways, one with
    digits swapped, an amount, a bill posted twice and one in two parts, the latest bills not
    posted yet, a credit note left out, two bills of somebody else, a payment on its way.
    """
    billed = ledger.filter(
        pl.col("class").is_in(["invoice", "credit_note"]) & (pl.col("issue_date") > as_of - _RECENT)
    )
    rows = list(billed.sort("issue_date", "document_no").iter_rows(named=True))
    draw = random.Random(len(rows))
    posted = list(_posted(draw, rows)) + list(_others(draw, rows, as_of))
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    writer.writerow(["Leverantörsreskontra", "", "", f"Per {as_of.isoformat()}"])
    writer.writerow([])
    writer.writerow(HEADINGS)
    for at, row in enumerate(sorted(posted, key=lambda each: each.day, reverse=True)):
        writer.writerow(_written(at, row))
    return target.getvalue().encode("cp1252", "replace")


def _posted(draw: random.Random, rows: list[dict[str, Any]]) -> list[_Posted]:
    """Their rows of our documents, the latest bills and the last credit note not posted."""
    posted: list[_Posted] = []
    open_bills = [row for row in rows if row["class"] == "invoice" and row["open_amount"]]
    credits = [row for row in rows if row["class"] == "credit_note"]
    never = open_bills[-_NEVER_POSTED:] if len(open_bills) > 3 else open_bills[-1:]
    unposted = {row["document_no"] for row in [*never, *credits[-1:]]}
    bills = [row["document_no"] for row in rows if row["class"] == "invoice"]
    plants = [number for number in reversed(bills) if number not in unposted]
    for row in rows:
        if row["document_no"] in unposted:
            continue
        place = plants.index(row["document_no"]) if row["document_no"] in plants else -1
        posted += _with_plant(place, _of(draw, row))
    return posted


def _of(draw: random.Random, row: Mapping[str, Any]) -> _Posted:
    number = str(row["document_no"])
    form = draw.random()
    if form < 0.15:
        number = f"F {number}"
    elif form < 0.25:
        number = f"{number}/{row['issue_date'].year}"
    elif form < 0.32:
        number = f"00{number}"
    word = "Kreditfaktura" if row["class"] == "credit_note" else "Faktura"
    return _Posted(
        number, word, row["issue_date"], row["due_date"], row["currency"],
        row["amount"], row["open_amount"],
    )  # fmt: skip


def _with_plant(place: int, row: _Posted) -> list[_Posted]:
    """The latest bills: digits swapped, another amount, posted twice, in two parts; then as is."""
    if place == 0:
        return [_changed(row, number=_swapped(row.number))]
    if place == 1:
        return [_changed(row, amount=row.amount + 500, rest=row.rest + 500)]
    if place == 2:
        return [row, _changed(row, day=row.day + timedelta(days=2), rest=row.amount)]
    if place == 3:
        half, left = ((sum_ / 2).quantize(Decimal(1)) for sum_ in (row.amount, row.rest))
        return [
            _changed(row, amount=half, rest=left),
            _changed(row, amount=row.amount - half, rest=row.rest - left),
        ]
    return [row]


def _others(draw: random.Random, rows: list[dict[str, Any]], as_of: date) -> list[_Posted]:
    """Two bills of somebody else, and a payment that is on its way."""
    if not rows:
        return []
    currency = rows[-1]["currency"]
    foreign = [
        _Posted(
            f"{draw.randrange(70_000, 99_999)}", "Faktura", as_of - timedelta(days=20 + 9 * at),
            as_of + timedelta(days=10), currency, amount, amount,
        )
        for at in range(_FOREIGN)
        for amount in [Decimal(draw.randrange(90_000, 900_000)) / 100]
    ]  # fmt: skip
    owed = [row for row in rows if row["open_amount"] > 0]
    if not owed:
        return foreign
    paid = -owed[0]["open_amount"]
    day = as_of - timedelta(days=1)
    return [*foreign, _Posted("LB 2041", "Betalning", day, None, currency, paid, paid)]


def _swapped(number: str) -> str:
    places = [at for at in range(len(number) - 1) if number[at : at + 2].isdigit()]
    uneven = [at for at in places if number[at] != number[at + 1]]
    if not uneven:
        return number
    at = uneven[-1]
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def _changed(row: _Posted, **changes: Any) -> _Posted:
    given = {name: getattr(row, name) for name in _Posted.__dataclass_fields__}
    return _Posted(**given | changes)


def _written(at: int, row: _Posted) -> list[str]:
    return [
        f"{8000 - at}",
        "Nordlager",
        row.number,
        row.word,
        row.day.isoformat(),
        row.due.isoformat() if row.due else "",
        row.currency,
        _amount(row.amount),
        _amount(row.rest),
    ]


def _amount(amount: Decimal) -> str:
    return f"{amount:,.2f}".replace(",", " ").replace(".", ",")
