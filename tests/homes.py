"""Homes for tests: write sources, load them, ask the staging tables."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from etl.load import load
from etl.mapping import Mapping
from etl.mapping_file import parse
from etl.outcome import FileOutcome, LoadOutcome
from saldo import settings
from saldo.warehouse import current_path

CUSTOMERS = "customer_no,name\nC1,Ett AB\nC2,Två AB\n"
INVOICES = "invoice_no,customer_no,issue_date,due_date,currency,amount\n"


class Home:
    """A home in a temporary folder, with a folder of sources beside it."""

    def __init__(self, place: Path) -> None:
        self.path = place / "home"
        self.sources = place / "sources"
        self.sources.mkdir(parents=True)
        self.settings = settings.read(self.path)

    @classmethod
    def at(cls, sources: Path, path: Path) -> Home:
        """Another home that loads the same sources."""
        made = cls.__new__(cls)
        made.path, made.sources, made.settings = path, sources, settings.read(path)
        return made

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.sources / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def load(
        self, *paths: Path, mapping: Mapping | str | None = None, at: datetime | None = None
    ) -> LoadOutcome:
        if isinstance(mapping, str):
            mapping = parse(mapping, name="test")
        used = self.settings if at is None else _At.of(self.settings, at)
        return load(used, paths or (self.sources,), mapping=mapping)

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(current_path(self.path)), read_only=True) as con:
            return con.execute(sql, list(params)).fetchall()

    def one(self, sql: str) -> Any:
        return self.rows(sql)[0][0]

    def reasons(self) -> list[str]:
        """The codes of all standing rejects, in order."""
        return [
            code
            for (code,) in self.rows(
                "select unnest(reasons) ->> 'code' as code from meta.rejects order by file_no, line"
            )
        ]


class _At(settings.Settings):
    """Settings whose clock stands still."""

    moment: datetime

    @classmethod
    def of(cls, base: settings.Settings, moment: datetime) -> _At:
        made = cls(**{f.name: getattr(base, f.name) for f in dataclasses.fields(base)})
        object.__setattr__(made, "moment", moment)
        return made

    def now(self) -> datetime:
        return self.moment.replace(tzinfo=self.timezone)


def only(outcome: LoadOutcome, name: str) -> FileOutcome:
    """The outcome of the one file of that name."""
    (found,) = [f for f in outcome.files if Path(f.file).name == name]
    return found
