"""Amounts: columns of numbers as people write them; what cannot be told is asked, not guessed.

The Polars twin of `etl.numbers`, which reads files in SQL: the same evidence, the same answers.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

AMOUNT = pl.Decimal(18, 4)
_SPACES = r"[\s\x{00a0}\x{2007}\x{2009}\x{202f}'’]"
_POINT = r"^[-+]?(\d{1,3}(,\d{3})+|\d*)(\.\d*)?$"
_COMMA = r"^[-+]?(\d{1,3}(\.\d{3})+|\d*)(,\d*)?$"
_SAYS_POINT = r"^\D*\d{1,3}(,\d{3})+\.\d*\D*$|^\D*\d*\.(\d{0,2}|\d{4,})\D*$"
_SAYS_COMMA = r"^\D*\d{1,3}(\.\d{3})+,\d*\D*$|^\D*\d*,(\d{0,2}|\d{4,})\D*$"
_EITHER = r"^[-+]?\d{1,3}[.,]\d{3}$"
_UNIT = r"(?i)^(kr|sek|eur|usd|nok|dkk|gbp|€|\$|£)|(kr\.?|sek|eur|usd|nok|dkk|gbp|€|\$|£|:-)$"
UNCLEAR = "?"


def decimal_mark(columns: Sequence[pl.Series]) -> str:
    """How the columns' numbers are read: "." or ",", or "?" where both or neither can be meant.

    Only cells that can be read in one way count as evidence: `1 234,5`, `1.234,56`, `550.`;
    `1,234` and `1.234` say nothing, and where nothing else does they are asked about.
    """
    bare = [_bare(column) for column in columns]
    says_point = any(cells.str.contains(_SAYS_POINT).any() for cells in bare)
    says_comma = any(cells.str.contains(_SAYS_COMMA).any() for cells in bare)
    if says_point != says_comma:
        return "." if says_point else ","
    either = any(cells.str.contains(_EITHER).any() for cells in bare)
    return UNCLEAR if says_point or either else "."


def amounts(column: pl.Series, mark: str) -> pl.Series:
    """The exact amounts, null where a cell is none (or says two things, where the mark is "?").

    Signs before or after the digits, parentheses and a currency beside them are read. What a
    spreadsheet's binary arithmetic left beyond the fourth decimal is rounded away.
    """
    bare = _bare(column)
    cells = pl.DataFrame({"bare": bare}).select(
        digits=pl.col("bare").str.contains(r"\d"),
        either=pl.col("bare").str.contains(_EITHER),
        point=pl.when(pl.col("bare").str.contains(_POINT)).then(
            pl.col("bare").str.replace_all(",", "", literal=True)
        ),
        comma=pl.when(pl.col("bare").str.contains(_COMMA)).then(
            pl.col("bare")
            .str.replace_all(".", "", literal=True)
            .str.replace(",", ".", literal=True)
        ),
    )
    text = {
        ".": pl.col("point"),
        ",": pl.col("comma"),
        UNCLEAR: pl.when(~pl.col("either")).then(pl.coalesce("point", "comma")),
    }[mark]
    exact = pl.when("digits").then(text).cast(pl.Decimal(38, 10), strict=False)
    return cells.select(exact.round(4).cast(AMOUNT, strict=False).alias(column.name)).to_series()


def _bare(column: pl.Series) -> pl.Series:
    """The texts without spaces and unit, the minus sign in front: from −, a trailing -, or (…)."""
    flat = column.str.replace_all(_SPACES, "").str.replace_all("−", "-", literal=True)
    flat = flat.str.replace(_UNIT, "").str.replace(_UNIT, "")
    return flat.str.replace(r"^\((.*)\)$", "-$1").str.replace(r"^([^-].*)-$", "-$1")
