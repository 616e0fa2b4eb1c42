"""The command line: the only place that ties the loader, the app and the desk together."""

from __future__ import annotations

from typing import NoReturn

import typer

from saldo.cli import demo, load, people, rejects, report, serve, start, status

app = typer.Typer(
    name="saldo",
    help="The account desk between a vendor and its business customers.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("load")(load.load)
app.command("rejects")(rejects.rejects)
app.command("report")(report.report)
app.command("demo")(demo.demo)
app.command("start")(start.start)
app.command("serve")(serve.command)
app.command("status")(status.status)
app.add_typer(people.people, name="people")


def main() -> NoReturn:
    """Run a command; what went wrong is said in one line, without a traceback."""
    from saldo.cli.failures import told

    with told():
        app()
    raise SystemExit(0)
