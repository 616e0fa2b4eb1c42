"""What the snapshot says of its own making: loads, files, standing rejects, findings."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from saldo.warehouse.scope import NOBODY
from saldo.warehouse.snapshots import Snapshot


def standing_rejects(snapshot: Snapshot) -> pl.DataFrame:
    """One row per rejected row that no later load has mended: load_id, file_name, line,
    table_name, row_text, reasons (list of JSON)."""
    return snapshot.read(
        "select l.load_id, r.file_name, r.line, r.table_name, r.row_text,"
        " r.reasons::varchar[] as reasons from meta.rejects r join meta.loads l using (load_no)"
        " order by r.load_no, r.file_no, r.line",
        scope=NOBODY,
    )


def files(snapshot: Snapshot) -> pl.DataFrame:
    """One row per file ever taken in: load_id, loaded_at, name, table_name and row counts."""
    return snapshot.read(
        "select l.load_id, l.loaded_at, f.name, f.table_name, f.read_rows, f.accepted,"
        " f.excluded, f.rejected from meta.files f join meta.loads l using (load_no)"
        " order by f.load_no, f.position",
        scope=NOBODY,
    )


def findings(snapshot: Snapshot) -> pl.DataFrame:
    """One row per kind of finding: code, severity, how many."""
    return snapshot.read(
        "select code, severity, count(*) as number from meta.findings group by all order by all",
        scope=NOBODY,
    )


def numbers_of(snapshot: Snapshot, written: Sequence[str]) -> list[str]:
    """The accounts' numbers for numbers as a source writes them (`17850.0`); others unchanged."""
    known = snapshot.read(
        "select source_no, min(customer_no) as customer_no from customers"
        " where list_contains($written::varchar[], source_no)"
        " and source_no not in (select customer_no from customers) group by source_no",
        scope=NOBODY,
        params={"written": list(written)},
    )
    ours = dict(known.iter_rows())
    return [ours.get(number, number) for number in written]


def customer_numbers(snapshot: Snapshot) -> list[str]:
    """Every customer number: for the operator's grants, never for a screen."""
    return snapshot.read("select customer_no from customers order by customer_no", scope=NOBODY)[
        "customer_no"
    ].to_list()
