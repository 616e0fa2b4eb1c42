"""Making the demo's files: the scripted company first, then the bulk of a large one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from etl.demo import agreement_rows, billing_rows, order_rows, party_rows
from etl.demo.budgets import budget_rows
from etl.demo.company import Company, company
from etl.demo.sheets import Sheets
from etl.demo.stage import Stage
from etl.demo.truth import canaries, write_canaries, write_people, write_truth


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

    Raises `TooFewCustomers` below 24 customers, `UnknownCurrency` for an extra currency
    without a price list (JPY and KWD have one).
    """
    stage = Stage(seed, until, customers, 1.0, extra_currencies)
    made = company(stage)
    (out / "truth").mkdir(parents=True, exist_ok=True)
    with Sheets(out) as sheets:
        _write(sheets, made)
    write_people(out / "people.json")
    write_truth(out / "truth", made)
    write_canaries(out / "truth" / "canaries.csv", canaries(made.accounts))
    return DemoFiles(out, dict(sheets.rows))


def _write(sheets: Sheets, made: Company) -> None:
    stage, books, accounts = made.stage, made.books, made.accounts
    documents = sorted(books.documents, key=lambda each: (each.issued, each.kind, each.number))
    orders = sorted(books.orders, key=lambda each: (each.ordered_on, each.number))
    machines = made.yard.machines
    sheets.write("companies", party_rows.companies())
    sheets.write("customers", party_rows.customers(accounts))
    sheets.write("sites", party_rows.sites(accounts))
    sheets.write("contacts", party_rows.contacts(accounts))
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
