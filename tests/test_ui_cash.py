"""Cash over a small home: what the next weeks bring, by week and by open invoice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import plotly.graph_objects as go
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from saldo import access
from saldo.access import Office, Role
from saldo.desk.grants import Kind
from saldo.i18n import reader_for
from saldo.ui.cash_chart import week_spec
from tests.front import own_office
from tests.homes import Home
from tests.test_ui_pages import said, screen

MONTHS = [date(2025 + at // 12, at % 12 + 1, 10) for at in range(22)]  # to October 2026


def _files() -> dict[str, str]:
    """C1 is billed 125 a month and pays at once on the due date; October's is open; C4 nothing."""
    invoices = ["invoice_no,customer_no,issue_date,due_date,currency,amount,net_amount"]
    payments = ["payment_no,customer_no,payment_date,currency,amount"]
    allocations = ["allocation_no,source_no,target_no,amount"]
    for at, day in enumerate(MONTHS):
        due = day + timedelta(days=30)
        invoices.append(f"I{at},C1,{day},{due},SEK,125,100")
        if due <= date(2026, 10, 31):
            payments.append(f"P{at},C1,{due},SEK,125")
            allocations.append(f"A{at},P{at},I{at},125")
    payments.append("U1,C1,2026-10-31,SEK,25")
    invoices.append("X1,C9,2026-10-20,2026-11-19,SEK,666,600")
    rows = {"invoices": invoices, "payments": payments, "allocations": allocations}
    return {name: "\n".join(each) + "\n" for name, each in rows.items()} | {
        "customers": "customer_no,name,rep_no\nC1,Ett,R1\nC4,Fyra,R1\nC9,Främmande,R9\n",
        "reps": "rep_no,name\nR1,Rut\nR9,Ture\n",
    }


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("cash"))
    for name, text in _files().items():
        home.write(f"{name}.csv", text)
    assert home.load().exit_code == 0
    office = own_office(home.path)
    access.install(office)
    yield office
    access.install(None)


def table(app: AppTest, column: str) -> pl.DataFrame:
    return next(pl.DataFrame(t.value) for t in app.dataframe if column in t.value.columns)


def test_the_sentence_says_what_four_weeks_bring_incl_vat(office: Office) -> None:
    """Rule 28: the open invoice less the credit of 25."""
    text = said(screen(office, "cash"))

    assert "In the next four weeks **SEK" in text
    assert "SEK 100.00 of it for invoices that are open now" in text


def test_the_same_in_swedish_and_for_who_collects(office: Office) -> None:
    assert "De närmaste fyra veckorna väntas" in said(screen(office, "cash", language="sv"))
    rep = said(screen(office, "cash", role=Role.rep, kind=Kind.rep, value="R1"))
    assert "is expected in" in rep
    assert "666" not in rep


def test_an_open_invoice_has_its_days_its_risk_and_what_credits_leave(office: Office) -> None:
    app = screen(office, "cash")
    row = table(app, "p50").row(0, named=True)

    assert (row["document_no"].lstrip("\u200b"), row["set_off"], row["to_pay"]) == ("I21", 25, 100)
    assert str(row["p50"])[:10] in ("2026-11-09", "2026-11-10")
    assert row["risk"].endswith("%")
    assert "1 invoice: open SEK 125.00 − credits SEK 25.00 = **SEK 100.00**" in said(app)


def test_thirteen_weeks_and_what_comes_later_sum_to_what_is_open(office: Office) -> None:
    app = screen(office, "cash")
    weeks = table(app, "coming")

    assert weeks.height == 13
    assert weeks["open_invoices"].sum() == 100
    body = " ".join(str(each.proto.body) for each in app.get("html"))
    assert "/export/cash-weeks.xlsx?as_of=2026-10-31&amp;currency=SEK" in body
    assert "/export/cash.xlsx?as_of=2026-10-31&amp;currency=SEK" in body


def test_an_account_without_anything_is_told_so(office: Office) -> None:
    assert "Nothing to pay is expected" in said(screen(office, "cash", value="C4"))


@pytest.mark.parametrize("role", [Role.administrator, Role.data_steward, Role.operator])
def test_who_manages_or_operates_reads_no_payments(office: Office, role: Role) -> None:
    """Rule 32."""
    app = screen(office, "cash", role=role, value="C1")

    assert "Your role does not read them" in app.info[0].value
    assert not app.dataframe


def test_the_whisker_is_the_range_of_the_weeks_total() -> None:
    weeks = pl.DataFrame(
        {
            "week": [date(2026, 11, 2)],
            "open_invoices": [100],
            "coming": [50],
            "total": [150],
            "p10": [120],
            "p90": [190],
        }
    ).with_columns(pl.col("^(open_invoices|coming|total|p.0)$").cast(pl.Decimal(18, 4)))

    spec = week_spec(weeks, "SEK", reader_for("en"))
    go.Figure(spec)

    whisker = spec["data"][1]["error_y"]
    assert (whisker["array"], whisker["arrayminus"]) == ([40.0], [30.0])
