"""Budget over a small home: where the year is heading, the parts that sum to it, how it is made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import plotly.graph_objects as go
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from saldo import access
from saldo.access import Office, Role
from saldo.desk.grants import Kind
from saldo.i18n import reader_for
from saldo.ui.budget_months import series_of
from saldo.ui.columns import columns
from tests.front import own_office
from tests.homes import Home
from tests.test_ui_pages import said, screen

SV = reader_for("sv")
MONTHS = [date(2024 + at // 12, at % 12 + 1, 1) for at in range(34)]  # to October 2026


def _invoices() -> tuple[str, str]:
    """C1 buys ink for 100 and 140 in turn; rents for 300; C2 bought twice; C3 in euro; C9 else."""
    heads = ["invoice_no,customer_no,issue_date,currency,amount"]
    lines = ["invoice_no,line_no,net_amount,vat_amount,category,contract_no"]

    def bill(number: str, customer: str, day: str, currency: str, *parts: str) -> None:
        heads.append(f"{number},{customer},{day},{currency},1")
        lines.extend(f"{number},{at},{part}" for at, part in enumerate(parts, start=1))

    for at, month in enumerate(MONTHS):
        ink = f"{100 + 40 * (at % 2)},25,ink,"
        rent = ["300,75,hardware,A1"] if month >= date(2026, 1, 1) else []
        bill(f"I{month:%y%m}", "C1", f"{month:%Y-%m}-15", "SEK", ink, *rent)
    for month in ("2026-09", "2026-10"):
        bill(f"B{month}", "C2", f"{month}-20", "SEK", "50,12.5,ink,")
        bill(f"E{month}", "C3", f"{month}-20", "EUR", "7,1,ink,")
    bill("X1", "C9", "2026-10-20", "SEK", "666,1,ink,")
    bill("Z1", "C1", "2026-10-31", "SEK", "20,5,ink,")
    return "\n".join(heads) + "\n", "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("budget"))
    heads, lines = _invoices()
    tables = {
        "customers": "customer_no,name,parent_no,rep_no,fiscal_year_start\nC1,Ett,,R1,1\n"
        "C2,Två,C1,R1,5\nC3,Tre,,R1,1\nC4,Fyra,,,1\nC9,Främmande,,R9,1\n",
        "reps": "rep_no,name\nR1,Rut\nR9,Ture\n",
        "invoices": heads,
        "invoice_lines": lines,
        "contracts": "contract_no,customer_no,currency,name,start_on,end_on,renews,notice_months\n"
        "A1,C1,SEK,Hyra [x],2026-01-01,2026-12-31,true,1\n",
        "contract_charges": "contract_no,charge_no,amount,period_months,start_on,category\n"
        "A1,1,300,1,2026-01-01,hardware\n",
    }
    for name, text in tables.items():
        home.write(f"{name}.csv", text)
    assert home.load().exit_code == 0
    office = own_office(home.path)
    access.install(office)
    yield office
    access.install(None)


def table(app: AppTest, column: str) -> pl.DataFrame:
    """The first table that has the column."""
    return next(pl.DataFrame(t.value) for t in app.dataframe if column in t.value.columns)


def test_the_sentence_says_where_the_fiscal_year_is_heading(office: Office) -> None:
    """Rule 28: without VAT. Billed 3000 + 1220; agreed 600; of ink 244.17 to come."""
    text = said(screen(office, "budget"))

    assert (
        "Fiscal year 2026 is heading for **SEK 5,064.17** excl. VAT, 252% more than 2025." in text
    )
    assert "Actual SEK 4,220.00 + forecast SEK 844.17" in text
    assert "80 %: SEK" in text


def test_the_same_in_swedish(office: Office) -> None:
    app = screen(office, "budget", language="sv")

    assert "Räkenskapsåret 2026 pekar mot **5 064,17 kr** exkl. moms" in said(app)
    assert app.header[0].value == "Kostnad per månad, exkl. moms"


def test_a_fiscal_year_opens_the_months_that_sum_to_it(office: Office) -> None:
    app = screen(office, "budget")

    app.button(key="figure_open_1").click().run()

    assert app.query_params["from"] == "2026-01-01"
    assert table(app, "statistical").height == 12
    assert "= **SEK 5,064.17**" in said(app)


def test_months_show_their_parts_and_the_year_before(office: Office) -> None:
    """Rules 29 and 30: the rent is agreed to the year's end and then assumed."""
    rows = {row["named"].replace("\u00a0", " "): row for row in _months(screen(office, "budget"))}

    assert (rows["Oct 2026"]["actual"], rows["Oct 2026"]["year_before"]) == (460, 140)
    assert (rows["Dec 2026"]["known"], rows["Jan 2027"]["assumed"]) == (300, 300)
    assert rows["Dec 2026"]["p10"] < rows["Dec 2026"]["total"] < rows["Dec 2026"]["p90"]
    assert rows["Oct 2024"]["actual"] == 140
    assert len(rows) == 37


def _months(app: AppTest) -> list[dict[str, Decimal]]:
    return table(app, "named").to_dicts()


def test_one_category_is_chosen_in_the_address_and_taken_along(office: Office) -> None:
    app = screen(office, "budget")

    app.button_group(key="choose_category").set_value("hardware").run()

    assert app.query_params["category"] == "hardware"
    assert "heading for **SEK 3,600.00** excl. VAT for hardware" in said(app)
    body = " ".join(str(each.proto.body) for each in app.get("html"))
    assert "/export/budget.xlsx?as_of=2026-10-31&amp;currency=SEK&amp;category=hardware" in body


