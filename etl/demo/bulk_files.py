"""The bulk's files: trades as frames in the canonical columns, appended chunk by chunk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import polars as pl

from etl.demo.accounts import Account
from etl.demo.bulk import Chance, chunks, shares, trades
from etl.demo.bulk_frames import Frames
from etl.demo.money import HOME
from etl.demo.sheets import Sheets
from etl.demo.stage import Stage
from etl.demo.truth import Balances
from saldo.intake.tables.registry import TABLES


class Bulk:
    """Writes the trade of many accounts, a chunk of them at a time."""

    def __init__(self, stage: Stage, sheets: Sheets) -> None:
        self._stage = stage
        self._sheets = sheets
        self.balances: Balances = {}

    def write(
        self, accounts: int, invoices: int, pick: Callable[[int, int], Sequence[Account]]
    ) -> None:
        """So many invoices of so many accounts; `pick` gives those of a range."""
        counts = shares(accounts, invoices)
        chance, before = Chance(self._stage.seed), 0
        for first, last in chunks(counts):
            chosen = pick(first, last)
            made = trades(
                chance,
                chosen,
                counts[first:last],
                before=before,
                start=self._stage.start,
                until=self._stage.until,
            )
            before += len(made.number)
            if len(made.number):
                self._write(Frames(chosen, made, self._stage.until))

    def _write(self, frames: Frames) -> None:
        self._append("invoices", frames.invoices())
        self._append("invoice_lines", frames.invoice_lines())
        self._append("payments", frames.payments())
        self._append("allocations", frames.allocations())
        self._append("orders", frames.orders())
        self._append("order_lines", frames.order_lines())
        self._append("promises", frames.promises())
        self._append("delivery_events", frames.delivery_events())
        for no, owed in frames.owed():
            place = no, HOME
            self.balances[place] = self.balances.get(place, Decimal(0)) + owed

    def _append(self, name: str, frame: pl.DataFrame) -> None:
        columns = [
            pl.col(column) if column in frame.columns else pl.lit(None, pl.String).alias(column)
            for column in TABLES[name].names
        ]
        text = frame.select(columns).write_csv(include_header=False)
        self._sheets.append(name, text, frame.height)
