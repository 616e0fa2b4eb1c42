"""Reconciling what arrived: with itself, with the customers, with what already stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from etl.control import owner
from etl.mapping import Mapping
from etl.workspace import TRACE, names
from saldo.intake.tables import TABLES, Table

_DOCUMENT_PARTS = ("invoice_lines", "instalments", "disputes", "document_files")


def settle(
    con: duckdb.DuckDBPyConnection, *, tables: Iterable[str], mapping: Mapping, load_no: int
) -> None:
    """Decide on every incoming row of these tables: rejected, excluded as a repeat, or accepted.

    Customers that no source lists are refused or made, as `mapping.customers` says: "required",
    "derive", or "known" (required where any customer is listed).
    """
    arrived = [table for table in TABLES.values() if table.name in set(tables)]
    _credit_notes(con, arrived)
    repeated = [table for table in arrived if _repeats_keys(con, table)]
    for table in repeated:
        _conflicts(con, table)
    _disagreements(con)
    _customers(con, arrived, mapping, load_no)
    for table in repeated:
        _repeats(con, table)
    _cascade(con, arrived)


def add(con: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> int:
    """Put what is new of these tables into staging; rows equal to the newest version of their key
    are not.

    Returns how many rows were added.
    """
    added = 0
    for table in (table for table in TABLES.values() if table.name in {*tables, "customers"}):
        inserted = con.execute(
            f"insert into staging.{table.name} ({names(table)}, {TRACE})"
            f" select {names(table)}, {TRACE} from incoming.{table.name} i {_unknown(con, table)}"
        ).fetchall()
        added += int(inserted[0][0])
    return added


def _any(con: duckdb.DuckDBPyConnection, source: str) -> bool:
    return bool(con.execute(f"select 1 {source} limit 1").fetchall())


def _key(table: Table, alias: str) -> str:
    return ", ".join(f'{alias}."{name}"' for name in table.key)


def _same_key(table: Table) -> str:
    return " and ".join(f'i."{name}" is not distinct from s."{name}"' for name in table.key)


def _content(table: Table, alias: str) -> str:
    """SQL for a hash over all that a row says."""
    listed = ", ".join(f'{alias}."{name}"' for name in table.names)
    return f"hash({listed})"


def _unknown(con: duckdb.DuckDBPyConnection, table: Table) -> str:
    """SQL condition: the incoming row `i` says something that its key's newest version does not."""
    if not _any(con, f"from staging.{table.name}"):
        return ""
    con.execute(
        f"create or replace temp table standing as select {_key(table, 's')}, s._version,"
        f" s._load, s._line, {_content(table, 's')} as _content from staging.{table.name} s"
        f" semi join incoming.{table.name} i on {_same_key(table)}"
    )
    key = _key(table, "s")
    newest = f"select {key}, arg_max(_content, (_load, _line)) as _content from standing s"
    same = f"{_same_key(table)} and s._content = {_content(table, 'i')}"
    return (
        f"where case when i._version is null then not exists (from ({newest} group by {key}) s"
        f" where {same}) else not exists (from standing s where {same}"
        " and s._version = i._version) end"
    )


def _credit_notes(con: duckdb.DuckDBPyConnection, arrived: Sequence[Table]) -> None:
    """A negative invoice becomes a credit note, and its parts with it (rule 4)."""
    con.execute(
        "update incoming.invoices set class = 'credit_note',"
        " source_class = coalesce(source_class, 'invoice')"
        " where class = 'invoice' and amount < 0"
    )
    con.execute(
        "create or replace temp table turned as select company_no, invoice_no"
        " from (from incoming.invoices select company_no, invoice_no, class, source_class"
        "  union all from staging.invoices select company_no, invoice_no, class, source_class)"
        " where class = 'credit_note' and source_class = 'invoice'"
    )
    if _any(con, "from turned"):
        for part in (table.name for table in arrived if table.name in _DOCUMENT_PARTS):
            con.execute(
                f"update incoming.{part} set class = 'credit_note' where class = 'invoice'"
                " and (company_no, invoice_no) in (select (company_no, invoice_no) from turned)"
            )
    con.execute(
        "update incoming.invoices set amount = -abs(amount), net_amount = -abs(net_amount),"
        " vat_amount = -abs(vat_amount) where class = 'credit_note'"
    )
    con.execute(
        "update incoming.invoice_lines l set net_amount = -net_amount, vat_amount = -vat_amount"
        " from (select company_no, invoice_no from incoming.invoice_lines"
        "  where class = 'credit_note' group by all having sum(net_amount) > 0) d"
        " where l.class = 'credit_note' and l.company_no = d.company_no"
        " and l.invoice_no = d.invoice_no"
    )


