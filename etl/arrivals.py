"""Arrivals: which of the given files and folders a mapping is meant for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from etl.mapping import Mapping, SourceRule
from etl.outcome import FileOutcome


@dataclass(frozen=True, slots=True)
class Arrival:
    """One file that a rule of the mapping is meant for, and its place in the report."""

    position: int
    path: Path
    rule: SourceRule


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Files to read, files in folders that no rule matches, and sources that already failed."""

    found: tuple[Arrival, ...]
    ignored: tuple[str, ...]
    failed: dict[int, FileOutcome]


def find(paths: Iterable[Path], mapping: Mapping) -> Arrivals:
    """The files of the given paths; a folder's own files, not those of folders in it."""
    found: list[Arrival] = []
    ignored: list[str] = []
    failed: dict[int, FileOutcome] = {}
    position = 0
    for path in paths:
        before = len(found)
        for file in _files(path):
            position += 1
            rule = mapping.source_for(file.name)
            if rule is not None:
                found.append(Arrival(position, file, rule))
            elif path.is_dir():
                ignored.append(str(file))
            else:
                failed[position] = _failure(file, mapping, "no table is meant for this file")
        if path.is_dir() and len(found) == before:
            position += 1
            failed[position] = _failure(path, mapping, "no file in this folder is meant")
    return Arrivals(tuple(found), tuple(ignored), failed)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))


def _failure(path: Path, mapping: Mapping, what: str) -> FileOutcome:
    patterns = sorted(pattern for source in mapping.sources for pattern in source.files)
    few = ", ".join(patterns[:12]) + (", …" if len(patterns) > 12 else "")
    error = f"{what} by mapping {mapping.name!r}, which reads {few}"
    if not path.exists():
        error = "there is no such file or folder"
    return FileOutcome(str(path), "failed", error=error)
