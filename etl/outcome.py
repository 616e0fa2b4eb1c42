"""What a load did: per file, rows and amounts read, accepted, excluded, rejected (rule 34)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

PARTS = ("read", "accepted", "excluded", "rejected")


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """One source file. `amounts` is {currency: {part: amount}}, as the source writes them."""

    file: str
    status: str
    table: str | None = None
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    amounts: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    unknown_columns: tuple[str, ...] = ()
    error: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The documented form: amounts as strings."""
        return {
            "file": self.file,
            "table": self.table,
            "status": self.status,
            **self.rows,
            "amounts": {
                currency: {part: plain(amount) for part, amount in parts.items()}
                for currency, parts in sorted(self.amounts.items())
            },
            "unknown_columns": list(self.unknown_columns),
            "error": self.error,
        }


@dataclass(frozen=True, slots=True)
class LoadOutcome:
    """A whole load: which snapshot stands now, and whether it is a new one."""

    load_id: str
    snapshot: str | None
    changed: bool
    files: tuple[FileOutcome, ...]
    ignored: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 all in; 3 all in, rejects stand; 1 a source could not be taken in."""
        if any(f.status == "failed" for f in self.files) or not self.files:
            return 1
        return 3 if any(f.rows["rejected"] for f in self.files) else 0

    def as_json(self) -> dict[str, Any]:
        """The documented form."""
        return {
            "load_id": self.load_id,
            "snapshot": self.snapshot,
            "changed": self.changed,
            "files": [f.as_json() for f in self.files],
            "ignored": list(self.ignored),
        }


def plain(amount: Decimal) -> str:
    """The amount without exponent, with two decimals at least and no other zeros at the end."""
    text = f"{amount:.4f}"
    return text.rstrip("0").ljust(text.index(".") + 3, "0")
