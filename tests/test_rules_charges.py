"""Contract charges and monthly spend (rules 23, 24, 26, 28, 30)."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saldo.ledger.charges import accrued
from saldo.ledger.indexation import Clause, price_factor
from saldo.ledger.money import round_amount, share
from saldo.ledger.months import add_months, month_of, months
from saldo.ledger.notice import liability_end
from tests.staging import built, rows, texts

DATA_END = "2026-06-15"
ENDS_IN_JUNE = f"""
    payment_no customer_no payment_date currency amount
    1          C1          {DATA_END}   SEK      1
"""
KNOWN = ("known_charges", "price_factors", "charge_terms")
INDEX = """
    index_name month      value
    KPI        2023-10-01 100
    KPI        2025-01-01 102
    KPI        2026-01-01 110
"""
CONTRACT = """
    contract_no customer_no currency start_on   end_on     renews notice_months liability
    K1          C1          SEK      2024-01-01 2026-12-31 true   3             month_end
"""


def test_rule_24_an_indexed_price_is_base_times_index_over_base_index() -> None:
    clause = Clause(date(2025, 1, 1), index_name="KPI", base_month=date(2023, 10, 1))
    index = {date(2023, 10, 1): Decimal(100), date(2025, 1, 1): Decimal(102)}

    assert price_factor([clause], {"KPI": index}, date(2024, 12, 31)) == 1
    assert price_factor([clause], {"KPI": index}, date(2025, 1, 1)) == Decimal("1.02")


def test_rule_24_the_clause_wins_over_the_index() -> None:
    capped = Clause(
        date(2025, 1, 1),
        index_name="KPI",
        base_month=date(2023, 10, 1),
        cap_percent=Decimal(3),
        floor_percent=Decimal(1),
    )
    index = {
        date(2023, 10, 1): Decimal(100),
        date(2025, 1, 1): Decimal(110),
        date(2026, 1, 1): Decimal(104),
    }
    fixed = Clause(date(2025, 1, 1), fixed_percent=Decimal("2.5"))

    assert price_factor([capped], {"KPI": index}, date(2025, 6, 1)) == Decimal("1.03")
    assert price_factor([capped], {"KPI": index}, date(2026, 6, 1)) == Decimal("1.0403")
    assert price_factor([fixed], {}, date(2026, 1, 1)) == Decimal("1.050625")


def test_rule_24_the_models_factors_are_the_rules() -> None:
    con = built(
        wanted=KNOWN,
        payments=ENDS_IN_JUNE,
        contracts=CONTRACT,
        index_values=INDEX,
        contract_clauses="""
            contract_no clause_no kind  index_name base_month lag_months cap_percent first_on
            K1          1         index KPI        2023-10-01 2          3.5         2025-03-15
            K1          2         fixed -          -          -          -           2027-03-15
        """,
    )

    assert texts(con, "select from_on, to_on, factor from price_factors") == [
        "1900-01-01 2025-03-15 1",
        "2025-03-15 2026-03-15 1.02",
        "2026-03-15 2027-03-15 1.0557",
        "2027-03-15 2028-03-15 1.0557",
        "2028-03-15 9999-12-31 1.0557",
    ]


_percents = st.none() | st.decimals(-5, 10, places=2)
_clauses = st.builds(
    Clause,
    first_on=st.dates(date(2020, 1, 1), date(2026, 12, 31)),
    index_name=st.sampled_from([None, "KPI"]),
    base_month=st.dates(date(2019, 1, 1), date(2022, 12, 31)).map(month_of),
    lag_months=st.integers(0, 6),
    fixed_percent=_percents,
    cap_percent=_percents,
    floor_percent=_percents,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    clauses=st.lists(_clauses, min_size=1, max_size=3, unique_by=lambda c: c.first_on),
    values=st.dictionaries(
        st.dates(date(2019, 1, 1), date(2026, 6, 1)).map(month_of),
        st.decimals(50, 500, places=3),
        max_size=8,
    ),
)
def test_rule_24_any_clauses_give_the_same_factor_in_sql_and_in_python(
    clauses: list[Clause], values: dict[date, Decimal]
) -> None:
    con = built(
        wanted=KNOWN,
        payments=ENDS_IN_JUNE,
        contracts=CONTRACT,
        index_values=[{"index_name": "KPI", "month": m, "value": v} for m, v in values.items()],
        contract_clauses=[_clause_row(no, clause) for no, clause in enumerate(clauses)],
    )

    for from_on, factor in rows(con, "select from_on, factor from price_factors"):
        assert factor == price_factor(clauses, {"KPI": values}, from_on)


def _clause_row(number: int, clause: Clause) -> dict[str, object]:
    row = {
        "contract_no": "K1",
        "clause_no": number,
        "kind": "index" if clause.index_name else "fixed",
        **{name: getattr(clause, name) for name in Clause.__slots__},
    }
    return {name: value for name, value in row.items() if value is not None}


def test_rule_23_the_months_of_a_period_sum_to_its_charge() -> None:
    quarter = (date(2026, 7, 1), date(2026, 9, 30))
    parts = [
        accrued(Decimal(1000), quarter, (each.month, each.last_day), "SEK")
        for each in months(*quarter)
    ]

    assert parts == [Decimal("336.96"), Decimal("336.95"), Decimal("326.09")]
    assert sum(parts) == 1000


def test_rule_23_edges_are_prorated_by_days_and_rule_30_renewals_are_assumed() -> None:
    con = built(
        wanted=KNOWN,
        payments=ENDS_IN_JUNE,
        contracts="""
            contract_no customer_no currency start_on   end_on     renews category
            K1          C1          SEK      2024-01-01 2026-08-10 true   service
            K2          C1          SEK      2024-01-01 2026-08-10 false  service
        """,
        contract_charges="""
            contract_no charge_no amount start_on   category
            K1          1         310    2024-01-01 -
            K2          1         310    2024-01-01 lease
        """,
    )
    told = "select contract_no, category, month, part, amount from known_charges"

    assert texts(con, f"{told} where month < date '2026-10-01' order by all") == [
        "K1 service 2026-07-01 known 310",
        "K1 service 2026-08-01 assumed 210",
        "K1 service 2026-08-01 known 100",
        "K1 service 2026-09-01 assumed 310",
        "K2 lease 2026-07-01 known 310",
        "K2 lease 2026-08-01 known 100",
    ]
    assert texts(
        con, "select max(month), count(*) from known_charges where contract_no = 'K1'"
    ) == ["2028-06-01 25"]


def test_rule_26_a_notice_for_a_machine_ends_its_charges_and_no_others() -> None:
    con = built(
        wanted=KNOWN,
        payments=ENDS_IN_JUNE,
        contracts=CONTRACT,
        contract_charges="""
            contract_no charge_no amount start_on   serial_no
            K1          1         100    2024-01-01 S1
            K1          2         100    2024-01-01 S2
        """,
        contract_notices="""
            contract_no notice_no serial_no given_on
            K1          1         S1        2026-05-10
        """,
    )

    ends = liability_end(date(2026, 5, 10), 3, to_month_end=True)
    assert rows(con, "select known_to, stops_on from charge_terms order by charge_no") == [
        (ends, ends),
        (date(2026, 12, 31), None),
    ]


def test_rule_30_a_notice_for_the_contract_stops_the_renewal() -> None:
    con = built(
        wanted=KNOWN,
        payments=ENDS_IN_JUNE,
        contracts=CONTRACT,
        contract_charges="""
            contract_no charge_no amount start_on
            K1          1         100    2024-01-01
        """,
        contract_notices="""
            contract_no notice_no given_on
            K1          1         2026-05-10
        """,
    )

    assert texts(con, "select part, max(month), sum(amount) from known_charges group by part") == [
        "known 2026-12-01 600"
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    amount=st.decimals(-5000, 5000, places=2),
    period=st.integers(1, 13),
    start=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    later=st.sampled_from([0, 0, 17, 200, -40]),
    end=st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    currency=st.sampled_from(["SEK", "JPY", "KWD"]),
)
def test_rule_23_any_charge_falls_on_months_as_the_rule_says(
    *, amount: Decimal, period: int, start: date, later: int, end: date, currency: str
) -> None:
    """A charge that begins later than its contract has the contract's periods."""
    begins = start + timedelta(later)
    con = built(
        wanted=KNOWN,
        payments=ENDS_IN_JUNE,
        contracts=[
            {
                "contract_no": "K1",
                "customer_no": "C1",
                "currency": currency,
                "start_on": start,
                "end_on": end,
            }
        ],
        contract_charges=[
            {
                "contract_no": "K1",
                "charge_no": "1",
                "amount": amount,
                "period_months": period,
                "start_on": begins,
            }
        ],
    )

    expected: dict[date, Decimal] = {}
    charge, position = round_amount(amount, currency), -50
    while (first := add_months(start, position * period)) <= end:
        last = add_months(start, (position + 1) * period) - timedelta(days=1)
        for month in months(first, min(last, end)):
            if date(2026, 7, 1) <= month.month <= date(2028, 6, 1):
                days = (max(first, begins, month.month), min(last, end, month.last_day))
                if days[0] > days[1]:
                    continue
                part = accrued(charge, (first, last), days, currency)
                expected[month.month] = expected.get(month.month, Decimal(0)) + part
        position += 1
    assert dict(rows(con, "select month, amount from known_charges")) == expected


