"""Sources: one reader per format, each giving the same raw relation of text cells."""

from __future__ import annotations

import duckdb

from etl.sources import delimited
from etl.sources.delimited import Layout, stream
from etl.sources.files import Taken, digest, take
from etl.sources.raw import Misread, Ragged, Raw, number_lines

__all__ = [
    "READER_VERSION",
    "Layout",
    "Misread",
    "Ragged",
    "Raw",
    "Taken",
    "digest",
    "layout",
    "number_lines",
    "read",
    "stream",
    "take",
]

READER_VERSION = 1
"""Raised when a reader gives other cells for the same bytes: files are then read again."""

_EXCEL = frozenset({"xlsx", "xlsm", "xls", "ods"})


def layout(taken: Taken, delimiter: str | None = None) -> Layout | None:
    """How a file lies that can be streamed; None where it has to be read on its own.

    Raises `SourceError`.
    """
    if _suffix(taken) in {*_EXCEL, "parquet"}:
        return None
    return delimited.layout(taken, delimiter)


def read(
    con: duckdb.DuckDBPyConnection,
    file_no: int,
    taken: Taken,
    *,
    wanted: frozenset[str],
    delimiter: str | None = None,
) -> Raw:
    """The cells of one file of any kind, in a temporary table. Raises `SourceError`."""
    if _suffix(taken) in _EXCEL:
        from etl.sources.sheets import read_excel

        return read_excel(con, file_no, taken, wanted)
    if _suffix(taken) == "parquet":
        from etl.sources.sheets import read_parquet

        return read_parquet(con, file_no, taken)
    return delimited.read(con, file_no, taken, delimiter=delimiter)


def _suffix(taken: Taken) -> str:
    return taken.name.rpartition(".")[2].casefold()
