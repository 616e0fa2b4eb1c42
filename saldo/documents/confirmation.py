"""Confirmation: what is open on a day, as a list to settle by and as a letter for the auditor.

The open-item statement and the balance confirmation (saldobesked) are documents of their own,
with their own labels (rule 16), over the same figures as the statement of account.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from saldo.documents.about import About
from saldo.documents.letter import (
    Block,
    Code,
    Facts,
    Heading,
    Section,
    Signature,
    Together,
    Words,
    letter_pdf,
)
from saldo.documents.parties import customer_lines, seller_lines
from saldo.documents.statement import Money, aged, items_listed, paid_to
from saldo.documents.statement_book import items_sheet, items_total
from saldo.documents.workbook import Sheet, sheet_names, write_sheets
from saldo.i18n import Reader
from saldo.reporting import statements
from saldo.reporting.statements import Statement


@dataclass(frozen=True, slots=True)
class Proof:
    """A verification code and the address where it is confirmed."""

    code: str
    address: str


def open_item_letter(statement: Statement, about: About) -> bytes:
    """What is open on the statement's last day, a section an account and currency, as PDF.

    Raises `TooLong`.
    """
    title = about.reader.t("confirmation.open_items.title")
    pages = [
        _pages(title, each, statement, _open_items(each, statement, about.reader), about.reader)
        for each in statement.sections
    ]
    return letter_pdf(pages or [_nothing(title, statement, about.reader)], about)


def confirmation_letter(statement: Statement, about: About, proof: Proof) -> bytes:
    """The balance of each account and currency with its open items, to be confirmed, as PDF.

    Raises `TooLong`.
    """
    title = about.reader.t("confirmation.title")
    pages = [
        _pages(
            title, each, statement, _confirmed(each, statement, about.reader, proof), about.reader
        )
        for each in statement.sections
    ]
    return letter_pdf(pages or [_nothing(title, statement, about.reader)], about)


def balance_book(statement: Statement, about: About, proof: Proof | None = None) -> bytes:
    """The same as an Excel file: balances that are live sums of the open items, and these."""
    t = about.reader.t
    said = (
        ((t("confirmation.code"), proof.code), (t("confirmation.at"), proof.address))
        if proof
        else ()
    )
    items = items_sheet(statement.sections, about.reader)
    target = io.BytesIO()
    sheets = [_balances(statement, items, about.reader), items]
    write_sheets(sheets, replace(about, filters=(*about.filters, *said)), target)
    return target.getvalue()


def _balances(statement: Statement, items: Sheet, reader: Reader) -> Sheet:
    rows = [
        (each.customer["customer_no"], each.customer["name"], each.currency, each.closing)
        for each in statement.sections
    ]
    names = ("customer_no", "name", "currency")
    frame = pl.DataFrame(
        rows,
        schema=dict.fromkeys(names, pl.String) | {"balance": pl.Decimal(18, 4)},
        orient="row",
    )
    title = reader.t("statement.balances_sheet")
    name = sheet_names([title, items.title])[-1]
    live = {"balance": items_total(items, name, range(2, len(rows) + 2))}
    return Sheet(title, frame, live=live, totals=("balance",))


def _pages(
    title: str,
    section: statements.Section,
    statement: Statement,
    blocks: list[Block],
    reader: Reader,
) -> Section:
    day = reader.f.date(statement.end)
    subtitle = reader.t("confirmation.subtitle", day=day, currency=section.currency)
    party = section.customer
    return Section(
        title=title,
        subtitle=subtitle,
        sellers=[seller_lines(each, reader) for each in section.sellers],
        customer=customer_lines(party, section.sellers, reader),
        running=" · ".join([party["name"], party["customer_no"], title, subtitle]),
        blocks=blocks,
    )


def _open_items(section: statements.Section, statement: Statement, reader: Reader) -> list[Block]:
    t, money = reader.t, Money(reader, section.currency)
    return [
        Facts(_sums(section, statement, money)),
        Heading(t("statement.open_items", day=reader.f.date(statement.end))),
        *items_listed(section.items, section.open_total, money),
        Together([*aged(section, money), Words(_tie(section, money)), *paid_to(section, money)]),
    ]


def _confirmed(
    section: statements.Section, statement: Statement, reader: Reader, proof: Proof
) -> list[Block]:
    t, f, money = reader.t, reader.f, Money(reader, section.currency)
    sellers = ", ".join(each["name"] for each in section.sellers) or "–"
    said = t(
        "confirmation.says",
        sellers=sellers,
        customer=section.customer["name"],
        number=section.customer["customer_no"],
        day=f.date(statement.end),
        balance=money.full(section.closing),
    )
    return [
        Words(said),
        Words(t("confirmation.sign"), faint=True),
        Facts(_sums(section, statement, money)),
        Heading(t("statement.open_items", day=f.date(statement.end))),
        *items_listed(section.items, section.open_total, money),
        Words(_tie(section, money), faint=True),
        Together(
            [
                Heading(t("confirmation.verify")),
                Code(t("confirmation.code"), proof.code),
                Words(t("confirmation.verify_at", address=proof.address)),
            ]
        ),
        Together(
            [
                Heading(t("confirmation.answer")),
                Words(t("confirmation.agrees")),
                Words(t("confirmation.differs")),
                Signature([t("confirmation.place"), t("confirmation.name")]),
            ]
        ),
    ]


def _sums(section: statements.Section, statement: Statement, money: Money) -> list[tuple[str, str]]:
    t = money.reader.t
    overdue = _of_items(section, pl.col("days_overdue") > 0)
    disputed = _of_items(section, pl.col("is_disputed"))
    sums = [
        (t("confirmation.balance", day=money.reader.f.date(statement.end)), section.closing),
        (t("confirmation.overdue"), overdue),
        (t("confirmation.disputed"), disputed),
    ]
    return [(label, money.full(amount)) for label, amount in sums if amount or label == sums[0][0]]


def _of_items(section: statements.Section, condition: pl.Expr) -> Decimal:
    total = section.items.filter(condition)["open_amount"].sum()
    return total if isinstance(total, Decimal) else Decimal(0)


def _tie(section: statements.Section, money: Money) -> str:
    t = money.reader.t
    if section.difference:
        return t(
            "statement.does_not_tie",
            closing=money.full(section.closing),
            difference=money.full(section.difference),
        )
    return t("confirmation.ties", balance=money.full(section.closing))


def _nothing(title: str, statement: Statement, reader: Reader) -> Section:
    only = statement.customers[0] if len(statement.customers) == 1 else None
    day = reader.f.date(statement.end)
    return Section(
        title=title,
        subtitle=day,
        customer=customer_lines(only, (), reader) if only else [],
        running=f"{title} · {day}",
        blocks=[Words(reader.t("statement.nothing", day=day))],
    )
