"""One balance, five ways, for every account and currency on sixty days drawn by chance (rule 10).

The figure of the page, its open items, its buckets and the statement's closing balance come from
the same functions as on every page; the fifth is hledger's, from the source files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import polars as pl
import pytest

from etl.demo import generate
from etl.load import load
from etl.mapping_file import find
from saldo import settings
from saldo.reporting import Books, Filters
from saldo.reporting.balances import ageing, balance, open_items, statement
from saldo.warehouse import Scope, current
from tests import hledger
from tests.hledger import Balances, needs_hledger

pytestmark = needs_hledger
UNTIL = date(2026, 11, 20)
DAYS = 60
SHARED = settings.read().shared / "data"
EVERYONE = Scope.everything("the test compares every account")


def test_the_demos_balances_tie_five_ways(tmp_path: Path) -> None:
    demo = tmp_path / "files"
    generate(demo, customers=24, until=UNTIL, extra_currencies=("JPY", "KWD"))
    home = settings.read(tmp_path / "home")
    load(home, [demo])

    _compare(Books(current(home.home)), hledger.canonical_entries(demo), tmp_path)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("ibm_ar", hledger.ibm_ar_entries),
        ("online_retail", hledger.online_retail_entries),
    ],
)
def test_the_balances_of_real_files_tie_five_ways(
    tmp_path: Path, name: str, entries: Callable[[Path], Iterator[hledger.Entry]]
) -> None:
    home = settings.read(tmp_path / "home")
    load(home, [SHARED / name], mapping=find(name))

    _compare(Books(current(home.home)), entries(SHARED / name), tmp_path)


def _compare(books: Books, entries: Iterator[hledger.Entry], tmp_path: Path) -> None:
    told = hledger.balances(entries, tmp_path / "ledger.journal")
    days = Random(7).sample(sorted(told), min(DAYS, len(told)))

    for day in days:
        for way, ours in _ways(books, day).items():
            assert ours == told[day], f"{way} on {day}"
    assert max(len(told[day]) for day in days) > 10


def _ways(books: Books, day: date) -> dict[str, Balances]:
    """The balances other than nought, by account and currency, counted each way."""
    filters = Filters(as_of=day)
    lines = statement(books, EVERYONE, Filters(as_of=day, start=day, end=day))
    closing = lines.filter(pl.col("line_kind") == "closing")
    return {
        "balance": _by_account(balance(books, EVERYONE, filters), "balance"),
        "open items": _by_account(open_items(books, EVERYONE, filters), "open_amount"),
        "buckets": _by_account(ageing(books, EVERYONE, filters), "amount"),
        "statement": _by_account(closing, "balance"),
    }


def _by_account(rows: pl.DataFrame, column: str) -> Balances:
    sums = rows.group_by("customer_no", "currency").agg(pl.col(column).sum())
    found: dict[tuple[str, str], Decimal] = {
        (customer, currency): amount for customer, currency, amount in sums.iter_rows()
    }
    return {account: amount for account, amount in found.items() if amount}
