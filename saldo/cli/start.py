"""`saldo start`: from a folder of files to the own balance on screen, in one command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def start(
    folder: Annotated[Path, typer.Argument(help="A folder of files, or one file.")],
    mapping: Annotated[
        str | None, typer.Option(help="A mapping file, or the name of one that ships.")
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Default: SALDO_PORT, or the next free one."),
    ] = None,
) -> None:
    """Make an own home, load the folder, let the first person in, and serve the app."""
    from etl.load import load
    from etl.mapping_file import find
    from saldo.cli.load import tell
    from saldo.cli.serve import serve
    from saldo.settings import current
    from saldo.warehouse import current as snapshot
    from saldo.warehouse import loaded

    settings = current()
    outcome = load(settings, [folder], mapping=find(mapping) if mapping else None)
    tell(outcome)
    if outcome.snapshot is None:
        raise typer.Exit(1)
    customers = loaded.customer_numbers(snapshot(settings.home))

    def welcome(address: str) -> None:
        from saldo.cli.first_person import first_person_link

        link = first_person_link(settings, customers, address)
        if link is not None:
            sys.stdout.write(f"Your way in, once, to choose a password: {link}\n")
            sys.stdout.flush()

    raise typer.Exit(serve(settings, port, opened=welcome))
