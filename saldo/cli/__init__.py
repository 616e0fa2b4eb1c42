"""The command line: the only place that ties the loader, the app and the desk together."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.main import get_command

_COMMANDS = {
    "load": "load.load",
    "rejects": "rejects.rejects",
    "report": "report.report",
    "demo": "demo.demo",
    "start": "start.start",
    "serve": "serve.command",
    "status": "status.status",
    "people": "people.people",
    "notify": "notify.notify",
    "backup": "backup.backup",
    "restore": "backup.restore",
}


class _Commands(TyperGroup):
    """Commands that are imported when they are named, so that each starts quickly."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the base class's signature
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module, _, attribute = _COMMANDS[cmd_name].partition(".")
        found = getattr(import_module(f"saldo.cli.{module}"), attribute)
        if not isinstance(found, typer.Typer):
            alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            alone.command(cmd_name)(found)
            found = alone
        command = get_command(found)
        command.name = cmd_name
        return command


app = typer.Typer(
    name="saldo", cls=_Commands, no_args_is_help=True, add_completion=False,
    pretty_exceptions_enable=False,
)  # fmt: skip


@app.callback()
def saldo() -> None:
    """The account desk between a vendor and its business customers."""


def main() -> NoReturn:
    """Run a command; what went wrong is said in one line, without a traceback."""
    from saldo.cli.failures import told

    with told():
        app()
    raise SystemExit(0)
