"""Days: columns of dates as people write them; day and month are told apart by evidence or asked.

The Polars twin of `etl.dates`, which reads files in SQL: the same evidence, the same answers.
"""

from __future__ import annotations

import polars as pl

UNCLEAR = "?"
ORDERS = ("dmy", "mdy")
_SLASHED = r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})( .*)?$"
_NAMED = ("%d-%b-%y", "%d-%b-%Y", "%d %b %Y", "%b %d, %Y", "%d %B %Y")
_SERIAL = r"^[3-7]\d{4}(\.0+)?$"
_FIRST_SERIAL = pl.date(1899, 12, 30)


def day_order(column: pl.Series) -> str:
    """ "dmy" or "mdy" where a cell shows it, "?" where `4/6/2026` can be both, "" where no cell
    needs it."""
    parts = pl.DataFrame({"text": column.str.strip_chars()}).select(
        first=pl.col("text").str.extract(_SLASHED, 1).cast(pl.Int32),
        second=pl.col("text").str.extract(_SLASHED, 2).cast(pl.Int32),
        point=pl.col("text").str.contains(r"^\d{1,2}\.\d{1,2}\.\d"),
    )
    given = parts.drop_nulls("first")
    if given.is_empty():
        return ""
    first, second = bool((given["first"] > 12).any()), bool((given["second"] > 12).any())
    if first != second:
        return "dmy" if first else "mdy"
    # Nobody writes the month first with points between.
    return "dmy" if given["point"].all() and not second else UNCLEAR


def days(column: pl.Series, order: str) -> pl.Series:
    """The dates as written (rule 3), null where a cell is none, or where its order is "?".

    A column that holds nothing but six digits is read as YYMMDD, nothing but serial numbers of
    a spreadsheet as those.
    """
    text = column.str.strip_chars()
    given = text.drop_nulls()
    if given.len() and given.str.contains(_SERIAL).all():
        serial = text.str.extract(r"^(\d{5})", 1).cast(pl.Int32)
        counted = _FIRST_SERIAL + pl.duration(days=pl.lit(serial))
        return _plausible(pl.select(counted.alias(column.name)).to_series())
    if given.len() and given.str.contains(r"^\d{6}$").all():
        return _plausible(text.str.to_date("%y%m%d", strict=False).alias(column.name))
    tries = [
        text.str.head(10).str.replace_all(r"[/.]", "-").str.to_date("%Y-%m-%d", strict=False),
        pl.select(pl.when(text.str.contains(r"^\d{8}$")).then(text))
        .to_series()
        .str.to_date("%Y%m%d", strict=False),
        *(text.str.to_date(named, strict=False) for named in _NAMED),
        *_slashed(text, order),
    ]
    return _plausible(pl.select(pl.coalesce(tries).alias(column.name)).to_series())


def _slashed(text: pl.Series, order: str) -> list[pl.Series]:
    if order not in ORDERS:
        return []
    first, second, year = (text.str.extract(_SLASHED, at) for at in (1, 2, 3))
    day, month = (first, second) if order == "dmy" else (second, first)
    full = pl.select(
        pl.when(year.str.len_chars() == 2).then(pl.lit("20") + year).otherwise(year)
    ).to_series()
    written = full + "-" + month.str.zfill(2) + "-" + day.str.zfill(2)
    return [written.str.to_date("%Y-%m-%d", strict=False)]


def _plausible(read: pl.Series) -> pl.Series:
    """No ledger holds days before 1950 or after 2199: such a cell was no date."""
    sane = read.is_between(pl.date(1950, 1, 1), pl.date(2199, 12, 31))
    return pl.select(pl.when(sane).then(read).alias(read.name)).to_series()
