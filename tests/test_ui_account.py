"""The deeper views of the account page and Pay now: what each says and where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from saldo import access
from saldo.access import Office, Role
from saldo.desk.grants import Kind
from saldo.warehouse import current, current_path
from tests.front import own_office
from tests.homes import Home
from tests.test_ui_pages import said, screen

TABLES = {
    "companies": (
        "company_no,name,country,currency,bankgiro,iban\n1,Vendor AB,SE,SEK,111-1111,SE11\n"
    ),
    "customers": (
        "customer_no,name,rep_no,parent_no,credit_limit,currency\n"
        "C1,Ett AB,R1,,2000,SEK\nC2,Två AB,R1,C1,,\n"
    ),
    "reps": "rep_no,name\nR1,Rut\n",
    "exchange_rates": "rate_date,from_currency,to_currency,rate\n2026-01-01,EUR,SEK,11\n",
    "invoices": (
        "invoice_no,class,customer_no,issue_date,due_date,currency,amount,reference,payee_name,"
        "payee_account,original_no\n"
        "F-1,invoice,C1,2026-01-15,2026-02-14,SEK,100,71,,111-1111,\n"
        "F-2,invoice,C1,2026-03-01,2026-03-31,SEK,1000,72,,,\n"
        "F-3,invoice,C1,2026-04-10,2026-05-10,SEK,250.50,73,,222-2222,\n"
        "F-4,invoice,C1,2026-04-10,2026-08-31,SEK,40,74,Faktor AB,333-3333,\n"
        "K-1,credit_note,C1,2026-04-10,,SEK,-30,,,,F-2\n"
        "F-5,invoice,C2,2026-04-10,2026-05-10,EUR,7,75,,,\n"
    ),
    "disputes": "dispute_no,invoice_no,amount,opened_on\nT1,F-2,200,2026-04-01\n",
    "payments": (
        "payment_no,customer_no,payment_date,currency,amount\nP-1,C1,2026-02-16,SEK,100\n"
        "P-2,C1,2026-04-09,SEK,50\n"
    ),
    "allocations": "allocation_no,source_no,target_no,amount\nA-1,P-1,F-1,100\n",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    yield from _opened(tmp_path_factory.mktemp("account"))


def _opened(path: Path) -> Iterator[Office]:
    home = Home(path)
    for name, text in TABLES.items():
        home.write(f"{name}.csv", text)
    home.load()
    office = own_office(home.path)
    access.install(office)
    yield office
    access.install(None)


def test_invoices_and_credit_notes_are_counted_apart(office: Office) -> None:
    app = screen(office)

    assert "1 open credit note" in said(app)
    assert any("3 open invoices" in str(link.proto.label) for link in app.main.get("page_link"))


def test_the_credit_limit_and_what_is_disputed_stand_below_the_figures(office: Office) -> None:
    """Rule 14; 1000 + 250.50 + 40 − 30 − 50 of 2000."""
    app = screen(office)

    assert "Credit limit SEK 2,000.00, 61% used" in said(app)
    labels = [str(link.proto.label).replace("\\", "") for link in app.main.get("page_link")]
    assert any("200.00 is disputed" in label for label in labels)


@pytest.mark.parametrize("view", ["trend", "why", "due", "credits", "behaviour", "value"])
@pytest.mark.parametrize(
    ("role", "kind", "value"),
    [
        (Role.customer, Kind.customer, "C1"),
        (Role.customer, Kind.group, "C1"),
        (Role.rep, Kind.rep, "R1"),
    ],
)
def test_every_view_opens_for_customer_group_and_rep(
    office: Office, view: str, role: Role, kind: Kind, value: str
) -> None:
    for language in ("en", "sv"):
        app = screen(office, role=role, kind=kind, value=value, language=language, view=view)

        assert not app.exception
        assert not app.error


def test_opening_and_parts_make_the_closing_and_a_part_opens_its_rows(office: Office) -> None:
    """Rules 9, 16."""
    chosen = {"view": "why", "from": "2026-03-01", "to": "2026-04-10", "step": "payments"}

    app = screen(office, **chosen)

    steps = next(each.value for each in app.dataframe if "entries" in each.value.columns)
    amounts = steps["amount"].to_list()
    assert [float(amount) for amount in amounts] == [0.0, 1290.5, -30.0, -50.0, 1210.5]
    rows = next(each.value for each in app.dataframe if "entry_date" in each.value.columns)
    assert rows["document_no"].to_list() == ["P-2"]


def test_credits_name_what_they_could_settle_and_why(office: Office) -> None:
    app = screen(office, view="credits")

    rows = next(each.value for each in app.dataframe if "settles_no" in each.value.columns)
    assert rows[["document_no", "settles_no", "why"]].to_numpy().tolist() == [
        ["K-1", "F-2", "it corrects this invoice"],
        ["P-2", "F-2", "it is the oldest due"],
    ]


def test_days_beyond_terms_say_how_they_are_counted(office: Office) -> None:
    """Rules 15, 17: due on a Saturday, paid on the Monday after."""
    text = said(screen(office, view="behaviour"))

    assert "**0.0 days**" in text
    assert "days count from the next banking day" in text


def test_the_reps_view_has_dso_and_its_kin(office: Office) -> None:
    """Rule 18."""
    text = said(screen(office, role=Role.rep, kind=Kind.rep, value="R1", view="behaviour"))

    for name in ("DSO, simple", "DSO, countback", "Best possible DSO", "Average days delinquent"):
        assert name in text


def test_the_value_in_one_currency_stands_apart_from_the_balance(office: Office) -> None:
    """Rule 2: EUR 7 × 11 beside SEK 1 210.50."""
    app = screen(office, kind=Kind.group, value="C1", view="value")

    assert "Worth **SEK 1,287.50**" in said(app)
    assert "EUR 7.00 and SEK 1,210.50" in said(app)


def test_a_rate_that_is_missing_is_said(office: Office) -> None:
    app = screen(office, kind=Kind.group, value="C1", view="value", into="USD")

    assert any("no rate from SEK to USD" in str(each.value) for each in app.warning)


def test_other_intervals_sum_to_the_same_and_open_their_rows(office: Office) -> None:
    """Rule 11: on 2026-04-10 F-2 is ten days late; K-1 and P-2 are unapplied."""
    app = screen(office, steps="8x7", age="SEK:8-14")

    wide = next(each.value for each in app.dataframe if "8-14" in each.value.columns)
    assert wide["8-14"].to_list() == ["1,000.00"]
    assert wide["total"].to_list() == ["1,210.50"]
    rows = next(each.value for each in app.dataframe if "open_amount" in each.value.columns)
    assert rows["document_no"].to_list() == ["F-2"]


def test_where_it_does_not_tie_the_page_says_by_what_and_where(
    office: Office, tmp_path: Path
) -> None:
    """Rule 10: a ledger somebody tampered with."""
    for other in _opened(tmp_path):
        path = current_path(other.settings.home)
        current(other.settings.home).close()
        copy = path.with_name("warehouse-tampered.duckdb")
        copy.write_bytes(path.read_bytes())
        with duckdb.connect(str(copy)) as con:
            con.execute("delete from ledger_entries where document_no = 'F-4'")
        (other.settings.home / "CURRENT").write_text(copy.name, encoding="utf-8")

        app = screen(other)

        (error,) = [str(each.value) for each in app.error]
        told = error.replace("\u00a0", " ").replace("\\", "")
        assert "The balance in SEK differs by SEK 40.00" in told
    access.install(office)


def test_pay_now_says_what_to_pay_and_keeps_the_rest_out_with_the_reason(office: Office) -> None:
    """Rule 15: of F-2 200 is disputed, 30 and 50 are covered; F-4 falls due later."""
    app = screen(office, "pay")

    assert "**SEK 970.50** is to be paid" in said(app)
    due, _, out = (each.value for each in app.dataframe)
    assert due[["document_no", "to_pay"]].astype(str).to_numpy().tolist() == [
        ["F-2", "720.0000"],
        ["F-3", "250.5000"],
    ]
    assert out["reason"].to_list() == ["Disputed", "Covered by open credits", "Falls due later"]
    assert "= balance SEK 1,210.50" in said(app)


def test_a_changed_account_is_said_before_the_rows_and_in_the_text_to_copy(office: Office) -> None:
    """Rule 15: F-1 was paid to 111-1111; F-3 names another account."""
    app = screen(office, "pay")

    (warning,) = [str(each.value).replace("\\", "") for each in app.warning]
    assert "222-2222" in warning
    assert "so far 111-1111" in warning
    lines = app.code[0].value.split("\n")
    assert lines[1:3] == ["", "CHECK BY PHONE"]
    assert lines[3].split("\t") == ["Vendor AB", "222-2222", "73", "250.50", "SEK", "2026-05-08"]


def test_a_later_horizon_has_the_factored_invoice_with_the_factor_as_payee(office: Office) -> None:
    app = screen(office, "pay", to="2026-08-31")

    due = app.dataframe[0].value
    assert due["payee"].to_list()[-1] == "Faktor AB"
    assert "Factored" in due["note"].to_list()[-1]


def test_pay_now_with_nothing_to_pay_says_so(office: Office) -> None:
    app = screen(office, "pay", as_of="2026-01-10")

    assert "Nothing to pay" in said(app)
    assert not app.exception
