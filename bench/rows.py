"""Rows: measured figures beside their peers, printed and kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure beside its peer."""

    what: str
    ours: float
    peer: float | None
    unit: str
    goal: str = ""
    met: bool | None = None

    @property
    def ratio(self) -> str:
        """Ours ÷ the peer's."""
        return f"{self.ours / self.peer:.2f}" if self.peer else ""


def show(title: str, rows: Sequence[Row], kept_in: Path) -> None:
    """Print the figures as a table and keep them as JSON."""
    shown = Table(title=title)
    for heading in ("what", "ours", "peer", "ratio", "goal", "met"):
        shown.add_column(heading, justify="left" if heading in ("what", "goal") else "right")
    for row in rows:
        peer = "" if row.peer is None else f"{row.peer:.2f}"
        met = {True: "yes", False: "no", None: ""}[row.met]
        shown.add_row(row.what, f"{row.ours:.2f} {row.unit}", peer, row.ratio, row.goal, met)
    Console(width=110).print(shown)
    kept = [{**asdict(row), "ratio": row.ratio} for row in rows]
    kept_in.write_text(json.dumps(kept, indent=1), encoding="utf-8")
