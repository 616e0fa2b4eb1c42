"""Deciding on findings and claiming: who may, what is kept, what later credits answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from saldo.access import Role
from saldo.deeds import NotTheirs, Refused
from saldo.deeds.claiming import claim, decide, decline, withdraw
from saldo.ledger.decisions import Decision
from saldo.reporting import billing, claims
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope, Snapshot
from tests.claim_books import ACME, DAY, F1, F2, NOW, Desked, desked, snapshot
from tests.marts import texts

LATER = Filters(as_of=date(2026, 7, 10))
STANDS = ("claim_no", "status", "claimed_amount", "credited_amount", "outstanding_amount")
GONE = "C1/1/removed_without_notice/S2/K1///"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot(tmp_path_factory.mktemp("claims"))


@pytest.fixture
def place(tmp_path: Path, first: Snapshot) -> Iterator[Desked]:
    with desked(tmp_path, first) as place:
        yield place


def states(place: Desked, **filters: str) -> list[str]:
    rows = billing.billing_check(place.books, ACME, Filters(as_of=DAY.as_of, **filters))
    return texts(rows, "serial_no", "invoice_no", "state")


def stands(place: Desked, filters: Filters = LATER) -> list[str]:
    return texts(claims.claims(place.books, ACME, filters), *STANDS)


def found(place: Desked, filters: Filters = LATER) -> list[str]:
    rows = claims.found_for_you(place.books, ACME, filters)
    return texts(rows, *rows.columns)


# Decisions.


def test_a_finding_is_to_decide_until_somebody_decides(place: Desked) -> None:
    assert states(place) == ["S1 F2 to_decide", "S1 F1 to_decide", "S2 - to_decide"]

    decide(place.actor(), findings=[F1, GONE], decision=Decision.accepted)
    until = date(2999, 1, 1)
    decide(place.actor(), findings=[F2], decision=Decision.postponed, until=until, reason="Eva")

    assert states(place) == ["S1 F2 postponed", "S1 F1 accepted", "S2 - accepted"]
    assert states(place, status="accepted") == ["S1 F1 accepted", "S2 - accepted"]
    kept = billing.billing_check(place.books, ACME, DAY).row(0, named=True)
    assert [kept[name] for name in ("decided_by", "decision_reason", "postponed_to")] == [
        "Ana", "Eva", until,
    ]  # fmt: skip
    assert (kept["decided_on"], kept["decided_amount"]) == (NOW.date(), Decimal("317.75"))


def test_what_was_postponed_comes_back_on_its_day_and_can_be_taken_up_before(
    place: Desked,
) -> None:
    decide(
        place.actor(), findings=[F1], decision=Decision.postponed,
        until=NOW.date() + timedelta(days=9),
    )  # fmt: skip
    until = date(2999, 1, 1)
    decide(place.actor(), findings=[F2], decision=Decision.postponed, until=until)

    assert states(place)[:2] == ["S1 F2 postponed", "S1 F1 to_decide"]
    decide(place.actor(), findings=[F2], decision=Decision.reopened)
    assert states(place)[0] == "S1 F2 to_decide"
    told = billing.decisions(place.books, ACME, DAY, finding=F2)
    assert texts(told, "decision", "decided_amount") == ["reopened 317.75", "postponed 317.75"]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"decision": Decision.contested}, "claims.refused.reason"),
        ({"decision": Decision.postponed}, "claims.refused.until"),
        ({"decision": Decision.postponed, "until": NOW.date()}, "claims.refused.until"),
        ({"decision": Decision.accepted, "findings": []}, "claims.refused.nothing"),
        ({"decision": Decision.accepted, "reason": "x" * 1001}, "claims.refused.too_long"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(place: Desked, given: dict, key: str) -> None:
    with pytest.raises(Refused) as refused:
        decide(place.actor(), **({"findings": [F1]} | given))

    assert refused.value.key == key
    assert states(place)[1] == "S1 F1 to_decide"


def test_another_customers_finding_is_as_if_it_did_not_exist(place: Desked) -> None:
    """Rule 32."""
    stranger = place.actor(scope=Scope(customers=("C2",)))

    for finding in (F1, "C1/1/none"):
        with pytest.raises(NotTheirs):
            decide(stranger, findings=[finding], decision=Decision.accepted)
        with pytest.raises(NotTheirs):
            claim(stranger, findings=[finding])


def test_the_vendors_rep_reads_and_does_not_decide(place: Desked) -> None:
    rep = place.actor(Role.rep)

    for deed in (
        lambda: decide(rep, findings=[F1], decision=Decision.accepted),
        lambda: claim(rep, findings=[F1]),
        lambda: withdraw(rep, claim_no="K-2026-0001"),
    ):
        with pytest.raises(Refused, match="customer"):
            deed()


def test_a_finding_whose_amount_changed_since_says_at_which_it_was_decided(
    place: Desked, tmp_path: Path
) -> None:
    """A credit of 100 came: 317.75 − 100 = 217.75 is left of what was accepted."""
    decide(place.actor(), findings=[F1, F2], decision=Decision.accepted)
    later = place.over(
        snapshot(
            tmp_path,
            "\ncredit_note G1 C1 2026-06-20 SEK -125 F2 -"
            "\ncredit_note G2 C1 2026-06-20 SEK -269.06 F1 -",
            "\ncredit_note G1 1 S1 K1 2026-06-01 2026-06-30 -100 25"
            "\ncredit_note G2 1 S1 K1 2026-05-01 2026-05-31 -215.25 25",
        )
    )

    rows = billing.billing_check(later.books, ACME, LATER)
    gone = billing.vanished(later.books, ACME, LATER)

    shown = rows.filter(serial_no="S1")
    assert texts(shown, "invoice_no", "claim_amount", "decided_amount") == ["F2 217.75 317.75"]
    assert texts(gone, "invoice_no", "decision", "decided_amount") == ["F1 accepted 215.25"]


# Claims.


def test_findings_become_one_claim_with_its_lines_frozen_in_both_languages(place: Desked) -> None:
    numbers = claim(place.actor(), findings=[F1, F2], note="Ring gärna")

    assert numbers == ["K-2026-0001"]
    assert states(place) == ["S1 F2 claimed", "S1 F1 claimed", "S2 - to_decide"]
    (kept,) = claims.claims(place.books, ACME, DAY).rows(named=True)
    assert (kept["asked_amount"], kept["lines"], kept["status"]) == (533, 2, "sent")
    assert (kept["vat_amount"], kept["note"], kept["sent_by"]) == (
        Decimal("133.25"), "Ring gärna", "Ana",
    )  # fmt: skip
    lines = claims.claim_lines(place.books, ACME, DAY, claim_no="K-2026-0001")
    assert texts(lines, "claim_line", "invoice_no", "claim_amount", "vat_amount") == [
        "1 F1 215.25 53.81",
        "2 F2 317.75 79.44",
    ]
    assert "ended 10 May 2026" in lines["says_en"][0].replace("\u00a0", " ")
    assert "upphörde 2026-05-10" in lines["says_sv"][0]


def test_what_asks_nothing_back_and_what_is_claimed_already_cannot_be_claimed(
    place: Desked,
) -> None:
    claim(place.actor(), findings=[F1])

    for finding, key in ((GONE, "no_amount"), (F1, "claimed")):
        with pytest.raises(Refused) as refused:
            claim(place.actor(), findings=[finding])
        assert refused.value.key == f"claims.refused.{key}"
    with pytest.raises(Refused, match="claimed"):
        decide(place.actor(), findings=[F1], decision=Decision.accepted)


def test_later_credits_are_matched_and_claimed_credited_and_outstanding_add_up(
    place: Desked, tmp_path: Path
) -> None:
    """F1's 215.25 comes in full by its machine, 100 of F2's 317.75 by the claim's number."""
    claim(place.actor(), findings=[F1, F2])
    assert stands(place) == ["K-2026-0001 sent 533 0 533"]
    assert found(place) == ["SEK 533 0 533 0 533"]

    later = place.over(
        snapshot(
            tmp_path,
            "\ncredit_note G1 C1 2026-07-01 SEK -269.06 F1 -"
            "\ncredit_note G2 C1 2026-07-02 SEK -125 F2 K-2026-0001",
            "\ncredit_note G1 1 S1 K1 2026-05-01 2026-05-31 -215.25 25"
            "\ncredit_note G2 1 S1 K1 2026-06-01 2026-06-30 -100 25",
            loaded_on=date(2026, 7, 10),
        )
    )

    assert stands(later) == ["K-2026-0001 partly_credited 533 315.25 217.75"]
    assert found(later) == ["SEK 533 0 533 315.25 217.75"]
    assert texts(
        claims.claim_credits(later.books, ACME, LATER),
        "credit_no", "claim_no", "claim_line", "credited_amount",
    ) == ["G2 K-2026-0001 2 100", "G1 K-2026-0001 1 215.25"]  # fmt: skip
    per_line = claims.claim_lines(later.books, ACME, LATER)
    assert texts(per_line, "credited_amount", "outstanding_amount") == ["215.25 0", "100 217.75"]
    assert stands(later, Filters(as_of=date(2026, 7, 1))) == [
        "K-2026-0001 partly_credited 533 215.25 317.75"
    ]


