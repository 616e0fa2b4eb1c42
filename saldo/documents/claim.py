"""Claim: a request for credit as a letter from the customer to the company, and as a workbook."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from saldo.documents.about import About
from saldo.documents.headings import word
from saldo.documents.letter import (
    Block,
    Column,
    Facts,
    Heading,
    Listing,
    Section,
    Together,
    Words,
    letter_pdf,
)
from saldo.documents.parties import customer_lines, seller_lines
from saldo.documents.workbook import Sheet, write_sheets
from saldo.i18n import Reader
from saldo.reporting.claims import Claim

_LINES = {"claim_line": 9, "serial_no": 29, "invoice_no": 29, "says": 0, "claim_amount": 27}
_CREDITS = {"credited_on": 26, "credit_no": 34, "serial_no": 34, "invoice_no": 0,
            "credited_amount": 32}  # fmt: skip
_RIGHT = ("claim_amount", "credited_amount")
_SHEET = (
    "claim_line", "serial_no", "model", "site_name", "contract_no", "invoice_no", "line_no",
    "issue_date", "service_start", "service_end", "outcome", "currency", "billed_amount",
    "correct_amount", "claim_amount", "vat_amount", "credited_amount", "outstanding_amount",
    "says",
)  # fmt: skip
_SHEET_TOTALS = ("claim_amount", "vat_amount", "credited_amount", "outstanding_amount")


def claim_pdf(claim: Claim, about: About) -> bytes:
    """The request as PDF: who asks whom for what and why, what was credited since.

    Every line says its sentence as it was sent. Raises `TooLong`.
    """
    reader = about.reader
    company = (
        [seller_lines(claim.company, reader)] if claim.company else [[claim.row["company_no"]]]
    )
    said = reader.t(
        "claims.letter.subtitle", number=claim.row["claim_no"], day=_sent(claim, reader)
    )
    page = Section(
        title=reader.t("claims.letter.title"),
        subtitle=said,
        sellers=[customer_lines(claim.customer, [claim.company] if claim.company else [], reader)],
        customer=company[0],
        addressed=reader.t("claims.letter.to"),
        running=" · ".join([claim.customer["name"], claim.row["customer_no"], said]),
        blocks=_blocks(claim, reader),
    )
    return letter_pdf([page], about)


def claim_book(claim: Claim, about: About) -> bytes:
    """The request as an Excel file: its lines, and the credits that answered them."""
    t = about.reader.t
    lines = claim.lines.rename({says_in(about.reader): "says"}).select(_SHEET)
    sheets = [Sheet(t("claims.letter.lines"), lines, "claim", totals=_SHEET_TOTALS)]
    if not claim.credits.is_empty():
        credits = claim.credits.drop("customer_no", "company_no", "claim_no")
        title = t("claims.letter.credits")
        sheets.append(Sheet(title, credits, "claim", totals=("credited_amount",)))
    target = io.BytesIO()
    write_sheets(sheets, about, target)
    return target.getvalue()


def says_in(reader: Reader) -> str:
    """The column of a claim's lines that holds the sentence in the reader's words."""
    return f"says_{reader.language.words}"


def _sent(claim: Claim, reader: Reader) -> str:
    return reader.f.date(claim.row["sent_on"])


def _blocks(claim: Claim, reader: Reader) -> list[Block]:
    t, row = reader.t, claim.row
    asked = t(
        "claims.letter.asks",
        amount=_money(row["asked_amount"], claim, reader),
        count=row["lines"],
        day=reader.f.date(row["seen_to"]),
    )
    blocks: list[Block] = [Words(asked)]
    if row["note"]:
        blocks.append(Words(row["note"]))
    blocks += [
        Facts(list(_sums(claim, reader))),
        Heading(t("claims.letter.lines")),
        Listing(_columns(_LINES, reader), list(_rows(claim, reader)), strong=(-1,)),
    ]
    if not claim.credits.is_empty():
        listing = Listing(_columns(_CREDITS, reader), list(_credited(claim, reader)), strong=(-1,))
        blocks += [Together([Heading(t("claims.letter.credits"))]), listing]
    return [*blocks, Words(t("claims.letter.basis"), faint=True)]


def _sums(claim: Claim, reader: Reader) -> Iterator[tuple[str, str]]:
    """What is asked for, with its VAT where every line says it, and how far it has come."""
    t, row = reader.t, claim.row
    yield t("claims.letter.net"), _money(row["asked_amount"], claim, reader)
    if row["vat_amount"] is not None:
        yield t("claims.letter.vat"), _money(row["vat_amount"], claim, reader)
        whole = row["asked_amount"] + row["vat_amount"]
        yield t("claims.letter.whole"), _money(whole, claim, reader)
    if row["status"] != "sent":
        yield t("columns.status"), word(row["status"], reader)
        yield t("columns.credited_amount"), _money(row["credited_amount"], claim, reader)
        yield t("columns.outstanding_amount"), _money(row["outstanding_amount"], claim, reader)


def _columns(widths: Mapping[str, int], reader: Reader) -> list[Column]:
    return [
        Column(reader.t(f"claims.letter.columns.{name}"), width, right=name in _RIGHT)
        for name, width in widths.items()
    ]


def _rows(claim: Claim, reader: Reader) -> Iterator[list[str]]:
    f, currency = reader.f, claim.row["currency"]
    for line in claim.lines.iter_rows(named=True):
        machine = " ".join(part for part in (line["serial_no"], line["model"]) if part)
        yield [
            f"{line['claim_line']}",
            machine,
            f"{line['invoice_no']} {f.date(line['issue_date'])}",
            line[says_in(reader)],
            f.amount(line["claim_amount"], currency),
        ]
    total = claim.row["asked_amount"]
    yield ["", reader.t("claims.letter.total"), "", "", f.amount(total, currency)]


def _credited(claim: Claim, reader: Reader) -> Iterator[list[str]]:
    f, currency = reader.f, claim.row["currency"]
    for credit in claim.credits.iter_rows(named=True):
        yield [
            f.date(credit["credited_on"]),
            credit["credit_no"],
            credit["serial_no"],
            credit["invoice_no"],
            f.amount(credit["credited_amount"], currency),
        ]
    total = sum(claim.credits["credited_amount"], Decimal(0))
    yield [reader.t("claims.letter.total"), "", "", "", f.amount(total, currency)]


def _money(amount: Any, claim: Claim, reader: Reader) -> str:
    return reader.f.money(amount, claim.row["currency"], code=True)
