"""About: what a file says of itself: its question, filters, date, source and reader."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from saldo.i18n import Reader


@dataclass(frozen=True, slots=True)
class About:
    """The statement that goes with a table: on an Excel file's first sheet, in Parquet's metadata.

    `filters` are label and value, already in the reader's words. `totals` names the columns that
    may be summed, per currency; a running balance is not one. `sample` marks the demo company,
    `known_at` figures as known at an earlier moment (rule 7).
    """

    report: str
    title: str
    as_of: date
    snapshot: str
    loaded_at: datetime
    reader: Reader
    filters: tuple[tuple[str, str], ...] = ()
    totals: tuple[str, ...] = ()
    sample: bool = False
    known_at: datetime | None = None

    def lines(self) -> list[tuple[str, str]]:
        """Label and value of what a file is about: filters, as-of, when updated, source."""
        t = self.reader.t
        return [
            *self.filters,
            (t("documents.as_of"), self.as_of.isoformat()),
            (t("documents.updated"), f"{self.loaded_at:%Y-%m-%d %H:%M}"),
            (t("documents.source"), t("documents.snapshot", build=self.snapshot)),
        ]


def file_name(report: str, customers: Sequence[str], as_of: date, format: str) -> str:
    """A name that says what is inside: `saldo_open-items_10012_2026-11-22.xlsx`. Safe ASCII."""
    if len(customers) == 1:
        who = [_plain(customers[0])]
    else:
        who = [f"{len(customers)}-accounts"] if customers else []
    return f"{'_'.join(['saldo', _plain(report), *who, as_of.isoformat()])}.{format}"


def _plain(text: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_only).strip("-")[:60] or "x"
