"""Originals: the sources' own invoice files, kept byte for byte as they lay beside the source.

A file is looked for in the folder of the row that names it, and nowhere else. What is missing,
lies elsewhere or is too big is a finding, and is looked for again at the next load.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import duckdb

from saldo.shelf import originals_of

MOST_BYTES = 25_000_000
_TABLE = """
create table if not exists staging.originals (
    company_no varchar, class varchar, invoice_no varchar, file_name varchar,
    sha256 varchar, bytes bigint, problem varchar, _load integer
)
"""
_WANTED = """
with named as (
    select distinct company_no, class, invoice_no, file_name, _file from staging.document_files
)
select * from named
anti join (from staging.originals where problem is null)
    using (company_no, class, invoice_no, file_name)
order by all
"""


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table of originals where it is missing: a row per file kept, or why it is not."""
    con.execute(_TABLE)


def keep(
    con: duckdb.DuckDBPyConnection, home: Path, *, load_no: int, folders: Mapping[int, Path]
) -> None:
    """Keep the originals that accepted rows name and that are not kept yet.

    `folders` are where this load's files lie; those of earlier loads are in the register.
    """
    wanted = con.execute(_WANTED).fetchall()
    if not wanted:
        return
    known = con.execute("select file_no, name from meta.files").fetchall()
    places = {file_no: Path(name).parent for file_no, name in known} | dict(folders)
    con.execute("delete from staging.originals where problem is not null")
    shelf = originals_of(home)
    rows = []
    for *key, file_no in wanted:
        content, problem = _found(places.get(file_no), key[-1])
        digest = None if content is None else shelf.keep(content)
        rows.append((*key, digest, content and len(content), problem, load_no))
    con.executemany("insert into staging.originals values (?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _found(folder: Path | None, name: str) -> tuple[bytes | None, str | None]:
    """The file's bytes, else why there are none."""
    if folder is None or not _stays_inside(name):
        return None, "outside"
    path = folder / name
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            return None, "outside"  # a link that leads away
        if not path.is_file():
            return None, "missing"
        if path.stat().st_size > MOST_BYTES:
            return None, "too_big"
        return path.read_bytes(), None
    except (OSError, ValueError):
        return None, "unreadable"


def _stays_inside(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/"))
    return bool(parts.parts) and not parts.is_absolute() and ".." not in parts.parts