SPEND = "select month, category, contract_no, amount, known from monthly_spend order by all"


def test_rule_28_cost_is_spread_over_the_service_period_by_days() -> None:
    con = built(
        wanted=("monthly_spend",),
        invoices="""
            invoice_no customer_no issue_date currency amount contract_no
            1          C1          2026-01-05 SEK      250    -
        """,
        invoice_lines="""
            invoice_no line_no net_amount category    service_start service_end contract_no
            1          1       100        maintenance 2026-01-16    2026-03-15  K1
            1          2       60         hardware    -             -           -
            1          3       40         -           2026-02-01    2026-02-28  -
        """,
    )

    assert texts(con, SPEND) == [
        "2026-01-01 hardware - 60 False",
        "2026-01-01 maintenance K1 27.12 True",
        "2026-02-01 maintenance K1 47.46 True",
        "2026-02-01 other - 40 False",
        "2026-03-01 maintenance K1 25.42 True",
    ]


def test_rule_28_vat_that_cannot_be_recovered_is_cost_and_interest_is_none() -> None:
    con = built(
        wanted=("monthly_spend",),
        customers="""
            customer_no name recoverable_vat_share
            C1          C1   0.3
        """,
        invoices="""
            class            invoice_no customer_no issue_date currency amount net_amount vat_amount
            invoice          1          C1          2026-01-05 SEK      125.07 100.06     25.01
            interest_invoice 2          C1          2026-01-05 SEK      9      9          0
        """,
        invoice_lines="""
            invoice_no line_no net_amount vat_amount
            1          1       100.06     25.01
        """,
    )

    assert texts(con, "select amount from monthly_spend") == ["117.57"]


