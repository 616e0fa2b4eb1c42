"""Statement: a statement of account as a letter on A4, archivable and tagged (rule 16)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import typst

from saldo.documents.about import About
from saldo.documents.headings import word
from saldo.i18n import Reader
from saldo.reporting.statements import Party, Section, Statement

PDF = "application/pdf"
MOST_LINES = 10_000
_TAGGED_LINES = 2_000  # tags make a letter of thousands of lines ten times as big
_PLACE = Path(__file__).parent / "typst"
_TEMPLATE = _PLACE / "statement.typ"
_ENDLESS = re.compile(r"[^\s\u00a0]{22}")
_MOVEMENTS = ("date", "kind", "document_no", "amount", "balance")
_ITEMS = ("document_no", "kind", "issue_date", "due_date", "days_overdue", "open_amount")


class TooLong(Exception):
    """A statement of more lines than a letter holds; `lines` says how many."""

    def __init__(self, lines: int) -> None:
        super().__init__(f"{lines} lines are more than the {MOST_LINES} of a PDF")
        self.lines = lines


def statement_pdf(statement: Statement, about: About, *, known_at: datetime | None = None) -> bytes:
    """The statement as PDF/A-3, a section on pages of its own. Raises `TooLong`.

    Tagged for reading aloud, except a very long one. The same question gives the same bytes:
    the file's date is the snapshot's.
    """
    if statement.lines > MOST_LINES:
        raise TooLong(statement.lines)
    told = json.dumps(_breakable(_told(statement, about, known_at)), ensure_ascii=False)
    tagged = statement.lines <= _TAGGED_LINES
    made: bytes = typst.compile(
        str(_TEMPLATE),
        root=str(_PLACE),
        font_paths=_fonts(),
        sys_inputs={"data": told},
        pdf_standards=["a-3a" if tagged else "a-3b"],
        pdf_tags=tagged,
        timestamp=about.loaded_at.replace(tzinfo=UTC),
    )
    return made


@cache
def _fonts() -> Any:
    """Our own fonts and the compiler's: the same page on every machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(_PLACE / "fonts")])


def _breakable(told: Any) -> Any:
    """The same with a place to break, which does not show, inside words wider than a column."""
    match told:
        case str():
            return _ENDLESS.sub(lambda found: f"{found[0]}\u200b", told)
        case list():
            return [_breakable(each) for each in told]
        case dict():
            return {name: _breakable(each) for name, each in told.items()}
    return told


def _told(statement: Statement, about: About, known_at: datetime | None) -> dict[str, Any]:
    """All that the template shows, in words."""
    reader = about.reader
    t = reader.t
    sections = [_section(each, statement, reader) for each in statement.sections]
    return {
        "lang": reader.language.words,
        "title": t("statement.title"),
        "author": _names(statement),
        "words": {
            name: t(f"statement.{name}") for name in ("customer", "movements", "ageing", "pay")
        },
        "heads": {
            "movements": [t(f"columns.{name}") for name in _MOVEMENTS],
            "items": [t(f"columns.{name}") for name in _ITEMS],
            "ageing": [word(name, reader) for name, _ in statement.sections[0].ageing]
            if sections
            else [],
        },
        "printed": _printed(statement, about, known_at),
        "sections": sections or [_nothing(statement, reader)],
    }


def _names(statement: Statement) -> str:
    names = (seller["name"] for each in statement.sections for seller in each.sellers)
    return ", ".join(dict.fromkeys(names))


def _printed(statement: Statement, about: About, known_at: datetime | None) -> list[str]:
    t, f = about.reader.t, about.reader.f
    said = [t("statement.as_of", day=f.date(statement.end))]
    if known_at:
        said.append(t("statement.known_at", moment=f.moment(known_at)))
    moment = f.moment(about.loaded_at)
    said.append(t("statement.printed_from", build=about.snapshot, moment=moment))
    if about.sample:
        said.append(t("documents.sample_data"))
    return said


def _section(section: Section, statement: Statement, reader: Reader) -> dict[str, Any]:
    t, f, money = reader.t, reader.f, _Money(reader, section.currency)
    return {
        "sellers": [_seller(party, reader) for party in section.sellers],
        "customer": _customer(section.customer, section.sellers, reader),
        "subtitle": (subtitle := _subtitle(statement, section.currency, reader)),
        "running": _running(section.customer, subtitle),
        "facts": [
            [t("statement.opening", day=f.date(statement.start)), money.full(section.opening)],
            [t("statement.moved", count=section.movements.height), money.full(section.moved)],
            [t("statement.closing", day=f.date(statement.end)), money.full(section.closing)],
        ],
        "movements": list(_movements(section, statement, money)),
        "unmoved": None if section.movements.height else t("statement.no_movements"),
        "open_title": t("statement.open_items", day=f.date(statement.end)),
        "items": list(_items(section, money)),
        "no_items": t("statement.no_items"),
        "ageing": [money.bare(amount) for _, amount in section.ageing],
        "tie": tie_in_words(section, reader),
        "pay": [row for party in section.sellers for row in _accounts(party)],
    }


