"""Numbers as sources write them: which separator a file uses, and the SQL that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from etl.sources import RAW

EXACT = "DECIMAL(38, 10)"
_SPACES = r"[\s\x{00a0}\x{2007}\x{2009}\x{202f}'’]"
_POINT = r"[-+]?(\d{1,3}(,\d{3})+|\d*)(\.\d*)?"
_COMMA = r"[-+]?(\d{1,3}(\.\d{3})+|\d*)(,\d*)?"
_SAYS_POINT = r"^\D*\d{1,3}(,\d{3})+\.\d*\D*$|^\D*\d*\.(\d{0,2}|\d{4,})\D*$"
_SAYS_COMMA = r"^\D*\d{1,3}([. ]\d{3})+,\d*\D*$|^\D*\d*,(\d{0,2}|\d{4,})\D*$"
PLAIN = "plain"
EITHER = r"[-+]?\d{1,3},\d{3}"


def decimal_mark(con: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> str:
    """How the file's numbers are read: PLAIN where no cell needs more than digits and a point,
    else by its decimal separator: "." or ",", or "?" where both or neither can be meant.

    Only cells that can be read in one way count as evidence: `1 234,5`, `1.234,56`, `550.`;
    `1,234` says nothing.
    """
    if not columns or not _one(
        con, _any(f"{c} is not null and {quick(c)} is null" for c in columns)
    ):
        return PLAIN
    if not _one(con, _any(f"contains({c}, ',')" for c in columns)):
        return "."
    says_point = _one(con, _any(f"regexp_matches({_bare(c)}, '{_SAYS_POINT}')" for c in columns))
    says_comma = _one(con, _any(f"regexp_matches({_bare(c)}, '{_SAYS_COMMA}')" for c in columns))
    if says_point == says_comma:
        return "?"
    return "." if says_point else ","


def _any(conditions: Iterable[str]) -> str:
    return f"select coalesce(bool_or({' or '.join(conditions)}), false) from {RAW}"


def _one(con: duckdb.DuckDBPyConnection, sql: str) -> bool:
    return bool(con.execute(sql).fetchall()[0][0])


def _bare(text: str) -> str:
    """The text without spaces, its minus sign in front: from −, a trailing -, or parentheses."""
    flat = f"replace(regexp_replace({text}, '{_quoted(_SPACES)}', '', 'g'), '−', '-')"
    inner = f"regexp_replace({flat}, '^\\((.*)\\)$', '-\\1')"
    return f"regexp_replace({inner}, '^([^-].*)-$', '-\\1')"


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def value(text: str, mark: str) -> str:
    """SQL for the exact value of a text expression, null where it is no number."""
    if mark == PLAIN:
        return quick(text)
    plain = quick(text)
    if mark == ",":
        plain = f"case when regexp_matches({text}, '[.,]') then null else {plain} end"
    return f"coalesce({plain}, {_slow(text, mark)})"


def quick(text: str) -> str:
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