def test_rule_28_a_document_without_lines_is_one_line_and_a_cancelled_one_costs_nothing() -> None:
    con = built(
        wanted=("monthly_spend",),
        invoices="""
            invoice_no customer_no issue_date currency amount net_amount
            1          C1          2026-01-05 SEK      125    100
            2          C1          2026-01-05 SEK      0      0
        """,
        invoice_lines="""
            invoice_no line_no net_amount
            2          1       999
        """,
    )

    assert texts(con, SPEND) == ["2026-01-01 other - 100 False"]


def test_a_period_that_cannot_be_used_leaves_the_line_in_its_issue_month() -> None:
    con = built(
        wanted=("monthly_spend",),
        invoices="""
            invoice_no customer_no issue_date currency amount
            1          C1          2026-01-05 SEK      100
        """,
        invoice_lines="""
            invoice_no line_no net_amount service_start service_end
            1          1       10         2026-03-31    2026-03-01
            1          2       20         2026-03-31    9999-12-31
            1          3       30         2026-03-31    -
        """,
    )

    assert texts(con, SPEND) == ["2026-01-01 other - 60 False"]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    net=st.decimals(-9000, 9000, places=3),
    start=st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    days=st.integers(1, 900),
    currency=st.sampled_from(["SEK", "JPY", "KWD"]),
)
def test_rule_28_any_line_is_shared_over_its_months_exactly(
    net: Decimal, start: date, days: int, currency: str
) -> None:
    end = start + timedelta(days=days - 1)
    document = {"invoice_no": "1", "customer_no": "C1", "currency": currency, "amount": 1}
    con = built(
        wanted=("monthly_spend",),
        invoices=[document | {"issue_date": "2026-01-01"}],
        invoice_lines=[
            {
                "invoice_no": "1",
                "line_no": "1",
                "net_amount": net,
                "service_start": start,
                "service_end": end,
            }
        ],
    )

    span = list(months(start, end))
    weights = [(min(m.last_day, end) - max(m.month, start)).days + 1 for m in span]
    parts = share(net, weights, currency)
    expected = {m.month: part for m, part in zip(span, parts, strict=True)}
    assert dict(rows(con, "select month, amount from monthly_spend")) == expected
