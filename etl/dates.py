"""Dates as sources write them: which order a column uses, and the SQL that reads them."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

_ISO = r"\d{4}-\d{1,2}-\d{1,2}([T ].*)?"
NAMED = ("%d-%b-%y", "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%d %B %Y")
_SLASHED = r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2})( .*)?"


def formats(con: duckdb.DuckDBPyConnection, cells: str, columns: Sequence[str]) -> tuple[str, ...]:
    """The formats, besides ISO, that a file's date columns are read by; none where ISO will do.

    `cells` is the relation of its raw rows, `columns` the texts in them. `4/6/2013` is read only
    where some cell of the file shows which part is the month.
    """
    unread = " or ".join(f"({c} is not null and {value(c, ())} is null)" for c in columns)
    if not con.execute(f"select 1 from {cells} where {unread or 'false'} limit 1").fetchall():
        return ()
    parts = [
        f"select try_cast(regexp_extract({c}, '{_SLASHED}', {{part}}) as integer) n from {cells}"
        f" where regexp_full_match({c}, '{_SLASHED}')"
        for c in columns
    ]
    query = " union all ".join(parts)
    first = _largest(con, query.replace("{part}", "1"))
    second = _largest(con, query.replace("{part}", "2"))
    if first is None or (first > 12) == ((second or 0) > 12):
        return NAMED
    order = ("%d/%m/", "%d.%m.") if first > 12 else ("%m/%d/", "%m.%d.")
    return (*NAMED, *(f"{part}{year}" for part in order for year in ("%Y", "%y")))


def _largest(con: duckdb.DuckDBPyConnection, query: str) -> int | None:
    found: int | None = con.execute(f"select max(n) from ({query})").fetchall()[0][0]
    return found


def value(text: str, stated: Sequence[str]) -> str:
    """SQL for the date of a text expression as written (rule 3), null where it is none."""
    dashed = f"{text}[5:5] = '-' and {text}[11:11] in ('', ' ', 'T')"
    iso = f"case when {dashed} then try_cast(left({text}, 10) as date) end"
    digits = f"regexp_full_match({text}, '\\d{{8}}')"
    plain = f"case when {digits} then try_strptime({text}, '%Y%m%d')::date end"
    tries = [iso, plain]
    if stated:
        listed = ", ".join(f"'{fmt}'" for fmt in stated)
        tries.append(f"try_strptime({text}, [{listed}])::date")
        tries.append(f"try_strptime(split_part({text}, ' ', 1), [{listed}])::date")
    return f"coalesce({', '.join(tries)})"


def looks_like_date(text: str) -> str:
    """SQL: true where the text has a date's shape."""
    return (
        f"(regexp_full_match({text}, '{_ISO}') or regexp_full_match({text}, '{_SLASHED}')"
        f" or regexp_full_match({text}, '\\d{{8}}'))"
    )


def unclear(text: str) -> str:
    """SQL: true where day and month can be told only by a stated format."""
    return (
        f"(regexp_full_match({text}, '{_SLASHED}')"
        f" and try_cast(regexp_extract({text}, '{_SLASHED}', 1) as integer) <= 12"
        f" and try_cast(regexp_extract({text}, '{_SLASHED}', 2) as integer) <= 12)"
    )
