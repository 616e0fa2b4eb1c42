"""Receipt: what a customer sent about a document, with number and moment, to keep as proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from saldo.documents.about import About
from saldo.documents.headings import word
from saldo.documents.letter import Block, Facts, Heading, Section, Words, letter_pdf
from saldo.i18n import Reader


def dispute_receipt(row: Mapping[str, Any], about: About) -> bytes:
    """The receipt for a dispute as PDF: document, amount, reason, wanted remedy, who and when."""
    reader = about.reader
    t, f = reader.t, reader.f
    amount = (
        t("asking.all_open") if row["amount"] is None else f.money(row["amount"], row["currency"])
    )
    facts = [
        *_sent(row, f"D-{row['id']}", row["raised_at"], row["raised_by_name"], reader),
        (t("columns.amount"), f.money(row["document_amount"], row["currency"])),
        (t("receipt.disputed"), amount),
        (t("asking.wanted"), word(row["wanted"], reader)),
    ]
    if row["closed_on"]:
        facts.append((t("receipt.closed"), f.date(row["closed_on"])))
    blocks: list[Block] = [Facts(facts), Heading(t("asking.reason")), Words(row["reason"])]
    return _letter(row, "dispute", f"D-{row['id']}", blocks, about)


def question_receipt(row: Mapping[str, Any], about: About) -> bytes:
    """The receipt for a question as PDF: document, topic, text, who and when."""
    reader = about.reader
    facts = [
        *_sent(row, f"Q-{row['id']}", row["asked_at"], row["asked_by_name"], reader),
        (reader.t("asking.topic"), word(row["topic"], reader)),
    ]
    blocks: list[Block] = [Facts(facts), Heading(reader.t("asking.text")), Words(row["text"])]
    return _letter(row, "question", f"Q-{row['id']}", blocks, about)


def _sent(
    row: Mapping[str, Any], number: str, moment: Any, person: str, reader: Reader
) -> list[tuple[str, str]]:
    t, f = reader.t, reader.f
    line = t("asking.line", number=row["line_no"]) if row["line_no"] else None
    about = t("asking.whole_document") if line is None else line
    return [
        (t("receipt.number"), number),
        (t("receipt.received"), f.moment(moment)),
        (t("receipt.sent_by"), f"{person}, {row['customer_name']} ({row['customer_no']})"),
        (t("receipt.sent_to"), row["company_name"] or row["company_no"]),
        (word(row["class"], reader), row["invoice_no"]),
        (t("asking.about"), about),
    ]


def _letter(
    row: Mapping[str, Any], kind: str, number: str, blocks: list[Block], about: About
) -> bytes:
    t = about.reader.t
    page = Section(
        title=t(f"receipt.title.{kind}"),
        subtitle=number,
        sellers=[[row["company_name"] or row["company_no"]]],
        customer=[row["customer_name"], row["customer_no"]],
        running=f"{t(f'receipt.title.{kind}')} {number}",
        blocks=[*blocks, Words(t(f"asking.means.{kind}"), faint=True)],
    )
    return letter_pdf([page], about)
