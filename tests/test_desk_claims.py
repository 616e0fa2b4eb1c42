"""Decisions on findings and claims at the desk: numbers without a gap, a line claimed once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from saldo.desk import Desk, audit, claims, decisions, open_desk, people
from saldo.desk.claims import AlreadyClaimed, Claim, Line, NotLive
from saldo.desk.decisions import Found

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DAY = date(2026, 6, 1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = open_desk(f"sqlite:///{tmp_path / 'desk.db'}")
    people.add(desk, email="ana@example.se", name="Ana", role="customer", at=NOW)
    yield desk
    desk.close()


def line(invoice: str = "F1", amount: str = "215.25") -> Line:
    return Line(
        finding=f"1/billed_after_end/S1/K1/invoice/{invoice}/1",
        outcome="billed_after_end", serial_no="S1", model=None, site_no=None, site_name=None,
        contract_no="K1", document_class="invoice", invoice_no=invoice, line_no="1",
        issue_date=DAY, service_start=DAY, service_end=DAY, billed_amount=Decimal("317.75"),
        correct_amount=Decimal("102.50"), claim_amount=Decimal(amount), vat_amount=None,
        says_en="Ended.", says_sv="Slut.",
    )  # fmt: skip


def claim(*lines: Line) -> Claim:
    return Claim("C1", "1", "SEK", DAY, "b1", lines or (line(),))


def send(desk: Desk, *wanted: Claim, on: date = TODAY) -> list[str]:
    return claims.send(desk, wanted, on=on, by=1, at=NOW)


def test_claims_are_numbered_without_a_gap_from_one_each_year(desk: Desk) -> None:
    made = send(desk, claim(line("F1")), claim(line("F2")))
    with pytest.raises(AlreadyClaimed):
        send(desk, claim(line("F3"), line("F1")))
    made += send(desk, claim(line("F3")))

    assert made == ["K-2026-0001", "K-2026-0002", "K-2026-0003"]
    assert send(desk, claim(line("F4")), on=date(2027, 1, 1)) == ["K-2027-0001"]


def test_many_at_once_get_each_their_number_and_a_line_is_claimed_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    first = open_desk(url)
    people.add(first, email="ana@example.se", name="Ana", role="customer", at=NOW)
    made, refused = list[str](), list[str]()

    def at_once(number: int) -> None:
        mine = open_desk(url)
        try:
            made.extend(send(mine, claim(line(f"F{number % 6}"))))
        except AlreadyClaimed:
            refused.append(str(number))
        mine.close()

    threads = [threading.Thread(target=at_once, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(made) == [f"K-2026-000{place}" for place in range(1, 7)]
    assert len(refused) == 6
    assert len({row["invoice_no"] for row in claims.lines(first)}) == 6
    first.close()


def test_a_claim_keeps_its_lines_as_they_were_asked_for(desk: Desk) -> None:
    (number,) = send(desk, claim(line("F1"), line("F2", "9.5")))

    rows = claims.lines(desk)

    assert [(row["number"], row["claim_line"], row["claim_amount"]) for row in rows] == [
        (number, 1, Decimal("215.25")),
        (number, 2, Decimal("9.5")),
    ]
    assert (rows[0]["class"], rows[0]["says_sv"], rows[0]["sent_at"]) == ("invoice", "Slut.", NOW)
    (kept,) = claims.frame(desk)
    assert (kept["number"], kept["sent_by_name"], kept["sent_on"]) == (number, "Ana", TODAY)


def test_a_closed_claim_says_why_and_lets_its_lines_be_claimed_anew(desk: Desk) -> None:
    (number,) = send(desk, claim())

    claims.close(desk, number, kind="declined", reason="Enligt avtal", on=TODAY, by=1, at=NOW)

    with pytest.raises(NotLive):
        claims.close(desk, number, kind="withdrawn", reason="", on=TODAY, by=1, at=NOW)
    assert send(desk, claim()) == ["K-2026-0002"]
    told = [(row["number"][-1], row["kind"], row["reason"]) for row in claims.events(desk)]
    assert told == [("1", "sent", ""), ("1", "declined", "Enligt avtal"), ("2", "sent", "")]
    assert audit.entries(desk)[1].action == "claim declined"


def test_decisions_are_kept_all_of_them_and_grow_the_revision(desk: Desk) -> None:
    found = Found("k", "C1", "1", "never_billed", "S1", "K1", None, None, "SEK", Decimal(5))
    before = desk.revision()

    decisions.decide(desk, [found], decision="accepted", by=1, at=NOW)
    decisions.decide(
        desk, [found], decision="postponed", until=TODAY, reason="Frågar Eva", by=1, at=NOW
    )

    rows = decisions.frame(desk)
    assert [(row["decision"], row["until"], row["reason"]) for row in rows] == [
        ("accepted", None, ""),
        ("postponed", TODAY, "Frågar Eva"),
    ]
    assert (rows[0]["amount"], rows[0]["decided_by_name"]) == (Decimal(5), "Ana")
    assert desk.revision() == before + 2
