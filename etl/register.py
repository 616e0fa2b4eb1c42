"""The register of what was loaded: files with their control totals, rejects, loads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb

from etl import sources
from etl.mapping import Mapping
from etl.outcome import PARTS, FileOutcome
from saldo.warehouse.snapshots import READ_ONLY, NoSnapshot, current_path

_RETRY = "unknown_customer"
"""Rejects with this reason may be mended by another file: their files are read again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a load, as the register keeps it."""

    file_no: int
    position: int
    sha256: str
    outcome: FileOutcome


Known = Callable[[str, Mapping, str], tuple[FileOutcome | None, bool]]


@contextmanager
def opened(home: Path, *, afresh: bool) -> Iterator[Known]:
    """How to ask the standing snapshot for (sha256, mapping, name): what an earlier load made of
    the same bytes, and whether its rejects may be mended by reading them again.

    Bytes are known where they came last under this name, or never under it but under another:
    a file that went back to what it once held is news.
    """
    try:
        path = None if afresh else current_path(home)
    except NoSnapshot:
        path = None
    if path is None:
        yield lambda _sha256, _mapping, _name: (None, False)
        return
    with duckdb.connect(str(path), read_only=True, config=READ_ONLY) as con:
        yield lambda sha256, mapping, name: _known(con, sha256, mapping, name)


def _known(
    con: duckdb.DuckDBPyConnection, sha256: str, mapping: Mapping, name: str
) -> tuple[FileOutcome | None, bool]:
    rows = con.execute(
        "select table_name, read_rows, accepted, excluded, rejected, amounts, unknown_columns,"
        " retry, sha256 from meta.files where (name = $name or sha256 = $sha256)"
        " and mapping_digest = $mapping and reader = $reader"
        " order by name = $name desc, load_no desc, position desc limit 1",
        {
            "name": name,
            "sha256": sha256,
            "mapping": mapping.digest,
            "reader": sources.READER_VERSION,
        },
    ).fetchall()
    if not rows or rows[0][-1] != sha256:
        return None, False
    table, *numbers, amounts, unknown, retry, _ = rows[0]
    outcome = FileOutcome(
        file=name,
        status="unchanged",
        table=table,
        rows=dict(zip(PARTS, numbers, strict=True)),
        amounts={
            currency: {part: Decimal(text) for part, text in parts.items()}
            for currency, parts in json.loads(amounts).items()
        },
        unknown_columns=tuple(unknown),
    )
    return outcome, bool(retry)


def write_load(
    con: duckdb.DuckDBPyConnection,
    *,
    load_no: int,
    load_id: str,
    loaded_at: datetime,
    mapping: Mapping,
    entries: list[Entry],
) -> None:
    """Register a load and its files; rejects of the same bytes read again replace the earlier."""
    con.execute(
        "insert into meta.loads values (?, ?, ?, ?)", [load_no, load_id, loaded_at, mapping.name]
    )
    for entry in entries:
        _write_file(con, entry, load_no, mapping)


def _write_file(
    con: duckdb.DuckDBPyConnection, entry: Entry, load_no: int, mapping: Mapping
) -> None:
    outcome = entry.outcome
    con.execute(
        "delete from meta.rejects where file_no in (select file_no from meta.files"
        " where (sha256 = ? or name = ?) and mapping_digest = ?)",
        [entry.sha256, outcome.file, mapping.digest],
    )
    con.execute(
        "insert into meta.rejects select ?, file_no, ?, line, table_name, row_text, reasons"
        " from rejects where file_no = ? order by line",
        [load_no, outcome.file, entry.file_no],
    )
    con.execute(
        "insert into meta.files select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce((select"
        " bool_or(list_has_any(list_transform(reasons, lambda r: r ->> 'code'), [?])) from rejects"
        " where file_no = ?), false), ?, ?",
        [
            entry.file_no,
            load_no,
            entry.position,
            outcome.file,
            entry.sha256,
            mapping.digest,
            sources.READER_VERSION,
            outcome.table,
            *(outcome.rows[part] for part in PARTS),
            _RETRY,
            entry.file_no,
            json.dumps(outcome.as_json()["amounts"]),
            list(outcome.unknown_columns),
        ],
    )


def write_rejects(con: duckdb.DuckDBPyConnection, path: Path, names: dict[int, str]) -> None:
    """Keep this load's rejects in the journal: file, line, table, text, reasons."""
    path.parent.mkdir(parents=True, exist_ok=True)
    quoted = str(path).replace("'", "''")
    con.execute(
        "copy (select n.file_name, r.line, r.table_name, r.row_text,"
        " r.reasons::varchar[] as reasons from rejects r join"
        " (select unnest($numbers::integer[]) as file_no, unnest($names::varchar[]) as file_name) n"
        f" using (file_no) order by r.file_no, r.line) to '{quoted}' (format parquet)",
        {"numbers": list(names), "names": list(names.values())},
    )
