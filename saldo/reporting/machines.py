"""Machines: what is installed where, under which contract, maintained or not, at what cost."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

import polars as pl

from saldo.ledger.serials import plain_serial
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope

_OF_MAINTENANCE = [
    "customer_no",
    "company_no",
    "serial_no",
    "model",
    "product_no",
    "site_no",
    "site_name",
    "status",
    "contract_no",
    "cover",
    "level",
    "hours",
    "covered_from",
    "covered_to",
    "cover_ended",
    "last_service",
    "next_service",
    "warranty",
    "warranty_until",
    "currency",
    "monthly_amount",
    "estimate",
    "estimated_from",
    "comparable",
]
COVERED, UNCOVERED = ("covered", "cover_ending"), ("uncovered", "cover_ended")


@dataclass(frozen=True, slots=True)
class MachineKey:
    """A machine's key: the seller's company and the serial number as text."""

    company_no: str
    serial_no: str


def machines(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per machine as it stands at `as_of`, by site and model.

    `status` chooses installed, removed, covered, uncovered, warranty (ends within 90 days),
    no_contract, odd or all. `monthly_amount` are its charges now, `billed` all lines that name
    it, both without VAT. `estimate` is what maintenance would cost a month where it has none: the
    middle price of `comparable` covered machines of its model (`estimated_from` own: of the same
    account, or all).
    """
    plain = plain_serial(filters.search) if filters.search else ""
    return books.ask("machines", scope, filters, model=filters.model, plain=plain)


def maintenance(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """The rows of `machines` that are installed: covered or not, until when, and the estimate."""
    return machines(books, scope, filters).filter(status="installed").select(_OF_MAINTENANCE)


def machine_moves(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per installation, move and removal by `as_of`, the newest first."""
    return books.ask("machine_moves", scope, filters)


def doubts(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per machine that is odd in the sources: `reason`, dates, the contracts that meet."""
    return books.ask("machine_doubts", scope, filters)


def machine(books: Books, scope: Scope, filters: Filters, key: MachineKey) -> pl.DataFrame:
    """The machine's row of `machines`, or none where no account in scope has it."""
    found = machines(books, scope, _bare(filters, search=key.serial_no))
    return found.filter(**asdict(key))


def moves(books: Books, scope: Scope, filters: Filters, key: MachineKey) -> pl.DataFrame:
    """The machine's rows of `machine_moves`."""
    found = machine_moves(books, scope, _bare(filters, search=key.serial_no))
    return found.filter(**asdict(key))


def covers(books: Books, scope: Scope, filters: Filters, key: MachineKey) -> pl.DataFrame:
    """One row per covered period of the machine, the latest first."""
    return books.ask("machine_covers", scope, _bare(filters), **asdict(key))


def visits(books: Books, scope: Scope, filters: Filters, key: MachineKey) -> pl.DataFrame:
    """One row per service visit of the machine, the latest first; `done_on` none: to come."""
    return books.ask("machine_visits", scope, _bare(filters), **asdict(key))


def charges(books: Books, scope: Scope, filters: Filters, key: MachineKey) -> pl.DataFrame:
    """One row per contract charge that names the machine and has not stopped."""
    return books.ask("machine_charges_now", scope, _bare(filters), **asdict(key))


def costs(books: Books, scope: Scope, filters: Filters, key: MachineKey) -> pl.DataFrame:
    """One row per year, currency and kind (purchase, charges, other_lines), without VAT."""
    return books.ask("machine_costs", scope, _bare(filters), **asdict(key))


def _bare(filters: Filters, *, search: str | None = None) -> Filters:
    """Filters that leave the machine in, without those of a list."""
    bare = Filters(as_of=filters.as_of, customers=filters.customers, known_at=filters.known_at)
    return replace(bare, search=search)


def register(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per machine in the register: account, number, model, site, installed, removed."""
    return books.ask("machine_register", scope, _bare(filters))


def account_sites(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per site of the accounts: `customer_no`, `site_no`, `site_name`, `city`."""
    return books.ask("account_sites", scope, _bare(filters))