def test_credits_that_were_there_before_the_claim_do_not_answer_it(
    place: Desked, tmp_path: Path
) -> None:
    """They were taken off the finding: 317.75 − 100 is asked for, and all of it outstanding."""
    before = place.over(
        snapshot(
            tmp_path,
            "\ncredit_note G1 C1 2026-06-14 SEK -125 F2 -",
            "\ncredit_note G1 1 S1 K1 2026-06-01 2026-06-30 -100 25",
        )
    )
    claim(before.actor(), findings=[F2])

    assert stands(before) == ["K-2026-0001 sent 217.75 0 217.75"]


def test_a_claim_is_withdrawn_or_declined_with_a_reason_and_its_findings_are_open_again(
    place: Desked,
) -> None:
    claim(place.actor(), findings=[F1])
    claim(place.actor(), findings=[F2])

    withdraw(place.actor(), claim_no="K-2026-0001")
    with pytest.raises(Refused, match="reason"):
        decline(place.actor(Role.rep), claim_no="K-2026-0002", reason=" ")
    decline(place.actor(Role.rep), claim_no="K-2026-0002", reason="Enligt avtal")

    assert stands(place) == ["K-2026-0002 declined 0 0 0", "K-2026-0001 withdrawn 0 0 0"]
    assert states(place)[:2] == ["S1 F2 accepted", "S1 F1 accepted"]
    with pytest.raises(Refused, match="closed"):
        withdraw(place.actor(), claim_no="K-2026-0002")
    assert claim(place.actor(), findings=[F1, F2]) == ["K-2026-0003"]
    told = claims.claim_events(place.books, ACME, DAY, claim_no="K-2026-0002")
    assert texts(told, "kind", "by_name") == ["sent Ana", "declined Rut"]


