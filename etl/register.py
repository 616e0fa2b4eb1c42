"""The register of what was loaded: files with their control totals, rejects, loads."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from etl import sources
from etl.mapping import Mapping
from etl.outcome import PARTS, FileOutcome
from saldo.warehouse.snapshots import READ_ONLY, NoSnapshot, current_path

_RETRY = "unknown_customer"
"""Rejects with this reason may be mended by another file: their files are read again."""


_Row = tuple[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a load, as the register keeps it."""

    file_no: int
    position: int
    sha256: str
    outcome: FileOutcome


class Known:
    """What earlier loads made of files by the same mapping.

    Bytes are known where they came last under this name, or never under it but under another: a
    file that went back to what it once held is news.
    """

    def __init__(self, rows: Iterable[tuple[Any, ...]] = ()) -> None:
        """`rows` are (name, sha256, …) of `meta.files`, oldest first."""
        self._by_name, self._by_sha256 = dict[str, _Row](), dict[str, _Row]()
        for name, sha256, *rest in rows:
            self._by_name[name] = self._by_sha256[sha256] = (sha256, rest)

    def before(self, sha256: str, name: str) -> tuple[FileOutcome | None, bool]:
        """What became of the same bytes, and whether their rejects may be mended by reading them
        again."""
        found = self._by_name.get(name) or self._by_sha256.get(sha256)
        if found is None or found[0] != sha256:
            return None, False
        table, *numbers, amounts, unknown, retry = found[1]
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


def known(home: Path, mapping: Mapping) -> Known:
    """What the standing snapshot knows of files that were read by this mapping."""
    try:
        path = current_path(home)
    except NoSnapshot:
        return Known()
    with duckdb.connect(str(path), read_only=True, config=READ_ONLY) as con:
        rows = con.execute(
            "select name, sha256, table_name, read_rows, accepted, excluded, rejected, amounts,"
            " unknown_columns, retry from meta.files where mapping_digest = ? and reader = ?"
            " order by load_no, position",
            [mapping.digest, sources.READER_VERSION],
        ).fetchall()
    return Known(rows)


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
    _write_files(con, entries, load_no, mapping)


def _write_files(
    con: duckdb.DuckDBPyConnection, entries: list[Entry], load_no: int, mapping: Mapping
) -> None:
    digest = mapping.digest
    con.execute(
        "delete from meta.rejects where file_no in (select file_no from meta.files"
        " where mapping_digest = $mapping and (list_contains($bytes::varchar[], sha256)"
        " or list_contains($names::varchar[], name)))",
        {
            "mapping": digest,
            "bytes": [entry.sha256 for entry in entries],
            "names": [entry.outcome.file for entry in entries],
        },
    )
    con.executemany(
        "insert into meta.files values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, false, ?, ?)",
        [
            [
                entry.file_no,
                load_no,
                entry.position,
                entry.outcome.file,
                entry.sha256,
                digest,
                sources.READER_VERSION,
                entry.outcome.table,
                *(entry.outcome.rows[part] for part in PARTS),
                json.dumps(entry.outcome.as_json()["amounts"]),
                list(entry.outcome.unknown_columns),
            ]
            for entry in entries
        ],
    )
    con.execute(
        "insert into meta.rejects select f.load_no, f.file_no, f.name, r.line, r.table_name,"
        " r.row_text, r.reasons from rejects r join meta.files f using (file_no)"
        " order by f.file_no, r.line"
    )
    con.execute(
        "update meta.files set retry = true where file_no in (select file_no from rejects"
        " where list_contains(list_transform(reasons, lambda r: r ->> 'code'), ?))",
        [_RETRY],
    )


def write_rejects(con: duckdb.DuckDBPyConnection, path: Path, names: dict[int, str]) -> None:
    """Keep this load's rejects in the journal: file, line, table, text, reasons."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    quoted = str(path).replace("'", "''")
    con.execute(
        "copy (select n.file_name, r.line, r.table_name, r.row_text,"
        " r.reasons::varchar[] as reasons from rejects r join"
        " (select unnest($numbers::integer[]) as file_no, unnest($names::varchar[]) as file_name) n"
        f" using (file_no) order by r.file_no, r.line) to '{quoted}' (format parquet)",
        {"numbers": list(names), "names": list(names.values())},
    )
