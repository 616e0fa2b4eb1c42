"""Claims: later credits matched to what was asked for, so that it adds up exactly (rule 27)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saldo.ledger.claims import (
    Asked,
    Credit,
    Match,
    Standing,
    Status,
    matches,
    standing,
    status_of,
    vat_of,
)
from saldo.ledger.decisions import Decision, State, state_of

SEEN = date(2026, 6, 15)
LATER = date(2026, 7, 1)
APRIL = (date(2026, 4, 1), date(2026, 4, 30))
MAY = (date(2026, 5, 1), date(2026, 5, 31))


def asked(
    amount: str = "100",
    *,
    line_no: int = 1,
    serial: str = "S1",
    invoice: str = "F1",
    claim: str = "K-2026-0001",
    closed: date | None = None,
    days: tuple[date, date] = APRIL,
) -> Asked:
    return Asked(claim, line_no, invoice, serial, Decimal(amount), SEEN, closed, *days)


def credit(
    amount: str = "100",
    *,
    no: str = "G1",
    serial: str | None = None,
    invoice: str | None = None,
    claims: tuple[str, ...] = (),
    issued: date = LATER,
    days: tuple[date, date] | tuple[None, None] = (None, None),
) -> Credit:
    return Credit(no, "1", issued, Decimal(amount), serial, invoice, *days, frozenset(claims))


def told(found: list[Match]) -> list[str]:
    return [
        f"{each.credit.credit_no} {each.asked.claim_no[-1]}/{each.asked.line_no} {each.amount}"
        for each in found
    ]


@pytest.mark.parametrize(
    ("answer", "matched"),
    [
        (credit(serial="S1"), True),
        (credit(invoice="F1"), True),
        (credit(serial="S1", invoice="F1"), True),
        (credit(claims=("K-2026-0001",)), True),
        (credit(serial="S1", days=APRIL), True),
        (credit(serial="S9", claims=("K-2026-0001",)), True),
        (credit(), False),
        (credit(serial="S2"), False),
        (credit(serial="S2", invoice="F1"), False),
        (credit(serial="S1", invoice="F2"), False),
        (credit(serial="S1", days=MAY), False),
        (credit(serial="S1", claims=("K-2026-0002",)), False),
        (credit(serial="S1", issued=SEEN), False),
    ],
)
def test_a_later_credit_that_names_claim_machine_or_invoice_answers_it(
    answer: Credit, *, matched: bool
) -> None:
    assert bool(matches([asked()], [answer])) is matched


def test_the_surest_pair_comes_first_and_what_is_left_goes_on() -> None:
    """May's credit for the machine is May's; the rest of the invoice's credit is April's."""
    lines = [asked("100"), asked("50", line_no=2, days=MAY)]

    found = matches(
        lines, [credit("120", invoice="F1"), credit("50", no="G2", serial="S1", days=MAY)]
    )

    assert told(found) == ["G2 1/2 50", "G1 1/1 100"]


def test_a_credit_is_used_once_and_the_older_claim_first() -> None:
    lines = [asked("100", claim="K-2026-0002"), asked("100")]

    assert told(matches(lines, [credit("130", serial="S1")])) == ["G1 1/1 100", "G1 2/1 30"]


def test_what_comes_after_a_claim_was_closed_does_not_answer_it() -> None:
    line = asked(closed=date(2026, 6, 30))

    assert matches([line], [credit(serial="S1")]) == []
    assert matches([line], [credit(serial="S1", issued=date(2026, 6, 30))])


def test_claimed_is_credited_and_outstanding_and_a_closed_claim_asks_no_more() -> None:
    hundred, forty = Decimal(100), Decimal(40)

    assert standing(hundred, forty) == Standing(hundred, forty, Decimal(60))
    assert standing(hundred, forty, Status.declined) == Standing(forty, forty, Decimal(0))


@pytest.mark.parametrize(
    ("credited", "closed", "status"),
    [
        ("0", None, "sent"),
        ("40", None, "partly_credited"),
        ("100", None, "credited"),
        ("100", Status.declined, "credited"),
        ("40", Status.withdrawn, "withdrawn"),
    ],
)
def test_a_claims_status_follows_its_credits(
    credited: str, closed: Status | None, status: str
) -> None:
    assert status_of(Decimal(100), Decimal(credited), closed) == status


def test_the_vat_of_a_part_is_by_the_lines_rate_else_in_proportion() -> None:
    """215.25 × 25 % = 53.8125; 80.00 × 215.25 ÷ 317.75 = 54.1935…"""
    part, net = Decimal("215.25"), Decimal("317.75")

    by_rate = vat_of(part, net=net, rate=Decimal(25), vat=None, currency="SEK")
    by_share = vat_of(part, net=net, rate=None, vat=Decimal(80), currency="SEK")

    assert (by_rate, by_share) == (Decimal("53.81"), Decimal("54.19"))
    assert vat_of(part, net=net, rate=None, vat=None, currency="SEK") is None


_amounts = st.integers(1, 50_000).map(lambda coins: Decimal(coins) / 100)
_numbers = st.sampled_from(["K-2026-0001", "K-2026-0002", "K-2026-0003"])
_days = st.sampled_from([APRIL, MAY, (APRIL[0], MAY[1])])
_lines = st.lists(
    st.builds(
        Asked, _numbers, st.just(0), st.sampled_from(["F1", "F2"]), st.sampled_from(["S1", "S2"]),
        _amounts, st.just(SEEN), st.none() | st.just(SEEN), st.just(APRIL[0]), st.just(MAY[1]),
    ),
    max_size=9,
)  # fmt: skip
_credits = st.lists(
    st.builds(
        lambda amount, serial, invoice, days, claims, issued: Credit(
            "G", "", issued, amount, serial, invoice, *days, frozenset(claims)
        ),
        _amounts,
        st.sampled_from([None, "S1", "S2"]),
        st.sampled_from([None, "F1", "F2"]),
        _days | st.just((None, None)),
        st.sets(_numbers, max_size=1),
        st.sampled_from([SEEN, LATER]),
    ),
    max_size=9,
)


@settings(max_examples=300, deadline=None)
@given(lines=_lines, credits=_credits)
def test_never_is_more_credited_than_either_side_and_it_adds_up_exactly(
    lines: list[Asked], credits: list[Credit]
) -> None:
    from dataclasses import replace

    lines = [replace(line, line_no=at) for at, line in enumerate(lines)]
    credits = [replace(each, credit_no=f"G{at}") for at, each in enumerate(credits)]
    taken, answered = defaultdict(Decimal), defaultdict(Decimal)

    for match in matches(lines, credits):
        taken[match.credit.credit_no] += match.amount
        answered[match.asked.line_no] += match.amount
        assert match.amount > 0
        assert match.credit.issued > match.asked.seen_to

    assert all(taken[each.credit_no] <= each.amount for each in credits)
    assert all(answered[line.line_no] <= line.amount for line in lines)
    assert sum(taken.values()) == sum(answered.values())
    stands = [standing(line.amount, answered[line.line_no]) for line in lines]
    assert sum(each.claimed for each in stands) == sum(
        each.credited + each.outstanding for each in stands
    )
    again = matches(list(reversed(lines)), list(reversed(credits)))
    assert {(m.asked.line_no, m.credit.credit_no): m.amount for m in again} == {
        (m.asked.line_no, m.credit.credit_no): m.amount for m in matches(lines, credits)
    }


@pytest.mark.parametrize(
    ("decision", "until", "state"),
    [
        (None, None, State.to_decide),
        (Decision.accepted, None, State.accepted),
        (Decision.contested, None, State.contested),
        (Decision.postponed, LATER, State.postponed),
        (Decision.postponed, SEEN, State.to_decide),
        (Decision.reopened, None, State.to_decide),
    ],
)
def test_a_finding_stands_by_its_last_decision_and_a_postponed_one_comes_back(
    decision: Decision | None, until: date | None, state: State
) -> None:
    assert state_of(decision, until, SEEN) == state
    assert state_of(decision, until, SEEN, is_claimed=True) == State.claimed
