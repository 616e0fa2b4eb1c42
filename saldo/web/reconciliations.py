"""Reconciliations as files: a saved one as a workbook or a letter, under the reader's own scope."""

from __future__ import annotations

from saldo.deeds import Actor, NotTheirs
from saldo.deeds.reconciling import reconciliation_of
from saldo.documents import MEDIA_TYPES
from saldo.documents.letter import PDF, TooLong
from saldo.documents.reconciliation import reconciliation_book, reconciliation_letter
from saldo.reporting.matching import Matched
from saldo.web.asking import Asked
from saldo.web.exports import BadRequest, File, NoSuchExport


def reconciliation_workbook(asked: Asked) -> File:
    """The saved reconciliation `no` as an Excel file."""
    found = _found(asked)
    return File(
        reconciliation_book(found, asked.about()),
        MEDIA_TYPES["xlsx"],
        asked.file_name("xlsx", day=found.as_of),
        found.rows.height,
    )


def reconciliation_pdf(asked: Asked) -> File:
    """The saved reconciliation `no` as a letter."""
    found = _found(asked)
    parties = asked.books.ask("statement_parties", asked.viewer.scope, asked.filters)
    about = set(found.ledger["customer_no"].to_list())
    names = {no: name for no, name in parties.select("customer_no", "name").rows() if no in about}
    try:
        content = reconciliation_letter(found, asked.about(), names)
    except TooLong as error:
        raise BadRequest(asked.reader.t("statement.too_long", count=error.lines)) from None
    return File(content, PDF, asked.file_name("pdf", day=found.as_of), found.rows.height)


def _found(asked: Asked) -> Matched:
    number = asked.query.get("no", "")
    if not number.isdecimal() or len(number) > 9:
        raise NoSuchExport
    actor = Actor(
        asked.office.desk, asked.books, asked.viewer, asked.office.now(), asked.filters.as_of
    )
    try:
        return reconciliation_of(actor, key=int(number))
    except NotTheirs:
        raise NoSuchExport from None
