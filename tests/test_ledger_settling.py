"""What open credits could settle: only ever a suggestion (rules 9, 12, 13)."""

from datetime import date
from decimal import Decimal

import pytest

from saldo.ledger.settling import Credit, Debt, covered, shared_out, suggestions

ACCOUNT = ("C1", "SEK")


def _credit(key: str, amount: int, **more: object) -> Credit:
    given = {"account": ACCOUNT, "day": date(2026, 1, 1)} | more
    return Credit(key, amount=Decimal(amount), **given)  # type: ignore[arg-type]


def _debt(number: str, amount: int, month: int, **more: object) -> Debt:
    given = {"account": ACCOUNT, "due": date(2026, month, 1), "number": number} | more
    return Debt(number, amount=Decimal(amount), **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("credit", "settles"),
    [
        (_credit("K", 30, original="F2"), "F2 30 original"),
        (_credit("P", 30, reference="777"), "F3 30 reference"),
        (_credit("P", 30, reference="F2"), "F2 30 reference"),
        (_credit("P", 70), "F2 70 amount"),
        (_credit("P", 30, reference="unknown"), "F1 30 oldest"),
    ],
)
def test_a_credit_goes_where_it_names_then_to_its_amount_then_to_the_oldest(
    credit: Credit, settles: str
) -> None:
    debts = [_debt("F2", 70, 3), _debt("F1", 100, 2), _debt("F3", 50, 4, reference="777")]

    (found,) = suggestions([credit], debts)

    assert f"{found.debt} {found.amount} {found.reason}" == settles


def test_a_credit_runs_over_to_the_next_and_nothing_is_used_twice() -> None:
    found = suggestions(
        [_credit("A", 120), _credit("B", 60)], [_debt("F1", 100, 1), _debt("F2", 50, 2)]
    )

    said = [f"{each.credit} {each.debt} {each.amount}" for each in found]
    assert said == ["A F1 100", "A F2 20", "B F2 30"]
    assert covered(found) == {"F1": 100, "F2": 50}


def test_rule_12_a_credit_stays_in_its_account_and_currency() -> None:
    elsewhere = [
        _debt("F1", 100, 1, account=("C2", "SEK")),
        _debt("F2", 100, 1, account=("C1", "EUR")),
    ]

    assert suggestions([_credit("A", 100)], elsewhere) == []


def test_a_contested_amount_is_laid_on_the_instalments_in_order() -> None:
    parts = [("1", Decimal(40)), ("2", Decimal(40))]

    assert dict(shared_out(Decimal(50), parts)) == {"1": 40, "2": 10}
