"""Sources: one reader per format, each giving the same raw table of text cells."""

from __future__ import annotations

import duckdb

from etl.sources import delimited
from etl.sources.files import Taken, take
from etl.sources.raw import RAW, Ragged, Raw

__all__ = ["RAW", "READER_VERSION", "Ragged", "Raw", "Taken", "read", "take"]

READER_VERSION = 1
"""Raised when a reader gives other cells for the same bytes: files are then read again."""


def read(
    con: duckdb.DuckDBPyConnection,
    taken: Taken,
    *,
    wanted: frozenset[str],
    delimiter: str | None = None,
) -> Raw:
    """The file's cells in the temporary table `raw_cells`. Raises `SourceError`."""
    suffix = taken.name.rpartition(".")[2].casefold()
    if suffix in {"xlsx", "xlsm", "xls", "ods"}:
        from etl.sources.sheets import read_excel

        return read_excel(con, taken, wanted)
    if suffix == "parquet":
        from etl.sources.sheets import read_parquet

        return read_parquet(con, taken)
    return delimited.read(con, taken, delimiter=delimiter)
