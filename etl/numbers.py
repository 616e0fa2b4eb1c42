"""Numbers as sources write them: which separator a file uses, and the SQL that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

EXACT = "DECIMAL(38, 10)"
_SPACES = r"[\s\x{00a0}\x{2007}\x{2009}\x{202f}'’]"
_POINT = r"[-+]?(\d{1,3}(,\d{3})+|\d*)(\.\d*)?"
_COMMA = r"[-+]?(\d{1,3}(\.\d{3})+|\d*)(,\d*)?"
_SAYS_POINT = r"^\D*\d{1,3}(,\d{3})+\.\d*\D*$|^\D*\d*\.(\d{0,2}|\d{4,})\D*$"
_SAYS_COMMA = r"^\D*\d{1,3}([. ]\d{3})+,\d*\D*$|^\D*\d*,(\d{0,2}|\d{4,})\D*$"
PLAIN, SIMPLE = "plain", "simple"
EITHER = r"[-+]?\d{1,3},\d{3}"


def decimal_mark(con: duckdb.DuckDBPyConnection, cells: str, columns: Sequence[str]) -> str:
    """How a file's numbers are read: PLAIN where no cell needs more than digits and a point,
    else by its decimal separator: "." or ",", or "?" where both or neither can be meant.

    `cells` is the relation of its raw rows, `columns` the texts in them. Only cells that can be
    read in one way count as evidence: `1 234,5`, `1.234,56`, `550.`; `1,234` says nothing.
    """
    if not columns or not _one(
        con, cells, (f"{c} is not null and {plain(c)} is null" for c in columns)
    ):
        return PLAIN
    if not _one(con, cells, (f"contains({c}, ',')" for c in columns)):
        return "."
    bare = [_bare(column) for column in columns]
    says_point = _one(con, cells, (f"regexp_matches({c}, '{_SAYS_POINT}')" for c in bare))
    says_comma = _one(con, cells, (f"regexp_matches({c}, '{_SAYS_COMMA}')" for c in bare))
    if says_point == says_comma:
        return "?"
    return "." if says_point else ","


def _one(con: duckdb.DuckDBPyConnection, cells: str, conditions: Iterable[str]) -> bool:
    """True where some cell meets one of the conditions."""
    asked = f"select 1 from {cells} where {' or '.join(conditions)} limit 1"
    return bool(con.execute(asked).fetchall())


def _bare(text: str) -> str:
    """The text without spaces, its minus sign in front: from −, a trailing -, or parentheses."""
    flat = f"replace(regexp_replace({text}, '{_quoted(_SPACES)}', '', 'g'), '−', '-')"
    inner = f"regexp_replace({flat}, '^\\((.*)\\)$', '-\\1')"
    return f"regexp_replace({inner}, '^([^-].*)-$', '-\\1')"


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def value(text: str, mark: str) -> str:
    """SQL for the exact value of a text expression, null where it is no number."""
    quick = plain(text)
    if mark in {PLAIN, SIMPLE}:
        return quick
    if mark == ",":
        quick = f"case when regexp_matches({text}, '[.,]') then null else {quick} end"
    return f"coalesce({quick}, {_slow(text, mark)})"


def simple(text: str, kind: str, decimals: int) -> str:
    """SQL for the typed value of what most files hold, null where a closer look is needed:
    digits, at most so many of them after a point."""
    pattern = f"[-+]?\\d*(\\.\\d{{0,{decimals}}})?" if decimals else "[-+]?\\d+"
    return f"case when regexp_full_match({text}, '{pattern}') then try_cast({text} as {kind}) end"


def plain(text: str) -> str:
    """SQL for the value of plain digits with a decimal point, null for anything else."""
    odd = " or ".join(f"contains({text}, '{sign}')" for sign in "eE_")
    return f"case when {odd} then null else try_cast({text} as {EXACT}) end"


def _slow(text: str, mark: str) -> str:
    bare = _bare(text)
    digit = f"regexp_matches({bare}, '\\d')"
    point = f"try_cast(replace({bare}, ',', '') as {EXACT})"
    comma = f"try_cast(replace(replace({bare}, '.', ''), ',', '.') as {EXACT})"
    reads_point = f"regexp_full_match({bare}, '{_POINT}')"
    reads_comma = f"regexp_full_match({bare}, '{_COMMA}')"
    if mark == ".":
        return f"case when {digit} and {reads_point} then {point} end"
    if mark == ",":
        return f"case when {digit} and {reads_comma} then {comma} end"
    return (
        f"case when not {digit} or {ambiguous(text)} then null"
        f" when {reads_point} then {point} when {reads_comma} then {comma} end"
    )


def ambiguous(text: str) -> str:
    """SQL: true where only the other cells could say what the comma means."""
    return f"regexp_full_match({_bare(text)}, '{EITHER}')"


def looks_numeric(text: str) -> str:
    """SQL: true where the text is a number, if perhaps one too large or too fine."""
    return (
        f"(regexp_matches({text}, '\\d') and (regexp_full_match({_bare(text)}, '{_POINT}')"
        f" or regexp_full_match({_bare(text)}, '{_COMMA}')))"
    )


def too_fine(text: str) -> str:
    """SQL: true where more than ten decimals, zeros at the end aside, were written."""
    decimals = f"length(regexp_extract(rtrim({text}, '0 '), '[.,](\\d+)$', 1))"
    return f"(case when length({text}) > 11 then {decimals} > 10 else false end)"
