"""When each open invoice will be paid (the cash forecast of rule 28)."""

import numpy as np
import pytest

from bench.receivables import Receivables
from saldo import settings
from saldo.forecast.payment_dates import UNTAUGHT, Open, PaymentDates, Pool, payment_dates

FILE = settings.read().shared / "data" / "ibm_ar" / "WA_Fn-UseC_-Accounts-Receivable.csv"
POOL = Pool(
    a_day_later=0.0,
    when_disputed=20.0,
    days=5.0,
    strength=4.0,
    residuals=np.linspace(-10, 10, 200),
)


def one(
    *, today: float = 0, due: float = 30, disputed: bool = False, paid: float = 0, mean: float = 0
) -> PaymentDates:
    invoice = Open(
        issued=np.array([0.0]),
        due=np.array([due]),
        disputed=np.array([disputed]),
        paid=np.array([paid]),
        mean=np.array([mean]),
    )
    return payment_dates(POOL, invoice, today)


def test_an_account_that_never_paid_is_taken_to_pay_as_all_do() -> None:
    assert one().at(0.5)[0] == 36  # due day 30, five days late, the day begun


def test_an_accounts_own_habit_counts_the_more_the_more_it_has_paid() -> None:
    days = [one(paid=paid, mean=45).at(0.5)[0] for paid in (0, 4, 400)]

    assert days[0] < days[1] < days[2]
    assert days[1] == pytest.approx(30 + (5 + 45) / 2, abs=1)


def test_a_dispute_takes_its_days() -> None:
    assert one(disputed=True).at(0.5)[0] - one().at(0.5)[0] == 20


def test_nothing_is_paid_before_today() -> None:
    seen = one(today=38)

    assert seen.days.min() > 38
    assert seen.at(0.1)[0] > 38
    assert seen.at(0.5)[0] > one().at(0.5)[0]


def test_what_is_overdue_already_is_late_for_certain() -> None:
    assert one(today=31).late()[0] == 1.0
    assert 0 < one().late()[0] < 1


def test_an_invoice_older_than_any_before_it_still_has_a_date() -> None:
    seen = one(today=400)

    assert 400 < seen.at(0.1)[0] < seen.at(0.5)[0] < seen.at(0.9)[0] < 800


def test_nothing_is_paid_before_it_is_issued() -> None:
    assert one(paid=500, mean=-60, today=-5).days.min() >= 0


def test_every_week_together_is_the_whole_payment() -> None:
    seen = one(today=10)

    assert sum(seen.within(day, day + 7)[0] for day in range(10, 80, 7)) == pytest.approx(1)


def test_without_any_payment_seen_the_due_date_is_near() -> None:
    invoice = Open(np.zeros(1), np.array([30.0]), np.zeros(1, dtype=bool), np.zeros(1), np.zeros(1))

    assert abs(payment_dates(UNTAUGHT, invoice, 0).at(0.5)[0] - 30) < 7


@pytest.mark.shared
@pytest.mark.parametrize(
    ("disputes", "auc", "mae"), [(False, 0.87, 6.0), (True, 0.935, 4.45)], ids=["unknown", "known"]
)
def test_it_is_right_about_other_peoples_invoices(disputes: bool, auc: float, mae: float) -> None:
    found = Receivables(FILE, disputes=disputes).measured()

    assert found.invoices == 1180
    assert found.auc >= auc
    assert found.mae <= mae
    assert found.inside == pytest.approx(0.80, abs=0.05)
    assert found.cash <= 0.08
