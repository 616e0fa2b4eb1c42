"""Statement: a statement of account as a letter on A4, archivable and tagged (rule 16)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import polars as pl

from saldo.documents.about import About
from saldo.documents.headings import word
from saldo.documents.letter import (
    Block,
    Column,
    Facts,
    Heading,
    Listing,
    Together,
    Words,
    letter_pdf,
)
from saldo.documents.letter import Section as Pages
from saldo.documents.parties import customer_lines, pay_to, seller_lines
from saldo.i18n import Reader
from saldo.reporting.statements import Party, Section, Statement

_MOVEMENTS = {"date": 24, "kind": 36, "document_no": 0, "amount": 32, "balance": 32}
_ITEMS = {
    "document_no": 0,
    "kind": 38,
    "issue_date": 25,
    "due_date": 25,
    "days_overdue": 20,
    "open_amount": 32,
}
_RIGHT = ("amount", "balance", "days_overdue", "open_amount")


def statement_pdf(statement: Statement, about: About) -> bytes:
    """The statement as a letter, a section on pages of its own. Raises `TooLong`."""
    pages = [_pages(each, statement, about.reader) for each in statement.sections]
    return letter_pdf(pages or [_nothing(statement, about.reader)], about)


def _pages(section: Section, statement: Statement, reader: Reader) -> Pages:
    subtitle = _subtitle(statement, section.currency, reader)
    return Pages(
        title=reader.t("statement.title"),
        subtitle=subtitle,
        sellers=[seller_lines(party, reader) for party in section.sellers],
        customer=customer_lines(section.customer, section.sellers, reader),
        running=_running(section.customer, subtitle),
        blocks=_blocks(section, statement, reader),
    )


def _blocks(section: Section, statement: Statement, reader: Reader) -> list[Block]:
    t, f, money = reader.t, reader.f, Money(reader, section.currency)
    moved = list(_movements(section, statement, money))
    blocks: list[Block] = [
        Facts(
            [
                (t("statement.opening", day=f.date(statement.start)), money.full(section.opening)),
                (t("statement.moved", count=section.movements.height), money.full(section.moved)),
                (t("statement.closing", day=f.date(statement.end)), money.full(section.closing)),
            ]
        ),
        Heading(t("statement.movements")),
        Listing(_columns(_MOVEMENTS, reader), moved, strong=(0, -1)),
    ]
    if section.movements.is_empty():
        blocks.append(Words(t("statement.no_movements"), faint=True))
    blocks.append(Heading(t("statement.open_items", day=f.date(statement.end))))
    blocks += items_listed(section.items, section.open_total, money)
    return [*blocks, Together(_behind(section, money))]


def items_listed(items: pl.DataFrame, total: Decimal, money: Money) -> list[Block]:
    """Open items with their total, or that there are none."""
    reader = money.reader
    if items.is_empty():
        return [Words(reader.t("statement.no_items"))]
    return [Listing(_columns(_ITEMS, reader), list(_items(items, total, money)), strong=(-1,))]


def _behind(section: Section, money: Money) -> list[Block]:
    return [
        *aged(section, money),
        Words(tie_in_words(section, money.reader)),
        *paid_to(section, money),
    ]


def aged(section: Section, money: Money) -> list[Block]:
    """The seven buckets in a row."""
    names = [Column(word(name, money.reader), right=True) for name, _ in section.ageing]
    return [
        Heading(money.reader.t("statement.ageing")),
        Listing(names, [[money.bare(amount) for _, amount in section.ageing]]),
    ]


def paid_to(section: Section, money: Money) -> list[Block]:
    """Where to pay, if the sellers say so."""
    accounts = pay_to(section.sellers)
    return [Heading(money.reader.t("statement.pay")), Facts(accounts)] if accounts else []


def _columns(widths: dict[str, int], reader: Reader) -> list[Column]:
    return [
        Column(reader.t(f"columns.{name}"), width, right=name in _RIGHT)
        for name, width in widths.items()
    ]


def tie_in_words(section: Section, reader: Reader) -> str:
    """That opening, movements, open items and ageing make the closing balance, or do not."""
    money = Money(reader, section.currency)
    if section.difference:
        return reader.t(
            "statement.does_not_tie",
            closing=money.full(section.closing),
            difference=money.full(section.difference),
        )
    return reader.t(
        "statement.ties",
        opening=money.full(section.opening),
        moved=money.full(section.moved),
        closing=money.full(section.closing),
    )


def item_number(item: dict[str, Any]) -> str:
    """An open item's number, with its instalment's."""
    parts = [item["document_no"], item["instalment_no"]]
    return " / ".join(part for part in parts if part)


def item_kind(item: dict[str, Any], reader: Reader) -> str:
    """What an open item is, and that it is disputed where it is."""
    kind = word(item["kind"], reader)
    return reader.t("statement.disputed", kind=kind) if item["is_disputed"] else kind


class Money:
    """Amounts of one currency as text."""

    def __init__(self, reader: Reader, currency: str) -> None:
        self.reader = reader
        self.currency = currency

    def full(self, amount: Decimal) -> str:
        """With the currency's code."""
        return self.reader.f.money(amount, self.currency, code=True)

    def bare(self, amount: Decimal) -> str:
        """Without."""
        return self.reader.f.amount(amount, self.currency)


def _movements(section: Section, statement: Statement, money: Money) -> Iterable[list[str]]:
    f = money.reader.f
    opening = [f.date(statement.start), word("opening", money.reader), "", ""]
    yield [*opening, money.bare(section.opening)]
    for row in section.movements.iter_rows(named=True):
        kind = word(row["kind"], money.reader)
        amounts = [money.bare(row["amount"]), money.bare(row["balance"])]
        yield [f.date(row["date"]), kind, row["document_no"] or "", *amounts]
    closing = [f.date(statement.end), word("closing", money.reader), ""]
    yield [*closing, money.bare(section.moved), money.bare(section.closing)]


def _items(items: pl.DataFrame, total: Decimal, money: Money) -> Iterable[list[str]]:
    reader = money.reader
    for item in items.iter_rows(named=True):
        yield [
            item_number(item),
            item_kind(item, reader),
            reader.f.date(item["issue_date"]),
            reader.f.date(item["due_date"]) if item["due_date"] else "",
            reader.f.number(item["days_overdue"]) if (item["days_overdue"] or 0) > 0 else "",
            money.bare(item["open_amount"]),
        ]
    yield [reader.t("statement.items_sum"), "", "", "", "", money.bare(total)]


def _nothing(statement: Statement, reader: Reader) -> Pages:
    """The page of accounts to which nothing was posted by the period's end."""
    only = statement.customers[0] if len(statement.customers) == 1 else None
    period = reader.f.period(statement.start, statement.end)
    return Pages(
        title=reader.t("statement.title"),
        subtitle=period,
        customer=customer_lines(only, (), reader) if only else [],
        running=_running(only, period),
        blocks=[Words(reader.t("statement.nothing", day=reader.f.date(statement.end)))],
    )


def _running(customer: Party | None, subtitle: str) -> str:
    """What stands at the foot of every page of a section."""
    whose = [customer["name"], customer["customer_no"]] if customer else []
    return " · ".join([*whose, subtitle])


def _subtitle(statement: Statement, currency: str, reader: Reader) -> str:
    period = reader.f.period(statement.start, statement.end)
    return reader.t("statement.subtitle", period=period, currency=currency)
