"""Control totals: what became of every row and amount of a file (rule 34)."""

from __future__ import annotations

from decimal import Decimal

import duckdb

from etl.errors import LoadError
from etl.outcome import PARTS
from saldo.intake.tables import PARENTS, TABLES, Table

NO_CURRENCY = "XXX"


class Unaccounted(LoadError):
    """Rows were read that are neither accepted, excluded nor rejected: nothing is published."""

    def __init__(self, file: str, read: int, rows: dict[str, int]) -> None:
        super().__init__(
            f"{file}: {read} rows read, but {rows} accounted for; nothing is published"
        )


def count(
    con: duckdb.DuckDBPyConnection, *, file: str, file_no: int, table: str, read: int
) -> tuple[dict[str, int], dict[str, dict[str, Decimal]]]:
    """Rows and amounts per currency of one file. Raises `Unaccounted`."""
    shape = TABLES[table]
    found = con.execute(_query(shape), {"file": file_no}).fetchall()
    rows = dict.fromkeys(PARTS, 0)
    amounts: dict[str, dict[str, Decimal]] = {}
    for part, currency, number, total in found:
        rows[part] += number
        if shape.control:
            money = amounts.setdefault(currency, dict.fromkeys(PARTS, Decimal(0)))
            money[part] += total
            money["read"] += total
    rows["read"] = rows["accepted"] + rows["excluded"] + rows["rejected"]
    if rows["read"] != read:
        raise Unaccounted(file, read, rows)
    return rows, amounts


def _query(table: Table) -> str:
    company, parent = owner(table)
    return f"""
with outcomes as (
    select 'accepted' as part, _control as control, _currency as currency,
        {company} as company_no, {parent} as parent_no
    from incoming.{table.name} where _file = $file and _counts
    union all
    select 'excluded', control, currency, company_no, parent_no from excluded where file_no = $file
    union all
    select 'rejected', control, currency, company_no, parent_no from rejects where file_no = $file
)
select o.part, coalesce(o.currency, p.currency, '{NO_CURRENCY}') as currency, count(*),
    coalesce(sum(o.control), 0)
from outcomes o
left join {_parents(table)} p on p.company_no = o.company_no and p.parent_no = o.parent_no
group by all
"""


def owner(table: Table) -> tuple[str, str]:
    """SQL for the company and number of the document that a row's amount belongs to."""
    parent = next((name for name in PARENTS if name in table.names), "null")
    return ("company_no" if "company_no" in table.names else "null"), parent


_HOLDERS = {
    "document": (("invoices", "invoice_no"),),
    "target": (
        ("invoices", "invoice_no"),
        ("payments", "payment_no"),
        ("settlements", "settlement_no"),
    ),
    "order": (("orders", "order_no"),),
    "contract": (("contracts", "contract_no"),),
}


def _parents(table: Table) -> str:
    """SQL: the currency of each parent document, known before, arriving now, or rejected."""
    holders = _HOLDERS.get(table.currency or "", ())
    parts = [
        f"select company_no, {number} as parent_no, currency from {schema}.{name}"
        for name, number in holders
        for schema in ("incoming", "staging")
    ]
    parts += [
        f"select company_no, parent_no, currency from rejects where table_name = '{name}'"
        for name, _ in holders
    ]
    if not parts:
        return "(select null::varchar company_no, null::varchar parent_no, null::varchar currency)"
    return (
        "(select company_no, parent_no, min(currency) as currency from ("
        + " union all ".join(parts)
        + ") where currency is not null group by all)"
    )
