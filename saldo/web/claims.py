"""Claims as files: a request for credit that the viewer may see, as letter and as workbook."""

from __future__ import annotations

from saldo.documents import MEDIA_TYPES
from saldo.documents.about import file_name
from saldo.documents.claim import claim_book, claim_pdf
from saldo.documents.letter import PDF, TooLong
from saldo.reporting.claims import Claim, claim_of
from saldo.web.asking import Asked
from saldo.web.exports import BadRequest, File, NoSuchExport


def claim_letter(asked: Asked) -> File:
    """The claim that the query names, as PDF."""
    claim = _claim(asked)
    try:
        content = claim_pdf(claim, asked.about())
    except TooLong as error:
        said = asked.reader.t("claims.letter.too_long", count=error.lines)
        raise BadRequest(said) from None
    return File(content, PDF, _name(claim, "pdf"), claim.lines.height)


def claim_workbook(asked: Asked) -> File:
    """The same as an Excel file."""
    claim = _claim(asked)
    content = claim_book(claim, asked.about())
    return File(content, MEDIA_TYPES["xlsx"], _name(claim, "xlsx"), claim.lines.height)


def _claim(asked: Asked) -> Claim:
    """The claim, among the viewer's accounts: another's is as if it did not exist."""
    number = asked.query.get("claim", "").strip()
    claim = claim_of(asked.books, asked.viewer.scope, asked.filters, number)
    if claim is None:
        raise NoSuchExport
    return claim


def _name(claim: Claim, format: str) -> str:
    day = claim.row["sent_on"]
    return file_name(claim.row["claim_no"], (claim.row["customer_no"],), day, format)
