"""Taking in: files that lie alike are read as one, all others one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb

from etl import sources
from etl.arrivals import Arrival
from etl.errors import SourceError
from etl.mapping import Mapping, SourceRule
from etl.sources import Layout, Misread, Raw, Taken
from etl.staging import Staged, row_text, stage

_FILES_A_LOAD = 100_000


@dataclass(frozen=True, slots=True)
class New:
    """One file that is to be read, perhaps again."""

    arrival: Arrival
    taken: Taken
    again: bool


@dataclass(frozen=True, slots=True)
class Read:
    """One file that was taken in and staged. `layout` says how it was streamed, if it was."""

    arrival: Arrival
    taken: Taken
    again: bool
    file_no: int
    staged: Staged
    rows: int
    layout: Layout | None


def batches(new: Iterable[New]) -> list[list[New]]:
    """Files of one rule together, in the order in which each rule's first file came."""
    found: dict[int, list[New]] = {}
    for item in new:
        found.setdefault(id(item.arrival.rule), []).append(item)
    return list(found.values())


class Intake:
    """The files of one load, being taken in. `read` lists those that were."""

    def __init__(self, con: duckdb.DuckDBPyConnection, mapping: Mapping, load_no: int) -> None:
        self.con, self.mapping, self.load_no = con, mapping, load_no
        self.read: list[Read] = []

    @property
    def tables(self) -> set[str]:
        """The canonical tables that were fed."""
        return {table for item in self.read for table in item.staged.tables}

    def take_in(self, batch: list[New]) -> Iterator[tuple[New, SourceError]]:
        """Stage files of one rule; those that cannot be taken in are given back."""
        alike: dict[Layout | None, list[New]] = {}
        for item in batch:
            try:
                layout = sources.layout(item.taken, item.arrival.rule.delimiter)
            except SourceError as error:
                yield item, error
                continue
            alike.setdefault(layout, []).append(item)
        for layout, items in alike.items():
            try:
                if layout and self._stream(items, layout):
                    continue
            except SourceError as error:
                yield from ((item, error) for item in items)
                continue
            for item in items:
                try:
                    self._take_one(item)
                except SourceError as error:
                    yield item, error

    def tell_late_rejects(self) -> None:
        """Give rows that were rejected after typing their original text, by reading once more."""
        late = self.con.execute("select distinct file_no from rejects where row_text is null")
        numbers = {row[0] for row in late.fetchall()}
        for item in (item for item in self.read if item.file_no in numbers):
            raw = self._raw(item)
            self.con.execute(
                f"update rejects set row_text = told from (select _file, _line, {row_text(raw)} as"
                f" told from {raw.cells}) where file_no = _file and line = _line"
                " and row_text is null"
            )

    def _raw(self, item: Read) -> Raw:
        if item.layout:
            return sources.stream(self.con, {item.file_no: item.taken}, item.layout, keep=True)
        return self._cells(item.file_no, item.taken, item.arrival.rule)

    def _cells(self, file_no: int, taken: Taken, rule: SourceRule) -> Raw:
        return sources.read(self.con, file_no, taken, wanted=rule.wanted, delimiter=rule.delimiter)

    def _stream(self, items: list[New], layout: Layout) -> bool:
        """True where all of them were read, as they come or kept in a table for a closer look; else
        nothing of them is staged. Raises `SourceError` where they lack a column.
        """
        rule = items[0].arrival.rule
        files = {self._number(item): item.taken for item in items}
        for keep in (False, True) if rule.is_simple else (True,):
            try:
                raw = sources.stream(self.con, files, layout, keep=keep)
                staged = self._stage(raw, rule)
            except Misread:
                continue
            for item in items:
                self._note(item, raw, staged, layout)
            return True
        return False

    def _take_one(self, item: New) -> None:
        rule = item.arrival.rule
        raw = self._cells(self._number(item), item.taken, rule)
        self._note(item, raw, self._stage(raw, rule), None)

    def _stage(self, raw: Raw, rule: SourceRule) -> Staged:
        return stage(
            self.con, raw=raw, rule=rule, company=self.mapping.company, load_no=self.load_no
        )

    def _number(self, item: New) -> int:
        return self.load_no * _FILES_A_LOAD + item.arrival.position

    def _note(self, item: New, raw: Raw, staged: Staged, layout: Layout | None) -> None:
        file_no = self._number(item)
        self.read.append(
            Read(item.arrival, item.taken, item.again, file_no, staged, raw.rows[file_no], layout)
        )
