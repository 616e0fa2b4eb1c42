"""`saldo backup` and `saldo restore`: a home as one file, and a home from it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def backup(
    target: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
) -> None:
    """Copy the home into one file, while the app runs; a load that is running must end first."""
    from saldo.cli.copies import pack
    from saldo.desk import open_desk
    from saldo.settings import current

    settings = current()
    desk = open_desk(settings.desk_url)
    try:
        files = pack(settings, desk, target)
    except FileExistsError as error:
        raise typer.BadParameter(str(error), param_hint="TARGET") from None
    finally:
        desk.close()
    sys.stdout.write(f"{target}: {files} files\n")


def restore(
    copy: Annotated[Path, typer.Argument(help="A file that `saldo backup` wrote.")],
) -> None:
    """Make a home from a copy, in the place SALDO_HOME names, where none may be yet."""
    from saldo.cli.copies import unpack
    from saldo.settings import current

    settings = current()
    files = unpack(copy, settings)
    sys.stdout.write(f"{settings.home}: {files} files, all as they were\n")
