"""A load: sources in, a new published snapshot out, everything accounted for (rules 34, 35)."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import duckdb

from etl import canonical, marts, originals, reconcile, register, sources, workspace
from etl.arrivals import Arrival, Arrivals, find
from etl.control import Total, totals
from etl.errors import DemoHomeError, LoadError, SourceError
from etl.intake import Intake, New, Read, batches
from etl.mapping import Mapping
from etl.outcome import FileOutcome, LoadOutcome
from saldo.settings import Settings
from saldo.warehouse import journal, publish
from saldo.warehouse.snapshots import NoSnapshot, current_path

Progress = Callable[[str], None]
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class NoRoom(LoadError):
    """The disk is full, or may not hold a file of that size."""

    def __init__(self, home: Path, reason: str) -> None:
        super().__init__(
            f"{home} cannot be written ({reason}); the published figures are as before."
            " Make room and load again"
        )


def load(
    settings: Settings,
    paths: Iterable[Path],
    *,
    mapping: Mapping | None = None,
    demo: bool = False,
    afresh: bool = False,
    progress: Progress = lambda _: None,
) -> LoadOutcome:
    """Load files and folders into a home and publish a new snapshot, if anything is new.

    A source that cannot be taken in is reported as failed, and the others are loaded. `afresh`
    begins with an empty warehouse instead of the one that stands. Raises
    `DemoHomeError`, `LoaderBusy`, or `LoadError` where nothing may be published; the snapshot
    that stood then still stands.
    """
    if settings.is_demo and not demo:
        raise DemoHomeError(settings.home)
    used = mapping or canonical.mapping()
    try:
        with publish.loading(settings.home):
            return _Load(settings, used, progress, afresh=afresh).run(find(paths, used))
    except duckdb.IOException as error:
        raise NoRoom(settings.home, str(error).splitlines()[0]) from None
    except OSError as error:
        if error.errno in _FULL:
            raise NoRoom(settings.home, str(error.strerror)) from None
        raise


class _Load:
    """One load under way."""

    def __init__(
        self, settings: Settings, mapping: Mapping, progress: Progress, *, afresh: bool
    ) -> None:
        self.home, self.mapping, self.progress = settings.home, mapping, progress
        self.afresh = afresh
        self.started = settings.now().replace(tzinfo=None, microsecond=0)
        self.load_id = f"{self.started:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
        self.outcomes: dict[int, FileOutcome] = {}
        self.read: list[Read] = []

    def run(self, arrivals: Arrivals) -> LoadOutcome:
        """Load what arrived; the outcome is kept in the journal, also where nothing was new."""
        home = self.home
        self.outcomes |= arrivals.failed
        try:
            new = self._sift(arrivals.found)
            changed = bool(new) and self._build(new)
        except LoadError as error:
            journal.write(home, self.load_id, {"load_id": self.load_id, "error": str(error)})
            raise
        outcome = LoadOutcome(
            load_id=self.load_id,
            snapshot=self._standing(),
            changed=changed,
            files=tuple(self.outcomes[i] for i in sorted(self.outcomes)),
            ignored=arrivals.ignored,
        )
        journal.write(home, self.load_id, outcome.as_json())
        return outcome

    def _sift(self, found: Iterable[Arrival]) -> list[New]:
        """The files that are to be read; the others are known already, or failed."""
        known = register.Known() if self.afresh else register.known(self.home, self.mapping)
        new: dict[str, New] = {}
        for arrival in found:
            self.progress(arrival.path.name)
            name = str(arrival.path)
            try:
                sha256 = sources.digest(arrival.path)
                before, again = known.before(sha256, name)
                if before and not again:
                    self.outcomes[arrival.position] = before
                elif sha256 in new:
                    self.outcomes[arrival.position] = FileOutcome(name, "unchanged")
                else:
                    taken = sources.take(arrival.path, self.home / "archive")
                    new[sha256] = New(arrival, taken, again)
            except SourceError as error:
                self.outcomes[arrival.position] = _failed(arrival, error)
        return list(new.values())

    def _build(self, new: list[New]) -> bool:
        home = self.home
        building = publish.begin(home, self.load_id, copy=not self.afresh)
        try:
            with duckdb.connect(str(building)) as con:
                changed = self._fill(con, new)
                kept = journal.folder(home, self.load_id) / "rejects.parquet"
                names = {item.file_no: str(item.arrival.path) for item in self.read}
                register.write_rejects(con, kept, names)
                if changed:
                    publish.seal(con)
            if changed:
                self.progress("publishing")
                publish.publish(home, building, self.load_id)
        finally:
            publish.discard(building)
        return changed

    def _standing(self) -> str | None:
        try:
            return current_path(self.home).stem.removeprefix("warehouse-")
        except NoSnapshot:
            return None

    def _fill(self, con: duckdb.DuckDBPyConnection, new: list[New]) -> bool:
        """Stage, reconcile and build; true where a new snapshot is to be published."""
        workspace.prepare(con)
        newest = con.execute("select coalesce(max(load_no), 0) from meta.loads").fetchall()
        load_no = int(newest[0][0]) + 1
        intake = Intake(con, self.mapping, load_no)
        for batch in batches(new):
            self.progress(batch[0].arrival.path.name)
            for item, error in intake.take_in(batch):
                self.outcomes[item.arrival.position] = _failed(item.arrival, error)
        self.read = intake.read
        if not self.read:
            return False
        tables = intake.tables
        reconcile.settle(con, tables=tables, mapping=self.mapping, load_no=load_no)
        intake.tell_late_rejects()
        entries = self._entries(con)
        con.begin()
        added = reconcile.add(con, tables)
        if not added and all(item.again for item in self.read):
            con.rollback()
            self._nothing_new(entries)
            return False
        register.write_load(
            con,
            load_no=load_no,
            load_id=self.load_id,
            loaded_at=self.started,
            mapping=self.mapping,
            entries=entries,
        )
        folders = {item.file_no: item.arrival.path.parent for item in self.read}
        originals.keep(con, self.home, load_no=load_no, folders=folders)
        con.commit()
        workspace.clear_incoming(con, tables)
        self.progress("building the tables")
        con.begin()
        marts.build(con, build=self.load_id, loaded_at=self.started, load_no=load_no)
        con.commit()
        return True

    def _entries(self, con: duckdb.DuckDBPyConnection) -> list[register.Entry]:
        """Every file's control totals, told in the outcomes, in the order of the files."""
        found: dict[int, Total] = {}
        for table in {item.staged.tables[0] for item in self.read}:
            counted = (item for item in self.read if item.staged.tables[0] == table)
            read = {item.file_no: (item.taken.name, item.rows) for item in counted}
            found |= totals(con, table=table, read=read)
        entries = []
        for item in sorted(self.read, key=lambda item: item.file_no):
            outcome = FileOutcome(
                file=str(item.arrival.path),
                status="loaded",
                table=item.staged.tables[0],
                rows=found[item.file_no].rows,
                amounts=found[item.file_no].amounts,
                unknown_columns=item.staged.unknown_columns,
            )
            position = item.arrival.position
            self.outcomes[position] = outcome
            entries.append(register.Entry(item.file_no, position, item.taken.sha256, outcome))
        return entries

    def _nothing_new(self, entries: list[register.Entry]) -> None:
        for entry in entries:
            self.outcomes[entry.position] = replace(entry.outcome, status="unchanged")


def _failed(arrival: Arrival, error: SourceError) -> FileOutcome:
    return FileOutcome(str(arrival.path), "failed", error=str(error))
