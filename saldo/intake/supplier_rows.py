"""Supplier rows: an upload's rows as the customer's side of a match, each read or left out by name.

What the signs mean is told by the rows, shown, and can be said otherwise.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import polars as pl

from saldo.intake.amounts import amounts
from saldo.intake.days import days
from saldo.intake.header import plain
from saldo.intake.payables import Columns, signed
from saldo.intake.refusals import NotATable
from saldo.intake.sheet import Uploaded
from saldo.ledger.matching import Kind, Theirs
from saldo.ledger.money import CURRENCIES, ZERO

MOST_ROWS = 50_000
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.opening, re.compile(r"^(ib$|ingående|ing saldo|opening|balance (brought )?forward)")),
    (Kind.credit_note, re.compile(r"kredit|credit|^kg$|^cm$|^kf$|^kn$")),
    (Kind.payment, re.compile(r"betal|payment|^kz$|^zp$|^pay$|^lb$|^ub$|utbet|bankgiro|paid")),
    (Kind.invoice, re.compile(r"faktura|invoice|^inv$|^lf$|^kr$|^re$|^rn$|bill")),
)
_TOTALS = ("summa", "total", "sum", "saldo", "utgående", "closing", "utbalans")
_LONGEST = 300


class Holds(StrEnum):
    """What the list holds: what is open, or everything that happened."""

    open = "open"
    all = "all"


class Sign(StrEnum):
    """What an amount above zero means: owed; paid or credited; or the row's type says it."""

    owed = "owed"
    turned = "turned"
    by_kind = "by_kind"


@dataclass(frozen=True, slots=True)
class Meaning:
    """How the amounts are meant."""

    holds: Holds
    sign: Sign


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that takes no part: `total`, `no_amount` or `no_currency`."""

    line: int
    code: str


@dataclass(frozen=True, slots=True)
class SupplierRows:
    """The customer's rows, ready to match, and what was left out. `since`: see `match`."""

    rows: tuple[Theirs, ...]
    left_out: tuple[LeftOut, ...]
    unread_days: int
    since: date | None


@dataclass(frozen=True, slots=True)
class _Cells:
    """The columns of an upload as values, row by row."""

    lines: list[int]
    numbers: list[str | None]
    days: list[date | None]
    dues: list[date | None]
    amounts: list[Decimal | None]
    rests: list[Decimal | None]
    currencies: list[str | None]
    kinds: list[Kind | None]
    texts: list[str]
    totals: list[bool]


def meaning(uploaded: Uploaded, columns: Columns) -> Meaning:
    """How the amounts are most likely meant; invoices are most of a ledger, and they are owed.

    Payments among the rows show that everything that happened is listed, unless a column says
    what is left of each.
    """
    cells = _cells(uploaded, columns, "")
    signs: Counter[tuple[Kind | None, bool]] = Counter(
        (kind, amount > 0)
        for kind, amount, total in zip(cells.kinds, cells.amounts, cells.totals, strict=True)
        if amount and not total
    )
    bills = {up: signs[Kind.invoice, up] or signs[None, up] for up in (True, False)}
    turned = bills[False] > bills[True]
    back = (Kind.credit_note, Kind.payment)
    reversed_like_bills = sum(signs[kind, not turned] for kind in back)
    against = sum(signs[kind, turned] for kind in back)
    by_kind = bool(columns.kind) and reversed_like_bills > against
    paid = sum(signs[Kind.payment, up] for up in (True, False))
    holds = Holds.all if paid and columns.rest is None else Holds.open
    return Meaning(holds, Sign.by_kind if by_kind else Sign.turned if turned else Sign.owed)


def supplier_rows(
    uploaded: Uploaded, columns: Columns, meant: Meaning, currency: str
) -> SupplierRows:
    """The rows with amounts signed so that what is owed is above zero.

    `currency` is what rows without one are in. Raises `NotATable`: nothing to match, too many.
    """
    cells = _cells(uploaded, columns, currency)
    rows, left_out = [], []
    for at, line in enumerate(cells.lines):
        code = _refusal(cells, at)
        if code:
            left_out.append(LeftOut(line, code))
        else:
            rows.append(_row(cells, at, meant.sign, rest=columns.rest is not None))
    if not rows:
        raise NotATable("no_documents")
    if len(rows) > MOST_ROWS:
        raise NotATable("too_many_rows", most=MOST_ROWS)
    first = min((row.day for row in rows if row.day and row.kind is not Kind.opening), default=None)
    return SupplierRows(
        tuple(rows),
        tuple(left_out),
        sum(1 for row in rows if row.day is None) if columns.day else 0,
        first if meant.holds is Holds.all else None,
    )


