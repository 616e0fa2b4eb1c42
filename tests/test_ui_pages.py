"""The pages over a small home: what each role reads, in both languages, and what a link opens."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from saldo import access
from saldo.access import Office, Role
from saldo.desk import grants, people
from saldo.desk.grants import Grant, Kind
from saldo.settings import ROOT
from tests.front import own_office, signed_in
from tests.homes import Home

TABLES = {
    "customers": (
        "customer_no,name,rep_no\nC1,Ett [AB],R1\nC2,Två AB,R1\nC3,Främmande AB,R9\nC4,Fyra AB,\n"
    ),
    "reps": "rep_no,name\nR1,Rut\nR9,Ture\n",
    "invoices": (
        "invoice_no,customer_no,issue_date,due_date,currency,amount,purchase_order\n"
        "F-0042,C1,2026-03-01,2026-03-31,SEK,1000,PO-7\n"
        "F-0043,C1,2026-04-10,2026-05-10,SEK,250.50,\n"
        "F-0050,C2,2026-04-10,2026-05-10,EUR,7,\n"
        "F-9999,C3,2026-04-10,2026-05-10,SEK,666,\n"
    ),
    "invoice_lines": (
        "invoice_no,line_no,description,quantity,unit_price,net_amount,vat_amount\n"
        "F-0042,1,Truckservice,2,400,800,200\n"
    ),
    "payments": (
        "payment_no,customer_no,payment_date,currency,amount\nP-1,C1,2026-04-01,SEK,150\n"
        "P-2,C4,2026-04-01,SEK,30\n"
    ),
    "allocations": (
        "allocation_no,source_class,source_no,target_no,amount,applied_on\n"
        "A-1,payment,P-1,F-0042,100,2026-04-02\n"
    ),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("pages"))
    for name, text in TABLES.items():
        home.write(f"{name}.csv", text)
    home.load()
    office = own_office(home.path)
    access.install(office)
    yield office
    access.install(None)


_NUMBERS = count(1)


def _enter(office: Office, role: Role, kind: Kind, value: str, language: str) -> str:
    """A session of a new person with that grant."""
    person = people.add(
        office.desk,
        email=f"ana{next(_NUMBERS)}@example.se",
        name="Ana",
        role=role.value,
        language=language,
        at=office.now(),
    )
    start = office.settings.today() - timedelta(days=1)
    grants.give(office.desk, person.id, [Grant(kind, value, start)], at=office.now())
    return signed_in(office, person)[0]


def screen(
    office: Office,
    page: str = "account",
    *,
    role: Role = Role.customer,
    kind: Kind = Kind.customer,
    value: str = "C1",
    language: str = "en",
    **query: str,
) -> AppTest:
    """The page after one run, opened by its address."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.user = {"saldo_session": _enter(office, role, kind, value, language)}
    app.run()
    for name, text in query.items():
        app.query_params[name] = text
    if page != "account":
        app.switch_page(f"pages/{page}.py")
    return app.run()


def said(app: AppTest) -> str:
    """Everything the page says outside tables, no-break spaces as spaces."""
    parts = [*app.title, *app.header, *app.markdown, *app.caption]
    return " | ".join(str(part.value) for part in parts).replace("\u00a0", " ").replace("\\", "")


def test_the_start_page_says_what_is_owed_and_what_of_it_is_overdue(office: Office) -> None:
    """Rule 9: 1000 + 250.50 − 150 paid (of it 50 unapplied)."""
    text = said(screen(office))

    assert "You owe **SEK 1,100.50**" in text or "You owe **SEK 1,100.50**;" in text
    assert "Ledger, statement, open items and ageing all come to SEK 1,100.50." in text


def test_who_has_paid_too_much_is_told_what_stands_to_their_credit(office: Office) -> None:
    assert "You owe nothing. **SEK 30.00** stands to your credit." in said(
        screen(office, value="C4")
    )


def test_the_same_in_swedish(office: Office) -> None:
    text = said(screen(office, language="sv"))

    assert "Kundkonto" in text
    assert "Ni har **1 100,50 kr** att betala" in text


def test_an_account_rep_reads_it_as_a_receivable_per_currency(office: Office) -> None:
    """Rule 2: SEK and EUR stand side by side, never added."""
    text = said(screen(office, role=Role.rep, kind=Kind.rep, value="R1"))

    assert "Receivables stand at **EUR 7.00 and SEK 1,100.50**" in text
    assert "**Ett [AB], Två AB**" in text


def test_the_day_shown_is_the_sources_last_one_and_the_page_says_so(office: Office) -> None:
    assert "figures end 10 Apr 2026, shown as of that day" in said(screen(office))


def test_another_day_is_asked_for_in_the_address(office: Office) -> None:
    """Rule 8: on 31 March nothing was paid yet, and the second invoice not issued."""
    text = said(screen(office, as_of="2026-03-31"))

    assert "You owe **SEK 1,000.00**" in text
    assert "as of 31 Mar 2026" in text


def test_a_name_from_a_source_is_text_and_no_markup(office: Office) -> None:
    whose = screen(office).markdown[0].value

    assert whose == r"**Ett \[AB\]** · C1"


