"""Making the demo's files: the scripted company first, then the bulk of a large one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from etl.demo import agreement_rows, billing_rows, order_rows, party_rows
from etl.demo.accounts import Account, bulk_accounts
from etl.demo.books import Document
from etl.demo.budgets import budget_rows
from etl.demo.company import Company, company
from etl.demo.originals import write_originals
from etl.demo.sheets import Sheets
from etl.demo.stage import Stage
from etl.demo.truth import Balances, Canaries, balances, write_people, write_truth

_BULK_INVOICES = 100


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """Where the demo lies, and how many rows each canonical table has."""

    folder: Path
    rows: Mapping[str, int]

    @property
    def truth(self) -> Path:
        """The folder that says what was planted; loading ignores it."""
        return self.folder / "truth"

    @property
    def people(self) -> Path:
        """The people one can enter as."""
        return self.folder / "people.json"


def generate(
    out: Path,
    *,
    customers: int = 60,
    invoices: int | None = None,
    seed: int = 7,
    until: date,
    extra_currencies: tuple[str, ...] = (),
) -> DemoFiles:
    """Write the demo company up to `until` as canonical CSV; same options, same bytes.

    `invoices` is met exactly from what the scripted core bills on (some 15,500 documents with 60
    customers, fewer where less is asked for, never fewer than its contracts and scenes need);
    without it, customers beyond the core have a hundred each. The history begins five years
    before the half-year of `until`. Credit notes are negative; `truth` is at the end of `until`.

    Raises `TooFewCustomers` below 24 customers, `NoPriceList` for an extra currency
    other than JPY and KWD.
    """
    stage = Stage(seed, until, customers, invoices, extra_currencies)
    made = company(stage)
    owed = balances(made.books)
    canaries = [(account.no, account.canary) for account in made.accounts]
    (out / "truth").mkdir(parents=True, exist_ok=True)
    with Sheets(out) as sheets:
        _write_company(sheets, made)
        sheets.write("document_files", write_originals(out, _in_order(made)))
        for place, amount in _write_bulk(sheets, made, canaries).items():
            owed[place] = owed.get(place, Decimal(0)) + amount
    write_people(out / "people.json")
    write_truth(out / "truth", made, owed, canaries)
    return DemoFiles(out, dict(sheets.rows))


def _write_bulk(sheets: Sheets, made: Company, canaries: Canaries) -> Balances:
    """What was asked for beyond the core: new accounts where there are more, else more trade.

    Returns what the accounts owe of it.
    """
    stage, documents = made.stage, len(made.books.documents)
    extra = stage.customers - len(made.accounts)
    wanted = stage.invoices or documents + extra * _BULK_INVOICES
    surplus = max(0, wanted - documents)
    if not extra and not surplus:
        return {}
    from etl.demo.bulk_files import Bulk  # numpy and polars take a while; a usual demo needs none

    usual = [each for each in made.accounts if each.country == "SE" and not each.in_scene]

    def pick(first: int, last: int) -> Sequence[Account]:
        if not extra:
            return usual[first:last]
        accounts = bulk_accounts(stage, first, last)
        canaries.extend((account.no, account.canary) for account in accounts)
        _write_accounts(sheets, accounts)
        return accounts

    bulk = Bulk(stage, sheets)
    bulk.write(extra or len(usual), surplus, pick)
    return bulk.balances


def _write_accounts(sheets: Sheets, accounts: Sequence[Account]) -> None:
    sheets.write("customers", party_rows.customers(accounts))
    sheets.write("sites", party_rows.sites(accounts))
    sheets.write("contacts", party_rows.contacts(accounts))


def _in_order(made: Company) -> list[Document]:
    return sorted(made.books.documents, key=lambda each: (each.issued, each.kind, each.number))


def _write_company(sheets: Sheets, made: Company) -> None:
    stage, books, accounts = made.stage, made.books, made.accounts
    documents = _in_order(made)
    orders = sorted(books.orders, key=lambda each: (each.ordered_on, each.number))
    machines = made.yard.machines
    sheets.write("companies", party_rows.companies())
    _write_accounts(sheets, accounts)
    sheets.write("site_closures", party_rows.site_closures(stage, accounts))
    sheets.write("reps", party_rows.reps())
    sheets.write("products", party_rows.products())
    sheets.write("invoices", billing_rows.invoices(stage, made.rates, documents))
    sheets.write("invoice_lines", billing_rows.invoice_lines(documents))
    sheets.write("instalments", billing_rows.instalments(documents))
    sheets.write("disputes", billing_rows.disputes(stage.until, documents))
    payments = sorted(books.payments, key=lambda each: each.number)
    sheets.write("payments", billing_rows.payments(payments))
    settlements = sorted(books.settlements, key=lambda each: each.number)
    sheets.write("settlements", billing_rows.settlements(settlements))
    sheets.write("allocations", billing_rows.allocations(books.allocations))
    sheets.write("exchange_rates", billing_rows.exchange_rates(made.rates))
    sheets.write("orders", order_rows.orders(orders))
    sheets.write("order_lines", order_rows.order_lines(orders))
    sheets.write("promises", order_rows.promises(orders))
    sheets.write("delivery_events", order_rows.delivery_events(orders))
    sheets.write("contracts", agreement_rows.contracts(made.contracts))
    sheets.write("contract_charges", agreement_rows.contract_charges(made.contracts))
    sheets.write("contract_clauses", agreement_rows.contract_clauses(made.contracts))
    sheets.write("contract_notices", agreement_rows.contract_notices(made.contracts))
    sheets.write("index_values", agreement_rows.index_values(made.index))
    sheets.write("machines", agreement_rows.machines(machines))
    sheets.write("machine_moves", agreement_rows.machine_moves(machines))
    sheets.write("maintenance_coverage", agreement_rows.maintenance_coverage(machines))
    sheets.write("service_visits", agreement_rows.service_visits(made.yard.visits()))
    sheets.write("budgets", budget_rows(stage, accounts, documents))
