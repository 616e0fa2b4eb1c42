"""The billing check at size: machines with five years of monthly charges, beside one plain join.

`python -m bench billing [--machines N]`. Contracts of 25 machines, billed in advance, one invoice
a month. Of a hundred machines two were given back and are billed on, one is billed twice for a
month, and one once costs more than agreed: so many findings are expected.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

import duckdb

import etl.models
from bench import children
from bench.rows import Row, show
from saldo.intake.tables import TABLES
from saldo.settings import ROOT
from saldo.warehouse.models import run_models, write_rules

RESULTS = ROOT / "bench" / "results"
_UNTIL = date(2026, 5, 31)
_CHECKS = ("billing_check", "unbilled_periods", "unnoticed_removals")
_MONTHS = 60
_FINDINGS = 2 * 13 + 1 + 1  # of a hundred machines: liable to 2025-04-30, then 13 months billed on

_FILLED = {
    "contracts": """
        select
            'C' || (k // 40) as customer_no, '1' as company_no, 'K' || k as contract_no,
            'SEK' as currency, date '2021-06-01' as start_on, date '2027-05-31' as end_on,
            true as renews, 3 as notice_months, 'month_end' as liability
        from range($machines // 25) c(k)
    """,
    "contract_clauses": """
        select
            customer_no, company_no, contract_no, currency, '1' as clause_no, 'fixed' as kind,
            2.5 as fixed_percent, date '2022-06-01' as first_on
        from contracts
    """,
    "machines": """
        select
            'C' || (m // 1000) as customer_no, '1' as company_no, 'S' || m as serial_no,
            'K' || (m // 25) as contract_no, date '2021-06-01' as installed_on,
            case when m % 100 < 2 then date '2025-01-15' end as removed_on
        from range($machines) t(m)
    """,
    "contract_charges": """
        select
            customer_no, company_no, contract_no, substr(serial_no, 2) as charge_no, serial_no,
            'SEK' as currency, 100 + cast(substr(serial_no, 2) as integer) % 400 as amount,
            1 as period_months, date '2021-06-01' as start_on, 'advance' as billing
        from machines
    """,
    "contract_notices": """
        select
            customer_no, company_no, contract_no, 'SEK' as currency, serial_no as notice_no,
            serial_no, date '2025-01-05' as given_on
        from machines
        where removed_on is not null
    """,
    "invoices": """
        select
            customer_no, company_no, 'invoice' as class, contract_no || '-' || n as invoice_no,
            cast(date '2021-06-01' + to_months(cast(n as integer)) as date) as issue_date,
            currency, contract_no, 1000 as amount
        from contracts
        cross join range($months) t(n)
        order by customer_no, issue_date
    """,
    "invoice_lines": """
        with billed as (
            select
                *, cast(charge_no as integer) % 100 as manner,
                unnest(range($months)) as number
            from contract_charges
        ),
        dated as (
            select *, cast(number - cast(manner = 7 and number = 40 as integer) as integer) as month
            from billed
        )
        select
            d.customer_no, d.company_no, 'invoice' as class, d.currency,
            d.contract_no || '-' || d.number as invoice_no, d.charge_no as line_no, d.contract_no,
            d.serial_no, 'service' as category,
            cast(date '2021-06-01' + to_months(d.month) as date) as service_start,
            cast(date '2021-06-01' + to_months(d.month + 1) as date) - 1 as service_end,
            round(cast(d.amount as decimal(28, 4)) * f.factor, 2)
                + case when d.manner = 8 and d.number = 50 then 12.5 else 0 end as net_amount
        from dated d
        join price_factors f
            on f.contract_no = d.contract_no
            and f.from_on <= cast(date '2021-06-01' + to_months(d.month) as date)
            and f.to_on > cast(date '2021-06-01' + to_months(d.month) as date)
        order by d.customer_no
    """,
}
_PLAIN_JOIN = """
    create or replace table plain_join as
    select
        l.company_no, l.class, l.invoice_no, l.line_no, l.net_amount, l.service_start,
        l.service_end, i.issue_date, m.installed_on, m.removed_on, h.amount, h.period_months
    from invoice_lines l
    join invoices i using (company_no, class, invoice_no)
    join machines m using (company_no, serial_no)
    join contract_charges h
        on h.company_no = l.company_no and h.contract_no = l.contract_no
        and h.serial_no = l.serial_no
"""


def main(arguments: list[str]) -> None:
    """Make the books, check them, join them plainly, and print time and peak memory of both."""
    parser = argparse.ArgumentParser(prog="bench billing", description=__doc__)
    parser.add_argument("--machines", type=int, default=1_000_000, help="default: 1 000 000")
    machines = parser.parse_args(arguments).machines // 100 * 100
    RESULTS.mkdir(parents=True, exist_ok=True)
    database = RESULTS / f"machines-{machines}.duckdb"
    costs = {}
    for work in ("fill", "join", "check"):
        command = [sys.executable, "-m", "bench.billing", work, str(database), str(machines)]
        costs[work] = children.run(command)
    database.unlink()
    ours, peer = costs["check"], costs["join"]
    title = f"{machines} machines, {machines * _MONTHS} charges checked; peer: one plain join"
    rows = [
        Row("check, wall", ours.wall, peer.wall, "s"),
        Row("check, processor", ours.cpu, peer.cpu, "s"),
        Row("check, peak memory", ours.memory, peer.memory, "MiB"),
    ]
    show(title, rows, RESULTS / "billing.json")


def fill(con: duckdb.DuckDBPyConnection, machines: int) -> None:
    """The tables that the check reads."""
    con.execute("create schema staging")
    for table in TABLES.values():
        columns = ", ".join(f"{column.name} {column.kind.sql}" for column in table.columns)
        con.execute(
            f"create table staging.{table.name}"
            f" ({columns}, _version varchar, _load integer, _file integer, _line bigint)"
        )
    write_rules(con, _UNTIL)
    models = _needed()
    run_models(con, [(name, sql) for name, sql in models if name in TABLES])
    for name, sql in _FILLED.items():
        if name == "invoice_lines":
            # what is billed stands on the prices; these models are run again when timed
            run_models(con, [each for each in models if each[0] in ("data_end", "price_factors")])
        given = {"machines": machines, "months": _MONTHS}
        params = {each: value for each, value in given.items() if f"${each}" in sql}
        con.execute(f"insert into {name} by name {sql}", params)


def check(con: duckdb.DuckDBPyConnection, machines: int) -> None:
    """The models of the check. Raises `AssertionError` where they find another number."""
    run_models(con, [(name, sql) for name, sql in _needed() if name not in TABLES])
    found = con.execute("select count(*) from billing_check where claim_amount > 0").fetchone()
    assert found == (machines // 100 * _FINDINGS,), found


def _needed() -> list[tuple[str, str]]:
    """The models of the check and what they read, in order."""
    models = dict(etl.models.texts())
    wanted, ahead = set[str](), list(_CHECKS)
    while ahead:
        name = ahead.pop()
        if name in models and name not in wanted:
            wanted.add(name)
            ahead.extend(etl.models.references(models[name]))
    return [(name, sql) for name, sql in models.items() if name in wanted]


def _work(name: str, database: Path, machines: int) -> None:
    if name == "fill":
        database.unlink(missing_ok=True)
    with duckdb.connect(str(database)) as con:
        if name == "fill":
            fill(con, machines)
        elif name == "check":
            check(con, machines)
        else:
            con.execute(_PLAIN_JOIN)


if __name__ == "__main__":
    _work(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
