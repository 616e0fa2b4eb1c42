"""Reconciling what arrived: with itself, with the customers, with what already stands."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from etl.control import owner
from etl.workspace import names
from saldo.intake.tables import TABLES, Table

_DOCUMENT_PARTS = ("invoice_lines", "instalments", "disputes", "document_files")


@dataclass(frozen=True, slots=True)
class _Made:
    """What a customer made from documents carries: its load, and how its source writes numbers."""

    load_no: int
    suffix: str


def settle(con: duckdb.DuckDBPyConnection, *, customers: str, suffix: str, load_no: int) -> None:
    """Decide on every incoming row: rejected, excluded as a repeat, or accepted.

    `customers` is "required", "derive", or "known" (required where any customer is listed);
    `suffix` is what the source writes behind a customer's number.
    """
    arrived = [t for t in TABLES.values() if _any(con, f"from incoming.{t.name}")]
    _negative_invoices(con)
    for table in arrived:
        _hash(con, table)
    for table in arrived:
        _conflicts(con, table)
    _disagreements(con)
    _customers(con, arrived, customers, _Made(load_no, suffix))
    for table in arrived:
        _repeats(con, table)
    _cascade(con, arrived)


def add(con: duckdb.DuckDBPyConnection) -> int:
    """Put what is new into staging; rows equal to the newest version of their key are not.

    Returns how many rows were added.
    """
    added = 0
    for table in TABLES.values():
        if not _any(con, f"from incoming.{table.name}"):
            continue
        tail = "_file, _line, _load, _version, _hash"
        inserted = con.execute(
            f"insert into staging.{table.name} ({names(table)}, {tail})"
            f" select {names(table)}, {tail} from incoming.{table.name} i {_unknown(con, table)}"
        ).fetchall()
        added += int(inserted[0][0])
    return added


def _any(con: duckdb.DuckDBPyConnection, source: str) -> bool:
    return bool(con.execute(f"select 1 {source} limit 1").fetchall())


def _key(table: Table, alias: str) -> str:
    return ", ".join(f'{alias}."{name}"' for name in table.key)


def _same_key(table: Table) -> str:
    return " and ".join(f'i."{name}" is not distinct from s."{name}"' for name in table.key)


def _unknown(con: duckdb.DuckDBPyConnection, table: Table) -> str:
    """SQL condition: the incoming row `i` says something that its key's newest version does not."""
    if not _any(con, f"from staging.{table.name}"):
        return ""
    key = ", ".join(f'"{name}"' for name in table.key)
    newest = f"select {key}, arg_max(_hash, (_load, _line)) as _hash from staging.{table.name}"
    return (
        f"where case when i._version is null then not exists (from ({newest} group by {key}) s"
        f" where {_same_key(table)} and s._hash = i._hash)"
        f" else not exists (from staging.{table.name} s where {_same_key(table)}"
        " and s._hash = i._hash and s._version = i._version) end"
    )


def _negative_invoices(con: duckdb.DuckDBPyConnection) -> None:
    """A negative invoice becomes a credit note, and its parts with it (rule 4)."""
    con.execute(
        "update incoming.invoices set class = 'credit_note',"
        " source_class = coalesce(source_class, 'invoice')"
        " where class = 'invoice' and amount < 0"
    )
    for part in _DOCUMENT_PARTS:
        con.execute(
            f"update incoming.{part} p set class = 'credit_note' where class = 'invoice' and exists"
            " (from (select company_no, invoice_no, class, source_class from incoming.invoices"
            "  union all select company_no, invoice_no, class, source_class from staging.invoices"
            "  ) d where d.company_no = p.company_no and d.invoice_no = p.invoice_no"
            "   and d.class = 'credit_note' and d.source_class = 'invoice')"
        )
    con.execute(
        "update incoming.invoices set amount = -amount, net_amount = -abs(net_amount),"
        " vat_amount = -abs(vat_amount) where class = 'credit_note' and amount > 0"
    )
    con.execute(
        "update incoming.invoices set net_amount = -abs(net_amount),"
        " vat_amount = -abs(vat_amount) where class = 'credit_note'"
    )
    con.execute(
        "update incoming.invoice_lines l set net_amount = -net_amount, vat_amount = -vat_amount"
        " from (select company_no, invoice_no from incoming.invoice_lines"
        "  where class = 'credit_note' group by all having sum(net_amount) > 0) d"
        " where l.class = 'credit_note' and l.company_no = d.company_no"
        " and l.invoice_no = d.invoice_no"
    )


