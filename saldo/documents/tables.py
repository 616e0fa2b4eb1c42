"""Table files: one frame, as shown, in the format a reader asked for."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import IO

import polars as pl

from saldo.documents.about import About
from saldo.documents.findings import in_sentences
from saldo.documents.plain import write_csv, write_json, write_parquet
from saldo.documents.workbook import write_workbook

MEDIA_TYPES: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}


class UnknownFormat(Exception):
    """A format that no table can be written in."""

    def __init__(self, format: str) -> None:
        super().__init__(f"{format!r} is not one of {', '.join(MEDIA_TYPES)}")


def write_table(
    frame: pl.DataFrame,
    format: str,
    about: About,
    target: IO[bytes],
    *,
    columns: Sequence[str] = (),
) -> None:
    """Write the frame, or those columns of it in their order. Raises `UnknownFormat`.

    Findings of the billing check carry their sentence in the reader's words. Without the column
    of their currency amounts are not summed (rule 2).
    """
    if about.report == "billing-check":
        frame = in_sentences(frame, about.reader)
    if columns:
        summed = "currency" in columns or "currency" not in frame.columns
        totals = tuple(name for name in about.totals if summed and name in columns)
        frame, about = frame.select(columns), replace(about, totals=totals)
    match format:
        case "csv":
            write_csv(frame, target)
        case "json":
            write_json(frame, about, target)
        case "parquet":
            write_parquet(frame, about, target)
        case "xlsx":
            write_workbook(frame, about, target)
        case _:
            raise UnknownFormat(format)


def table_file(
    frame: pl.DataFrame, format: str, about: About, *, columns: Sequence[str] = ()
) -> bytes:
    """The same file as bytes. Raises `UnknownFormat`."""
    target = io.BytesIO()
    write_table(frame, format, about, target, columns=columns)
    return target.getvalue()
