"""Originals: the demo vendor's own invoice files: PDF, and for some the e-invoice beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from etl.demo.books import Document
from etl.demo.catalogue import VENDOR
from etl.demo.stage import COMPANY_NO

FOLDER = "originals"
_NEWEST = 48
_EVERY_XML = 3
_CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
_CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd"


def write_originals(folder: Path, documents: Sequence[Document]) -> Iterator[dict[str, Any]]:
    """Write the newest documents of the scripted accounts; a row of document_files each."""
    known = [
        each for each in documents if each.account.in_scene and each.kind != "interest_invoice"
    ]
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for at, document in enumerate(known[-_NEWEST:]):
        yield _written(folder, document, "pdf", "application/pdf", _pdf(_said(document)))
        if at % _EVERY_XML == 0:
            yield _written(folder, document, "xml", "application/xml", _ubl(document).encode())


def _written(
    folder: Path, document: Document, suffix: str, media_type: str, content: bytes
) -> dict[str, Any]:
    word = "kreditfaktura" if document.kind == "credit_note" else "faktura"
    name = f"{FOLDER}/{word}-{document.number}.{suffix}"
    (folder / name).write_bytes(content)
    return {
        "company_no": COMPANY_NO,
        "class": document.kind,
        "invoice_no": document.number,
        "file_name": name,
        "media_type": media_type,
    }


def _said(document: Document) -> list[str]:
    account = document.account
    lines = [
        f"{line.description}   {line.quantity} {line.unit}   {line.net}" for line in document.lines
    ]
    return [
        VENDOR,
        "",
        f"{'KREDITFAKTURA' if document.kind == 'credit_note' else 'FAKTURA'} {document.number}",
        f"{account.name}, kundnummer {account.no}",
        account.reference,
        f"Fakturadatum {document.issued}   Förfallodatum {document.due or '-'}",
        "",
        *lines,
        "",
        f"Netto {document.net} {document.currency}   Moms {document.vat}",
        f"Att betala {document.amount} {document.currency}",
    ]


def _pdf(lines: Sequence[str]) -> bytes:
    """A page of plain lines in a font that every reader has; the same bytes every time."""
    shown = b"".join(b"(%s) Tj T*\n" % _literal(line) for line in lines)
    stream = b"BT /F1 10 Tf 14 TL 56 780 Td\n" + shown + b"ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(parts) + 1
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (count, table, count, len(made))
    )


def _literal(text: str) -> bytes:
    plain = text.encode("cp1252", "replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _ubl(document: Document) -> str:
    kind = "CreditNote" if document.kind == "credit_note" else "Invoice"
    sign = -1 if kind == "CreditNote" else 1
    money = f'currencyID="{document.currency}"'
    lines = "".join(
        f"<cac:{kind}Line><cbc:ID>{at}</cbc:ID>"
        f"<cbc:LineExtensionAmount {money}>{sign * line.net}</cbc:LineExtensionAmount>"
        f"<cac:Item><cbc:Name>{escape(line.description)}</cbc:Name></cac:Item></cac:{kind}Line>"
        for at, line in enumerate(document.lines, start=1)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{_UBL}:{kind}-2"'
        f' xmlns:cac="{_CAC}" xmlns:cbc="{_CBC}"><cbc:ID>{document.number}</cbc:ID>'
        f"<cbc:IssueDate>{document.issued}</cbc:IssueDate>"
        f"<cbc:DocumentCurrencyCode>{document.currency}</cbc:DocumentCurrencyCode>"
        f"<cbc:BuyerReference>{escape(document.account.reference)}</cbc:BuyerReference>"
        f"<cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>"
        f"{escape(document.account.name)}</cbc:Name></cac:PartyName></cac:Party>"
        f"</cac:AccountingCustomerParty><cac:LegalMonetaryTotal><cbc:PayableAmount {money}>"
        f"{sign * document.amount}</cbc:PayableAmount></cac:LegalMonetaryTotal>{lines}</{kind}>\n"
    )
