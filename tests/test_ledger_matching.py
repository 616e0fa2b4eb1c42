"""Two ledgers matched: each pass, what is left over, and a reconciliation without rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.ledgers import ledgers, measured
from saldo.ledger.matching import (
    Decisions,
    Finding,
    Kind,
    Ours,
    Outcome,
    Reason,
    Status,
    Theirs,
    match,
    reconciliation,
)

_DAY = date(2024, 3, 1)


def _ours(number: str, amount: str | int, day: date = _DAY, **more: Any) -> Ours:
    value = Decimal(amount)
    kind = more.pop("kind", Kind.invoice if value > 0 else Kind.credit_note)
    currency = more.pop("currency", "SEK")
    return Ours(f"1/{kind}/{number}", number, day, more.pop("value", value), currency, value, kind)


def _theirs(line: int, number: str | None, amount: str | int, **more: Any) -> Theirs:
    return Theirs(line, number, more.pop("day", _DAY), Decimal(amount), "SEK", **more)


def _only(outcome: Outcome) -> Finding:
    assert len(outcome.findings) == 1, outcome.findings
    return outcome.findings[0]


@pytest.mark.parametrize(
    ("theirs", "ours", "reason"),
    [
        ("INV-2024-0045", "INV-2024-0045", Reason.exact_number),
        ("inv 2024 0045", "INV-2024-0045", Reason.normal_number),
        ("INV/2024/45", "INV-2024-0045", Reason.normal_number),
        ("45", "INV-2024-0045", Reason.normal_number),
        ("2024/45", "INV-2024-0045", Reason.normal_number),
        ("45/2024", "INV-2024-0045", Reason.normal_number),
        ("0000712", "712", Reason.normal_number),
        ("45", "2024000045", Reason.normal_number),
        ("F100234", "100234", Reason.normal_number),
        ("Faktura 100234, rad 45", "100234", Reason.number_in_text),
    ],
)
def test_a_number_is_known_in_any_dress(theirs: str, ours: str, reason: Reason) -> None:
    found = _only(match([_theirs(2, theirs, 100)], [_ours(ours, 100)]))

    assert (found.status, found.reason) == (Status.matched, reason)


def test_a_number_in_the_rows_text_is_known() -> None:
    row = _theirs(2, None, 100, text="Betalning INV-2024-0045", day=None)

    found = _only(match([row], [_ours("INV-2024-0045", 100)]))

    assert (found.status, found.reason) == (Status.matched, Reason.number_in_text)


def test_the_same_amount_on_the_same_day_is_enough_where_a_number_is_missing() -> None:
    found = _only(match([_theirs(2, None, 731)], [_ours("F-1", 731)]))

    assert (found.status, found.reason) == (Status.matched, Reason.amount_and_day)


def test_two_of_the_same_amount_and_day_are_never_guessed_between() -> None:
    outcome = match([_theirs(2, None, 731)], [_ours("F-1", 731), _ours("F-2", 731)])

    assert {each.status for each in outcome.findings} == {
        Status.missing_with_us,
        Status.missing_with_them,
    }
    assert {each.key for each in outcome.suggestions} == {"1/invoice/F-1", "1/invoice/F-2"}


def test_swapped_digits_do_not_take_the_bill_that_has_that_number() -> None:
    """Their 100245 is our 100254 mistyped; our real 100245 is another bill."""
    theirs = [_theirs(2, "100245", 500)]
    ours = [_ours("100254", 500), _ours("100245", 900, _DAY + timedelta(3))]

    outcome = match(theirs, ours)

    assert outcome.findings[0].ours == ("1/invoice/100254",)
    assert outcome.findings[0].reason is Reason.amount_and_day
    assert outcome.findings[1].status is Status.missing_with_them


def test_another_number_contradicts_the_same_amount_and_day() -> None:
    theirs = [_theirs(2, "778123", 500), _theirs(3, "100001", 10)]
    ours = [_ours("100254", 500), _ours("100001", 10)]

    statuses = [each.status for each in match(theirs, ours).findings]

    assert statuses == [Status.matched, Status.missing_with_us, Status.missing_with_them]


def test_a_differing_amount_is_matched_by_its_number_and_said() -> None:
    found = _only(match([_theirs(2, "F-45", 80)], [_ours("F-45", 100)]))

    assert (found.status, found.reason) == (Status.amount_differs, Reason.exact_number)
    assert found.confidence == 90


def test_what_is_left_of_a_bill_agrees_with_the_whole_but_differs_in_value() -> None:
    found = _only(match([_theirs(2, "45", 100)], [_ours("F-45", 100, value=Decimal(40))]))

    assert found.status is Status.amount_differs


def test_a_credit_note_posted_as_a_bill_is_a_sign_error() -> None:
    found = _only(match([_theirs(2, "K-7", 100)], [_ours("K-7", -100)]))

    assert found.status is Status.sign_error


def test_a_bill_posted_twice_is_matched_once() -> None:
    theirs = [_theirs(2, "F-45", 100), _theirs(9, "45", 100, day=_DAY + timedelta(9))]

    matched, double = match(theirs, [_ours("F-45", 100)]).findings

    assert (matched.status, matched.theirs) == (Status.matched, (2,))
    assert (double.status, double.theirs, double.ours) == (Status.duplicate, (9,), ())
    assert double.beside == "1/invoice/F-45"


@pytest.mark.parametrize("numbers", [("F-45", "F-45", "F-45"), ("45-1", "45-2", "45-3")])
def test_a_bill_posted_in_parts_is_one(numbers: tuple[str, str, str]) -> None:
    theirs = [
        _theirs(at, no, amount)
        for at, (no, amount) in enumerate(zip(numbers, (50, 30, 20), strict=True))
    ]

    found = _only(match(theirs, [_ours("F-45", 100)]))

    assert (found.status, found.theirs, found.reason) == (Status.matched, (0, 1, 2), Reason.parts)


def test_one_row_that_names_several_bills_is_all_of_them() -> None:
    row = _theirs(2, None, 300, text="Samlad: 100245, 100246")

    found = _only(match([row], [_ours("100245", 100), _ours("100246", 200)]))

    assert (found.status, len(found.ours)) == (Status.matched, 2)


def test_a_payment_is_up_to_four_on_the_other_side() -> None:
    paid = [_theirs(at, f"V{at}", -each, kind=Kind.payment) for at, each in enumerate((10, 20, 30))]
    received = _ours("P-1", -60, _DAY + timedelta(2), kind=Kind.payment)

    found = _only(match(paid, [received]))

    assert (found.status, found.reason) == (Status.matched, Reason.payment_parts)
    assert found.theirs == (0, 1, 2)


def test_where_two_ways_add_up_none_is_taken() -> None:
    amounts = (10, 20, 30, 40)  # 10 + 40 and 20 + 30
    paid = [_theirs(at, None, -each, kind=Kind.payment) for at, each in enumerate(amounts)]

    outcome = match(paid, [_ours("P-1", -50, _DAY + timedelta(1), kind=Kind.payment)])

    assert all(not (each.theirs and each.ours) for each in outcome.findings)


def test_a_payment_is_never_taken_for_a_credit_note() -> None:
    outcome = match([_theirs(2, "7", -100, kind=Kind.payment)], [_ours("7", -100)])

    assert [each.status for each in outcome.findings] == [
        Status.in_transit,
        Status.unposted_credit,
    ]


def test_currencies_are_never_matched_with_each_other() -> None:
    """Rule 2."""
    outcome = match([_theirs(2, "F-45", 100)], [_ours("F-45", 100, currency="EUR")])

    assert [(each.status, each.currency) for each in outcome.findings] == [
        (Status.missing_with_us, "SEK"),
        (Status.missing_with_them, "EUR"),
    ]


def test_what_is_settled_with_us_is_matched_and_never_listed_alone() -> None:
    settled = [_ours("F-45", 100, value=Decimal(0)), _ours("F-46", 70, value=Decimal(0))]

    found = _only(match([_theirs(2, "F-45", 100)], settled))

    assert found.status is Status.amount_differs


def test_likeness_alone_suggests_and_never_matches() -> None:
    ours = _ours("100254", 900, _DAY + timedelta(200))

    outcome = match([_theirs(2, "100245", 500)], [ours])

    assert len(outcome.findings) == 2
    assert not any(each.theirs and each.ours for each in outcome.findings)


def test_a_list_that_begins_on_a_day_leaves_the_time_before_aside() -> None:
    opening = _theirs(2, None, 40, kind=Kind.opening)
    earlier = _ours("F-1", 40, date(2024, 1, 5))

    outcome = match([opening], [earlier], since=_DAY)

    assert [each.status for each in outcome.findings] == [Status.before, Status.before]


def test_a_person_decides_what_belongs_together_and_what_stands_alone() -> None:
    theirs = [_theirs(2, "A", 10), _theirs(3, "F-2", 20)]
    ours = [_ours("F-1", 11), _ours("F-2", 20)]

    outcome = match(
        theirs, ours, Decisions(together=(((2,), ("1/invoice/F-1",)),), alone=frozenset({3}))
    )

    assert outcome.findings[0].reason is Reason.manual
    assert [each.status for each in outcome.findings] == [
        Status.amount_differs,
        Status.missing_with_us,
        Status.missing_with_them,
    ]


def test_a_decision_about_rows_that_are_gone_is_left_aside() -> None:
    decisions = Decisions(together=(((7,), ("1/invoice/F-1",)), ((2,), ("nowhere",))))

    assert len(match([_theirs(2, "A", 10)], [_ours("F-1", 11)], decisions).findings) == 2


@pytest.mark.parametrize("payments", [False, True])
@pytest.mark.parametrize("seed", range(11, 19))
def test_on_ledgers_with_known_truth_hardly_anything_is_wrong_or_missed(
    seed: int, payments: bool
) -> None:
    made = ledgers(seed, 700, payments=payments)

    outcome = match(made.theirs, made.ours)

    pairs = {(line, key) for each in outcome.findings for line in each.theirs for key in each.ours}
    precision, recall = measured(pairs, made)
    wrong = [
        line
        for each in outcome.findings
        for line in each.theirs
        for key in each.ours
        if line in made.swapped and (line, key) not in made.truth
    ]
    assert precision >= 0.995
    assert recall >= 0.97
    assert wrong == []


def test_the_answer_does_not_depend_on_the_order_of_the_rows() -> None:
    made = ledgers(3, 300, payments=True)

    one = match(made.theirs, made.ours)
    other = match(made.theirs[::-1], made.ours[::-1])

    assert one.findings == other.findings


_AMOUNTS = st.decimals(-500, 500, places=2)
_NUMBERS = st.sampled_from(["1", "01", "F-1", "2024-1", "2", "12", "21", "F 12", "", "x"])
_KINDS = st.sampled_from([None, Kind.invoice, Kind.credit_note, Kind.payment, Kind.opening])
_DAYS = st.dates(date(2024, 1, 1), date(2024, 2, 15))
_CODES = st.sampled_from(["SEK", "EUR"])
_LEFT = st.lists(st.tuples(_NUMBERS, st.none() | _DAYS, _AMOUNTS, _CODES, _KINDS), max_size=14).map(
    lambda rows: [
        Theirs(line, number or None, day, value, code, kind=kind)
        for line, (number, day, value, code, kind) in enumerate(rows)
    ]
)
_RIGHT = st.lists(
    st.tuples(_NUMBERS, _DAYS, _AMOUNTS, _AMOUNTS, _CODES, st.sampled_from(list(Kind))), max_size=14
).map(
    lambda rows: [
        Ours(f"k{at}", number, day, value, code, amount, kind)
        for at, (number, day, value, amount, code, kind) in enumerate(rows)
    ]
)


@settings(max_examples=300, deadline=None)
@given(theirs=_LEFT, ours=_RIGHT, since=st.none() | _DAYS)
def test_their_balance_and_the_differences_always_make_ours(
    theirs: list[Theirs], ours: list[Ours], since: date | None
) -> None:
    """Every row stands in one finding, so every currency ties, whatever was matched (rule 2)."""
    outcome = match(theirs, ours, since=since)

    lines = [line for each in outcome.findings for line in each.theirs]
    keys = [key for each in outcome.findings for key in each.ours]
    assert sorted(lines) == [row.line for row in theirs]
    assert len(keys) == len(set(keys))
    assert {row.key for row in ours if row.value} <= set(keys)
    for tie in reconciliation(outcome.findings, theirs, ours):
        assert tie.explained == tie.ours
        assert tie.theirs == sum(row.value for row in theirs if row.currency == tie.currency)
        assert tie.ours == sum(row.value for row in ours if row.currency == tie.currency)


def test_a_row_that_went_missing_would_show_in_the_tie() -> None:
    theirs, ours = [_theirs(2, "F-45", 80)], [_ours("F-45", 100)]

    (tie,) = reconciliation((), theirs, ours)

    assert tie.explained != tie.ours
    assert replace(tie, lines=()).explained == Decimal(80)