def tie_in_words(section: Section, reader: Reader) -> str:
    """That opening, movements, open items and ageing make the closing balance, or do not."""
    money = _Money(reader, section.currency)
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


class _Money:
    """Amounts of one currency as text."""

    def __init__(self, reader: Reader, currency: str) -> None:
        self.reader = reader
        self.currency = currency

    def full(self, amount: Decimal) -> str:
        return self.reader.f.money(amount, self.currency, code=True)

    def bare(self, amount: Decimal) -> str:
        return self.reader.f.amount(amount, self.currency)


def _movements(section: Section, statement: Statement, money: _Money) -> Iterable[list[str]]:
    f = money.reader.f
    opening = [f.date(statement.start), word("opening", money.reader), "", ""]
    yield [*opening, money.bare(section.opening)]
    for row in section.movements.iter_rows(named=True):
        kind = word(row["kind"], money.reader)
        amounts = [money.bare(row["amount"]), money.bare(row["balance"])]
        yield [f.date(row["date"]), kind, row["document_no"] or "", *amounts]
    closing = [f.date(statement.end), word("closing", money.reader), ""]
    yield [*closing, money.bare(section.moved), money.bare(section.closing)]


def _items(section: Section, money: _Money) -> Iterable[list[str]]:
    if section.items.is_empty():
        return
    reader = money.reader
    for item in section.items.iter_rows(named=True):
        yield [
            item_number(item),
            item_kind(item, reader),
            reader.f.date(item["issue_date"]),
            reader.f.date(item["due_date"]) if item["due_date"] else "",
            reader.f.number(item["days_overdue"]) if (item["days_overdue"] or 0) > 0 else "",
            money.bare(item["open_amount"]),
        ]
    yield [reader.t("statement.items_sum"), "", "", "", "", money.bare(section.open_total)]


def _nothing(statement: Statement, reader: Reader) -> dict[str, Any]:
    """The page of accounts to which nothing was posted by the period's end."""
    only = statement.customers[0] if len(statement.customers) == 1 else None
    return {
        "sellers": [],
        "customer": _customer(only, (), reader) if only else [],
        "subtitle": (period := reader.f.period(statement.start, statement.end)),
        "running": _running(only, period),
        "facts": [],
        "nothing": reader.t("statement.nothing", day=reader.f.date(statement.end)),
    }


def _running(customer: Party | None, subtitle: str) -> str:
    """What stands at the foot of every page of a section."""
    whose = [customer["name"], customer["customer_no"]] if customer else []
    return " · ".join([*whose, subtitle])


def _subtitle(statement: Statement, currency: str, reader: Reader) -> str:
    period = reader.f.period(statement.start, statement.end)
    return reader.t("statement.subtitle", period=period, currency=currency)


def _seller(party: Party, reader: Reader) -> list[str]:
    return [
        party["name"],
        *_address(party, abroad=False),
        *_organisation(party, reader),
        *(party[name] for name in ("email", "phone") if party[name]),
    ]


def _customer(party: Party, sellers: tuple[Party, ...], reader: Reader) -> list[str]:
    home = {seller["country"] for seller in sellers}
    return [
        party["name"],
        *_address(party, abroad=party["country"] not in home),
        f"{reader.t('statement.customer_no')} {party['customer_no']}",
        *_organisation(party, reader),
    ]


def _address(party: Party, *, abroad: bool) -> list[str]:
    town = " ".join(party[name] for name in ("postal_code", "city") if party[name])
    country = party["country"] if abroad else None
    return [line for line in (party["street"], town, country) if line]


def _organisation(party: Party, reader: Reader) -> list[str]:
    number = party["organisation_no"]
    return [reader.t("statement.organisation_no", number=number)] if number else []


def _accounts(party: Party) -> list[list[str]]:
    ways = (("Bankgiro", party["bankgiro"]), ("IBAN", party["iban"]), ("BIC", party["bic"]))
    return [[name, number] for name, number in ways if number]
