"""`saldo rejects`: rows that were not taken in, with every reason."""

from __future__ import annotations

import csv
import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    import polars as pl

    from saldo.i18n.reader import Reader


class Format(StrEnum):
    """How rejects are printed."""

    csv = "csv"
    json = "json"


def rejects(
    load: Annotated[
        str | None, typer.Option(help="One load's rejects; else all that stand.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="csv or json.")] = Format.csv,
) -> None:
    """List rejected rows: source, line, original text, every reason."""
    from saldo.i18n.reader import reader_for
    from saldo.settings import current

    rows = [_told(row, reader_for(current().language)) for row in _frame(load).to_dicts()]
    if form is Format.json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    writer = csv.writer(sys.stdout)
    writer.writerow(["source", "line", "text", "reasons"])
    for row in rows:
        said = "; ".join(reason["says"] for reason in row["reasons"])
        writer.writerow([row["source"], row["line"], row["text"], said])


def _frame(load: str | None) -> pl.DataFrame:
    from saldo.settings import current
    from saldo.warehouse import current as snapshot
    from saldo.warehouse import journal, loaded

    home = current().home
    if load is None:
        return loaded.standing_rejects(snapshot(home))
    try:
        return journal.rejects(home, load)
    except FileNotFoundError:
        raise typer.BadParameter(f"there is no load {load!r} in {home}") from None


def _told(row: dict[str, Any], reader: Reader) -> dict[str, Any]:
    reasons = [json.loads(text) for text in row["reasons"] or []]
    return {
        "source": row["file_name"],
        "line": row["line"],
        "text": row["row_text"],
        "reasons": [{**reason, "says": _words(reason, reader)} for reason in reasons],
    }


def _words(reason: dict[str, Any], reader: Reader) -> str:
    values = {name: str(value) for name, value in reason.items() if name != "code"}
    return reader.t(f"rejects.{reason['code']}", **values)
