"""Checks: what is odd in the data becomes a finding; figures that do not tie stop the load."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb

from etl.errors import LoadError

_HERE = Path(__file__).parent
_FINDINGS = """
create or replace table meta.findings (
    code varchar, severity varchar, customer_no varchar, subject varchar, params varchar
)
"""


class TieBroken(LoadError):
    """Two figures that must be equal are not: nothing may be published (rules 9, 10)."""

    def __init__(self, tie: str, customer_no: str, currency: str, difference: Decimal) -> None:
        super().__init__(
            f"the figures do not tie ({tie}): customer {customer_no}, {currency},"
            f" difference {difference}. Nothing was published"
        )
        self.tie = tie
        self.customer_no = customer_no
        self.currency = currency
        self.difference = difference


def run(con: duckdb.DuckDBPyConnection) -> int:
    """Demand every tie, then write `meta.findings`; how many there are.

    A finding is one row: code, severity (info or warning), customer_no, subject (the number it is
    about) and params (JSON). Raises `TieBroken` with the first difference.
    """
    for tie in sorted(_HERE.glob("ties/*.sql")):
        _demand(con, tie.stem, tie.read_text(encoding="utf-8"))
    con.execute(_FINDINGS)
    for finding in sorted(_HERE.glob("findings/*.sql")):
        sql = finding.read_text(encoding="utf-8")
        con.execute(f"insert into meta.findings select '{finding.stem}', * from ({sql})")
    row = con.execute("select count(*) from meta.findings").fetchone()
    return int(row[0]) if row else 0


def _demand(con: duckdb.DuckDBPyConnection, tie: str, sql: str) -> None:
    row = con.execute(f"select * from ({sql}) order by all limit 1").fetchone()
    if row is not None:
        customer_no, currency, difference = row
        raise TieBroken(tie, customer_no, currency, difference)
