"""Reconciliation: two ledgers tied line by line, as a workbook and as a letter."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from saldo.documents.about import About
from saldo.documents.letter import Block, Column, Heading, Listing, Section, Words, letter_pdf
from saldo.documents.sheets import letter
from saldo.documents.workbook import Sheet, sheet_names, write_sheets
from saldo.i18n import Reader
from saldo.ledger.matching import Line as ClassLine
from saldo.ledger.matching import Status, Tie
from saldo.reporting.matching import Matched

_LISTED = (
    "customer_no",
    "their_line",
    "their_no",
    "their_date",
    "their_amount",
    "our_no",
    "our_date",
    "our_amount",
    "difference",
    "currency",
    "reason",
    "confidence",
)
_PRINTED = {"their_no": 0, "their_date": 22, "our_no": 0, "our_date": 22, "difference": 32}


def reconciliation_book(matched: Matched, about: About) -> bytes:
    """An Excel file: the tie with live sums, then a sheet for each class of finding."""
    lists = [
        Sheet(
            about.reader.t(f"match.status.{status.value}"),
            matched.of(status).select(_LISTED),
            "match",
            totals=("their_amount", "our_amount", "difference"),
        )
        for status in matched.counts
    ]
    sheets = [_tie_sheet(matched, lists, about.reader), *lists]
    target = io.BytesIO()
    write_sheets(sheets, about, target)
    return target.getvalue()


def reconciliation_letter(matched: Matched, about: About, names: Mapping[str, str]) -> bytes:
    """The tie and every difference as PDF, a currency on pages of its own. Raises `TooLong`.

    `names` are the accounts by number. What matched without a difference is only counted.
    """
    return letter_pdf([_pages(matched, tie, about, names) for tie in matched.ties], about)


def tie_lines(tie: Tie, reader: Reader) -> list[tuple[str, Decimal]]:
    """Label and amount of each line from their balance to ours; what matched adds nothing."""
    t = reader.t
    return [
        (t("match.tie.theirs"), tie.theirs),
        *(
            (
                f"{t(f'match.tie.{line.status.value}')} ({reader.f.number(line.findings)})",
                line.difference,
            )
            for line in _differing(tie)
        ),
        (t("match.tie.ours"), tie.ours),
    ]


def _differing(tie: Tie) -> list[ClassLine]:
    return [line for line in tie.lines if line.status is not Status.matched]


def _tie_sheet(matched: Matched, lists: Sequence[Sheet], reader: Reader) -> Sheet:
    """One row per line, each the live sum of its list; our balance the live sum of all above."""
    records: list[tuple[str, Decimal, str]] = []
    live: list[str | None] = []
    strong: list[int] = []
    names = dict(zip(matched.counts, _names(lists, reader), strict=True))
    for tie in matched.ties:
        first = len(records)
        lines = tie_lines(tie, reader)
        records += [(label, amount, tie.currency) for label, amount in lines]
        live += [
            None,
            *(
                _sum_of(names[line.status], matched.of(line.status).height, tie.currency)
                for line in _differing(tie)
            ),
            f"SUM(B{first + 2}:B{first + len(lines)})",
        ]
        strong += [first, len(records) - 1]
    schema: dict[str, Any] = {
        "line": pl.String,
        "amount": pl.Decimal(18, 4),
        "currency": pl.String,
    }
    return Sheet(
        reader.t("match.reconciliation"),
        pl.DataFrame(records, schema=schema, orient="row"),
        "match",
        live={"amount": live},
        strong=strong,
    )


def _names(lists: Sequence[Sheet], reader: Reader) -> list[str]:
    """The lists' sheets as the workbook calls them, after the tie's own."""
    return sheet_names([reader.t("match.reconciliation"), *(each.title for each in lists)])[1:]


def _sum_of(name: str, rows: int, currency: str) -> str:
    place = "'" + name.replace("'", "''") + "'!"
    amounts, codes = (
        f"{place}{letter(_LISTED.index(column))}2:{letter(_LISTED.index(column))}{rows + 1}"
        for column in ("difference", "currency")
    )
    return f'SUMIFS({amounts},{codes},"{currency}")'


def _pages(matched: Matched, tie: Tie, about: About, names: Mapping[str, str]) -> Section:
    t, f = about.reader.t, about.reader.f
    subtitle = t("match.letter_of", day=f.date(matched.as_of), currency=tie.currency)
    lines = tie_lines(tie, about.reader)
    rows = [[label, f.money(amount, tie.currency, code=True)] for label, amount in lines]
    heading = [Column(t("columns.match.line")), Column(t("columns.match.amount"), 44, right=True)]
    blocks: list[Block] = [Listing(heading, rows, strong=(0, -1))]
    for line in tie.lines:
        blocks += _listed(matched, tie.currency, line.status, about.reader)
    return Section(
        title=t("match.reconciliation"),
        subtitle=subtitle,
        customer=[f"{name} · {number}" for number, name in list(names.items())[:5]],
        running=subtitle,
        blocks=blocks,
    )


def _listed(matched: Matched, currency: str, status: Status, reader: Reader) -> list[Block]:
    t = reader.t
    rows = matched.of(status).filter(pl.col("currency") == currency)
    heading = Heading(t(f"match.status.{status.value}"))
    if status is Status.matched:
        return [heading, Words(t("match.matched_count", count=rows.height), faint=True)]
    columns = [
        Column(t(f"columns.match.{name}"), width, right=name == "difference")
        for name, width in _PRINTED.items()
    ]
    printed = [_printed(row, currency, reader) for row in rows.iter_rows(named=True)]
    return [heading, Listing(columns, printed)]


def _printed(row: Mapping[str, Any], currency: str, reader: Reader) -> list[str]:
    def day(name: str) -> str:
        return reader.f.date(row[name]) if row[name] else ""

    return [
        row["their_no"] or "",
        day("their_date"),
        row["our_no"] or "",
        day("our_date"),
        reader.f.amount(row["difference"], currency),
    ]
