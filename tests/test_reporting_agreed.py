"""Contracts and machines as questions: terms, money at stake, cover, cost, who sees what."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from saldo.ledger.indexation import Clause, price_factor, price_steps
from saldo.reporting import Books, machines, one_contract
from saldo.reporting.contracts import (
    contract_counts,
    contract_deadlines,
    contracts,
    notice_deadlines,
)
from saldo.reporting.machines import MachineKey
from saldo.reporting.one_contract import ContractKey
from saldo.warehouse import Scope
from tests.agreed_books import TABLES, snapshot
from tests.marts import ACME, on, texts, with_desk

DAY = on("2026-06-15")
K1 = ContractKey("1", "K1")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    return with_desk(snapshot(tmp_path_factory.mktemp("agreed")))


def other(tmp_path: Path, **tables: str) -> Books:
    return with_desk(snapshot(tmp_path, **tables))


def test_each_contract_says_how_it_stands_until_when_and_by_when_to_give_notice(
    books: Books,
) -> None:
    """Rule 25: K1 by 2026-09-30; K2 ends by itself; a month's notice of K3 reaches 15 July."""
    rows = contracts(books, ACME, DAY)

    assert texts(rows, "contract_no", "state", "term_end", "last_notice_day", "renewed_to") == [
        "K1 renewing 2026-12-31 2026-09-30 2027-12-31",
        "K3 open_ended 2026-07-15 - -",
        "K2 fixed_term 2026-07-31 - -",
        "K4 ended 2025-12-31 - -",
    ]


def test_money_of_a_contract_to_the_coin(books: Books) -> None:
    """Rules 23, 24: the prices of K1 are × 1.02 × 1.03 (the cap wins); half of June is left.

    310, 200 and 100 become 325.69, 210.12 and 105.06 a month; of June what is reached at its end
    less what was reached by the 15th: 162.84, 105.06 and 52.53. From 2027 on × 1.03 once more.
    """
    row = contracts(books, ACME, DAY).filter(contract_no="K1").row(0, named=True)
    month = Decimal("325.69") + Decimal("210.12") + Decimal("105.06")
    left = Decimal("162.84") + Decimal("105.06") + Decimal("52.53")
    later = Decimal("335.46") + Decimal("216.42") + Decimal("108.21")

    assert row["monthly_amount"] == month == Decimal("640.87")
    assert row["committed"] == 6 * month + left
    assert row["renewal_cost"] == 12 * later
    assert (row["billed"], row["billed_year"]) == (500, 500)
    assert (row["machines"], row["sites"]) == (3, 2)


@pytest.mark.parametrize("day", ["2026-06-15", "2026-06-30"])
def test_what_is_committed_is_what_the_budget_knows(books: Books, day: str) -> None:
    """Rule 30: this month's rest and the known months of the budget, contract by contract."""
    months = one_contract.months(books, ACME, on(day), K1)
    row = contracts(books, ACME, on(day)).filter(contract_no="K1").row(0, named=True)

    known = months.filter(part="known")["amount"].sum()
    left = {"2026-06-15": row["monthly_amount"], "2026-06-30": 0}[day]
    assert abs(row["committed"] - known - Decimal(left) / 2) <= Decimal("0.02")
    assumed = months.filter(part="assumed", month=date(2027, 3, 1))["amount"].sum()
    assert assumed * 12 == row["renewal_cost"]


def test_past_its_last_notice_day_a_contract_is_committed_to_a_year_more(books: Books) -> None:
    row = contracts(books, ACME, on("2026-10-01")).filter(contract_no="K1").row(0, named=True)

    assert (row["term_end"], row["last_notice_day"]) == (date(2027, 12, 31), date(2027, 9, 30))


def test_deadlines_of_the_year_come_by_money_at_stake_and_those_near_by_day(books: Books) -> None:
    year = contract_deadlines(books, ACME, DAY)

    assert texts(year, "contract_no", "last_notice_day", "days_left") == ["K1 2026-09-30 107"]
    assert year["renewal_cost"].item() == contracts(books, ACME, DAY)["renewal_cost"].max()
    assert notice_deadlines(books, ACME, DAY).is_empty()
    assert notice_deadlines(books, ACME, on("2026-09-01"))["contract_no"].to_list() == ["K1"]


