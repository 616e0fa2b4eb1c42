"""Publishing: a snapshot is built beside the others, checked, and then pointed to."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from saldo.warehouse.snapshots import NoSnapshot, Snapshot, current_path

KEEP = 4
"""How many published snapshots stay on disk, for readers that still hold one."""


class LoaderBusy(Exception):
    """Another load holds the home."""

    def __init__(self, home: Path) -> None:
        """Say which home."""
        super().__init__(f"another load is writing to {home}; try again when it has ended")


@contextmanager
def loading(home: Path) -> Iterator[None]:
    """The right to load into a home; free at once when the process dies. Raises `LoaderBusy`."""
    # Others' accounts are nobody else's on this machine.
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / ".loading").open("w", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LoaderBusy(home) from None
        yield


def begin(home: Path, build: str, *, copy: bool = True) -> Path:
    """A file to build in: a copy of the current snapshot, or a new one. Clears what died here."""
    folder = home / "snapshots"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for leftover in (*folder.glob(".building-*"), *(home / "archive").glob(".part-*")):
        leftover.unlink()
    path = folder / f".building-{build}.duckdb"
    try:
        if copy:
            shutil.copyfile(current_path(home), path)
    except NoSnapshot:
        pass
    return path


def publish(home: Path, building: Path, build: str) -> Snapshot:
    """Verify the closed file, give it its name, and point `CURRENT` at it, in that order."""
    Snapshot(building).close()
    _sync(building)
    final = building.with_name(f"warehouse-{build}.duckdb")
    building.replace(final)
    pointer = home / "CURRENT.new"
    pointer.write_text(final.name, encoding="utf-8")
    _sync(pointer)
    pointer.replace(home / "CURRENT")
    _sync(home)
    _prune(home, final)
    return Snapshot(final)


def discard(building: Path) -> None:
    """Remove a file that will not be published."""
    building.unlink(missing_ok=True)
    Path(f"{building}.wal").unlink(missing_ok=True)


def seal(con: duckdb.DuckDBPyConnection) -> None:
    """Write everything to the file and close it."""
    con.execute("checkpoint")
    con.close()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _prune(home: Path, final: Path) -> None:
    builds = sorted(
        (home / "snapshots").glob("warehouse-*.duckdb"), key=lambda p: p.stat().st_mtime
    )
    for old in [path for path in builds if path != final][: -KEEP + 1]:
        old.unlink()
    for known in (home / "snapshots").glob("known-*.duckdb"):
        known.unlink()
