"""The demo company in one piece: accounts, agreements, trade, payments, plants and scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from etl.demo.accounts import Account, accounts
from etl.demo.agreements import Contract, Index, Tariff
from etl.demo.books import Books, Document, Payment, Settlement
from etl.demo.contracts import Contracting
from etl.demo.days import months_between
from etl.demo.machines import Yard
from etl.demo.money import Rates
from etl.demo.paying import Settling
from etl.demo.people import FINANCE_CUSTOMER
from etl.demo.plants import Finding, Planting
from etl.demo.rounds import BillingRun
from etl.demo.scenes import Scene, Script
from etl.demo.stage import Stage
from etl.demo.trading import Trade, usual_orders

_DOCUMENTS_AN_ORDER = 1.2
_SERIES = {
    ("invoice", False): 300_000,
    ("invoice", True): 380_000,
    ("credit_note", False): 900_000,
    ("credit_note", True): 980_000,
    ("interest_invoice", False): 700_000,
    ("order", False): 500_000,
    ("order", True): 580_000,
}


@dataclass(slots=True)
class Company:
    """Everything the scripted core of a demo holds."""

    stage: Stage
    accounts: tuple[Account, ...]
    rates: Rates
    index: Index
    yard: Yard
    contracts: list[Contract]
    books: Books
    findings: list[Finding]
    scene: Scene


def company(stage: Stage) -> Company:
    """The company of those options; raises `TooFewCustomers` and `NoPriceList`."""
    people = accounts(stage)
    currencies = sorted({a.currency for a in people} | {a.second_currency or "" for a in people})
    rates = Rates(stage, [currency for currency in currencies if currency])
    index, yard, books = Index(stage), Yard(stage), Books()
    contracting = Contracting(stage, yard)
    contracts = [contract for account in people for contract in contracting.contracts(account)]
    Planting(stage, contracting, yard).plant(contracts)
    run = BillingRun(stage, Tariff(index))
    for contract in contracts:
        books.documents.extend(run.bills(contract))
    trade = Trade(stage, books, _activity(stage, people, len(books.documents)))
    for account in people:
        trade.months(account)
    finance = next(account for account in people if account.no == FINANCE_CUSTOMER)
    scene = Script(stage, books, finance).play()
    _settle(stage, books, rates, people)
    yard.settle()
    number(books)
    return Company(stage, people, rates, index, yard, contracts, books, run.findings, scene)


def _activity(stage: Stage, people: tuple[Account, ...], billed: int) -> float:
    """What makes trade fit the number of invoices asked for; 1 where that is more than usual."""
    if stage.invoices is None:
        return 1.0
    usual = {True: 0.0, False: 0.0}
    for account in people:
        for month in months_between(stage.start, stage.until):
            usual[account.in_scene] += usual_orders(stage, account, month)
    wanted = stage.invoices - billed - usual[True] * _DOCUMENTS_AN_ORDER
    return min(1.0, max(0.0, wanted / (usual[False] * _DOCUMENTS_AN_ORDER)))


def _settle(stage: Stage, books: Books, rates: Rates, people: tuple[Account, ...]) -> None:
    documents: dict[str, list[Document]] = {account.no: [] for account in people}
    for document in books.documents:
        documents[document.account.no].append(document)
    for account in people:
        settling = Settling(stage, books, rates, account, _relatives(account, people))
        settling.settle(documents[account.no])


def _relatives(account: Account, people: tuple[Account, ...]) -> list[Account]:
    """The other accounts of its group that pay in the same currency."""
    head = account.parent_no or account.no
    return [
        other
        for other in people
        if other is not account
        and head in (other.no, other.parent_no)
        and other.currency == account.currency
    ]


def number(books: Books) -> None:
    """Give every document, order, payment and settlement its number, in the order of days.

    What is scripted has series of its own, so that the rest keep their numbers from one day's
    demo to the next.
    """
    numbers = {place: count(first + 1) for place, first in _SERIES.items()}
    for document in sorted(books.documents, key=lambda each: each.issued):
        document.number = str(next(numbers[document.kind, document.scripted]))
    for order in sorted(books.orders, key=lambda each: each.ordered_on):
        order.number = str(next(numbers["order", order.scripted]))
    _number_by_day("B", books.payments)
    _number_by_day("S", books.settlements)


def _number_by_day(prefix: str, entries: Sequence[Payment | Settlement]) -> None:
    counts: dict[date, int] = {}
    for entry in sorted(entries, key=lambda each: each.day):
        counts[entry.day] = counts.get(entry.day, 0) + 1
        entry.number = f"{prefix}{entry.day:%y%m%d}{counts[entry.day]:03d}"