def test_counts_are_the_rows_of_the_list(books: Books) -> None:
    rows, counts = contracts(books, ACME, DAY), contract_counts(books, ACME, DAY)

    assert texts(counts, "currency", "contracts", "current_ones", "notice", "ended") == [
        "SEK 4 3 1 1"
    ]
    assert counts["monthly_amount"].item() == rows["monthly_amount"].sum()
    assert counts["committed"].item() == rows["committed"].sum()
    for status, held in (("current", 3), ("notice", 1), ("ended", 1), ("all", 4)):
        assert contracts(books, ACME, on("2026-06-15", status=status)).height == held


def test_a_contract_is_found_by_its_machine_and_narrowed_by_site_and_category(
    books: Books,
) -> None:
    def numbers(**filters: str) -> list[str]:
        return contracts(books, ACME, on("2026-06-15", **filters))["contract_no"].to_list()

    assert numbers(search="a2") == numbers(site="N") == ["K1"]
    assert numbers(category="software") == ["K3", "K2"]


def test_a_foreign_contract_is_as_if_it_were_not_there(books: Books) -> None:
    """Rule 32."""
    foreign = ContractKey("1", "X1")

    assert one_contract.header(books, ACME, DAY, foreign).is_empty()
    assert one_contract.lines(books, ACME, DAY, foreign).is_empty()
    assert one_contract.months(books, ACME, DAY, foreign).is_empty()
    assert one_contract.price_history(books, ACME, DAY, foreign) == []
    assert machines.machine(books, ACME, DAY, MachineKey("1", "X9")).is_empty()
    assert machines.costs(books, ACME, DAY, MachineKey("1", "X9")).is_empty()


def test_rule_24_each_price_step_says_what_it_stood_on_and_which_bound_won() -> None:
    index = {date(2024, 1, 1): Decimal(100), date(2025, 1, 1): Decimal(102)}
    clause = Clause(
        date(2025, 1, 1), index_name="KPI", base_month=date(2024, 1, 1),
        cap_percent=Decimal(3), floor_percent=Decimal(1),
    )  # fmt: skip

    first, second = price_steps([clause], {"KPI": index}, date(2026, 6, 1))

    assert (first.factor, first.percent, first.held, first.lacking) == (
        Decimal("1.02"), Decimal("2.00"), None, False,
    )  # fmt: skip
    assert (second.factor, second.percent, second.held, second.lacking) == (
        Decimal("1.0302"), Decimal("1.00"), "floor", True,
    )  # fmt: skip
    assert second.factor == price_factor([clause], {"KPI": index}, date(2026, 6, 1))


def test_the_price_history_of_a_contract_is_its_clauses(books: Books) -> None:
    steps = one_contract.price_history(books, ACME, DAY, K1)

    assert [(str(step.changed_on), str(step.percent), step.held) for step in steps] == [
        ("2025-01-01", "2.00", None),
        ("2026-01-01", "3.00", "cap"),
        ("2027-01-01", "3.00", "cap"),
    ]


def test_machines_stand_where_their_moves_say_on_a_day(books: Books) -> None:
    def places(day: str) -> dict[str, str]:
        rows = machines.machines(books, ACME, on(day, status="installed"))
        return dict(rows.select("serial_no", "site_no").iter_rows())

    assert places("2026-06-15") == {"A1": "N", "A2": "S", "A3": "S"}
    assert places("2026-02-15") == {"A1": "N", "A2": "N", "A3": "S"}
    assert places("2026-01-15") == {"A1": "N", "A2": "N", "A3": "S", "A5": "N"}


def test_machines_say_cover_warranty_contract_service_and_what_an_uncovered_would_cost(
    books: Books,
) -> None:
    """A3 has none, and no currency to compare in."""
    rows = machines.machines(books, ACME, DAY).sort("serial_no")

    assert texts(rows, "serial_no", "status", "cover", "warranty", "contract_no") == [
        "A1 installed covered warranty_soon K1",
        "A2 installed cover_ending warranty_over K1",
        "A3 installed uncovered - -",
        "A4 not_installed - - -",
        "A5 removed - - -",
    ]
    a3 = rows.filter(serial_no="A3").row(0, named=True)
    assert (a3["estimate"], a3["estimated_from"], a3["comparable"]) == (None, None, None)
    a1 = rows.filter(serial_no="A1").row(0, named=True)
    assert (str(a1["last_service"]), str(a1["next_service"])) == ("2026-02-03", "2026-09-01")
    assert (a1["billed"], a1["monthly_amount"], a1["age_months"]) == (300, Decimal("325.69"), 29)


