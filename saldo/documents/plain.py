"""Plain tables: a frame as CSV, JSON or Parquet, exact and harmless to a spreadsheet."""

from __future__ import annotations

import json
from typing import IO

import polars as pl

from saldo.documents.about import About

# A spreadsheet takes a text that begins so for a formula, also when it comes from a CSV file.
_LIVE = r"^[=+\-@\t\r\n]"


def harmless(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with an apostrophe before every text that a spreadsheet would run. Numbers stay."""
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(_LIVE))
        .then(pl.concat_str(pl.lit("'"), pl.col(name)))
        .otherwise(pl.col(name))
        .alias(name)
        for name in _of_type(frame, pl.String)
    )


def shortened(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with each amount column at the decimals it uses, but at least two. Exact."""
    return frame.with_columns(
        _fewest_decimals(frame[name], dtype.scale)
        for name, dtype in frame.schema.items()
        if isinstance(dtype, pl.Decimal)
    )


def write_csv(frame: pl.DataFrame, target: IO[bytes]) -> None:
    """The same machine-readable CSV in every language.

    UTF-8 with a BOM (Excel reads å, ä and ö), comma, CRLF, `yyyy-mm-dd`, a decimal point and an
    ASCII minus, field names as in `docs/tables.md`. Semicolons and decimal commas would make the
    same download mean different things on two desks; the Excel file is the one for reading.
    """
    shortened(harmless(frame)).write_csv(target, include_bom=True, line_terminator="\r\n")


def write_json(frame: pl.DataFrame, about: About, target: IO[bytes]) -> None:
    """`{report, as_of, snapshot, rows: […]}`: amounts and dates as text, exact."""
    exact = shortened(frame).with_columns(
        pl.col(name).cast(pl.String) for name in _of_type(frame, pl.Decimal)
    )
    head = json.dumps(
        {"report": about.report, "as_of": about.as_of.isoformat(), "snapshot": about.snapshot},
        ensure_ascii=False,
    )
    target.write(f'{head[:-1]}, "rows": '.encode())
    target.write(f"{exact.write_json()}}}\n".encode())


def write_parquet(frame: pl.DataFrame, about: About, target: IO[bytes]) -> None:
    """The frame with its types; the filters, the date and the snapshot stand in the metadata."""
    said = {
        "saldo.report": about.report,
        "saldo.as_of": about.as_of.isoformat(),
        "saldo.snapshot": about.snapshot,
        "saldo.loaded_at": about.loaded_at.isoformat(),
        "saldo.filters": json.dumps(dict(about.filters), ensure_ascii=False),
    }
    frame.write_parquet(target, metadata=said)


def _of_type(frame: pl.DataFrame, kind: type[pl.DataType]) -> list[str]:
    return [name for name, dtype in frame.schema.items() if isinstance(dtype, kind)]


def _fewest_decimals(amounts: pl.Series, scale: int) -> pl.Series:
    for fewer in range(2, scale):
        shorter = amounts.cast(pl.Decimal(38, fewer))
        if (shorter.cast(amounts.dtype) == amounts).all():
            return shorter
    return amounts
