"""Four ways to one balance; where one is off it is named with the difference (rule 10)."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from saldo.reporting import Books
from saldo.reporting.accounts import tie
from saldo.warehouse import Snapshot
from tests.marts import ACME, books_of, on, texts

DAY = on("2026-03-31")
WAYS = ("balance", "statement", "open_items", "buckets", "difference")


def _books(path: Path, *damage: str) -> Books:
    """Books whose tables somebody tampered with."""
    snapshot = books_of(
        path,
        invoices="""
            invoice_no customer_no issue_date due_date currency amount
            F1 C1 2026-01-10 2026-02-09 SEK 100
            F2 C1 2026-03-10 2026-04-09 SEK 50
            E1 C1 2026-03-10 2026-04-09 EUR 7""",
        payments="""
            payment_no customer_no payment_date currency amount
            P1 C1 2026-03-20 SEK 30""",
        allocations="""
            allocation_no source_no target_no amount
            A1 P1 F1 20""",
    ).snapshot
    snapshot.close()
    with duckdb.connect(str(snapshot.path)) as con:
        for sql in damage:
            con.execute(sql)
    return Books(Snapshot(snapshot.path))


def test_all_four_ways_come_to_the_same(tmp_path: Path) -> None:
    assert texts(tie(_books(tmp_path), ACME, DAY), *WAYS) == ["7 7 7 7 0", "120 120 120 120 0"]


@pytest.mark.parametrize(
    ("damage", "counted"),
    [
        ("update daily_balance set balance = balance + 5", "125 120 120 120 5"),
        ("delete from ledger_entries where document_no = 'F2'", "120 70 120 120 50"),
        ("delete from item_events where document_no = 'F2'", "120 120 70 70 50"),
        ("update item_events set amount = amount - 1 where amount = 50", "120 120 119 119 1"),
    ],
)
def test_the_way_that_is_off_is_named_with_the_difference(
    tmp_path: Path, damage: str, counted: str
) -> None:
    answer = tie(_books(tmp_path, damage), ACME, DAY)

    assert texts(answer.filter(currency="SEK"), *WAYS) == [counted]