def _hash(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    con.execute(f"update incoming.{table.name} set _hash = hash({names(table)})")


def _conflicts(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """The same key with other content within one load: all its rows are rejected (rule 6)."""
    key = ", ".join(f'"{name}"' for name in table.key)
    con.execute(
        f"insert into disagreeing with torn as (select {key}, _version from incoming.{table.name}"
        f" group by all having count(distinct _hash) > 1)"
        f" select i._file, i._line, '{table.name}', concat_ws(' ', {_key(table, 'i')})"
        f" from incoming.{table.name} i join torn s on {_same_key(table)}"
        " and i._version is not distinct from s._version"
    )


def _disagreements(con: duckdb.DuckDBPyConnection) -> None:
    for whole, part, number in (
        ("invoices", "invoice_lines", "invoice_no"),
        ("orders", "order_lines", "order_no"),
    ):
        con.execute(
            f"insert into disagreeing select p._file, p._line, d.table_name, d.key"
            f" from disagreeing d join incoming.{whole} w on w._file = d.file_no"
            f" and w._line = d.line and not w._counts join incoming.{part} p on p._file = w._file"
            f" and p.company_no = w.company_no and p.{number} = w.{number} and p._counts"
            f" where d.table_name = '{whole}'"
        )
    _refuse(
        con,
        "select file_no, line, json_object('code', 'conflict', 'table', any_value(table_name),"
        " 'key', any_value(key)) from disagreeing group by file_no, line",
    )


def _customers(
    con: duckdb.DuckDBPyConnection, arrived: list[Table], policy: str, made: _Made
) -> None:
    """Numbers that no source lists: made, flagged, or a reject (`unknown_customer`)."""
    con.execute(
        "create or replace temp table known_customers as select distinct customer_no from"
        " (from staging.customers select customer_no union all"
        "  from incoming.customers select customer_no)"
    )
    if policy == "known":
        listed = (
            "from (from staging.customers select derived union all from incoming.customers"
            " select derived) where not coalesce(derived, false)"
        )
        policy = "required" if _any(con, listed) else "derive"
    holders = [t for t in arrived if t.customer and t.name != "customers"]
    if policy == "derive":
        _derive(con, holders, made)
        return
    for table in holders:
        _refuse(
            con,
            f"select _file, _line, json_object('code', 'unknown_customer', 'column', 'customer_no',"
            f" 'value', customer_no) from incoming.{table.name} where customer_no is not null"
            " and customer_no not in (from known_customers)",
        )


def _derive(con: duckdb.DuckDBPyConnection, holders: list[Table], made: _Made) -> None:
    if not holders:
        return
    numbers = " union ".join(f"from incoming.{t.name} select customer_no" for t in holders)
    con.execute(
        "insert into incoming.customers (customer_no, name, derived, source_no, _file, _line,"
        " _load, _hash, _counts) select customer_no, customer_no, true,"
        f" case when $suffix <> '' then customer_no || $suffix end, 0, 0, {made.load_no}, 0, false"
        f" from ({numbers}) where customer_no is not null"
        " and customer_no not in (from known_customers)",
        {"suffix": made.suffix},
    )


def _repeats(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """The same row twice within a load counts once; its repeats are excluded by that name."""
    key = ", ".join(f'"{name}"' for name in table.key)
    con.execute(
        f"create or replace temp table repeated as select _file, _line from incoming.{table.name}"
        f" qualify row_number() over (partition by {key}, _version, _hash"
        " order by _file, _line) > 1"
    )
    if not _any(con, "from repeated"):
        return
    company, parent = owner(table)
    con.execute(
        f"insert into excluded select _file, _line, 'identical row', _control, _currency,"
        f" {company}, {parent} from incoming.{table.name} semi join repeated using (_file, _line)"
        " where _counts"
    )
    con.execute(f"delete from incoming.{table.name} where (_file, _line) in (from repeated)")


def _refuse(con: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Mark source rows as rejected, with a reason, from `select file, line, reason`."""
    con.execute(
        "create temp table if not exists late_reasons (file_no integer, line bigint, reason json)"
    )
    con.execute(f"insert into late_reasons {rows}")


def _cascade(con: duckdb.DuckDBPyConnection, arrived: list[Table]) -> None:
    """Move every refused source row, in all tables it feeds, to the rejects."""
    if not _has_late(con):
        return
    for table in arrived:
        company, parent = owner(table)
        con.execute(
            f"insert into rejects select i._file, i._line, '{table.name}', null, r.reasons,"
            f" i._control, i._currency, {company}, {parent} from incoming.{table.name} i join"
            " (select file_no, line, list(distinct reason) as reasons from late_reasons"
            "  group by all) r on r.file_no = i._file and r.line = i._line where i._counts"
        )
    for table in arrived:
        con.execute(
            f"delete from incoming.{table.name} where (_file, _line) in"
            " (select (file_no, line) from late_reasons)"
        )
    con.execute("drop table late_reasons")


def _has_late(con: duckdb.DuckDBPyConnection) -> bool:
    tables = con.execute("select 1 from duckdb_tables() where table_name = 'late_reasons'")
    return bool(tables.fetchall()) and _any(con, "from late_reasons")
