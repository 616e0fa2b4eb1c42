"""Failures on the command line: one line that says what, where, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

USAGE, FAILED = 2, 1


@contextmanager
def told() -> Iterator[None]:
    """Turn the failures that a user can mend into a line on standard error and an exit code."""
    try:
        yield
    except Exception as error:
        code = _code(error)
        if code is None:
            raise
        sys.stderr.write(f"saldo: {error}\n")
        raise SystemExit(code) from None


def _code(error: Exception) -> int | None:
    from etl.errors import DemoHomeError, LoadError, MappingError
    from saldo.access.signing import UnsafeKey
    from saldo.cli.copies import CannotRestore
    from saldo.cli.serve import CannotServe
    from saldo.desk import DeskError
    from saldo.desk.copying import DeskInUse, OtherRevision
    from saldo.messages.post import BadPost
    from saldo.settings import SettingsError
    from saldo.warehouse import NoSnapshot, Unreadable
    from saldo.warehouse.publish import LoaderBusy
    from saldo.web.address import UnsafeAddress

    usage = BadPost | DemoHomeError | MappingError | SettingsError | UnsafeAddress | UnsafeKey
    if isinstance(error, usage):
        return USAGE
    failed = LoadError | NoSnapshot | Unreadable | LoaderBusy | CannotServe | DeskError
    copying = CannotRestore | DeskInUse | OtherRevision
    return FAILED if isinstance(error, failed | copying) else None
