"""The peer of loading: a bare, typed `read_csv` of the same files into DuckDB tables.

Run as `python -m bench.bare FILES DATABASE`.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import duckdb

from saldo.intake.tables import TABLES


def load(files: Path, database: Path) -> None:
    """Every canonical file as a table of its name, without checks, history or marts."""
    database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as con:
        for path in sorted(files.glob("*.csv")):
            table = TABLES[path.stem]
            with path.open(encoding="utf-8") as text:
                head = next(csv.reader(text))
            types = ", ".join(f"'{name}': '{table.column(name).kind.sql}'" for name in head)
            con.execute(
                f"create table {table.name} as from read_csv(?, header = true,"
                f" auto_detect = false, delim = ',', quote = '\"', columns = {{{types}}})",
                [str(path)],
            )
        con.execute("checkpoint")


if __name__ == "__main__":
    load(Path(sys.argv[1]), Path(sys.argv[2]))
