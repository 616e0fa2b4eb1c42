"""Letters: the documents that are more than a report's rows, each made of values asked in scope."""

from __future__ import annotations

from collections.abc import Callable

from saldo.documents.letter import PDF, TooLong
from saldo.documents.statement import statement_pdf
from saldo.reporting.statements import statement_of
from saldo.web.asking import Asked
from saldo.web.exports import BadRequest, File, NoSuchExport


def statement_letter(asked: Asked) -> File:
    """The statement of account as PDF; without an account of the viewer's there is none."""
    statement = statement_of(asked.books, asked.viewer.scope, asked.filters)
    if not statement.customers:
        raise NoSuchExport
    try:
        content = statement_pdf(statement, asked.about(), known_at=asked.filters.known_at)
    except TooLong as error:
        said = asked.reader.t("statement.too_long", count=error.lines)
        raise BadRequest(said) from None
    return File(content, PDF, asked.file_name("pdf", day=statement.end), statement.lines)


Maker = Callable[[Asked], File]
"""One document of what was asked. Raises `NoSuchExport`, `BadRequest`."""

LETTERS: dict[tuple[str, str], Maker] = {
    ("statement", "pdf"): statement_letter,
}
"""By name and format; a name here stands in `register.EXPORTS` too."""
