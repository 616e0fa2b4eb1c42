"""The load journal: one folder a load, also for loads that published nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


def folder(home: Path, load_id: str) -> Path:
    """The folder of one load."""
    return home / "loads" / load_id


def write(home: Path, load_id: str, report: dict[str, Any]) -> None:
    """Keep what the load reported."""
    place = folder(home, load_id)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = place / ".load.json"
    part.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    part.replace(place / "load.json")


def load_ids(home: Path) -> list[str]:
    """Every load's id, oldest first."""
    return sorted(p.parent.name for p in (home / "loads").glob("*/load.json"))


def report(home: Path, load_id: str) -> dict[str, Any]:
    """What one load reported. Raises `FileNotFoundError`."""
    text = (folder(home, load_id) / "load.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def rejects(home: Path, load_id: str) -> pl.DataFrame:
    """One row per rejected row of a load: file_no, line, table_name, row_text, reasons (JSON)."""
    import polars as pl

    return pl.read_parquet(folder(home, load_id) / "rejects.parquet")