def test_an_account_of_somebody_else_is_as_if_it_were_not_there(office: Office) -> None:
    app = screen(office, customer="C3")

    assert "No account to show" in said(app)
    assert "666" not in str(app.main)


def test_a_filter_that_cannot_be_is_named_and_can_be_left(office: Office) -> None:
    app = screen(office, as_of="soon")

    assert "as\\_of = soon" in app.error[0].value
    app.button(key="start_over").click().run()
    assert "You owe" in said(app)


def test_the_list_opens_on_what_is_open_with_its_sums_and_the_tie(office: Office) -> None:
    app = screen(office, "invoices")

    assert app.dataframe[0].value["invoice_no"].to_list() == ["F-0043", "F-0042"]
    assert "**2 documents**, amount SEK 1,250.50, open **SEK 1,150.50**" in said(app)
    assert "payments not yet matched −SEK 50.00 make the balance SEK 1,100.50" in said(app)


def test_what_is_overdue_is_listed_by_item_and_sums_to_the_figure(office: Office) -> None:
    app = screen(office, "invoices", status="overdue")

    assert app.dataframe[0].value["state"].to_list() == [
        "10\u00a0days overdue".replace("\u00a0", " ")
    ]
    assert "open **SEK 900.00**" in said(app)


def test_unmatched_credit_lists_payments_too(office: Office) -> None:
    app = screen(office, "invoices", status="unapplied")

    assert app.dataframe[0].value["invoice_no"].to_list() == ["P-1"]


def test_a_part_of_a_number_finds_the_invoice(office: Office) -> None:
    app = screen(office, "invoices", search="0042")

    assert app.dataframe[0].value["invoice_no"].to_list() == ["F-0042"]


def test_a_search_on_another_page_says_where_it_leads(office: Office) -> None:
    app = screen(office, search="po-7")

    assert "1 match for" in said(app)
    assert app.dataframe[0].value["number"].to_list() == ["F-0042"]


def test_a_document_opens_with_its_lines_and_what_settled_it(office: Office) -> None:
    app = screen(office, "invoices", document="1/invoice/F-0042")

    tables = [table.value for table in app.dataframe]
    assert "Invoice F-0042" in said(app)
    assert tables[0]["number"].dropna().to_list() == ["P-1"]
    assert str(tables[0]["open_amount"].to_list()[-1]) == "900.0000"
    assert tables[1]["description"].to_list() == ["Truckservice"]


def test_a_payment_opens_with_what_it_was_set_against(office: Office) -> None:
    app = screen(office, "invoices", document="1/payment/P-1")

    assert app.dataframe[0].value["document_no"].to_list() == ["F-0042"]


@pytest.mark.parametrize("document", ["1/invoice/F-9999", "1/payment/F-0042", "9/invoice/F-0042"])
def test_another_document_is_as_if_it_were_not_there(office: Office, document: str) -> None:
    app = screen(office, "invoices", document=document)

    assert "No such document" in said(app)
    assert not app.dataframe


def test_an_empty_list_says_so_and_how_to_go_on(office: Office) -> None:
    assert "No such invoices" in said(screen(office, "invoices", status="disputed"))


@pytest.mark.parametrize("page", ["account", "invoices"])
@pytest.mark.parametrize("role", [Role.administrator, Role.data_steward, Role.operator])
def test_who_manages_or_operates_reads_no_account(office: Office, page: str, role: Role) -> None:
    """Rule 32."""
    app = screen(office, role=role, value="C1")

    assert "Your role does not read them" in app.info[0].value
    assert not app.dataframe


def test_signing_out_ends_the_session_on_the_spot(office: Office) -> None:
    app = screen(office)

    app.button(key="sign_out").click().run()

    assert app.title[0].value == "You are signed out"
    assert not app.dataframe


def test_the_language_is_changed_on_every_page(office: Office) -> None:
    app = screen(office, "invoices", language="en")

    app.selectbox(key="choose_language").set_value("sv").run()

    assert app.title[0].value == "Fakturor"


def test_a_choice_writes_values_into_the_address_not_words(office: Office) -> None:
    app = screen(office, "invoices", language="sv")

    app.button_group(key="choose_status").set_value("paid").run()

    assert app.query_params["status"] == "paid"


def test_the_day_a_page_is_about_is_picked_and_kept_in_the_address(office: Office) -> None:
    app = screen(office)

    app.date_input(key="choose_as_of").set_value(date(2026, 3, 31)).run()

    assert app.query_params["as_of"] == "2026-03-31"
    assert "You owe **SEK 1,000.00**" in said(app)


def test_the_front_door_navigates_and_does_nothing_else() -> None:
    """import-linter cannot watch a single module: app.py may stand on the kit alone."""
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))

    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]

    assert imported == ["saldo.ui.navigation"]
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]


def test_no_page_is_longer_than_a_reader_can_hold() -> None:
    long = {
        path.name: lines
        for path in Path(ROOT / "pages").glob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 120
    }

    assert long == {}
