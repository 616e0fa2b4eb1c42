"""The billing check's models: the demo's truth, hand-computed cases, odd data, the rule itself."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saldo.ledger.billing_check import Earlier, Line, Machine, Reason, Verdict, check
from saldo.ledger.charge_periods import Terms, price
from saldo.ledger.indexation import Clause
from saldo.ledger.months import add_months
from saldo.ledger.notice import liability_end
from tests.billing_cases import CASES, DATA_END, Case
from tests.billing_page import PAGE, page
from tests.demo_books import UNTIL, demo_books, money
from tests.demo_warehouse import demo_warehouse
from tests.staging import built, rows, texts

MODELS = ("billing_check", "unbilled_periods", "unnoticed_removals")
FOUND = """
    select outcome, invoice_no, correct_amount, claim_amount, earlier_no, serial_no
    from billing_check
    union all
    select 'never_billed', null, sum(expected_amount), 0, null, serial_no
    from unbilled_periods group by serial_no
    union all
    select 'removed_without_notice', null, monthly_amount, 0, null, serial_no
    from unnoticed_removals
    where from_on <= cast($day as date) and to_on > cast($day as date)
        and (noticed_on is null or noticed_on > cast($day as date))
        and (liable_to is null or liable_to > cast($day as date))
"""


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_rule_27_the_demo_gives_every_planted_trouble_to_the_ore_and_nothing_else(
    seed: int,
) -> None:
    foreign = ("JPY", "KWD")
    truth = demo_books(seed=seed, extra_currencies=foreign).truth["billing"]
    con = demo_warehouse(*MODELS, seed=seed, extra_currencies=foreign)

    found = [row for row in rows(con, FOUND, day=UNTIL) if row[0] != "correct"]

    planted = [
        (
            row["outcome"],
            row["invoice_no"] or None,
            money(row["correct_amount"] or row["expected_amount"] or row["monthly_amount"]),
            money(row["claim_amount"]),
            row["serial_no"],
        )
        for row in truth
    ]
    assert len({outcome for outcome, *_ in planted}) == 8
    key = str
    assert sorted(((*row[:4], row[5]) for row in map(_exact, found)), key=key) == sorted(
        map(_exact, planted), key=key
    )


def _exact(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Amounts with four decimals, so that they read alike."""
    return tuple(f"{cell:.4f}" if isinstance(cell, Decimal | int) else cell for cell in row)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rule_27_a_case_computed_by_hand(case: Case) -> None:
    con = built(wanted=MODELS, **case.tables)

    told = texts(
        con,
        "select outcome, invoice_no, correct_amount, claim_amount, earlier_no"
        f" from ({FOUND}) order by invoice_no nulls first, serial_no",
        day=DATA_END,
    )

    others = [row for row in told if not row.startswith("correct ")]
    assert tuple(told if case.name == "correct" else others) == case.expected


def test_the_page_of_examples_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def judged(case: Case, **tables: Any) -> list[str]:
    """Outcome, reason and claim of each line of a case with other tables."""
    con = built(wanted=MODELS, **(case.tables | tables))
    return texts(
        con,
        "select outcome, reason, claim_amount from billing_check order by serial_no, invoice_no",
    )


TWICE = next(case for case in CASES if case.name == "billed_twice")
DEAR = next(case for case in CASES if case.name == "price_differs")
LATE = next(case for case in CASES if case.name == "billed_after_end")
KNOWN = "serial_no customer_no installed_on removed_on contract_no\n"


@pytest.mark.parametrize(
    ("registered", "billed"),
    [("AB-10", "ab 10"), ("0010", "10"), ("AO1", "A01"), ("X1", "x1")],
)
def test_another_spelling_of_a_serial_number_is_said_and_not_claimed(
    registered: str, billed: str
) -> None:
    con = built(
        wanted=MODELS,
        machines=[{"serial_no": registered, "customer_no": "C1", "installed_on": "2025-01-01"}],
        invoices=[
            {"invoice_no": "F1", "customer_no": "C1", "issue_date": "2026-04-01",
             "currency": "SEK", "amount": 1}
        ],
        invoice_lines=[{"invoice_no": "F1", "line_no": 1, "serial_no": billed, "net_amount": 1}],
    )  # fmt: skip

    told = rows(con, "select outcome, reason, like_serial, claim_amount from billing_check")
    assert told == [("unclear", "serial_spelling", registered, 0)]


