"""Terms of contracts: renewals, the last notice day, what is committed (rules 25, 26, 30)."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saldo.ledger.months import add_months
from saldo.ledger.notice import committed_to, last_notice_day, term_end
from tests.staging import built, rows, texts

KNOWN = ("known_charges", "charge_terms", "contract_renewals", "notice_ends")
ENDS_IN_JUNE = """
    payment_no customer_no payment_date currency amount
    1          C1          2026-06-15   SEK      1
"""
CHARGES = """
    contract_no charge_no amount start_on
    K1          1         100    2023-01-01
"""


def test_rule_30_the_term_that_runs_is_known_although_the_stated_end_has_passed() -> None:
    """End 2024-12-31, renewed twice by 2026-06-15: known to 2026-12-31, assumed from then on."""
    con = built(
        wanted=KNOWN,
        payments=ENDS_IN_JUNE,
        contracts="""
            contract_no customer_no currency start_on end_on renews renewal_months notice_months
            K1 C1 SEK 2023-01-01 2024-12-31 true 12 3
        """,
        contract_charges=CHARGES,
    )

    assert texts(con, "select part, min(month), max(month) from known_charges group by part") == [
        "known 2026-07-01 2026-12-01",
        "assumed 2027-01-01 2028-06-01",
    ]


def test_rule_25_past_the_last_notice_day_the_next_term_is_known_too() -> None:
    """End 2026-08-31, three months: on 2026-06-15 the last notice day (31 May) has passed."""
    con = built(
        wanted=KNOWN,
        payments=ENDS_IN_JUNE,
        contracts="""
            contract_no customer_no currency start_on end_on renews renewal_months notice_months
            K1 C1 SEK 2023-01-01 2026-08-31 true 12 3
        """,
        contract_charges=CHARGES,
    )

    assert rows(con, "select known_to from charge_terms") == [(date(2027, 8, 31),)]


def test_rule_25_a_late_notice_ends_a_renewing_contract_a_term_later() -> None:
    """Liability then runs on: what is billed until 2027-08-31 is no claim (rule 26)."""
    con = built(
        wanted=KNOWN,
        payments=ENDS_IN_JUNE,
        contracts="""
            contract_no customer_no currency start_on end_on renews renewal_months notice_months
            K1 C1 SEK 2023-01-01 2026-08-31 true 12 3
            K2 C1 SEK 2023-01-01 2024-12-31 true 12 3
        """,
        contract_notices="""
            contract_no notice_no given_on
            K1          in_time   2026-05-31
            K1          late      2026-06-01
            K2          renewed   2026-06-01
        """,
    )

    assert texts(con, "select notice_no, ends_on from notice_ends order by 1") == [
        "in_time 2026-08-31",
        "late 2027-08-31",
        "renewed 2026-12-31",
    ]


def test_a_contract_without_end_is_known_as_far_as_can_be_seen_and_never_renews() -> None:
    con = built(
        wanted=KNOWN,
        payments=ENDS_IN_JUNE,
        contracts="""
            contract_no customer_no currency start_on   renews notice_months
            K1          C1          SEK      2023-01-01 true   3
        """,
        contract_charges=CHARGES,
    )

    assert texts(con, "select distinct part, max(month) from known_charges group by all") == [
        "known 2028-06-01"
    ]
    assert rows(con, "select * from contract_renewals") == []


def test_contracts_stand_ahead_of_the_day_of_the_load_where_nothing_else_has_a_date() -> None:
    """A home of contracts alone (as telco_contracts): the load's own day is where they stand."""
    con = built(
        date(2026, 6, 30),
        wanted=KNOWN,
        contracts="""
            contract_no customer_no currency start_on   end_on     renews renewal_months
            K1          C1          SEK      2023-01-01 2026-08-31 true   1
        """,
        contract_charges=CHARGES,
    )

    assert texts(con, "select month, part from known_charges order by all limit 3") == [
        "2026-07-01 known",
        "2026-08-01 known",
        "2026-09-01 assumed",
    ]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    end=st.dates(date(2019, 1, 1), date(2028, 12, 31)),
    step=st.integers(1, 36),
    notice=st.integers(0, 15),
    ahead=st.integers(0, 700),
)
def test_rule_25_the_models_terms_are_the_rules(
    end: date, step: int, notice: int, ahead: int
) -> None:
    con = built(
        wanted=("contract_renewals",),
        payments=ENDS_IN_JUNE,
        contracts=[
            {
                "contract_no": "K1",
                "customer_no": "C1",
                "currency": "SEK",
                "start_on": "2018-01-01",
                "end_on": end,
                "renews": True,
                "renewal_months": step,
                "notice_months": notice,
            }
        ],
    )
    found = rows(con, "select ends_on, last_notice_day from contract_renewals order by term")
    on = date(2026, 6, 15) + timedelta(days=ahead)

    assert all(last_notice_day(ends, notice) == day for ends, day in found)
    running = min((ends for ends, _ in found if ends >= on), default=None)
    open_yet = min((ends for ends, day in found if ends >= on and day >= on), default=None)
    assert running in (None, term_end(end, step, on))
    assert open_yet in (None, committed_to(end, step, notice, on))
    assert found[-1][0] >= min(add_months(date(2026, 6, 1), 59), end) or len(found) == 1
