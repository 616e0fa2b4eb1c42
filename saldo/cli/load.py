"""`saldo load`: sources into the home's warehouse."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from etl.outcome import FileOutcome, LoadOutcome


def load(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help="Files or folders.")],
    mapping: Annotated[
        str | None, typer.Option(help="A mapping file, or the name of one that ships.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what happened as JSON.")] = False,
) -> None:
    """Load files into the warehouse and publish what is new.

    Exit codes: 0 all in; 3 all in, but rejected rows stand; 1 a source could not be taken in
    (the rest is); 2 usage.
    """
    from etl.load import load as run
    from etl.mapping_file import find
    from saldo.settings import current

    used = find(mapping) if mapping else None
    outcome = run(current(), sources, mapping=used, progress=_progress)
    if as_json:
        typer.echo(json.dumps(outcome.as_json(), ensure_ascii=False, indent=1))
    else:
        tell(outcome)
    raise typer.Exit(outcome.exit_code)


def _progress(step: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{step}")
        sys.stderr.flush()


def tell(outcome: LoadOutcome) -> None:
    """Say in words what a load did."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    for file in outcome.files:
        typer.echo(_line(file))
    for name in outcome.ignored:
        typer.echo(f"{Path(name).name}: ignored, no table is meant for it")
    if any(file.rows["rejected"] for file in outcome.files):
        typer.echo("Rejected rows are kept: `saldo rejects` lists them with their reasons.")
    typer.echo(
        f"Published snapshot {outcome.snapshot}."
        if outcome.changed
        else f"Nothing new; snapshot {outcome.snapshot or 'none yet'} stands."
    )


def _line(file: FileOutcome) -> str:
    name = Path(file.file).name
    if file.error:
        return f"{name}: FAILED. {file.error}"
    parts = [f"{file.rows['accepted']} of {file.rows['read']} rows accepted"]
    parts += [f"{file.rows[p]} {p}" for p in ("excluded", "rejected") if file.rows[p]]
    if file.unknown_columns:
        parts.append(f"not read: {', '.join(file.unknown_columns)}")
    return f"{name}: {file.status}, {file.table or '-'}, {', '.join(parts)}"