def test_a_machine_at_another_account_is_said_without_a_word_about_it() -> None:
    con = built(wanted=MODELS, **(DEAR.tables | {"machines": KNOWN + "S1 C2 2025-03-01 - K1"}))

    told = texts(
        con, "select outcome, reason, billable_from, model, claim_amount from billing_check"
    )
    assert told == ["unclear registered_elsewhere - - 0"]


@pytest.mark.parametrize(
    ("tables", "reason"),
    [
        ({"machine_moves": "serial_no moved_on kind\nS1 2025-03-01 install\nS1 2025-09-01 install"},
         "installed_twice"),
        ({"machines": KNOWN + "S1 C1 2025-03-01 2025-02-01 K1"}, "removed_before_installed"),
        ({"machines": KNOWN + "S1 C1 2025-03-01 - K1\ns1 C1 2025-03-01 - K1"}, "serial_spelling"),
        ({"contract_charges": "contract_no charge_no serial_no amount start_on\n"
          "K1 1 S1 310 2025-03-01\nK2 1 S1 310 2025-06-01",
          "contracts": "contract_no customer_no currency start_on end_on renews\n"
          "K1 C1 SEK 2025-01-01 2026-12-31 true\nK2 C1 SEK 2025-01-01 2026-12-31 true"},
         "overlapping_contracts"),
        ({"contract_charges": "contract_no charge_no serial_no amount start_on\n"
          "K1 1 S1 310 2025-03-01\nK1 2 S1 99 2025-03-01"}, "several_charges"),
        ({"contract_charges": "contract_no charge_no serial_no amount start_on\n"
          "K1 1 S2 310 2025-03-01"}, "no_charge"),
        ({"contracts": "contract_no customer_no currency start_on\nK9 C1 SEK 2025-01-01"},
         "no_contract"),
        ({"contracts": "contract_no customer_no currency start_on renews\n"
          "K1 C1 EUR 2025-01-01 true"},
         "other_currency"),
        ({"contract_clauses": "contract_no clause_no kind index_name base_month first_on\n"
          "K1 1 index KPI 2024-10-01 2026-01-01",
          "index_values": "index_name month value\nKPI 2024-10-01 100\nKPI 2025-12-01 103"},
         "index_missing"),
    ],
)  # fmt: skip
def test_odd_data_is_said_and_not_claimed(tables: dict[str, str], reason: str) -> None:
    assert judged(DEAR, **tables) == [f"unclear {reason} 0"]


def test_a_line_without_a_period_is_said_and_not_claimed() -> None:
    lines = "invoice_no line_no serial_no contract_no net_amount\nF1 1 S1 K1 330.46"

    assert judged(DEAR, invoice_lines=lines) == ["unclear no_period 0"]


@pytest.mark.parametrize(
    ("credit", "told"),
    [
        ("credit_note G1 C1 2026-06-10 SEK -317.75 F2", "correct - 0"),
        ("credit_note G1 C1 2026-06-10 SEK -100 F2", "unclear credit_unplaced 0"),
    ],
)  # fmt: skip
def test_a_credit_note_for_an_invoice_takes_off_its_lines(credit: str, told: str) -> None:
    """Rule 27: what was credited is not claimed again; what cannot be placed is said."""
    invoices = LATE.tables["invoices"].strip().splitlines()[1:]
    table = ["class invoice_no customer_no issue_date currency amount original_no"]
    table += [f"invoice {row} -" for row in invoices if row.strip()]

    assert judged(LATE, invoices="\n".join([*table, credit])) == [
        "billed_after_end - 215.25",
        told,
    ]


def test_a_credit_line_for_a_machine_takes_off_the_line_of_its_period() -> None:
    invoices = """
        class       invoice_no customer_no issue_date currency amount
        invoice     F1         C1          2026-04-01 SEK      317.75
        invoice     F2         C1          2026-05-01 SEK      317.75
        credit_note G1         C1          2026-05-09 SEK      -317.75"""
    lines = """
        class       invoice_no line_no serial_no contract_no service_start service_end net_amount
        invoice     F1         1       S1        K1          2026-04-01    2026-04-30  317.75
        invoice     F2         1       S1        K1          2026-04-01    2026-04-30  317.75
        credit_note G1         1       S1        K1          2026-04-01    2026-04-30  -317.75"""

    assert judged(TWICE, invoices=invoices, invoice_lines=lines) == ["correct - 0", "correct - 0"]


