"""The peer of the pages: hand-written SQL over the plainly loaded tables, for one account."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb

from saldo.reporting import (
    Books,
    Filters,
    accounts,
    attention,
    balances,
    billing,
    bridge,
    claims,
    contracts,
    default_as_of,
    invoices,
    machines,
    orders,
)
from saldo.reporting.pay import pay_now
from saldo.reporting.statements import statement_of
from saldo.warehouse import Scope, current

_RUNS, _CPU_RUNS = 15, 30

_SETTLED = """
with mine as (from invoices where customer_no = $no and issue_date <= $day),
paid as (
    select a.target_no, sum(a.amount) as amount
    from allocations a
    where a.target_class = 'invoice' and coalesce(a.applied_on, $day) <= $day
        and a.target_no in (select invoice_no from mine)
    group by a.target_no
)
"""
PLAIN = {
    "open items": _SETTLED
    + "select m.*, m.amount - coalesce(p.amount, 0) as open_amount from mine m"
    " left join paid p on p.target_no = m.invoice_no where m.amount <> coalesce(p.amount, 0)",
    "balance trend": "select d, sum(sum(a)) over (order by d) from ("
    " select issue_date as d, amount as a from invoices where customer_no = $no"
    " union all select payment_date, -amount from payments where customer_no = $no)"
    " where d <= $day group by d order by d",
    "statement of a month": "select * from (select issue_date as d, invoice_no as n, amount as a"
    " from invoices where customer_no = $no union all select payment_date, payment_no, -amount"
    " from payments where customer_no = $no) where d between $day - 30 and $day order by d, n",
}


_Question = Callable[[Books, Scope, Filters], Any]
PAGES: dict[str, Sequence[_Question]] = {
    "account": [
        accounts.customers,
        accounts.summary,
        accounts.credit_use,
        attention.signals,
        claims.found_for_you,
        bridge.changes,
        balances.trend_totals,
    ],
    "pay": [accounts.summary, pay_now],
    "invoices": [invoices.invoice_counts, invoices.invoices, accounts.summary],
    "contracts": [contracts.contract_counts, contracts.contracts],
    "inventory": [machines.machines],
    "billing": [billing.outcomes, billing.states, billing.billing_check],
}
PEER_OF = {"invoices": "open items", "statement": "statement of a month"}
"""Which plain question answers the same as a page, as far as plain tables can."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds over several warm runs: the middle one and the 95th percentile."""

    p50: float
    p95: float


def timed(question: Callable[[], Any]) -> Timing:
    """How long a question takes once it is warm."""
    question()
    taken = []
    for _ in range(_RUNS):
        began = time.perf_counter()
        question()
        taken.append((time.perf_counter() - began) * 1000)
    return Timing(statistics.median(taken), sorted(taken)[int(_RUNS * 0.95)])


def processor(question: Callable[[], Any]) -> Timing:
    """What a question costs the processor, in all threads, once it is warm."""
    question()
    taken = []
    for _ in range(_CPU_RUNS):
        began = time.process_time()
        question()
        taken.append((time.process_time() - began) * 1000)
    return Timing(statistics.median(taken), sorted(taken)[int(_CPU_RUNS * 0.95)])


def page_processor(home: Path, customer: str) -> dict[str, Timing]:
    """Processor time of what each page asks of one account, nothing of it in a cache."""
    books = Books(current(home))
    scope = Scope(customers=(customer,))
    as_of = default_as_of(books.snapshot.freshness, date.max)
    filters = Filters(as_of=as_of)
    month = Filters(as_of=as_of, start=as_of - timedelta(days=30), end=as_of)
    opened = Filters(as_of=as_of, status="open")

    def page(asked: Sequence[_Question], about: Filters = filters) -> Timing:
        return processor(lambda: [question(books, scope, about) for question in asked])

    return {name: page(asked) for name, asked in PAGES.items()} | {
        "statement": page([statement_of], month),
        "deliveries": page([orders.order_counts, orders.orders], opened),
    }


def ours(home: Path, customer: str) -> dict[str, Timing]:
    """The questions of one account's pages, and the start page as a whole."""
    books = Books(current(home))
    scope = Scope(customers=(customer,))
    as_of = default_as_of(books.snapshot.freshness, date.max)
    filters = Filters(as_of=as_of)
    month = Filters(as_of=as_of, start=as_of - timedelta(days=30), end=as_of)

    def start_page() -> None:
        for question in (accounts.customers, accounts.summary, attention.signals, bridge.changes):
            question(books, scope, month)
        balances.trend_totals(books, scope, filters)

    return {
        "open items": timed(lambda: balances.open_items(books, scope, filters)),
        "balance trend": timed(lambda: balances.balance_trend(books, scope, filters)),
        "statement of a month": timed(lambda: balances.statement(books, scope, month)),
        "invoice list": timed(lambda: invoices.invoices(books, scope, filters)),
        "start page": timed(start_page),
    }


def plain(
    database: Path,
    customer: str,
    as_of: date,
    measured: Callable[[Callable[[], Any]], Timing] = timed,
) -> dict[str, Timing]:
    """The same questions by hand, as far as plain tables answer them."""
    with duckdb.connect(str(database), read_only=True) as con:
        given = {"no": customer, "day": as_of}
        return {
            name: measured(
                lambda sql=sql: con.execute(  # type: ignore[misc]
                    sql, {k: v for k, v in given.items() if f"${k}" in sql}
                ).fetchall()
            )
            for name, sql in PLAIN.items()
        }


def usual_customer(database: Path) -> str:
    """An account of middling size."""
    with duckdb.connect(str(database), read_only=True) as con:
        rows = con.execute(
            "select customer_no from invoices group by customer_no order by count(*), customer_no"
        ).fetchall()
    return str(rows[len(rows) // 2][0])
