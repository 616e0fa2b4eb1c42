"""Any ledger, asked at any date, against an independent loop over its rows, and hledger."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import checks
from tests.plain_ledger import UNIT, plain
from tests.staging import Row, built, rows

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 120).map(lambda days: FIRST + timedelta(days=days))
CUSTOMERS = st.sampled_from(["C1", "C2"])
CURRENCIES = st.sampled_from(["SEK", "SEK", "SEK", "JPY", "KWD"])


@st.composite
def _amounts(draw: st.DrawFn, currency: str) -> Decimal:
    return draw(st.integers(1, 400)) * UNIT[currency]


@st.composite
def _documents(draw: st.DrawFn, number: int) -> Row:
    kind = draw(st.sampled_from(["invoice", "invoice", "interest_invoice", "credit_note"]))
    currency = draw(CURRENCIES)
    amount = draw(_amounts(currency))
    row = {
        "class": kind,
        "invoice_no": f"I{number}",
        "customer_no": draw(CUSTOMERS),
        "issue_date": draw(DAYS),
        "currency": currency,
        "amount": -amount if kind == "credit_note" else amount * draw(st.integers(0, 1)),
    }
    return row | ({"due_date": draw(DAYS)} if draw(st.booleans()) else {})


@st.composite
def _books(draw: st.DrawFn) -> dict[str, list[Row]]:
    invoices = [draw(_documents(n)) for n in range(draw(st.integers(1, 6)))]
    instalments = [
        {
            "class": row["class"],
            "invoice_no": row["invoice_no"],
            "instalment_no": f"{n}",
            "due_date": draw(DAYS),
            "amount": draw(_amounts(row["currency"])),
        }
        for row in invoices
        for n in range(draw(st.sampled_from([0, 0, 2, 3])))
    ]
    payments = [
        {
            "payment_no": f"P{n}",
            "kind": draw(st.sampled_from(["payment", "payment", "refund", "payment_return"])),
            "customer_no": draw(CUSTOMERS),
            "payment_date": draw(DAYS),
            "currency": (currency := draw(CURRENCIES)),
            "amount": draw(_amounts(currency)),
        }
        for n in range(draw(st.integers(0, 4)))
    ]
    settlements = [
        {
            "settlement_no": f"S{n}",
            "kind": draw(st.sampled_from(["cash_discount", "write_off", "rounding"])),
            "customer_no": draw(CUSTOMERS),
            "settled_on": draw(DAYS),
            "currency": (currency := draw(CURRENCIES)),
            "amount": draw(_amounts(currency)),
        }
        for n in range(draw(st.integers(0, 2)))
    ]
    givers = [("payment", row["payment_no"]) for row in payments]
    givers += [("credit_note", r["invoice_no"]) for r in invoices if r["class"] == "credit_note"]
    givers += [("settlement", row["settlement_no"]) for row in settlements]
    takers = [(r["class"], r["invoice_no"]) for r in invoices if r["class"] != "credit_note"]
    takers += [(r["kind"], r["payment_no"]) for r in payments if r["kind"] != "payment"]
    allocations = []
    for n in range(draw(st.integers(0, 8)) if givers and takers else 0):
        source, target = draw(st.sampled_from(givers)), draw(st.sampled_from(takers))
        row: dict[str, Any] = {
            "allocation_no": f"A{n}",
            "source_class": source[0],
            "source_no": source[1],
            "target_class": target[0],
            "target_no": target[1],
            "amount": Decimal(draw(st.integers(1, 400))) / 100,
        }
        optional = {
            "applied_on": DAYS,
            "source_amount": st.integers(1, 400).map(lambda n: Decimal(n) / 100),
            "instalment_no": st.sampled_from(["0", "1", "9"]),
        }
        for name, values in optional.items():
            if draw(st.booleans()):
                row[name] = draw(values)
        allocations.append(row)
    return {
        "invoices": invoices,
        "instalments": instalments,
        "payments": payments,
        "settlements": settlements,
        "allocations": allocations,
    }


OPEN = """
    select i.customer_no, i.currency, i.document_no, i.instalment_no, i.due_date, sum(e.amount)
    from item_events e join items i using (item_id)
    where e.event_date <= cast($day as date) and e.closed_on > cast($day as date)
    group by i.customer_no, i.currency, i.document_no, i.instalment_no, i.due_date
    having sum(e.amount) <> 0
"""
BALANCE = """
    select customer_no, currency, balance from daily_balance
    where balance_date <= cast($day as date) and until > cast($day as date)
"""
AGEING = """
    select e.customer_no, e.currency, b.bucket, sum(e.amount)
    from item_events e
    join rules.buckets b
        on case when e.due_date is null then b.position = 6
            else b.position < 6
                and cast($day as date) - e.due_date >= coalesce(b.first_day, -99999)
                and cast($day as date) - e.due_date <= coalesce(b.last_day, 99999)
        end
    where e.event_date <= cast($day as date) and e.closed_on > cast($day as date)
    group by e.customer_no, e.currency, b.bucket
    having sum(e.amount) <> 0
"""


def _keyed(found: list[tuple[Any, ...]]) -> dict[tuple[Any, ...], Decimal]:
    return {row[:-1]: row[-1] for row in found}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(books=_books(), days=st.lists(DAYS, min_size=3, max_size=3))
def test_rules_8_to_13_any_ledger_at_any_date_is_what_a_plain_loop_says(
    books: dict[str, list[Row]], days: list[date]
) -> None:
    con = built(**books)
    ledger = plain(books)

    for day in [*days, FIRST + timedelta(days=400)]:
        balances = _keyed(rows(con, BALANCE, day=day))
        ageing = _keyed(rows(con, AGEING, day=day))
        assert _keyed(rows(con, OPEN, day=day)) == ledger.open_items(day)
        assert balances == ledger.balances(day)
        assert ageing == ledger.ageing(day)
        for account, balance in balances.items():
            assert balance == sum(a for key, a in ageing.items() if key[:2] == account)
    checks.run(con)
