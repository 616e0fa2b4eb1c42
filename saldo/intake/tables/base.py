"""What a canonical table and its columns are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """How a text cell is read (rule 1)."""

    CODE = auto()
    TEXT = auto()
    CURRENCY = auto()
    CHOICE = auto()
    DATE = auto()
    AMOUNT = auto()
    PRICE = auto()
    INTEGER = auto()
    BOOLEAN = auto()

    @property
    def sql(self) -> str:
        """The warehouse type."""
        return _SQL.get(self, "VARCHAR")


_SQL = {
    Kind.DATE: "DATE",
    Kind.AMOUNT: "DECIMAL(18, 4)",
    Kind.PRICE: "DECIMAL(28, 10)",
    Kind.INTEGER: "INTEGER",
    Kind.BOOLEAN: "BOOLEAN",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, kind, whether a row may lack it, and what it means."""

    name: str
    kind: Kind
    says: str
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table.

    `key` is the natural key; `control` the column (or product of columns) whose sum is the
    table's amount in the control totals; `currency` says where that amount's currency stands:
    a column of the table itself, or "document", "order" or "contract": its parent's.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    control: tuple[str, ...] = ()
    currency: str | None = None
    customer: str | None = None

    def column(self, name: str) -> Column:
        """The column of that name; `KeyError` when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, in order."""
        return tuple(column.name for column in self.columns)


def code(name: str, says: str, *, required: bool = False) -> Column:
    """A key or number kept as text, leading zeros and all."""
    return Column(name, Kind.CODE, says, required)


def text(name: str, says: str, *, required: bool = False) -> Column:
    """Words for people."""
    return Column(name, Kind.TEXT, says, required)


def day(name: str, says: str, *, required: bool = False) -> Column:
    """A calendar date (rule 3)."""
    return Column(name, Kind.DATE, says, required)


def amount(name: str, says: str, *, required: bool = False) -> Column:
    """Money with up to four decimals (rule 1)."""
    return Column(name, Kind.AMOUNT, says, required)


def price(name: str, says: str, *, required: bool = False) -> Column:
    """A price, quantity or rate with up to ten decimals (rule 1)."""
    return Column(name, Kind.PRICE, says, required)


def whole(name: str, says: str, *, required: bool = False) -> Column:
    """A whole number."""
    return Column(name, Kind.INTEGER, says, required)


def flag(name: str, says: str, *, required: bool = False) -> Column:
    """Yes or no."""
    return Column(name, Kind.BOOLEAN, says, required)


def currency(name: str, says: str, *, required: bool = False) -> Column:
    """An ISO 4217 code."""
    return Column(name, Kind.CURRENCY, says, required)


def choice(name: str, says: str, choices: tuple[str, ...], *, required: bool = False) -> Column:
    """One of a few words."""
    return Column(name, Kind.CHOICE, says, required, choices)


COMPANY = code("company_no", "the seller; the mapping's constant where a source has none")
