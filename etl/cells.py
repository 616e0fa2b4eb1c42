"""Cells: the SQL that makes a typed canonical column, and its reasons to refuse, from text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from etl import dates, numbers
from etl.mapping import Cell
from etl.sources import Raw
from saldo.intake.tables import Column, Kind
from saldo.ledger.money import CURRENCIES

_ABOVE_ZERO = {"payments.amount", "allocations.amount"}
_YES = ("1", "true", "t", "yes", "y", "ja", "j", "x", "sant")
_NO = ("0", "false", "f", "no", "n", "nej", "falskt")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file's cells are read by: decimal mark, date formats."""

    decimal: str
    dates: tuple[str, ...]

    @property
    def is_first(self) -> bool:
        """True where only the simplest forms are read; cells in any other are left unread."""
        return self.decimal == numbers.SIMPLE


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to refuse a cell: a code, and the SQL condition under which it holds.

    `though_read`: it can hold although the cell gave a value.
    """

    code: str
    when: str
    though_read: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """One canonical column in three steps: its text, its value of full width, its typed value."""

    column: Column
    text: str
    wide: str | None
    value: str
    unread: str | None
    """SQL: true where there is a text that gave no value."""
    bad: tuple[str, ...]
    """SQL: each true where the row is refused although its text was read."""
    reasons: tuple[Reason, ...]


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def cell_text(cell: Cell, raw: Raw) -> str | None:
    """SQL for the text of a mapped cell; None where its source column is missing."""
    if cell.constant is not None:
        return literal(cell.constant)
    if cell.number_within is not None:
        parts = [raw.column(name) for name in cell.number_within]
        if None in parts:
            return None
        listed = ", ".join(str(part) for part in parts)
        within = f"partition by _file, {listed} order by _line"
        return f"cast(row_number() over ({within}) as varchar)"
    text = raw.text(cell.column or "")
    return None if text is None else _changed(text, cell)


def bare_text(kind: Kind, cell: Cell, raw: Raw) -> str | None:
    """SQL for the text of a cell as it stands, where trimming can wait for the second reading."""
    changed = cell.drop_suffix or cell.prefix or cell.words or cell.starts or cell.months_before
    if cell.column is None or changed or kind in {Kind.CODE, Kind.TEXT}:
        return None
    return raw.column(cell.column)


def _changed(text: str, cell: Cell) -> str:
    if cell.drop_suffix:
        end = literal(cell.drop_suffix)
        kept = f"left({text}, length({text}) - {len(cell.drop_suffix)})"
        text = f"case when ends_with({text}, {end}) then {kept} else {text} end"
    if cell.words:
        text = _choose(text, cell.words, lambda t, word: f"lower({t}) = {literal(word.lower())}")
    if cell.starts:
        text = _choose(text, cell.starts, lambda t, word: f"starts_with({t}, {literal(word)})")
    if cell.months_before:
        text = _months_before(text, cell.months_before)
    return f"({literal(cell.prefix)} || {text})" if cell.prefix else text


def _months_before(text: str, day: str) -> str:
    """The day so many months before; a text that is no number of months stays, and is refused."""
    before = f"cast({literal(day)} as date) - to_months(cast({text} as integer))"
    number = f"regexp_full_match({text}, '\\d{{1,4}}')"
    return f"case when {number} then strftime({before}, '%Y-%m-%d') else {text} end"


def _choose(text: str, pairs: tuple[tuple[str, str], ...], test: Callable[[str, str], str]) -> str:
    other = dict(pairs).get("*")
    cases = " ".join(
        f"when {test(text, word)} then {literal(ours)}" for word, ours in pairs if word != "*"
    )
    rest = f"when {text} is null then null else {literal(other)}" if other else f"else {text}"
    return f"case {cases} {rest} end"


def typed(table: str, column: Column, reading: Reading) -> Typed:
    """How one column is typed, over the names `t_<column>` (text) and `w_<column>` (wide value)."""
    text, wide = f"t_{column.name}", f"w_{column.name}"
    maker = _MAKERS[column.kind]
    value, wide_sql, reasons = maker(column, text, wide, reading)
    if f"{table}.{column.name}" in _ABOVE_ZERO:
        reasons = (*reasons, Reason("not_above_zero", f"{value} <= 0", though_read=True))
    if column.required:
        reasons = (Reason("missing", f"{text} is null", though_read=True), *reasons)
    bad = [f"coalesce({reason.when}, false)" for reason in reasons if reason.though_read]
    unread = f"({text} is not null and {value} is null)" if value != text else None
    return Typed(column, text, wide_sql, value, unread, tuple(bad), reasons)


_Made = tuple[str, str | None, tuple[Reason, ...]]


def _as_text(_column: Column, text: str, _wide: str, _reading: Reading) -> _Made:
    return text, None, ()


def _as_date(_column: Column, text: str, wide: str, reading: Reading) -> _Made:
    value = f"case when {wide} between date '1900-01-01' and date '9999-12-31' then {wide} end"
    shape, unclear = dates.looks_like_date(text), dates.unclear(text)
    none = f"{text} is not null and {value} is null"
    reasons = (
        Reason("unclear_date", f"{none} and {unclear}"),
        Reason("impossible_date", f"{none} and {shape} and not {unclear}"),
        Reason("not_a_date", f"{none} and not {shape}"),
    )
    return value, dates.value(text, reading.dates), reasons


def _as_number(column: Column, text: str, wide: str, reading: Reading) -> _Made:
    if reading.is_first:
        decimals = 4 if column.kind is Kind.AMOUNT else 10
        return numbers.simple(text, column.kind.sql, decimals), None, ()
    value = f"try_cast({wide} as {column.kind.sql})"
    fine = f"{value} <> {wide} or {numbers.too_fine(text)}"
    numeric, unclear = numbers.looks_numeric(text), numbers.ambiguous(text)
    too_fine = Reason("too_many_decimals", fine, though_read=True)
    if reading.decimal == numbers.PLAIN:
        large = Reason("out_of_range", f"{wide} is not null and {value} is null")
        return value, numbers.value(text, reading.decimal), (large, too_fine)
    reasons = (
        Reason("unclear_number", f"{text} is not null and {wide} is null and {unclear}"),
        Reason(
            "not_a_number",
            f"{text} is not null and {wide} is null and not {unclear} and not {numeric}",
        ),
        Reason(
            "out_of_range",
            f"{text} is not null and {value} is null and {numeric}"
            f" and not ({wide} is null and {unclear})",
        ),
        too_fine,
    )
    return value, numbers.value(text, reading.decimal), reasons


def _as_whole(_column: Column, text: str, wide: str, reading: Reading) -> _Made:
    if reading.is_first:
        return numbers.simple(text, "integer", 0), None, ()
    value = f"case when {wide} = trunc({wide}) then try_cast({wide} as integer) end"
    reasons = (Reason("not_whole", f"{text} is not null and {value} is null"),)
    return value, numbers.value(text, reading.decimal), reasons


def _as_flag(_column: Column, text: str, _wide: str, _reading: Reading) -> _Made:
    yes, no = (", ".join(literal(w) for w in words) for words in (_YES, _NO))
    value = (
        f"case when lower({text}) in ({yes}) then true when lower({text}) in ({no}) then false end"
    )
    return value, None, (Reason("not_yes_or_no", f"{text} is not null and {value} is null"),)


def _as_currency(_column: Column, text: str, _wide: str, _reading: Reading) -> _Made:
    known = "|".join(sorted(CURRENCIES))
    value = f"case when regexp_full_match(upper({text}), '{known}') then upper({text}) end"
    return value, None, (Reason("not_a_currency", f"{text} is not null and {value} is null"),)


def _as_choice(column: Column, text: str, _wide: str, _reading: Reading) -> _Made:
    cases = " ".join(f"when {literal(w.lower())} then {literal(w)}" for w in column.choices)
    value = f"case lower({text}) {cases} end"
    return value, None, (Reason("not_a_choice", f"{text} is not null and {value} is null"),)


_MAKERS: dict[Kind, Callable[[Column, str, str, Reading], _Made]] = {
    Kind.CODE: _as_text,
    Kind.TEXT: _as_text,
    Kind.DATE: _as_date,
    Kind.AMOUNT: _as_number,
    Kind.PRICE: _as_number,
    Kind.INTEGER: _as_whole,
    Kind.BOOLEAN: _as_flag,
    Kind.CURRENCY: _as_currency,
    Kind.CHOICE: _as_choice,
}