def test_a_cancelled_invoice_bills_nothing() -> None:
    """Rule 6."""
    invoices = """
        invoice_no customer_no issue_date currency amount
        F1         C1          2026-04-01 SEK      0
        F2         C1          2026-05-01 SEK      317.75"""

    assert judged(TWICE, invoices=invoices) == ["correct - 0"]


# Any books: the models say what the rule says.

FIRST = date(2025, 1, 1)
_days = st.integers(0, 700).map(lambda days: FIRST + timedelta(days=days))


@st.composite
def _machines(draw: st.DrawFn, number: int) -> dict[str, Any]:
    starts = [add_months(FIRST, months) for months in range(24)]
    bills = []
    for _ in range(draw(st.integers(0, 4))):
        first = draw(st.sampled_from(starts) | _days)
        months = draw(st.sampled_from([1, 1, 3, 4]))
        last = draw(st.just(add_months(first, months) - timedelta(1)) | _days)
        credited = draw(st.sampled_from([0, 0, 0, 1, 2]))
        bills.append((draw(_days), first, max(first, last), draw(st.integers(0, 3)), credited))
    return {
        "serial": f"S{number}",
        "installed": draw(st.none() | _days | st.just(FIRST)),
        "removed": draw(st.none() | _days),
        "noticed": draw(st.none() | _days),
        "start": draw(st.sampled_from(starts)),
        "amount": Decimal(draw(st.integers(1, 99_999))) / 100,
        "bills": bills,
    }


def _fixed() -> st.SearchStrategy[Clause]:
    return st.builds(Clause, _days, fixed_percent=st.decimals(-3, 9, places=2))


def _indexed() -> st.SearchStrategy[Clause]:
    """By an index that lacks a month now and then, between bounds or free."""
    bound = st.none() | st.decimals(1, 5, places=1)
    return st.builds(
        Clause, _days, st.just("KPI"), st.just(FIRST), st.integers(0, 3), st.none(), bound,
        st.none() | st.decimals(0, 1, places=1),
    )  # fmt: skip


@st.composite
def _books(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "currency": draw(st.sampled_from(["SEK", "JPY", "KWD"])),
        "months": draw(st.sampled_from([1, 1, 3])),
        "start": draw(st.sampled_from([FIRST, date(2024, 11, 30), date(2024, 6, 15)])),
        "month_end": draw(st.booleans()),
        "clause": draw(st.one_of(_fixed(), _indexed())),
        "index": {
            month: Decimal(value)
            for month in (add_months(FIRST, number) for number in range(-6, 26))
            if (value := draw(st.integers(95, 125))) % 7 or month == FIRST
        },
        "machines": [draw(_machines(number)) for number in range(8)],
    }


def _terms(books: dict[str, Any], machine: dict[str, Any]) -> Terms:
    return Terms(
        books["currency"], machine["amount"], books["months"], books["start"], machine["start"],
        (books["clause"],), {"KPI": books["index"]},
    )  # fmt: skip


def _lines(books: dict[str, Any]) -> list[dict[str, Any]]:
    """What is billed: the contract's price, something else, a half of it, or nothing like it."""
    lines = []
    for machine in books["machines"]:
        for issued, first, last, manner, credited in machine["bills"]:
            right = price(_terms(books, machine), (first, last))
            net = [right, right + 1, round(right / 2), Decimal(7)][manner]
            if net > 0:
                taken = [Decimal(0), net, min(net, Decimal(1))][credited]
                lines.append(
                    {
                        "machine": machine,
                        "issued": issued,
                        "days": (first, last),
                        "net": net,
                        "credited": taken,
                    }
                )
    for number, line in enumerate(sorted(lines, key=lambda each: each["issued"])):
        line["no"] = f"F{number:03d}"
    return sorted(lines, key=lambda each: each["no"])


