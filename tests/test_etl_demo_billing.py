"""Every charge of the demo is billed by its contract, but for the errors its truth lists."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from saldo.ledger.indexation import Clause, price_factor
from saldo.ledger.money import prorate
from saldo.ledger.months import add_months
from saldo.ledger.notice import liability_end
from tests.demo_books import UNTIL, DemoBooks, Row, by_key, day, demo_books, document_key, money

OUTCOMES = {
    "billed_after_end", "never_installed", "unknown_serial", "billed_twice", "price_differs",
    "correct_inside_notice", "never_billed", "removed_without_notice",
}  # fmt: skip
Verdict = tuple[str, Decimal]


@pytest.fixture(scope="module", params=[7, 8, 9])
def books(request: pytest.FixtureRequest) -> DemoBooks:
    return demo_books(seed=request.param, extra_currencies=("JPY", "KWD"))


class Check:
    """A plain billing check (rules 23 to 27) over the files alone, line by line."""

    def __init__(self, books: DemoBooks) -> None:
        self.contracts = {row["contract_no"]: row for row in books["contracts"]}
        self.charges = {
            (row["contract_no"], row["serial_no"]): row
            for row in books["contract_charges"]
            if row["serial_no"]
        }
        self.machines = {row["serial_no"]: row for row in books["machines"]}
        self.clauses = {row["contract_no"]: self._clause(row) for row in books["contract_clauses"]}
        self.index = {
            "LTI": {day(row["month"]): money(row["value"]) for row in books["index_values"]}
        }
        self.notices = {
            row["serial_no"]: day(row["given_on"])
            for row in books["contract_notices"]
            if row["serial_no"]
        }
        self.issued = {document_key(row): row["issue_date"] for row in books["invoices"]}
        self.lines = [row for row in books["invoice_lines"] if row["serial_no"]]
        self.lines.sort(key=lambda row: (self.issued[document_key(row)], row["invoice_no"]))

    @staticmethod
    def _clause(row: Row) -> Clause:
        percents = (
            money(row[name]) if row[name] else None
            for name in ("fixed_percent", "cap_percent", "floor_percent")
        )
        return Clause(
            day(row["first_on"]),
            row["index_name"] or None,
            day(row["base_month"]) if row["base_month"] else None,
            int(row["lag_months"] or 0),
            *percents,
        )

    def period(self, contract: Row, charge: Row, on: date) -> tuple[date, date]:
        """The charge period in which a day lies: counted from the contract's first day."""
        first, number = day(contract["start_on"]), 0
        step = int(charge["period_months"])
        while add_months(first, (number + 1) * step) <= on:
            number += 1
        return add_months(first, number * step), add_months(first, (number + 1) * step) - timedelta(
            1
        )

    def price(self, charge: Row, first: date, last: date) -> Decimal:
        """What these days of a charge cost."""
        contract = self.contracts[charge["contract_no"]]
        start, end = self.period(contract, charge, first)
        clause = self.clauses.get(charge["contract_no"])
        factor = price_factor([clause] if clause else [], self.index, start)
        exact = money(charge["amount"]) * factor
        return prorate(exact, (last - first).days + 1, (end - start).days + 1, contract["currency"])

    def liability(self, line: Row) -> date | None:
        contract = self.contracts[line["contract_no"]]
        given = self.notices.get(line["serial_no"])
        if given is None:
            return None
        months = int(contract["notice_months"])
        return liability_end(given, months, to_month_end=contract["liability"] == "month_end")

    def verdicts(self) -> Iterator[tuple[Row, Verdict]]:
        seen: set[tuple[str, str]] = set()
        for line in self.lines:
            again = (line["serial_no"], line["service_start"]) in seen
            seen.add((line["serial_no"], line["service_start"]))
            yield line, self.verdict(line, again=again)

    def verdict(self, line: Row, *, again: bool) -> Verdict:
        billed = money(line["net_amount"])
        machine = self.machines.get(line["serial_no"])
        if machine is None or not machine["installed_on"]:
            return "never_installed" if machine else "unknown_serial", billed
        if again:
            return "billed_twice", billed
        first, last = day(line["service_start"]), day(line["service_end"])
        charge = self.charges[line["contract_no"], line["serial_no"]]
        stop = self.liability(line)
        if stop and last > stop:
            owed = self.price(charge, first, stop) if first <= stop else Decimal(0)
            return "billed_after_end", billed - owed
        right = self.price(charge, first, last)
        if billed != right:
            return "price_differs", billed - right
        if stop and last > day(machine["removed_on"]):
            return "correct_inside_notice", Decimal(0)
        return "correct", Decimal(0)


