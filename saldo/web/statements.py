"""Statements: what is taken as a document about an account, kept as it was issued (rules 7, 16)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from saldo.deeds import Actor, NotTheirs, issuing
from saldo.deeds.issuing import Wish
from saldo.documents import MEDIA_TYPES, About
from saldo.documents.confirmation import (
    Proof,
    balance_book,
    confirmation_letter,
    open_item_letter,
)
from saldo.documents.letter import PDF, TooLong
from saldo.documents.statement import statement_pdf
from saldo.documents.statement_book import statement_book
from saldo.reporting.statements import Statement, statement_of
from saldo.shelf import Lost
from saldo.web.address import base_url
from saldo.web.asking import Asked
from saldo.web.exports import BadRequest, File, NoSuchExport

_MEDIA = MEDIA_TYPES | {"pdf": PDF}
_MOST_ACCOUNTS = 200
"""So many accounts are confirmed at once; a letter to each is what an auditor wants."""

Made = Callable[[Statement, About, Proof], bytes]


def statement_letter(asked: Asked) -> File:
    """The statement of account as PDF; without an account of the viewer's there is none."""
    return _issued(asked, "pdf", lambda told, about, _: statement_pdf(told, about))


def statement_workbook(asked: Asked) -> File:
    """The statement of account as an Excel file, a sheet a currency."""
    return _issued(asked, "xlsx", lambda told, about, _: statement_book(told, about))


def open_item_statement(asked: Asked) -> File:
    """What is open on a day as PDF."""
    return _issued(_of_a_day(asked), "pdf", lambda told, about, _: open_item_letter(told, about))


def open_item_workbook(asked: Asked) -> File:
    """What is open on a day as an Excel file."""
    return _issued(_of_a_day(asked), "xlsx", lambda told, about, _: balance_book(told, about))


def balance_confirmation(asked: Asked) -> File:
    """The balance of a day for the auditor as PDF, with a code that the server confirms."""
    return _issued(_of_a_day(asked), "pdf", confirmation_letter, coded=True)


def confirmation_workbook(asked: Asked) -> File:
    """The same as an Excel file."""
    return _issued(_of_a_day(asked), "xlsx", balance_book, coded=True)


def issued_again(asked: Asked) -> File:
    """A kept document (`no`), byte for byte, where all its accounts are the viewer's."""
    number = asked.query.get("no", "")
    if not number.isdecimal() or len(number) > 9:
        raise NoSuchExport
    home = asked.office.settings.home
    try:
        taken = issuing.taken_again(_actor(asked), home=home, document_id=int(number))
    except (NotTheirs, Lost):
        raise NoSuchExport from None
    kept = taken.kept.issue
    return File(taken.content, _MEDIA[kept.format], kept.file_name, 1)


def _issued(asked: Asked, format: str, made: Made, *, coded: bool = False) -> File:
    statement = statement_of(asked.books, asked.viewer.scope, asked.filters)
    if not statement.customers:
        raise NoSuchExport
    if coded and len(statement.customers) > _MOST_ACCOUNTS:
        raise BadRequest(asked.reader.t("confirmation.too_many", count=_MOST_ACCOUNTS))
    about = replace(asked.about(), as_of=statement.end)
    wish = Wish(
        kind=asked.name,
        format=format,
        language=asked.reader.language.value,
        file_name=asked.file_name(format, day=statement.end),
        filters=asked.filters,
        sample=about.sample,
        coded=coded,
    )
    address = f"{base_url(asked.office.settings)}/verify"
    try:
        content = issuing.issue(
            _actor(asked),
            home=asked.office.settings.home,
            wish=wish,
            statement=statement,
            make=lambda code: made(statement, about, Proof(code or "", address)),
        )
    except TooLong as error:
        said = asked.reader.t("statement.too_long", count=error.lines)
        raise BadRequest(said) from None
    return File(content, _MEDIA[format], wish.file_name, statement.lines)


def _of_a_day(asked: Asked) -> Asked:
    """The same of the asked period's last day alone."""
    day = asked.filters.end or asked.filters.as_of
    return replace(asked, filters=replace(asked.filters, start=day, end=day, as_of=day))


def _actor(asked: Asked) -> Actor:
    office = asked.office
    return Actor(office.desk, asked.books, asked.viewer, office.now(), asked.filters.as_of)
