"""A load: sources in, a new published snapshot out, everything accounted for (rules 34, 35)."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from etl import canonical, marts, reconcile, register, sources, workspace
from etl.arrivals import Arrival, Arrivals, find
from etl.control import count
from etl.errors import DemoHomeError, LoadError, SourceError
from etl.mapping import Mapping
from etl.outcome import FileOutcome, LoadOutcome
from etl.staging import Staged, row_text, stage
from saldo.settings import Settings
from saldo.warehouse import journal, publish
from saldo.warehouse.snapshots import NoSnapshot, current_path

Progress = Callable[[str], None]
_FILES_A_LOAD = 100_000


_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class NoRoom(LoadError):
    """The disk is full, or may not hold a file of that size."""

    def __init__(self, home: Path, reason: str) -> None:
        super().__init__(
            f"{home} cannot be written ({reason}); the published figures are as before."
            " Make room and load again"
        )


@dataclass(frozen=True, slots=True)
class _New:
    """One file that is to be read, perhaps again."""

    arrival: Arrival
    taken: sources.Taken
    again: bool


@dataclass(frozen=True, slots=True)
class _Read:
    """One file that was taken in and staged."""

    arrival: Arrival
    file_no: int
    taken: sources.Taken
    staged: Staged
    rows: int
    again: bool


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
        self.settings, self.mapping, self.progress = settings, mapping, progress
        self.afresh = afresh
        self.started = settings.now().replace(tzinfo=None, microsecond=0)
        self.load_id = f"{self.started:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
        self.outcomes: dict[int, FileOutcome] = {}
        self.read: list[_Read] = []

    def run(self, arrivals: Arrivals) -> LoadOutcome:
        """Load what arrived; the outcome is kept in the journal, also where nothing was new."""
        home = self.settings.home
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

    def _sift(self, found: Iterable[Arrival]) -> list[_New]:
        """The files that are to be read; the others are known already, or failed."""
        new: list[_New] = []
        with register.opened(self.settings.home, afresh=self.afresh) as known:
            for arrival in found:
                self.progress(arrival.path.name)
                name = str(arrival.path)
                try:
                    taken = sources.take(arrival.path, self.settings.home / "archive")
                except SourceError as error:
                    self.outcomes[arrival.position] = FileOutcome(name, "failed", error=str(error))
                    continue
                before, again = known(taken.sha256, self.mapping, name)
                if before and not again:
                    self.outcomes[arrival.position] = before
                elif any(item.taken.sha256 == taken.sha256 for item in new):
                    self.outcomes[arrival.position] = FileOutcome(name, "unchanged")
                else:
                    new.append(_New(arrival, taken, again))
        return new

    def _build(self, new: list[_New]) -> bool:
        home = self.settings.home
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
            return current_path(self.settings.home).stem.removeprefix("warehouse-")
        except NoSnapshot:
            return None

    def _fill(self, con: duckdb.DuckDBPyConnection, new: list[_New]) -> bool:
        """Stage, reconcile and build; true where a new snapshot is to be published."""
        workspace.prepare(con)
        newest = con.execute("select coalesce(max(load_no), 0) from meta.loads").fetchall()
        load_no = int(newest[0][0]) + 1
        for item in new:
            self.progress(item.arrival.path.name)
            try:
                self._stage(con, item, load_no)
            except SourceError as error:
                name, position = str(item.arrival.path), item.arrival.position
                self.outcomes[position] = FileOutcome(name, "failed", error=str(error))
        if not self.read:
            return False
        reconcile.settle(
            con,
            customers=self.mapping.customers,
            suffix=self.mapping.customer_suffix,
            load_no=load_no,
        )
        self._tell_late_rejects(con)
        entries = [self._entry(con, item) for item in self.read]
        con.begin()
        added = reconcile.add(con)
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
        self.progress("building the tables")
        marts.build(con, build=self.load_id, loaded_at=self.started, load_no=load_no)
        con.commit()
        return True

    def _stage(self, con: duckdb.DuckDBPyConnection, item: _New, load_no: int) -> None:
        arrival, rule = item.arrival, item.arrival.rule
        raw = sources.read(con, item.taken, wanted=rule.wanted, delimiter=rule.delimiter)
        file_no = load_no * _FILES_A_LOAD + arrival.position
        staged = stage(
            con, raw=raw, rule=rule, company=self.mapping.company, file_no=file_no, load_no=load_no
        )
        self.read.append(_Read(arrival, file_no, item.taken, staged, raw.rows, item.again))

    def _tell_late_rejects(self, con: duckdb.DuckDBPyConnection) -> None:
        """Give rows that were rejected after typing their original text, by reading once more."""
        late = con.execute("select distinct file_no from rejects where row_text is null")
        numbers = {row[0] for row in late.fetchall()}
        for item in (i for i in self.read if i.file_no in numbers):
            rule = item.arrival.rule
            raw = sources.read(con, item.taken, wanted=rule.wanted, delimiter=rule.delimiter)
            con.execute(
                f"update rejects set row_text = c.told from (select {raw.line} as at,"
                f" {row_text(raw)} as told from {sources.RAW}) c"
                " where file_no = $file and row_text is null and c.at = line",
                {"file": item.file_no},
            )

    def _entry(self, con: duckdb.DuckDBPyConnection, item: _Read) -> register.Entry:
        rows, amounts = count(
            con,
            file=item.taken.name,
            file_no=item.file_no,
            table=item.staged.table,
            read=item.rows,
        )
        outcome = FileOutcome(
            file=str(item.arrival.path),
            status="loaded",
            table=item.staged.table,
            rows=rows,
            amounts=amounts,
            unknown_columns=item.staged.unknown_columns,
        )
        self.outcomes[item.arrival.position] = outcome
        return register.Entry(item.file_no, item.arrival.position, item.taken.sha256, outcome)

    def _nothing_new(self, entries: list[register.Entry]) -> None:
        for entry in entries:
            self.outcomes[entry.position] = replace(entry.outcome, status="unchanged")
