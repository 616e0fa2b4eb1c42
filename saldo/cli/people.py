"""`saldo people`: who may sign in and what they may see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from saldo.access.roles import Role

if TYPE_CHECKING:
    from saldo.access import Office
    from saldo.desk.grants import Grant
    from saldo.desk.people import Person

people = typer.Typer(
    help="Who may sign in and what they may see.", no_args_is_help=True, add_completion=False
)

_DAY = ["%Y-%m-%d"]
Email = Annotated[str, typer.Argument(help="The person's e-mail address.")]
Customers = Annotated[
    list[str] | None, typer.Option("--customer", metavar="NO", help="An account; may be repeated.")
]
Groups = Annotated[
    list[str] | None,
    typer.Option("--group", metavar="NO", help="An account and all below it; may be repeated."),
]
Reps = Annotated[
    list[str] | None,
    typer.Option("--rep", metavar="NO", help="A rep's portfolio; may be repeated."),
]
Everything = Annotated[bool, typer.Option("--all", help="Every account.")]
First = Annotated[
    datetime | None, typer.Option("--from", formats=_DAY, help="First day (default: today).")
]
Last = Annotated[
    datetime | None, typer.Option("--to", formats=_DAY, help="Last day (default: no end).")
]


@people.command()
def add(
    email: Email,
    *,
    name: Annotated[str | None, typer.Option(help="The person's name.")] = None,
    role: Annotated[Role, typer.Option(help="What the person may do.")] = Role.customer,
    language: Annotated[str | None, typer.Option(help="sv, en or en_SE.")] = None,
    customer: Customers = None,
    group: Groups = None,
    rep: Reps = None,
    everything: Everything = False,
) -> None:
    """Add a person with their grants and print a link that lets them choose a password."""
    from saldo.desk import grants
    from saldo.desk import people as register

    if "@" not in email.strip("@ "):
        raise typer.BadParameter(f"{email!r} is no e-mail address", param_hint="EMAIL")
    if language not in (None, "sv", "en", "en_SE"):
        raise typer.BadParameter(f"{language!r}: sv, en or en_SE", param_hint="--language")
    with _office() as office:
        person = register.add(
            office.desk,
            email=email,
            name=name or email.partition("@")[0],
            role=role.value,
            language=language,
            at=office.now(),
        )
        days = (office.settings.today(), None)
        given = _grants(days, customers=customer, groups=group, reps=rep, everything=everything)
        grants.give(office.desk, person.id, given, at=office.now())
        typer.echo(_link(office, person))


@people.command()
def grant(
    email: Email,
    *,
    customer: Customers = None,
    group: Groups = None,
    rep: Reps = None,
    everything: Everything = False,
    first: First = None,
    last: Last = None,
    end: Annotated[bool, typer.Option("--end", help="End these grants yesterday.")] = False,
) -> None:
    """Let a person see accounts, or no longer."""
    from datetime import timedelta

    from saldo.desk import grants

    with _office() as office:
        person = _person(office, email)
        days = (
            first.date() if first else office.settings.today(),
            last.date() if last else None,
        )
        wanted = _grants(days, customers=customer, groups=group, reps=rep, everything=everything)
        if not wanted:
            raise typer.BadParameter("give --customer, --group, --rep or --all")
        if not end:
            grants.give(office.desk, person.id, wanted, at=office.now())
            return
        yesterday = office.settings.today() - timedelta(days=1)
        for one in wanted:
            grants.end(office.desk, person.id, one.kind, one.value, last=yesterday, at=office.now())


@people.command("list")
def list_people(
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """List the people and what they may see today."""
    from saldo.desk import people as register

    with _office() as office:
        rows = [_row(office, person) for person in register.everybody(office.desk)]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        state = "disabled" if row["disabled"] else row["role"]
        typer.echo(f"{row['email']}  {row['name']}  {state}  {', '.join(row['sees']) or 'nothing'}")


@people.command()
def disable(email: Email) -> None:
    """Sign a person out everywhere and let them in no more."""
    from saldo.desk import people as register

    with _office() as office:
        register.disable(office.desk, _person(office, email).id, at=office.now())


@people.command()
def enable(email: Email) -> None:
    """Let a disabled person in again."""
    from saldo.desk import people as register

    with _office() as office:
        register.enable(office.desk, _person(office, email).id, at=office.now())


@people.command()
def link(email: Email) -> None:
    """Print a new one-time link that lets a person choose a password."""
    with _office() as office:
        typer.echo(_link(office, _person(office, email)))


@contextmanager
def _office() -> Iterator[Office]:
    """The home's office; a mistake in what was asked is said in one line."""
    from saldo.access import open_office
    from saldo.desk.people import NoSuchPerson, PersonExists
    from saldo.settings import current

    office = open_office(current())
    try:
        yield office
    except (NoSuchPerson, PersonExists) as error:
        raise typer.BadParameter(str(error), param_hint="EMAIL") from None
    finally:
        office.desk.close()


def _person(office: Office, email: str) -> Person:
    from saldo.desk import people as register

    return register.by_email(office.desk, email)


def _grants(
    days: tuple[date, date | None],
    *,
    customers: list[str] | None,
    groups: list[str] | None,
    reps: list[str] | None,
    everything: bool,
) -> list[Grant]:
    from saldo.desk.grants import Grant, Kind

    named = [
        *((Kind.customer, number) for number in customers or []),
        *((Kind.group, number) for number in groups or []),
        *((Kind.rep, number) for number in reps or []),
        *([(Kind.all, "")] if everything else []),
    ]
    return [Grant(kind, value, *days) for kind, value in named]


def _row(office: Office, person: Person) -> dict[str, Any]:
    from saldo.desk import grants

    today = office.settings.today()
    held = grants.of_person(office.desk, person.id)
    return {
        "email": person.email,
        "name": person.name,
        "role": person.role,
        "language": person.language,
        "disabled": person.disabled_at is not None,
        "sees": [f"{each.kind} {each.value}".strip() for each in held if each.holds_on(today)],
    }


def _link(office: Office, person: Person) -> str:
    from saldo.cli.serve import serving_port
    from saldo.desk.links import Purpose, make
    from saldo.web.address import base_url

    token = make(office.desk, person.id, Purpose.password, at=office.now())
    return f"{base_url(office.settings, serving_port(office.settings))}/welcome/{token}"