def test_an_estimate_needs_the_same_currency_and_never_reads_anothers_prices(
    tmp_path: Path,
) -> None:
    """Rules 2 and 32: with a currency A3 compares with A1 and A2, and never with X9's 999."""
    header, *rest = TABLES["machines"].strip().splitlines()
    told = "\n".join([f"{header} currency", *(f"{line} SEK" for line in rest)])
    books = other(tmp_path, machines=told)

    own = machines.maintenance(books, ACME, DAY).filter(serial_no="A3").row(0, named=True)

    assert (own["estimate"], own["estimated_from"], own["comparable"]) == (
        Decimal("210.12"), "own", 2,
    )  # fmt: skip


def test_the_tabs_of_machines_are_their_statuses(books: Books) -> None:
    def numbers(status: str) -> list[str]:
        rows = machines.machines(books, ACME, on("2026-06-15", status=status))
        return rows["serial_no"].sort().to_list()

    assert numbers("uncovered") == numbers("no_contract") == ["A3"]
    assert numbers("covered") == ["A1", "A2"]
    assert numbers("warranty") == ["A1"]
    assert numbers("removed") == ["A5"]


def test_a_machine_is_found_however_its_number_is_spelled(books: Books) -> None:
    for typed in ("a1", "A - 1", "0a1"):
        rows = machines.machines(books, ACME, on("2026-06-15", search=typed))
        assert rows["serial_no"].to_list() == ["A1"]


def test_cost_of_ownership_by_year_and_kind(tmp_path: Path) -> None:
    header, *rest = TABLES["machines"].strip().splitlines()
    told = "\n".join([f"{header} currency purchase_price", *(f"{r} SEK 9000" for r in rest)])
    books = other(tmp_path, machines=told)

    rows = machines.costs(books, ACME, DAY, MachineKey("1", "A1"))

    assert texts(rows, "year", "kind", "amount") == ["2024 purchase 9000", "2026 charges 300"]


BAD = """
    serial_no customer_no installed_on removed_on
    A1        C1          2025-01-01   -
    OA1       C1          2025-01-01   -
    0a1       C1          2025-01-01   -
    T1        C1          2025-01-01   -
    R1        C1          2025-05-01   2025-02-01
    D1        C1          2025-01-01   -"""


def test_bad_input_is_a_finding_in_words_and_no_guess(tmp_path: Path) -> None:
    """Spelling, installed twice, removed before installed, overlapping contracts, unregistered."""
    books = other(
        tmp_path,
        machines=BAD,
        machine_moves="""
            serial_no moved_on kind
            T1 2025-01-01 install
            T1 2025-03-01 install""",
        contract_charges="""
            contract_no charge_no amount start_on product_no serial_no
            K1 1 10 2025-01-01 P D1
            K3 1 10 2025-01-01 P D1
            K1 2 10 2025-01-01 P U1""",
        maintenance_coverage="serial_no start_on level\nA1 2025-01-01 Bas",
        service_visits="visit_no serial_no planned_on\n1 A1 2025-01-01",
        invoices="invoice_no customer_no issue_date currency amount\nF1 C1 2026-05-01 SEK 1",
        invoice_lines="invoice_no line_no net_amount\nF1 1 1",
    )

    found = machines.doubts(books, ACME, DAY)

    assert texts(found, "serial_no", "reason", "contracts", "like_serial") == [
        "T1 installed_twice - -",
        "U1 not_registered K1 -",
        "D1 overlapping_contracts K1, K3 -",
        "R1 removed_before_installed - -",
        "0a1 serial_spelling - A1",
        "A1 serial_spelling - 0a1",
        "OA1 serial_spelling - 0a1",
    ]
    assert machines.doubts(books, Scope(customers=("C2",)), DAY).is_empty()
