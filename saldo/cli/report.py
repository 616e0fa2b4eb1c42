"""`saldo report`: the questions the pages ask, answered on the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from saldo.cli.answers import Answer, Format, lines_of

if TYPE_CHECKING:
    from saldo.desk import Desk
    from saldo.reporting import Books, Filters
    from saldo.reporting.reports import Report
    from saldo.settings import Settings
    from saldo.warehouse import Scope


def report(
    name: Annotated[str | None, typer.Argument(help="Which report; --list names them.")] = None,
    *,
    customer: Annotated[
        list[str] | None, typer.Option(metavar="NO", help="An account; may be given again.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="D", help="The day, as 2026-11-22; else the data's end.")
    ] = None,
    known_at: Annotated[
        str | None, typer.Option(metavar="T", help="As it was known at that moment.")
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="D", help="The period's first day.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="D", help="The period's last day.")
    ] = None,
    currency: Annotated[str | None, typer.Option(metavar="C", help="One currency only.")] = None,
    format: Annotated[Format | None, typer.Option(help="Else by the file's name.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it there.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="Say what each report gives.")] = False,
) -> None:
    """Print a report of the named customers, or write it to a file.

    Exit codes: 0 answered, also where nothing moved; 2 usage, an unknown report or customer.
    """
    if listed:
        _say(_list(format))
        return
    asked = _report(name)
    query = {
        "as_of": as_of,
        "known_at": known_at,
        "from": start,
        "to": end,
        "currency": currency,
    }
    written_as = format or _format_of(output)
    _write(_answer(asked, query, customer or [], written_as), output)


def _report(name: str | None) -> Report:
    from saldo.reporting.reports import REPORTS

    if name not in REPORTS:
        said = "which report?" if name is None else f"there is no report {name!r}:"
        raise typer.BadParameter(f"{said} one of {', '.join(REPORTS)}", param_hint="NAME")
    return REPORTS[name]


def _list(format: Format | None) -> bytes:
    from saldo.reporting.reports import REPORTS

    if format is Format.json:
        said = [
            {"report": report.name, "gives": report.gives, "columns": report.columns}
            for report in REPORTS.values()
        ]
        return lines_of(json.dumps(said, indent=1))
    width = max(map(len, REPORTS))
    return lines_of(*(f"{each.name:<{width}}  {each.gives}" for each in REPORTS.values()))


def _answer(
    asked: Report, query: dict[str, str | None], customers: list[str], format: Format
) -> bytes:
    from saldo.reporting import BadFilter
    from saldo.settings import current
    from saldo.warehouse import Scope, loaded
    from saldo.warehouse import current as current_snapshot

    settings = current()
    if not customers:
        raise typer.BadParameter("name at least one account", param_hint="--customer")
    numbers = loaded.numbers_of(current_snapshot(settings.home), customers)
    scope = Scope(customers=tuple(sorted(set(numbers))))
    try:
        with _desk(settings) as desk:
            books, filters = _books(settings, query, scope, desk)
            _refuse_unknown(settings, scope)
            frame = asked.run(books, scope, filters)
    except BadFilter as error:
        option = error.field.replace("_", "-")
        raise typer.BadParameter(str(error), param_hint=f"--{option}") from None
    if asked.name in ("statement", "balance-trend") and not query["as_of"]:
        filters = replace(filters, as_of=filters.end or filters.as_of)
    answer = Answer(asked, frame, filters, books.snapshot.freshness, sample=settings.is_demo)
    return answer.written(format)


def _books(
    settings: Settings, query: dict[str, str | None], scope: Scope, desk: Desk | None
) -> tuple[Books, Filters]:
    """Both stores as known at the asked moment, and the filters with their default day."""
    from saldo.reporting import Filters, default_as_of, open_books

    given = {name: text for name, text in query.items() if text}
    filters = Filters.from_query(given, default_as_of=settings.today())
    books = open_books(settings.home, desk, filters.known_at)
    if not query["as_of"]:
        day = default_as_of(books.snapshot.freshness, settings.today())
        filters = replace(filters, as_of=day)
    return books, replace(filters, customers=scope.customers)


@contextmanager
def _desk(settings: Settings) -> Iterator[Desk | None]:
    """The desk; None where nobody has opened one in this home yet."""
    if settings.desk_url.startswith("sqlite") and not (settings.home / "desk.db").is_file():
        yield None
        return
    from saldo.desk import open_desk

    desk = open_desk(settings.desk_url)
    try:
        yield desk
    finally:
        desk.close()


def _refuse_unknown(settings: Settings, scope: Scope) -> None:
    """An account is known when the newest snapshot has it, whatever was known at T."""
    from saldo.reporting import Filters, open_books
    from saldo.reporting.accounts import customers

    today = Filters(as_of=settings.today())
    known = set(customers(open_books(settings.home), scope, today)["customer_no"])
    unknown = [number for number in scope.customers if number not in known]
    if unknown:
        raise typer.BadParameter(f"no such account: {', '.join(unknown)}", param_hint="--customer")


def _format_of(output: Path | None) -> Format:
    if output is None:
        return Format.table
    suffix = output.suffix.lstrip(".")
    if suffix not in set(Format):
        said = f"{output.name} does not say its format: end it with one of .{', .'.join(Format)}"
        raise typer.BadParameter(f"{said}, or give --format", param_hint="-o")
    return Format(suffix)


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        _say(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise typer.BadParameter(
            f"{output} cannot be written: {error.strerror}", param_hint="-o"
        ) from None


def _say(content: bytes) -> None:
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
