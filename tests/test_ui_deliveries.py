"""Deliveries over a small home: the sentence, the figures that open their lines, one order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from saldo import access
from saldo.access import Office, Role
from saldo.desk.grants import Kind
from tests.front import own_office
from tests.homes import Home
from tests.test_ui_pages import said, screen

TABLES = {
    "customers": "customer_no,name,rep_no\nC1,Ett [AB],R1\nC2,Två,R1\nC3,Främmande,R9\nC4,Fyra,\n",
    "reps": "rep_no,name\nR1,Rut\nR9,Ture\n",
    "sites": "customer_no,site_no,name,city\nC1,S1,Lager Syd,Växjö\nC1,S2,Lager Norr,Boden\n",
    "orders": (
        "company_no,order_no,customer_no,ordered_on,currency,purchase_order,site_no\n"
        "1,O1,C1,2026-10-01,SEK,PO-1,S1\n1,O2,C1,2026-10-05,SEK,,S2\n1,O3,C1,2026-09-01,SEK,,S1\n"
        "2,S1,C2,2026-10-01,SEK,,\n1,O9,C3,2026-10-01,SEK,,\n"
    ),
    "order_lines": (
        "company_no,order_no,line_no,quantity,unit,unit_price,requested_on,description\n"
        "1,O1,1,10,st,100,2026-11-06,Pump <b>\n1,O1,2,2,st,100,2026-11-06,Slang\n"
        "1,O2,1,1,st,100,2026-11-17,Ventil\n1,O3,1,4,st,50,2026-10-12,Filter\n"
        "2,S1,1,3,st,10,2026-10-20,Bult\n1,O9,1,1,st,1,2026-11-01,Hemlig\n"
    ),
    "promises": (
        "company_no,order_no,line_no,given_on,promised_on,status\n"
        "1,O1,1,2026-10-02,2026-11-06,AP\n1,O1,2,2026-10-02,2026-11-06,AP\n"
        "1,O1,1,2026-10-20,2026-11-20,CA\n1,O1,2,2026-10-20,2026-11-20,CA\n"
        "1,O1,1,2026-11-10,2026-12-01,CA\n1,O1,2,2026-11-10,2026-12-01,CA\n"
        "1,O2,1,2026-10-06,2026-11-17,AP\n1,O3,1,2026-09-02,2026-10-12,AP\n"
    ),
    "delivery_events": (
        "company_no,order_no,line_no,event_no,kind,event_on,quantity,carrier,tracking_no,"
        "tracking_url\n"
        "1,O1,1,1,shipped,2026-11-02,4,Frakt,T-1,https://frakt.example/T-1\n"
        "1,O1,1,2,delivered,2026-11-03,4,,,javascript:alert(1)\n"
        "1,O3,1,1,delivered,2026-10-14,4,,,\n2,S1,1,1,shipped,2026-10-19,3,,,\n"
    ),
    "invoices": (
        "company_no,invoice_no,customer_no,issue_date,due_date,currency,amount,order_no\n"
        "1,F-1,C1,2026-11-20,2026-12-20,SEK,500,O1\n"
    ),
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    home = Home(tmp_path_factory.mktemp("deliveries"))
    for name, text in TABLES.items():
        home.write(f"{name}.csv", text)
    home.load()
    office = own_office(home.path)
    access.install(office)
    yield office
    access.install(None)


def rows(app: AppTest, column: str) -> list[object]:
    return app.dataframe[0].value[column].to_list()


def test_the_sentence_says_what_is_late_what_slipped_and_what_comes_next(office: Office) -> None:
    """Rules 20 and 21: late by the latest confirmed date, weeks by number."""
    text = said(screen(office, "deliveries"))

    assert "**1 line** is late, **2** have been moved twice or more" in text
    assert "next expected **w. 49** (1 Dec 2026)." in text


def test_the_same_in_swedish(office: Office) -> None:
    text = said(screen(office, "deliveries", language="sv"))

    assert "**1 rad** är försenad, **2** har flyttats fram två gånger eller mer" in text
    assert "nästa leverans väntas **v. 49** (2026-12-01)." in text


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("open", ["O2", "O1", "O1"]),
        ("late", ["O2"]),
        ("slipped", ["O1", "O1"]),
        ("delivered", ["O3"]),
        ("all", ["O2", "O1", "O1", "O3"]),
        ("due", ["O2", "O3"]),
    ],
)
def test_each_tab_lists_its_lines_the_late_ones_first(
    office: Office, status: str, found: list[str]
) -> None:
    assert rows(screen(office, "deliveries", status=status), "order_no") == found


def test_a_line_says_how_it_stands_in_words(office: Office) -> None:
    app = screen(office, "deliveries", status="all")

    assert [str(state) for state in rows(app, "state")] == [
        "3 days late",
        "Partly on its way, moved 2 times",
        "Invoiced, moved 2 times",
        "Delivered 2 days late",
    ]


@pytest.mark.parametrize(
    ("at", "status", "lines"), [(0, "open", 3), (1, "late", 1), (3, "slipped", 2), (4, "due", 2)]
)
def test_every_figure_opens_as_many_lines_as_it_says(
    office: Office, at: int, status: str, lines: int
) -> None:
    app = screen(office, "deliveries")

    app.button(key=f"figure_open_{at}").click().run()

    assert app.query_params["status"] == status
    assert len(rows(app, "order_no")) == lines


def test_on_time_is_counted_against_the_baseline_that_is_asked_for(office: Office) -> None:
    """Rule 20: of O2 and O3, due in the year, none by the latest date, none by the requested."""
    app = screen(office, "deliveries", show="record")

    assert "0%" in said(app)
    record = app.dataframe[0].value
    assert record["baseline"].to_list() == [
        "Requested date",
        "First confirmed date",
        "Latest confirmed date",
    ]
    assert record["lines"].to_list() == [4, 4, 2]
    assert record["share"].to_list() == ["0%", "0%", "0%"]

    app.selectbox(key="choose_baseline").set_value("requested").run()

    assert app.query_params["baseline"] == "requested"
    assert "**3 lines** are late" in said(app)


def test_the_record_says_lead_times_and_how_expected_dates_held(office: Office) -> None:
    """Rule 22: O3 came 43 days after it was ordered, 30 business days without a country."""
    app = screen(office, "deliveries", show="record")

    times = next(each.value for each in app.dataframe if "order_days" in each.value.columns)
    assert times["order_days"].to_list() == [43]
    assert times["order_business_days"].to_list() == [31]
    assert "the day of delivery does" in said(app)
    assert "Too few deliveries yet" in said(app)


def test_a_group_and_a_site_of_the_record_open_their_lines(office: Office) -> None:
    app = screen(office, "deliveries", show="record")
    groups = next(at for at, each in enumerate(app.dataframe) if "category" in each.value.columns)
    assert app.dataframe[groups].value["lines"].to_list() == [2]

    narrowed = screen(office, "deliveries", status="due", category="other")

    assert sorted(rows(narrowed, "order_no")) == ["O2", "O3"]  # type: ignore[type-var]
    assert "Other" in narrowed.button(key="only_category").label


@pytest.mark.parametrize("view", ["week", "site"])
def test_the_timeline_is_by_week_or_by_site(office: Office, view: str) -> None:
    app = screen(office, "deliveries", view=view)

    assert len(app.get("plotly_chart")) == 1
    assert "Click a week" in said(app)
    planned = {"status": "planned", "from": "2026-11-16", "to": "2026-11-22", "view": view}
    assert rows(screen(office, "deliveries", **planned), "order_no") == ["O2"]


def test_what_came_and_is_not_invoiced_and_the_reverse_are_listed_with_amounts(
    office: Office,
) -> None:
    """O1 was invoiced as a whole with four of ten come; O3 came and nothing was billed."""
    app = screen(office, "deliveries", show="billing")

    billed, invoiced = (each.value for each in app.dataframe)
    assert billed["order_no"].to_list() == ["O3"]
    assert [float(amount) for amount in billed["net_amount"]] == [200.0]
    assert sorted(invoiced["order_no"]) == ["O1", "O1"]
    assert "**1 line** for **SEK 200.00** came" in said(app)


def test_a_calendar_link_is_told_once_listed_and_ended(office: Office) -> None:
    app = screen(office, "deliveries", site="S1")

    app.button(key="feed_make_deliveries").click().run()

    assert "/feed/" in app.code[0].value and app.code[0].value.endswith(".ics")
    assert "fetched 0 times" in said(app) and "site=S1" in said(app)
    app.run()
    assert not app.code
    (end,) = [each for each in app.button if str(each.key).startswith("feed_end_")]
    end.click().run()
    assert "fetched" not in said(app)


def test_where_only_shipments_are_known_it_is_called_shipped(office: Office) -> None:
    """Rule 20; and where nothing was confirmed, the requested date is the baseline."""
    app = screen(office, "deliveries", value="C2")

    assert "Nothing is on its way" in said(app)
    assert "Shipped on time" in said(app)
    assert "**100%**" in said(app)
    assert app.selectbox(key="choose_baseline").value == "requested"
    assert rows(app, "state") == ["Shipped in time"]


def test_lines_are_narrowed_by_site_period_and_part_of_a_number(office: Office) -> None:
    assert rows(screen(office, "deliveries", site="S2"), "order_no") == ["O2"]
    assert rows(screen(office, "deliveries", search="po-1"), "order_no") == ["O1", "O1"]
    late = {"from": "2026-10-02", "to": "2026-10-31"}
    assert rows(screen(office, "deliveries", **late), "order_no") == ["O2"]
    assert "No such order lines" in said(screen(office, "deliveries", search="nowhere"))


def test_the_site_is_picked_and_stands_in_the_address(office: Office) -> None:
    app = screen(office, "deliveries")

    app.selectbox(key="choose_site").set_value("S1").run()

    assert app.query_params["site"] == "S1"
    assert "Nothing is late" in said(app)


def test_a_rep_sees_whose_lines_they_are_and_no_others(office: Office) -> None:
    app = screen(office, "deliveries", role=Role.rep, kind=Kind.rep, value="R1", status="all")

    assert set(rows(app, "customer_name")) == {"Ett [AB]", "Två"}
    assert "Hemlig" not in str(app.main)


def test_each_measure_has_a_figure_of_its_own(office: Office) -> None:
    asked = {"role": Role.rep, "kind": Kind.rep, "value": "R1", "baseline": "requested"}
    text = said(screen(office, "deliveries", **asked))

    assert "Delivered on time" in text and "Shipped on time" in text


def test_downloads_are_of_what_is_shown(office: Office) -> None:
    app = screen(office, "deliveries", status="late", site="S2")

    links = " ".join(str(each.proto.body) for each in app.get("html"))
    assert "/export/orders.xlsx?as_of=2026-11-20&amp;status=late&amp;site=S2" in links


def test_an_account_without_orders_is_told_so(office: Office) -> None:
    assert "No orders yet" in said(screen(office, "deliveries", value="C4"))


def test_an_order_opens_with_its_lines_promises_events_and_invoices(office: Office) -> None:
    app = screen(office, "deliveries", order="1/O1")

    lines, promises, events, invoices = (table.value for table in app.dataframe)
    assert "Order O1" in app.header[0].value
    assert lines["description"].to_list() == ["Pump <b>", "Slang"]
    assert promises["slip_days"].fillna(0).to_list() == [0, 14, 11, 0, 14, 11]
    assert events["so_far"].to_list() == [4, 4]
    assert events["tracking_no"].to_list()[0] == "T-1"
    assert events["tracking_url"].dropna().to_list() == ["https://frakt.example/T-1"]
    assert "1 of 2 lines" in said(app)
    assert invoices["invoice_no"].to_list() == ["F-1"]


@pytest.mark.parametrize("order", ["1/O9", "2/O1", "1/"])
def test_another_order_is_as_if_it_were_not_there(office: Office, order: str) -> None:
    app = screen(office, "deliveries", order=order)

    assert "No such order" in said(app)
    assert not app.dataframe


def test_a_search_elsewhere_leads_to_the_order(office: Office) -> None:
    app = screen(office, search="o1")

    assert "O1" in app.dataframe[0].value["number"].to_list()


@pytest.mark.parametrize("role", [Role.administrator, Role.data_steward, Role.operator])
def test_who_manages_or_operates_reads_no_orders(office: Office, role: Role) -> None:
    """Rule 32."""
    app = screen(office, "deliveries", role=role, value="C1")

    assert "Your role does not read them" in app.info[0].value
    assert not app.dataframe