def test_categories_stand_side_by_side_a_year_back_and_a_year_ahead(office: Office) -> None:
    rows = table(screen(office, "budget"), "ahead")

    assert rows.select("category", "back").rows()[0] == ("Hardware", 3000)
    assert rows["ahead"].to_list()[0] == 3600
    assert rows["change"].to_list()[0] == "+20%"


def test_categories_and_contracts_are_taken_as_they_are_shown(office: Office) -> None:
    body = " ".join(str(each.proto.body) for each in screen(office, "budget").get("html"))

    days = "from=2025-11-01&amp;to=2027-10-31&amp;currency=SEK"
    assert f"/export/budget.xlsx?as_of=2026-10-31&amp;{days}" in body
    assert "/export/contract-costs.xlsx?as_of=2026-10-31&amp;currency=SEK" in body


def test_contracts_behind_the_forecast_sum_to_its_parts(office: Office) -> None:
    """Rule 25: the last notice day is 30 November; it renews after the year's end."""
    app = screen(office, "budget")
    row = table(app, "last_notice_day").row(0, named=True)

    assert (row["contract_no"], row["name"]) == ("A1", "Hyra [x]")
    assert (row["known"], row["assumed"]) == (600, 3000)
    assert str(row["last_notice_day"])[:10] == "2026-11-30"
    assert "Agreed **SEK 600.00**, if renewed **SEK 3,000.00**" in said(app)


def test_the_method_is_named_in_plain_words_with_what_it_said_a_year_ago(office: Office) -> None:
    """Rule 31."""
    text = said(screen(office, "budget"))

    assert "Estimated** for ink: other purchases go on as before, the mean of six" in text
    assert "A year ago the same method said SEK" in text
    assert "It came to **SEK 4,460.00**" in text
    assert "the same month a year earlier would have missed by SEK 251.67" in text


def test_short_history_is_told_with_the_simpler_method(office: Office) -> None:
    """Rule 31: two months of history give the plain average, and others' errors its range."""
    text = said(screen(office, "budget", value="C2"))

    assert "Estimated** for ink: less than a year of history" in text
    assert "80 %:" in text


def test_a_group_has_a_figure_for_each_kind_of_fiscal_year(office: Office) -> None:
    text = said(screen(office, "budget", kind=Kind.group, value="C1"))

    assert "the fiscal years are heading: 2026 (Jan–Dec) for **SEK 5,064.17**" in text
    assert "and 2026/27 (May–Apr) for **SEK" in text


def test_a_kind_of_fiscal_year_opens_the_months_of_its_own_accounts(office: Office) -> None:
    app = screen(office, "budget", kind=Kind.group, value="C1")
    whole = said(app)

    app.button(key="figure_open_1").click().run()

    assert app.query_params["customer"] == "C2"
    total = said(app).split("= **")[1].split("**")[0]
    assert f"2026/27 (May–Apr) for **{total}**" in whole


def test_currencies_stand_apart_and_are_chosen_by_tabs(office: Office) -> None:
    """Rule 2."""
    app = screen(office, "budget", role=Role.rep, kind=Kind.rep, value="R1")
    assert "€" not in said(app)

    app.button_group(key="choose_show").set_value("EUR").run()

    assert app.query_params["show"] == "EUR"
    assert "Fiscal year 2026 is heading for **€" in said(app)
    assert "SEK" not in said(app)
    assert "666" not in str(app.main)


def test_another_day_does_not_know_what_came_after(office: Office) -> None:
    rows = {
        row["named"].replace("\u00a0", " "): row
        for row in _months(screen(office, "budget", as_of="2025-12-31"))
    }

    assert rows["Jan 2026"]["statistical"] > 0
    assert rows["Jan 2026"]["actual"] is None


def test_a_period_can_be_taken_off_again(office: Office) -> None:
    app = screen(office, "budget", **{"from": "2026-01-01", "to": "2026-03-31"})
    assert len(_months(app)) == 3

    app.button(key="whole_period").click().run()

    assert len(_months(app)) == 37


def test_an_account_without_cost_is_told_so(office: Office) -> None:
    assert "No cost yet" in said(screen(office, "budget", value="C4"))
    assert "Nothing in this category" in said(screen(office, "budget", category="nails"))


@pytest.mark.parametrize("role", [Role.administrator, Role.data_steward, Role.operator])
def test_who_manages_or_operates_reads_no_budget(office: Office, role: Role) -> None:
    """Rule 32."""
    app = screen(office, "budget", role=role, value="C1")

    assert "Your role does not read them" in app.info[0].value
    assert not app.dataframe


def test_the_whisker_is_the_range_of_the_months_total() -> None:
    """On a column of 100 agreed and 50 estimated, 120 to 190 is 20 to 90 from the estimate."""
    month = date(2026, 12, 1)
    months = pl.DataFrame(
        [
            {
                "month": month,
                "actual": Decimal(0),
                "known": Decimal(100),
                "ordered": Decimal(0),
                "assumed": Decimal(0),
                "statistical": Decimal(50),
                "total": Decimal(150),
                "p10": Decimal(120),
                "p90": Decimal(190),
                "year_before": Decimal(130),
            }
        ]
    )

    series = series_of(months, [month], SV)
    spec = columns([month], series, "SEK", SV)
    go.Figure(spec)

    assert [each.name for each in series] == ["Avtalat", "Beräknat", "Året före"]
    whisker = spec["data"][1]["error_y"]
    assert (whisker["array"], whisker["arrayminus"]) == ([40.0], [30.0])