def _warehouse(books: dict[str, Any], lines: list[dict[str, Any]]) -> duckdb.DuckDBPyConnection:
    clause, machines = books["clause"], books["machines"]
    return built(
        loaded_on=date(2027, 6, 30),
        wanted=MODELS,
        contracts=[{
            "contract_no": "K1", "customer_no": "C1", "currency": books["currency"],
            "start_on": books["start"], "renews": "true", "notice_months": 2,
            "liability": "month_end" if books["month_end"] else "day",
        }],
        contract_clauses=[{
            "contract_no": "K1", "clause_no": 1, "first_on": clause.first_on,
            "kind": "index" if clause.index_name else "fixed", "lag_months": clause.lag_months,
        } | {name: value for name, value in {
            "fixed_percent": clause.fixed_percent, "index_name": clause.index_name,
            "base_month": clause.base_month, "cap_percent": clause.cap_percent,
            "floor_percent": clause.floor_percent,
        }.items() if value is not None}],
        index_values=[
            {"index_name": "KPI", "month": month, "value": value}
            for month, value in books["index"].items()
        ],
        contract_charges=[{
            "contract_no": "K1", "charge_no": m["serial"], "serial_no": m["serial"],
            "amount": m["amount"], "period_months": books["months"], "start_on": m["start"],
        } for m in machines],
        contract_notices=[{
            "contract_no": "K1", "notice_no": m["serial"], "serial_no": m["serial"],
            "given_on": m["noticed"],
        } for m in machines if m["noticed"]],
        machines=[{name: value for name, value in {
            "serial_no": m["serial"], "customer_no": "C1", "contract_no": "K1",
            "installed_on": m["installed"], "removed_on": m["removed"],
        }.items() if value} for m in machines],
        invoices=[{
            "invoice_no": line["no"], "customer_no": "C1", "issue_date": line["issued"],
            "currency": books["currency"], "amount": line["net"],
        } for line in lines] + [{
            "class": "credit_note", "invoice_no": f"G{line['no']}", "customer_no": "C1",
            "issue_date": date(2027, 5, 1), "currency": books["currency"],
            "amount": -line["credited"], "original_no": line["no"],
        } for line in lines if line["credited"]],
        invoice_lines=[{
            "invoice_no": line["no"], "line_no": 1, "serial_no": line["machine"]["serial"],
            "contract_no": "K1", "service_start": line["days"][0], "service_end": line["days"][1],
            "net_amount": line["net"],
        } for line in lines] + [{
            "class": "credit_note", "invoice_no": f"G{line['no']}", "line_no": 1,
            "serial_no": line["machine"]["serial"], "net_amount": -line["credited"],
        } for line in lines if line["credited"]],
    )  # fmt: skip


def _ruled(books: dict[str, Any], lines: list[dict[str, Any]]) -> dict[str, Verdict]:
    """The rule, line by line in the order billed."""
    verdicts, earlier = {}, dict[str, list[Earlier]]()
    for line in lines:
        machine, terms = line["machine"], _terms(books, line["machine"])
        given, before = machine["noticed"], earlier.setdefault(machine["serial"], [])
        end = given and liability_end(given, 2, to_month_end=books["month_end"])
        odd = (
            machine["installed"]
            and machine["removed"]
            and machine["removed"] < machine["installed"]
        )
        doubt = Reason.removed_before_installed if odd else None
        state = Machine(machine["installed"], machine["removed"], given, end, doubt)
        billed = line["net"] - line["credited"]
        one = Line(billed, *line["days"], credited=line["credited"])
        verdicts[line["no"]] = check(one, state, terms, before)
        short = price(terms, line["days"]) - billed
        before.append(Earlier(line["days"], max(short, Decimal(0))))
    return verdicts


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(books=_books())
def test_rules_23_to_27_any_books_are_judged_by_the_models_as_by_the_rule(
    books: dict[str, Any],
) -> None:
    """Contracts, machines, notices, indexation, prorating, double billing and credits."""
    lines = _lines(books)
    con = _warehouse(books, lines)

    told = {
        no: (outcome, reason, correct, claim)
        for no, outcome, reason, correct, claim in rows(
            con,
            "select invoice_no, outcome, reason, correct_amount, claim_amount from billing_check",
        )
    }

    assert told == {
        no: (verdict.outcome, verdict.reason, verdict.correct, verdict.claim)
        for no, verdict in _ruled(books, lines).items()
    }