def test_a_plain_check_of_every_line_finds_what_the_truth_lists_and_nothing_else(
    books: DemoBooks,
) -> None:
    """Rules 23 to 27."""
    found = {
        (line["invoice_no"], line["line_no"]): (line["serial_no"], *verdict)
        for line, verdict in Check(books).verdicts()
        if verdict[0] != "correct"
    }
    planted = {
        (row["invoice_no"], row["line_no"]): (
            row["serial_no"],
            row["outcome"],
            money(row["claim_amount"]),
        )
        for row in books.truth["billing"]
        if row["invoice_no"]
    }
    assert found == planted


def test_every_outcome_is_planted_and_claims_are_above_zero(books: DemoBooks) -> None:
    outcomes = by_key(books.truth["billing"], "outcome")
    assert {outcome for (outcome,) in outcomes} == OUTCOMES
    for (outcome,), rows in outcomes.items():
        claims = outcome in OUTCOMES - {
            "correct_inside_notice", "never_billed", "removed_without_notice",
        }  # fmt: skip
        assert all((money(row["claim_amount"]) > 0) == claims for row in rows)


def test_a_claim_is_what_was_billed_less_what_was_right(books: DemoBooks) -> None:
    lines = {
        (row["invoice_no"], row["line_no"]): money(row["net_amount"])
        for row in books["invoice_lines"]
    }
    for row in books.truth["billing"]:
        if row["invoice_no"]:
            assert money(row["billed_amount"]) == lines[row["invoice_no"], row["line_no"]]
            assert money(row["claim_amount"]) == money(row["billed_amount"]) - money(
                row["correct_amount"]
            )


def test_some_claims_are_for_a_part_of_a_period() -> None:
    """Rule 23: edges are prorated by days."""
    parts = [
        row
        for seed in (7, 8, 9)
        for row in demo_books(seed=seed, extra_currencies=("JPY", "KWD")).truth["billing"]
        if row["outcome"] == "billed_after_end" and money(row["correct_amount"])
    ]
    assert parts


def test_what_was_never_billed_names_what_is_due_by_now(books: DemoBooks) -> None:
    check = Check(books)
    billed = {line["serial_no"] for line in check.lines}
    installed = {
        serial
        for serial, row in check.machines.items()
        if row["installed_on"] and any(serial == key[1] for key in check.charges)
    }
    named = [row for row in books.truth["billing"] if row["outcome"] == "never_billed"]
    assert installed - billed == {row["serial_no"] for row in named}
    for row in named:
        charge = check.charges[row["contract_no"], row["serial_no"]]
        contract = check.contracts[row["contract_no"]]
        expected, first = Decimal(0), day(charge["start_on"])
        while first <= UNTIL:
            start, end = check.period(contract, charge, first)
            expected += check.price(charge, start, end)
            first = end + timedelta(1)
        assert money(row["expected_amount"]) == expected


def test_machines_removed_without_notice_name_what_a_month_costs(books: DemoBooks) -> None:
    check = Check(books)
    ended = {no for no, row in check.contracts.items() if day(row["end_on"]) <= UNTIL}
    silent = {
        serial
        for serial, row in check.machines.items()
        if row["removed_on"] and serial not in check.notices and row["contract_no"] not in ended
    }
    named = [row for row in books.truth["billing"] if row["outcome"] == "removed_without_notice"]
    assert silent == {row["serial_no"] for row in named}
    assert all(money(row["monthly_amount"]) > 0 for row in named)
