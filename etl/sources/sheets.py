"""Excel and Parquet files as text cells."""

from __future__ import annotations

import duckdb
import polars as pl
import pyarrow as pa

from etl.errors import SourceError
from etl.sources.files import Taken
from etl.sources.raw import CELLS, Raw, fill, unique_headers

_HEADER_SEARCH = 30


def read_excel(
    con: duckdb.DuckDBPyConnection, file_no: int, taken: Taken, wanted: frozenset[str]
) -> Raw:
    """The first sheet's cells. Raises `SourceError`.

    The header is the row, among the first thirty, that holds most of the wanted names.
    """
    import fastexcel

    try:
        reader = fastexcel.read_excel(str(taken.path))
        sheet = reader.load_sheet(0, header_row=None, dtypes="string").to_polars()
    except fastexcel.FastExcelError as error:
        raise SourceError(f"{taken.name} cannot be read as Excel: {error}") from None
    at = _header_row(sheet, wanted)
    headers = unique_headers([cell or "" for cell in sheet.row(at)])
    body = sheet.slice(at + 1).with_columns(
        pl.int_range(at + 2, sheet.height + 1, dtype=pl.Int64).alias("_line")
    )
    body = body.filter(pl.any_horizontal(pl.exclude("_line").is_not_null()))
    columns = [body[name].to_arrow().cast(pa.string()) for name in body.columns[:-1]]
    fill(con, file_no, columns, body["_line"].to_arrow())
    return Raw(headers, CELLS, {file_no: body.height})


def _header_row(sheet: pl.DataFrame, wanted: frozenset[str]) -> int:
    if sheet.height == 0:
        raise SourceError("the first sheet is empty")
    names = {name.casefold() for name in wanted}
    head = sheet.head(_HEADER_SEARCH).rows()
    hits = [sum((cell or "").strip().casefold() in names for cell in row) for row in head]
    return hits.index(max(hits))


def read_parquet(con: duckdb.DuckDBPyConnection, file_no: int, taken: Taken) -> Raw:
    """The file's values as text. Raises `SourceError`."""
    try:
        names = [
            str(row[0])
            for row in con.execute(
                "describe select * from read_parquet(?)", [str(taken.path)]
            ).fetchall()
        ]
        quoted = (f'cast("{name.replace(chr(34), chr(34) * 2)}" as varchar)' for name in names)
        cells = ", ".join(f"{cell} as c{i}" for i, cell in enumerate(quoted))
        con.execute(
            f"create or replace temp table {CELLS} as select {cells}, {file_no} as _file,"
            " row_number() over () as _line from read_parquet(?)",
            [str(taken.path)],
        )
    except duckdb.Error as error:
        raise SourceError(f"{taken.name} cannot be read as Parquet: {error}") from None
    rows = con.execute(f"select count(*) from {CELLS}").fetchall()[0][0]
    return Raw(unique_headers(names), CELLS, {file_no: int(rows)})
