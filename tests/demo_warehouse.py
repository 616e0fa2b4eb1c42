"""A demo company's warehouse in memory: its files in staging, the models run."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from etl.demo import generate
from saldo.intake.tables import TABLES
from saldo.warehouse.models import run_models, write_rules
from tests.demo_books import UNTIL
from tests.staging import needed, staged


def demo_warehouse(
    *wanted: str, seed: int = 7, extra_currencies: tuple[str, ...] = ()
) -> duckdb.DuckDBPyConnection:
    """The company of `demo_books` with the wanted models (all where none is named)."""
    con = staged()
    with TemporaryDirectory() as folder:
        generate(
            Path(folder),
            customers=24,
            invoices=900,
            seed=seed,
            until=UNTIL,
            extra_currencies=extra_currencies,
        )
        for name in TABLES:
            con.execute(
                f"insert into staging.{name} by name select *, 1 as _file,"
                " row_number() over () as _line, 1 as _load"
                f" from read_csv('{folder}/{name}.csv', all_varchar = true, header = true)"
            )
    write_rules(con, UNTIL)
    run_models(con, needed(wanted))
    return con
