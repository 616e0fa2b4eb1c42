"""Statement book: the statement of account as an Excel file that reckons for itself (rule 16).

A sheet a currency: each account's opening balance, movements with a running balance, closing
balance, all live; before them what they come to, and whether the open items tie to it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from itertools import groupby

import polars as pl

from saldo.documents.about import About
from saldo.documents.package import quoted
from saldo.documents.sheets import letter
from saldo.documents.workbook import Sheet, sheet_names, write_sheets
from saldo.i18n import Reader
from saldo.reporting.statements import Section, Statement

_MONEY = pl.Decimal(18, 4)
_MOVED = ("customer_no", "date", "kind", "company_no", "document_no", "currency")
_ITEMS = (
    "customer_no",
    "currency",
    "company_no",
    "kind",
    "document_no",
    "instalment_no",
    "issue_date",
    "due_date",
    "days_overdue",
    "bucket",
    "is_disputed",
    "open_amount",
)
_AMOUNT, _BALANCE = letter(len(_MOVED)), letter(len(_MOVED) + 1)


def statement_book(statement: Statement, about: About) -> bytes:
    """The statement as an Excel file: what it is, the balances, a sheet a currency, open items."""
    target = io.BytesIO()
    write_sheets(_sheets(statement, about.reader), about, target)
    return target.getvalue()


def items_sheet(sections: Sequence[Section], reader: Reader) -> Sheet:
    """The open items behind the closing balances, summed per currency."""
    frames = [section.items.select(_ITEMS) for section in sections if section.items.height]
    frame = pl.concat(frames) if frames else pl.DataFrame(schema=dict.fromkeys(_ITEMS, pl.String))
    return Sheet(reader.t("statement.items_sheet"), frame, totals=("open_amount",))


def items_total(items: Sheet, name: str, rows: Iterable[int]) -> list[str | None]:
    """What the sheet `name` of open items comes to, for rows that begin with account and currency.

    Account numbers stand in column A, currencies in column C.
    """
    last = max(items.frame.height + 1, 2)
    places = (letter(_ITEMS.index(each)) for each in ("open_amount", "customer_no", "currency"))
    amount, number, currency = (f"{quoted(name)}!${column}$2:${column}${last}" for column in places)
    if _told_apart(items.frame["customer_no"]):
        return [f"SUMIFS({amount},{number},A{row},{currency},C{row})" for row in rows]
    return [f"SUMPRODUCT(({number}=A{row})*({currency}=C{row})*{amount})" for row in rows]


def _told_apart(numbers: pl.Series) -> bool:
    """True where SUMIFS, which takes 007 for 7 and * for anything, finds each account alone."""
    known = numbers.unique().to_list()
    plain = {number.lstrip("0").casefold() for number in known if number.isalnum()}
    return len(plain) == len(known)


def _sheets(statement: Statement, reader: Reader) -> list[Sheet]:
    by_currency = sorted(statement.sections, key=lambda section: section.currency)
    parts = {
        currency: list(sections)
        for currency, sections in groupby(by_currency, lambda section: section.currency)
    }
    balances = reader.t("statement.balances_sheet")
    items = items_sheet(statement.sections, reader)
    names = sheet_names([balances, *parts, items.title])
    places = _places(parts, dict(zip(parts, names[1:-1], strict=True)))
    ordered = [section for sections in parts.values() for section in sections]
    open_totals = items_total(items, names[-1], range(2, len(ordered) + 2))
    return [
        Sheet(balances, *_balances(ordered, places, open_totals)),
        *(_moved(currency, sections, statement) for currency, sections in parts.items()),
        items,
    ]


def _places(
    parts: dict[str, list[Section]], names: dict[str, str]
) -> dict[tuple[str, str], tuple[str, int, int]]:
    """Per account and currency: its sheet, the rows of its opening and its closing balance."""
    places = {}
    for currency, sections in parts.items():
        first = 2
        for section in sections:
            last = first + section.movements.height + 1
            places[section.customer["customer_no"], currency] = (names[currency], first, last)
            first = last + 1
    return places


def _balances(
    sections: list[Section],
    places: dict[tuple[str, str], tuple[str, int, int]],
    open_totals: list[str | None],
) -> tuple[pl.DataFrame, str, tuple[str, ...], dict[str, list[str | None]]]:
    """A row per account and currency, its figures taken live from the other sheets."""
    columns = ("opening", "moved", "closing", "open_total", "difference")
    rows = []
    live: dict[str, list[str | None]] = {name: [] for name in columns}
    live["open_total"] = open_totals
    for row, section in enumerate(sections, start=2):
        number = section.customer["customer_no"]
        sheet, first, last = places[number, section.currency]
        place = quoted(sheet)
        live["opening"].append(f"{place}!{_BALANCE}{first}")
        live["moved"].append(f"{place}!{_AMOUNT}{last}")
        live["closing"].append(f"{place}!{_BALANCE}{last}")
        live["difference"].append(f"ROUND(F{row}-G{row},4)")
        figures = (section.opening, section.moved, section.closing, section.open_total)
        difference = section.closing - section.open_total
        rows.append((number, section.customer["name"], section.currency, *figures, difference))
    schema = dict.fromkeys(("customer_no", "name", "currency"), pl.String)
    frame = pl.DataFrame(rows, schema=schema | dict.fromkeys(columns, _MONEY), orient="row")
    return frame, "statement-balances", columns, live


def _moved(currency: str, sections: list[Section], statement: Statement) -> Sheet:
    frames, live, strong = [], list[str | None](), list[int]()
    amounts: list[str | None] = []
    first = 2
    for section in sections:
        moved = section.movements.height
        frames.append(_account(section, statement))
        last = first + moved + 1
        live += [None, *(f"{_BALANCE}{row - 1}+{_AMOUNT}{row}" for row in range(first + 1, last))]
        live.append(f"{_BALANCE}{first}+{_AMOUNT}{last}")
        span = f"SUM({_AMOUNT}{first + 1}:{_AMOUNT}{last - 1})" if moved else "0"
        amounts += [*[None] * (moved + 1), span]
        strong += [first - 2, last - 2]
        first = last + 1
    formulas = {"amount": amounts, "balance": live}
    return Sheet(currency, pl.concat(frames), "statement", live=formulas, strong=strong)


def _account(section: Section, statement: Statement) -> pl.DataFrame:
    """Opening, movements and closing of one account; the closing's amount is all that moved."""
    ends = pl.DataFrame(
        {
            "customer_no": [section.customer["customer_no"]] * 2,
            "date": [statement.start, statement.end],
            "kind": ["opening", "closing"],
            "company_no": pl.Series([None, None], dtype=pl.String),
            "document_no": pl.Series([None, None], dtype=pl.String),
            "currency": [section.currency] * 2,
            "amount": pl.Series([None, section.moved], dtype=_MONEY),
            "balance": pl.Series([section.opening, section.closing], dtype=_MONEY),
        }
    )
    names = [*_MOVED, "amount", "balance"]
    whose = pl.lit(section.customer["customer_no"])
    moved = section.movements.with_columns(
        customer_no=whose, currency=pl.lit(section.currency)
    ).select(names)
    return pl.concat([ends[:1], moved, ends[1:]])