def _repeats_keys(con: duckdb.DuckDBPyConnection, table: Table) -> bool:
    """True where a key arrived more than once; its rows then stand in `repeated_<table>`."""
    key = ", ".join(f'"{name}"' for name in table.key)
    con.execute(
        f"create or replace temp table repeated_keys as select {key} from incoming.{table.name}"
        " group by all having count(*) > 1"
    )
    if not _any(con, "from repeated_keys"):
        return False
    con.execute(
        f"create or replace temp table {_repeated(table)} as select {_key(table, 'i')}, i._file,"
        f" i._line, i._version, {_content(table, 'i')} as _content from incoming.{table.name} i"
        f" semi join repeated_keys s on {_same_key(table)}"
    )
    return True


def _repeated(table: Table) -> str:
    return f"repeated_{table.name}"


def _conflicts(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """The same key with other content within one load: all its rows are rejected (rule 6)."""
    key = ", ".join(f'"{name}"' for name in table.key)
    con.execute(
        f"insert into disagreeing with torn as (select {key}, _version from {_repeated(table)}"
        f" group by all having count(distinct _content) > 1)"
        f" select i._file, i._line, '{table.name}', concat_ws(' ', {_key(table, 'i')})"
        f" from {_repeated(table)} i join torn s on {_same_key(table)}"
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
    con: duckdb.DuckDBPyConnection, arrived: Sequence[Table], mapping: Mapping, load_no: int
) -> None:
    """Numbers that no source lists: made, flagged, or a reject (`unknown_customer`)."""
    con.execute(
        "create or replace temp table known_customers as select distinct customer_no from"
        " (from staging.customers select customer_no union all"
        "  from incoming.customers select customer_no)"
    )
    policy = mapping.customers
    if policy == "known":
        listed = (
            "from (from staging.customers select derived union all from incoming.customers"
            " select derived) where not coalesce(derived, false)"
        )
        policy = "required" if _any(con, listed) else "derive"
    holders = [t for t in arrived if t.customer and t.name != "customers"]
    if policy == "derive":
        _derive(con, holders, mapping.customer_suffix, load_no)
        return
    for table in holders:
        _refuse(
            con,
            f"select _file, _line, json_object('code', 'unknown_customer', 'column', 'customer_no',"
            f" 'value', customer_no) from incoming.{table.name} where customer_no is not null"
            " and customer_no not in (from known_customers)",
        )


def _derive(
    con: duckdb.DuckDBPyConnection, holders: Sequence[Table], suffix: str, load_no: int
) -> None:
    """Customers made from documents; `suffix` is what their source writes behind a number."""
    if not holders:
        return
    numbers = " union ".join(f"from incoming.{t.name} select customer_no" for t in holders)
    con.execute(
        "insert into incoming.customers (customer_no, name, derived, source_no, _file, _line,"
        " _load, _counts) select customer_no, customer_no, true,"
        f" case when $suffix <> '' then customer_no || $suffix end, 0, 0, {load_no}, false"
        f" from ({numbers}) where customer_no is not null"
        " and customer_no not in (from known_customers)",
        {"suffix": suffix},
    )


def _repeats(con: duckdb.DuckDBPyConnection, table: Table) -> None:
    """The same row twice within a load counts once; its repeats are excluded by that name."""
    key = ", ".join(f'"{name}"' for name in table.key)
    con.execute(
        f"create or replace temp table repeats as select _file, _line from {_repeated(table)}"
        f" qualify row_number() over (partition by {key}, _version, _content"
        " order by _file, _line) > 1"
    )
    company, parent = owner(table)
    con.execute(
        f"insert into excluded select _file, _line, 'identical row', _control, _currency,"
        f" {company}, {parent} from incoming.{table.name} semi join repeats using (_file, _line)"
        " where _counts"
    )
    con.execute(
        f"delete from incoming.{table.name} where (_file, _line) in (select (_file, _line)"
        " from repeats)"
    )


def _refuse(con: duckdb.DuckDBPyConnection, rows: str) -> None:
    """Mark source rows as rejected, with a reason, from `select file, line, reason`."""
    con.execute(f"insert into refused {rows}")


def _cascade(con: duckdb.DuckDBPyConnection, arrived: list[Table]) -> None:
    """Move every refused source row, in all tables it feeds, to the rejects."""
    if not _any(con, "from refused"):
        return
    for table in arrived:
        company, parent = owner(table)
        con.execute(
            f"insert into rejects select i._file, i._line, '{table.name}', null, r.reasons,"
            f" i._control, i._currency, {company}, {parent} from incoming.{table.name} i join"
            " (select file_no, line, list(distinct reason) as reasons from refused"
            "  group by all) r on r.file_no = i._file and r.line = i._line where i._counts"
        )
    for table in arrived:
        con.execute(
            f"delete from incoming.{table.name} where (_file, _line) in"
            " (select (file_no, line) from refused)"
        )
