"""Known-at: the snapshot as it would have been at an earlier moment (rule 7).

Staging keeps every version with its load, and the snapshot keeps its models, so the same models
over the loads up to that moment give the same tables as they were known then.
"""

from __future__ import annotations

import os
import threading
from datetime import datetime
from pathlib import Path

import duckdb

from saldo.warehouse.models import run_models
from saldo.warehouse.publish import seal
from saldo.warehouse.scope import NOBODY
from saldo.warehouse.snapshots import Snapshot, current, opened

_lock = threading.Lock()


def known_at(home: Path, moment: datetime) -> Snapshot:
    """The snapshot of everything loaded up to `moment` (local time of the company).

    Built once per load and kept beside its base. Raises `NoSnapshot`.
    """
    base = current(home)
    with _lock:
        return _known(base, moment.replace(tzinfo=None))


def _known(base: Snapshot, moment: datetime) -> Snapshot:
    load_no, newest = base.read(
        "select coalesce(max(load_no) filter (where loaded_at <= $moment), 0), max(load_no)"
        " from meta.loads",
        scope=NOBODY,
        params={"moment": moment},
    ).row(0)
    if load_no == newest:
        return base
    path = base.path.with_name(f"known-{base.build}-{load_no:04d}.duckdb")
    if not path.exists():
        _build(base, load_no, path)
    return opened(path)


def _build(base: Snapshot, load_no: int, path: Path) -> None:
    part = path.with_name(f".{path.name}-{os.getpid()}")
    part.unlink(missing_ok=True)
    con = duckdb.connect(str(part))
    quoted = str(base.path).replace("'", "''")
    con.execute(f"attach '{quoted}' as base (read_only)")
    con.execute("create schema staging; create schema rules; create schema meta")
    for schema, name in con.execute(
        "select schema_name, table_name from duckdb_tables()"
        " where database_name = 'base' and schema_name in ('staging', 'rules')"
    ).fetchall():
        if schema == "rules":  # questions read them too: they stay in the file
            con.execute(f'create table rules."{name}" as from base.rules."{name}"')
        else:
            con.execute(
                f'create view staging."{name}" as from base.staging."{name}"'
                f" where _load <= {int(load_no)}"
            )
    models = con.execute("select name, sql from base.meta.models order by position").fetchall()
    run_models(con, models)
    con.execute(
        "create table meta.snapshot as select $1 as build, coalesce((select loaded_at"
        " from base.meta.loads where load_no = $2), b.loaded_at) as loaded_at,"
        " (from data_end) as last_business_date, $2::integer as load_no from base.meta.snapshot b",
        [f"{base.build}-known-{load_no}", load_no],
    )
    for table in ("loads", "files", "rejects"):
        con.execute(
            f"create table meta.{table} as from base.meta.{table} where load_no <= {int(load_no)}"
        )
    con.execute("drop schema staging cascade; detach base")
    seal(con)
    part.replace(path)
