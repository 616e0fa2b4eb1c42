"""All canonical tables, in the order in which they rest on each other."""

from saldo.intake.tables.agreements import AGREEMENTS
from saldo.intake.tables.base import Table
from saldo.intake.tables.billing import BILLING
from saldo.intake.tables.ordering import ORDERING
from saldo.intake.tables.parties import PARTIES
from saldo.intake.tables.settling import SETTLING

TABLES: dict[str, Table] = {
    table.name: table for table in (*PARTIES, *BILLING, *SETTLING, *ORDERING, *AGREEMENTS)
}

PARENTS = ("invoice_no", "target_no", "order_no", "contract_no")
"""Columns that name the document a row's amount belongs to, in the order they are looked for."""


def table(name: str) -> Table:
    """The canonical table of that name; `KeyError` when there is none."""
    return TABLES[name]
