"""Breaking: every domain rule is broken once, and a test has to see it.

`python -m tests.breaking` works on a copy of the tree; `python -m tests.breaking 8 14` breaks these
rules only. It prints one line per break and ends with 1 where a test saw nothing.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_COPIED = ("saldo", "etl", "tests", "pages", "app.py", "pyproject.toml", ".streamlit", "static")
_MARTS = "etl/models/marts"
_SQL = "saldo/reporting/sql"
# Until when a dispute stands, at the desk and in the source.
_STANDS = """
    join scope using (customer_no)
    where d.opened_on <= $as_of and (d.closed_on is null or d.closed_on {} $as_of)"""
# How the newest version of an invoice is found: among the rows of one key.
_VERSIONS = """    select {key}
    from staging.invoices
    group by {key}
    {repeated}
),

versions as (
    select *, row_number() over (
        partition by {key}
"""


@dataclass(frozen=True, slots=True)
class Break:
    """One way to break a rule: what stands in a file, what is put there, the test that sees it."""

    rule: int
    says: str
    file: str
    old: str
    new: str
    test: str


BREAKS = (
    Break(
        1,
        "rounding to the even neighbour",
        "saldo/ledger/money.py",
        "rounding=ROUND_HALF_UP",
        'rounding="ROUND_HALF_EVEN"',
        "tests/test_ledger_money.py",
    ),
    Break(
        1,
        "yen with two decimals",
        "saldo/ledger/money.py",
        '0: "BIF CLP',
        '2: "BIF CLP',
        "tests/test_ledger_money.py",
    ),
    Break(
        2,
        "the days of all currencies in one row of balances",
        f"{_MARTS}/daily_balance.sql",
        "window account as (partition by customer_no, currency order by balance_date)",
        "window account as (partition by customer_no order by balance_date)",
        "tests/test_rules_ledger.py::test_rule_2_currencies_are_never_added_together",
    ),
    Break(
        2,
        "an unrealised difference with the wrong sign",
        "saldo/reporting/valuation.py",
        "round_amount(exact - booked, into)",
        "round_amount(booked - exact, into)",
        "tests/test_reporting_valuation.py",
    ),
    Break(
        3,
        "a date moved by its offset",
        "etl/dates.py",
        "try_cast(left({text}, 10) as date)",
        "try_cast({text} as timestamptz)::date",
        "tests/test_etl_reading.py::test_a_date_is_taken_as_written",
    ),
    Break(
        4,
        "a refund that lowers what is owed",
        "saldo/ledger/entries.py",
        '"refund": 1',
        '"refund": -1',
        "tests/test_rules_ledger.py::test_rule_4_every_kind_of_entry_has_its_sign",
    ),
    Break(
        5,
        "a credit note that takes the place of the invoice with its number",
        "etl/models/staging/invoices.sql",
        _VERSIONS.format(key="company_no, class, invoice_no", repeated="having count(*) > 1"),
        _VERSIONS.format(key="company_no, invoice_no", repeated="having count(*) > 0").replace(
            "select company_no,", "select company_no, unnest(list(class)) as class,"
        ),
        "tests/test_rules_ledger.py -k rule_5",
    ),
    Break(
        6,
        "the oldest version wins",
        "etl/models/staging/invoices.sql",
        "_load desc, _file desc",
        "_load, _file desc",
        "tests/test_rules_ledger.py -k rule_6",
    ),
    Break(
        7,
        "known-at that knows what came later",
        "saldo/warehouse/known.py",
        'f" where _load <= {int(load_no)}"',
        'f" where _load >= {int(load_no) - int(load_no)}"',
        "tests/test_etl_load.py -k history_stays",
    ),
    Break(
        8,
        "an allocation effective as soon as one of its documents is there",
        f"{_MARTS}/drawn_allocations.sql",
        "        greatest(\n            s.issue_date, t.issue_date,",
        "        least(\n            s.issue_date, t.issue_date,",
        "tests/test_rules_ledger.py -k rule_8",
    ),
    Break(
        8,
        "what is settled on the day still open on it",
        f"{_SQL}/open_amounts.sql",
        "event_date <= $as_of and closed_on > $as_of",
        "event_date < $as_of and closed_on >= $as_of",
        "tests/test_reporting_balances.py",
    ),
    Break(
        9,
        "open credits that are hidden",
        f"{_SQL}/open_amounts.sql",
        "having sum(item_events.amount) <> 0",
        "having sum(item_events.amount) > 0",
        "tests/test_reporting_balances.py",
    ),
    Break(
        10,
        "a proof that never finds a difference",
        "saldo/reporting/accounts.py",
        "pl.max_horizontal(*WAYS) - pl.min_horizontal(*WAYS)",
        "pl.max_horizontal(*WAYS) - pl.max_horizontal(*WAYS)",
        "tests/test_reporting_tie.py",
    ),
    Break(
        11,
        "due on the day is overdue",
        "saldo/ledger/ageing.py",
        'NOT_DUE = Bucket("not_due", 0, None, 0)',
        'NOT_DUE = Bucket("not_due", 0, None, -1)',
        "tests/test_ledger_ageing.py",
    ),
    Break(
        11,
        "overdue from the due date on in the first figure",
        f"{_SQL}/summary.sql",
        "filter (due_date < $as_of) as overdue,",
        "filter (due_date <= $as_of) as overdue,",
        "tests/test_reporting_accounts.py",
    ),
    Break(
        12,
        "a transfer that does not net to zero",
        f"{_MARTS}/paired_items.sql",
        "        -moved as amount",
        "        moved as amount",
        "tests/test_rules_settling.py -k rule_12",
    ),
    Break(
        12,
        "a credit that settles an invoice of a sister account",
        "saldo/ledger/settling.py",
        "waiting[debt.account, name].append(debt)",
        'waiting[("C1", "SEK"), name].append(debt)',
        "tests/test_ledger_settling.py",
    ),
    Break(
        13,
        "terms that are forgotten where there is no due date",
        f"{_MARTS}/source_items.sql",
        "i.issue_date + coalesce(c.terms_days, 0)",
        "i.issue_date",
        "tests/test_rules_settling.py -k rule_13",
    ),
    Break(
        13,
        "the last instalment settled first",
        f"{_MARTS}/placed_allocations.sql",
        "partition by document_id order by item_id\n",
        "partition by document_id order by item_id desc\n",
        "tests/test_rules_settling.py -k rule_13",
    ),
    Break(
        14,
        "a dispute of ours that still stands on the day it is closed",
        f"{_SQL}/standing_disputes.sql",
        f"desk_disputes d{_STANDS.format('>')}",
        f"desk_disputes d{_STANDS.format('>=')}",
        "tests/test_reporting_disputes.py",
    ),
    Break(
        14,
        "a dispute of the source that still stands on the day it is closed",
        f"{_SQL}/standing_disputes.sql",
        f"from disputes d{_STANDS.format('>')}",
        f"from disputes d{_STANDS.format('>=')}",
        "tests/test_reporting_disputes.py",
    ),
    Break(
        14,
        "more disputed than is open",
        f"{_SQL}/disputed_documents.sql",
        "least(open_amount, claimed)",
        "claimed",
        "tests/test_reporting_disputes.py",
    ),
    Break(
        15,
        "a payment date after the due date",
        "saldo/ledger/calendar.py",
        "        due -= _DAY",
        "        due += _DAY",
        "tests/test_ledger_calendar.py",
    ),
    Break(
        15,
        "a changed account that is used silently",
        f"{_SQL}/payables.sql",
        "when used is not null and not list_contains(used, account) then latest",
        "when used is not null and not list_contains(used, account) then null",
        "tests/test_reporting_pay.py",
    ),
    Break(
        15,
        "disputed amounts among what is to be paid",
        "saldo/reporting/pay.py",
        'rest = row["open_amount"] - disputed - credited',
        'rest = row["open_amount"] - credited',
        "tests/test_reporting_pay.py",
    ),
    Break(
        16,
        "an opening balance that holds the first day",
        f"{_SQL}/statement.sql",
        "sum(amount) filter (entry_date < $start)",
        "sum(amount) filter (entry_date <= $start)",
        "tests/test_reporting_balances.py",
    ),
    Break(
        17,
        "early payments counted as late",
        "saldo/ledger/behaviour.py",
        "        return (paid - due).days\n",
        "        return abs((paid - due).days)\n",
        "tests/test_ledger_behaviour.py",
    ),
    Break(
        17,
        "days of every payment alike, whatever its amount",
        f"{_SQL}/behaviour.sql",
        "sum(amount * beyond)",
        "sum(beyond) * sum(amount) // count(*)",
        "tests/test_reporting_behaviour.py",
    ),
    Break(
        18,
        "a best possible DSO with what is overdue",
        "saldo/ledger/behaviour.py",
        "ratio((receivables - overdue) * WINDOW, billed)",
        "ratio(receivables * WINDOW, billed)",
        "tests/test_ledger_behaviour.py",
    ),
    Break(
        18,
        "a countback that counts whole months only",
        "saldo/ledger/behaviour.py",
        "Fraction(left) / Fraction(billed) * length",
        "length",
        "tests/test_ledger_behaviour.py",
    ),
)


def is_caught(tree: Path, each: Break) -> bool:
    """True where the test fails on a tree with this break; the tree is whole again after it."""
    path = tree / each.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(each.old, each.new, 1), encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-x",
        "-p",
        "no:xdist",
        "-p",
        "no:cacheprovider",
    ]
    try:
        ran = subprocess.run(
            [*command, *each.test.split()], cwd=tree, capture_output=True, check=False
        )
    finally:
        path.write_text(whole, encoding="utf-8")
    return ran.returncode == 1


def copy_of_the_tree(target: Path) -> Path:
    """What the tests need of the tree, copied."""
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            left_out = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, target / name, ignore=left_out)
        else:
            shutil.copy2(source, target / name)
    return target


def main(wanted: Sequence[str]) -> int:
    """Break what is wanted (all where nothing is named); 1 where a break was not seen."""
    chosen = [each for each in BREAKS if not wanted or str(each.rule) in wanted]
    missed = 0
    with tempfile.TemporaryDirectory(prefix="saldo-breaking-") as folder:
        tree = copy_of_the_tree(Path(folder))
        for each in chosen:
            caught = is_caught(tree, each)
            missed += not caught
            print(
                f"rule {each.rule:>2}  {'caught' if caught else 'NOT SEEN'}  {each.says}",
                flush=True,
            )
    print(f"{len(chosen) - missed} of {len(chosen)} breaks were seen by a test")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