def _row(cells: _Cells, at: int, sign: Sign, *, rest: bool) -> Theirs:
    kind, whole = cells.kinds[at], cells.amounts[at]
    value = cells.rests[at] if rest else whole
    if value is None:
        value = whole
    owed = _owed(value or ZERO, kind, sign)
    if kind is Kind.payment and owed > 0 and sign is not Sign.by_kind:
        kind = None  # called a payment, yet it adds to what is owed
    return Theirs(
        line=cells.lines[at],
        number=cells.numbers[at],
        day=cells.days[at],
        value=owed,
        currency=cells.currencies[at] or "",
        amount=None if whole is None else _owed(whole, kind, sign),
        due=cells.dues[at],
        kind=kind,
        text=cells.texts[at],
    )


def _owed(amount: Decimal, kind: Kind | None, sign: Sign) -> Decimal:
    if sign is Sign.by_kind and kind in (Kind.credit_note, Kind.payment):
        return -abs(amount)
    return -amount if sign is Sign.turned else amount


def _refusal(cells: _Cells, at: int) -> str | None:
    if cells.totals[at]:
        return "total"
    if cells.amounts[at] is None and cells.rests[at] is None:
        return "no_amount"
    if cells.currencies[at] not in CURRENCIES:
        return "no_currency"
    return None


def _cells(uploaded: Uploaded, columns: Columns, currency: str) -> _Cells:
    rows = uploaded.rows
    empty: list[None] = [None] * rows.height

    def text(name: str | None) -> list[str | None]:
        return [_short(cell) for cell in rows[name].to_list()] if name else [*empty]

    def day(name: str | None) -> list[date | None]:
        return days(rows[name], columns.order).to_list() if name else [*empty]

    numbers, kinds, texts = text(columns.number), text(columns.kind), text(columns.text)
    codes = [(cell or currency).strip().upper() for cell in text(columns.currency)]
    given = columns.amount or columns.debit or columns.credit
    whole = signed(uploaded, columns).to_list() if given else [*empty]
    rest = amounts(rows[columns.rest], columns.mark).to_list() if columns.rest else [*empty]
    running = amounts(rows[columns.running], columns.mark).to_list() if columns.running else empty
    named = zip(numbers, day(columns.day), strict=True)
    bare = [number is None and stated is None for number, stated in named]
    words = _first_words(rows)
    found = [
        _kind(kind, text, word if alone else "")
        for kind, text, word, alone in zip(kinds, texts, words, bare, strict=True)
    ]
    whole = [
        balance if kind is Kind.opening and amount is None else amount
        for kind, amount, balance in zip(found, whole, running, strict=True)
    ]
    return _Cells(
        lines=rows["_line"].to_list(),
        numbers=numbers,
        days=day(columns.day),
        dues=day(columns.due),
        amounts=whole if given else rest,
        rests=rest,
        currencies=[code if len(code) == 3 else None for code in codes],
        kinds=found,
        texts=[text or "" for text in texts],
        totals=[
            alone and word.startswith(_TOTALS) for word, alone in zip(words, bare, strict=True)
        ],
    )


def _short(cell: str | None) -> str | None:
    return cell[:_LONGEST] if cell else None


def _first_words(rows: pl.DataFrame) -> list[str]:
    """The first cell of each row that is no figure: what names a total or an opening balance."""
    cells = rows.drop("_line").rows()
    return [
        next((cell.strip().casefold() for cell in row if cell and plain(cell).isalpha()), "")
        for row in cells
    ]


def _kind(stated: str | None, text: str | None, first: str) -> Kind | None:
    for said in (stated, first, text):
        if not said:
            continue
        words = said.strip().casefold()
        found = next((kind for kind, pattern in _KINDS if pattern.search(words)), None)
        # In free text a mention of an invoice says nothing: payments mention them too.
        if found and (said is not text or found in (Kind.payment, Kind.opening)):
            return found
    return None
