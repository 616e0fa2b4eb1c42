"""Control totals: what became of every row and amount of a file (rule 34)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Total:
    """What became of one file's rows, and of its amounts per currency."""

    rows: dict[str, int]
    amounts: dict[str, dict[str, Decimal]]


def totals(
    con: duckdb.DuckDBPyConnection, *, table: str, read: Mapping[int, tuple[str, int]]
) -> dict[int, Total]:
    """The totals of all files that count under one table, by file number.

    `read` says each file's name and how many rows it holds. Raises `Unaccounted`.
    """
    shape = TABLES[table]
    found = {file_no: Total(dict.fromkeys(PARTS, 0), {}) for file_no in read}
    for file_no, part, currency, rows, amount in con.execute(_query(shape, read)).fetchall():
        total = found[file_no]
        total.rows[part] += rows
        total.rows["read"] += rows
        if shape.control:
            money = total.amounts.setdefault(currency, dict.fromkeys(PARTS, Decimal(0)))
            money[part] += amount
            money["read"] += amount
    for file_no, (name, rows) in read.items():
        if found[file_no].rows["read"] != rows:
            raise Unaccounted(name, rows, found[file_no].rows)
    return found


def _query(table: Table, file_nos: Iterable[int]) -> str:
    company, parent = owner(table)
    listed = ", ".join(map(str, file_nos))
    return f"""
with outcomes as (
    select _file as file_no, 'accepted' as part, _control as control, _currency as currency,
        {company} as company_no, {parent} as parent_no
    from incoming.{table.name} where _counts
    union all
    select file_no, 'excluded', control, currency, company_no, parent_no from excluded
    union all
    select file_no, 'rejected', control, currency, company_no, parent_no from rejects
)
select o.file_no, o.part, coalesce(o.currency, p.currency, '{NO_CURRENCY}') as currency, count(*),
    coalesce(sum(o.control), 0)
from outcomes o
left join {_parents(table)} p on p.company_no = o.company_no and p.parent_no = o.parent_no
where o.file_no in ({listed})
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
