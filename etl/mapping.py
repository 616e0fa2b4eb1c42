"""A mapping: how a source's columns become canonical ones."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from fnmatch import fnmatch


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one canonical column comes from. Exactly one of the first four is given.

    `column` a source column; `constant` a text; `multiply` two source columns; `number_within`
    the row's number among the rows that share these source columns. The rest changes the text:
    `drop_suffix`, `prefix`, `words` (source word to ours, `*` for any other), `starts` (first
    letters to a word), `months_before` (a number of months becomes the day so long before this
    one), `take` (how rows of a group agree).
    """

    column: str | None = None
    constant: str | None = None
    multiply: tuple[str, str] | None = None
    number_within: tuple[str, ...] | None = None
    drop_suffix: str | None = None
    prefix: str | None = None
    words: tuple[tuple[str, str], ...] = ()
    starts: tuple[tuple[str, str], ...] = ()
    months_before: str | None = None
    take: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on a source column's text: `equals` one of, or `empty` yes or no."""

    column: str
    equals: tuple[str, ...] | None = None
    empty: bool | None = None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Rows left out on purpose, under a name that the control totals show (rule 34)."""

    name: str
    when: Condition


@dataclass(frozen=True, slots=True)
class TableRule:
    """How one canonical table is filled from a source's rows."""

    table: str
    cells: dict[str, Cell]
    group: bool = False
    only: Condition | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class SourceRule:
    """What to do with files of these names. The first table is the finest the rows feed."""

    files: tuple[str, ...]
    tables: tuple[TableRule, ...]
    dates: tuple[str, ...] = ()
    decimal: str | None = None
    delimiter: str | None = None
    exclude: tuple[Exclusion, ...] = ()

    def matches(self, name: str) -> bool:
        """True where a file of this name is meant."""
        return any(fnmatch(name.casefold(), pattern.casefold()) for pattern in self.files)

    @property
    def is_simple(self) -> bool:
        """True where each row is looked at once: one table, nothing left out or counted."""
        cells = self.tables[0].cells.values()
        counts = any(cell.number_within for cell in cells)
        return len(self.tables) == 1 and not (self.exclude or self.tables[0].only or counts)

    @property
    def wanted(self) -> frozenset[str]:
        """The source columns that the rule names."""
        cells = [cell for rule in self.tables for cell in rule.cells.values()]
        single = {cell.column for cell in cells if cell.column}
        single |= {rule.version for rule in self.tables if rule.version}
        single |= {rule.only.column for rule in self.tables if rule.only}
        single |= {exclusion.when.column for exclusion in self.exclude}
        several = {name for cell in cells for name in cell.multiply or cell.number_within or ()}
        return frozenset(single | several)


@dataclass(frozen=True, slots=True)
class Mapping:
    """A whole mapping. `customers` says what becomes of numbers that no source listed."""

    name: str
    sources: tuple[SourceRule, ...]
    company: str = "1"
    customers: str = "required"

    def source_for(self, file_name: str) -> SourceRule | None:
        """The first rule whose pattern the name matches."""
        return next((rule for rule in self.sources if rule.matches(file_name)), None)

    @property
    def customer_suffix(self) -> str:
        """What the source writes behind a customer's number, and the mapping drops."""
        cells = (
            rule.cells["customer_no"]
            for source in self.sources
            for rule in source.tables
            if "customer_no" in rule.cells
        )
        return next((cell.drop_suffix for cell in cells if cell.drop_suffix), "")

    @property
    def digest(self) -> str:
        """A hash over everything that changes what the mapping makes of a file."""
        text = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]