def test_another_customers_claim_is_as_if_it_did_not_exist(place: Desked) -> None:
    """Rule 32."""
    claim(place.actor(), findings=[F1])
    other = Scope(customers=("C2",))

    assert claims.claims(place.books, other, DAY).is_empty()
    assert claims.claim_lines(place.books, other, DAY).is_empty()
    assert claims.found_for_you(place.books, other, DAY).is_empty()
    for deed in (
        lambda: withdraw(place.actor(scope=other), claim_no="K-2026-0001"),
        lambda: decline(place.actor(Role.rep, other), claim_no="K-2026-0001", reason="no"),
        lambda: withdraw(place.actor(), claim_no="K-2026-0009"),
    ):
        with pytest.raises(NotTheirs):
            deed()


def test_what_is_contested_or_claimed_is_asked_for_no_more(place: Desked) -> None:
    decide(place.actor(), findings=[F1], decision=Decision.contested, reason="Stod kvar")
    claim(place.actor(), findings=[F2])

    totals = billing.outcomes(place.books, ACME, DAY).filter(outcome="billed_after_end")
    assert texts(totals, "claim_amount", "open_amount") == ["533 0"]
    assert found(place) == ["SEK 317.75 0 317.75 0 317.75"]
    told = texts(billing.states(place.books, ACME, DAY), "state", "findings", "claim_amount")
    assert told == ["claimed 1 317.75", "contested 1 215.25", "to_decide 1 0"]
