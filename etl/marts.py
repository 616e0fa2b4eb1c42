"""From staging to a finished snapshot: rules, models, findings, and what it says of itself."""

from __future__ import annotations

from datetime import datetime

import duckdb

from etl import checks, forecasts, models
from saldo.warehouse.models import run_models, write_rules


def build(con: duckdb.DuckDBPyConnection, *, build: str, loaded_at: datetime, load_no: int) -> None:
    """Make every table of `main`. Raises `TieBroken` where the ledger does not tie (rule 10)."""
    write_rules(con, loaded_at.date())
    texts = models.texts()
    run_models(con, texts)
    con.execute("create or replace table meta.models (position integer, name varchar, sql varchar)")
    con.executemany(
        "insert into meta.models values (?, ?, ?)", [(i, *text) for i, text in enumerate(texts)]
    )
    con.execute(
        "create or replace table meta.snapshot as select $1::varchar as build,"
        " $2::timestamp as loaded_at, (from data_end) as last_business_date,"
        " $3::integer as load_no",
        [build, loaded_at, load_no],
    )
    checks.run(con)
    forecasts.run(con)
