"""`saldo demo`: the demo company as files, or served in a home of its own."""

from __future__ import annotations

import csv
import json
import shutil
import sys
import threading
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from saldo.settings import Settings

_SEED = 7


def demo(  # noqa: PLR0917 - the options of the command
    out: Annotated[Path | None, typer.Option(help="Write the demo company's files there.")] = None,
    serve: Annotated[
        bool, typer.Option("--serve", help="Make or refresh the demo home and serve it.")
    ] = False,
    customers: Annotated[int, typer.Option(min=24, help="How many customers.")] = 60,
    invoices: Annotated[int | None, typer.Option(min=1, help="About how many invoices.")] = None,
    seed: Annotated[int, typer.Option(help="Another seed, another company.")] = _SEED,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The last day; else today.")
    ] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="With --serve.")] = None,
) -> None:
    """Make the demo company: believable, invented, the same for the same options."""
    from saldo.settings import DEMO_HOME, current, read

    if serve == (out is not None):
        raise typer.BadParameter("give either --out FOLDER or --serve")
    if serve:
        raise typer.Exit(_serve(read(DEMO_HOME), port))
    from etl.demo import generate

    made = generate(
        Path(out or "."),
        customers=customers,
        invoices=invoices,
        seed=seed,
        until=until.date() if until else current().today(),
    )
    typer.echo(f"{sum(made.rows.values())} rows in {len(made.rows)} tables: {made.folder}")


def _serve(settings: Settings, port: int | None) -> int:
    from saldo.cli.serve import serve

    if _until(settings) is None:
        typer.echo("Making the demo company: five years, sixty customers …")
        refresh(settings)
    behind = threading.Thread(target=_bring_up_to_date, args=(settings,), daemon=True)
    return serve(settings, port, opened=lambda _: behind.start())


def _bring_up_to_date(settings: Settings) -> None:
    """A demo older than a day is made anew; the open app shows it when it is published."""
    if _until(settings) != settings.today():
        refresh(settings)
        sys.stderr.write("saldo: the demo company was brought up to date\n")


def _until(settings: Settings) -> date | None:
    """The last day of the demo that is published, None where there is none."""
    stamp = settings.home / "until"
    if not stamp.is_file() or not (settings.home / "CURRENT").is_file():
        return None
    return date.fromisoformat(stamp.read_text(encoding="utf-8").strip())


def refresh(settings: Settings) -> None:
    """Generate the demo company up to today and publish it as a whole new snapshot."""
    from etl.demo import generate
    from etl.load import load

    files = settings.home / "files"
    shutil.rmtree(files, ignore_errors=True)
    today = settings.today()
    made = generate(files, seed=_SEED, until=today)
    _mark(settings, made.people)
    outcome = load(settings, [files], demo=True, afresh=True)
    if outcome.exit_code:
        failed = [f"{Path(f.file).name}: {f.error or f.rows}" for f in outcome.files]
        raise RuntimeError(f"the demo company does not load: {failed}")
    (settings.home / "until").write_text(today.isoformat(), encoding="utf-8")


def _mark(settings: Settings, people: Path) -> None:
    """Make the home a demo home with the company's people to enter as."""
    from saldo.access.demo import DemoPerson, write_marker
    from saldo.access.roles import Role
    from saldo.desk.grants import Kind

    names = _organisations(people.parent)
    written = [
        DemoPerson(
            key=person["key"],
            name=person["name"],
            email=person["email"],
            role=Role(person["role"]),
            grant_kind=Kind(person["grant_kind"]),
            grant_value=person["grant_value"],
            organisation=names.get(person["grant_value"], names[""]),
        )
        for person in json.loads(people.read_text(encoding="utf-8"))
    ]
    write_marker(settings.home, written)


def _organisations(files: Path) -> dict[str, str]:
    """Customers' names by number; the vendor's own under the empty number."""
    with (files / "customers.csv").open(encoding="utf-8") as text:
        names = {row["customer_no"]: row["name"] for row in csv.DictReader(text)}
    with (files / "companies.csv").open(encoding="utf-8") as text:
        names[""] = next(csv.DictReader(text))["name"]
    return names
