"""A large demo: the scripted core, and plain trade of many accounts beside it."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from etl.demo import bulk, generate
from tests.demo_books import UNTIL, DemoBooks, by_key, demo_books, document_key, money, open_amounts

INVOICES = 9_000


@pytest.fixture(scope="module")
def books() -> DemoBooks:
    return demo_books(customers=150, invoices=INVOICES)


def test_a_large_demo_has_the_customers_and_invoices_asked_for(books: DemoBooks) -> None:
    assert len(books["customers"]) == 150
    assert len(books["invoices"]) == INVOICES


def test_more_invoices_than_the_core_writes_go_to_its_own_accounts(tmp_path: Path) -> None:
    made = generate(tmp_path, customers=24, invoices=8_000, until=UNTIL)
    assert made.rows["customers"] == 24
    assert made.rows["invoices"] == 8_000


def test_shares_are_skewed_and_add_up_to_every_invoice() -> None:
    counts = bulk.shares(1_000, 123_457)
    assert counts.sum() == 123_457
    assert counts[0] > 10 * counts[-1] > 0
    ranges = list(bulk.chunks(bulk.shares(10_000, 1_000_000)))
    assert [first for first, _ in ranges[1:]] == [last for _, last in ranges[:-1]]
    assert ranges[-1][1] == 10_000


def test_a_row_draws_the_same_numbers_whatever_stands_beside_it() -> None:
    chance = bulk.Chance(7)
    rows = np.arange(1_000, dtype=np.int64)
    drawn = chance.below(3, rows, 100)
    assert (chance.below(3, rows[500:], 100) == drawn[500:]).all()
    assert (chance.below(4, rows, 100) != drawn).any()
    assert 0 <= drawn.min() <= drawn.max() <= 99


def test_lines_and_vat_of_the_bulk_add_up(books: DemoBooks) -> None:
    """Rule 36."""
    lines = by_key(books["invoice_lines"], "class", "invoice_no")
    for row in books["invoices"]:
        own = lines[document_key(row)]
        assert sum(money(line["net_amount"]) for line in own) == money(row["net_amount"])
        assert sum(money(line["vat_amount"]) for line in own) == money(row["vat_amount"])
        assert money(row["net_amount"]) + money(row["vat_amount"]) == money(row["amount"])


def test_payments_of_the_bulk_leave_what_the_truth_says(books: DemoBooks) -> None:
    core = {f"{10_000 + index}" for index in range(1, 61)}
    owed: dict[str, Decimal] = {}
    left = open_amounts(books, UNTIL)
    for row in books["invoices"]:
        if row["customer_no"] not in core:
            place = row["customer_no"]
            owed[place] = owed.get(place, Decimal(0)) + left[document_key(row)]
            assert left[document_key(row)] >= 0
    named = {
        row["customer_no"]: money(row["balance"])
        for row in books.truth["balances"]
        if row["customer_no"] not in core
    }
    assert owed == named
    assert sum(owed.values()) > 0


def test_no_two_payments_carry_the_same_bank_reference(books: DemoBooks) -> None:
    """Rule 37."""
    seen = Counter(row["bank_reference"] for row in books["payments"])
    assert max(seen.values()) == 1


def test_an_order_line_of_the_bulk_is_promised_shipped_and_invoiced(books: DemoBooks) -> None:
    promised = by_key(books["promises"], "order_no", "line_no")
    events = by_key(books["delivery_events"], "order_no", "line_no")
    invoiced = {(row["order_no"], row["order_line_no"]) for row in books["invoice_lines"]}
    for row in books["order_lines"]:
        key = row["order_no"], row["line_no"]
        if row["order_no"].startswith("6"):
            assert key in invoiced
            assert {event["kind"] for event in events[key]} >= {"confirmed", "shipped"}
            dates = [promise["promised_on"] for promise in promised[key]]
            assert dates == sorted(dates)
            given = [promise["given_on"] for promise in promised[key]]
            assert len(given) == len(set(given))


def test_bulk_customers_carry_their_canaries(books: DemoBooks) -> None:
    canaries = {row["customer_no"]: row["canary"] for row in books.truth["canaries"]}
    assert len(set(canaries.values())) == 150
    for table in ("invoices", "orders"):
        for row in books[table]:
            assert canaries[row["customer_no"]] in row["buyer_reference"]
