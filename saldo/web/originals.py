"""Originals: a document as the vendor sent it, else our copy; and the archive of a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from saldo.documents.archive import ZIP, Filed, archive_zip, safe_name, suffix_of
from saldo.documents.invoice_copy import invoice_copy
from saldo.documents.letter import PDF, TooLong
from saldo.reporting.invoices import Document
from saldo.reporting.originals import Told, all_told, archive, originals, told
from saldo.reporting.periods import month_to_date
from saldo.shelf import Lost, originals_of
from saldo.web.asking import Asked
from saldo.web.exports import BadRequest, File, NoSuchExport

_MOST_DOCUMENTS = 1_000
_MOST_BYTES = 200_000_000
_MEGABYTE = 1_000_000
_PARTS = 3


def invoice_pdf(asked: Asked) -> File:
    """The document's original PDF byte for byte, else a copy re-created from data and marked so."""
    document = _document(asked)
    original = _original(asked, document, "pdf", PDF)
    if original is not None:
        return original
    name = f"saldo_{safe_name(document.document_class)}_{safe_name(document.invoice_no)}.pdf"
    return File(_copy(asked, document), PDF, name, 1)


def invoice_xml(asked: Asked) -> File:
    """The document's original e-invoice, byte for byte, under its own name."""
    original = _original(asked, _document(asked), "xml", "application/xml")
    if original is None:
        raise NoSuchExport
    return original


def invoice_archive(asked: Asked) -> File:
    """The documents of the period as ZIP: originals, copies of the others, and an index.

    Raises `BadRequest` where they are too many or too big.
    """
    filters = month_to_date(asked.filters)
    last = max(filters.as_of, filters.end or filters.as_of)
    period = replace(asked, filters=replace(filters, as_of=last))
    rows = archive(period.books, asked.viewer.scope, period.filters)
    t = asked.reader.t
    if rows.is_empty():
        raise NoSuchExport
    if rows.height > _MOST_DOCUMENTS:
        most = asked.reader.f.number(_MOST_DOCUMENTS)
        raise BadRequest(t("invoice_copy.too_many", count=rows.height, most=most))
    if (rows["bytes"].sum() or 0) > _MOST_BYTES:
        raise BadRequest(t("invoice_copy.too_big", most=_MOST_BYTES // _MEGABYTE))
    content = archive_zip(
        _filed(period, rows.iter_rows(named=True)),
        period.about(t("invoice_copy.archive")),
        many_accounts=rows["customer_no"].n_unique() > 1,
    )
    return File(content, ZIP, period.file_name("zip", day=filters.end), rows.height)


def _filed(asked: Asked, rows: Iterator[dict[str, Any]]) -> Iterator[Filed]:
    shelf = originals_of(asked.office.settings.home)
    known = all_told(asked.books, asked.viewer.scope, asked.filters)
    for row in rows:
        document = Document(row["company_no"], row["class"], row["invoice_no"])
        content = None
        if row["sha256"]:
            with suppress(Lost):  # a copy, marked as one, stands in for it
                content = shelf.take(row["sha256"])
        if content is None:
            yield Filed(row, "pdf", False, partial(_set, asked, known[document]))
        else:
            yield Filed(row, suffix_of(row["file_name"]), True, partial(bytes, content))


def _document(asked: Asked) -> Document:
    parts = asked.query.get("document", "").split("/", _PARTS - 1)
    if len(parts) != _PARTS:
        raise NoSuchExport
    return Document(*parts)


def _original(asked: Asked, document: Document, suffix: str, media_type: str) -> File | None:
    found = originals(asked.books, asked.viewer.scope, asked.filters, document)
    shelf = originals_of(asked.office.settings.home)
    for row in found.iter_rows(named=True):
        if _is_of(row, suffix):
            try:
                content = shelf.take(row["sha256"])
            except Lost:
                continue
            stem = safe_name(row["file_name"].replace("\\", "/").rpartition("/")[2])
            return File(content, media_type, _ending(stem, suffix), 1)
    return None


def _is_of(row: Mapping[str, Any], suffix: str) -> bool:
    media_type = (row["media_type"] or "").partition(";")[0].strip().casefold()
    by_type = media_type.removeprefix("application/").removeprefix("text/") == suffix
    return by_type or suffix_of(row["file_name"]) == suffix


def _ending(name: str, suffix: str) -> str:
    return name if name.casefold().endswith(f".{suffix}") else f"{name}.{suffix}"


def _copy(asked: Asked, document: Document) -> bytes:
    """The copy; `NoSuchExport` where no account of the viewer's has the document."""
    found = told(asked.books, asked.viewer.scope, asked.filters, document)
    if found is None:
        raise NoSuchExport
    return _set(asked, found)


def _set(asked: Asked, found: Told) -> bytes:
    try:
        return invoice_copy(found, asked.about(asked.reader.t("exports.report.invoice")))
    except TooLong as error:
        raise BadRequest(asked.reader.t("statement.too_long", count=error.lines)) from None
