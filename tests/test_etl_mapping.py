"""Mappings: foreign columns to canonical ones, and clear words where a mapping is wrong."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from etl.errors import MappingError
from etl.mapping_file import find, parse
from saldo.warehouse import current
from saldo.warehouse.loaded import numbers_of
from tests.homes import Home, only


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


BILLS = """
customers = "derive"
[[source]]
files = ["bills*.csv"]
dates = ["%d/%m/%y"]
decimal = ","
exclude = [{ name = "drafts", column = "State", equals = ["draft"] }]
[[source.table]]
name = "invoices"
version = "Rev"
[source.table.columns]
invoice_no = { column = "No", prefix = "F-" }
customer_no = { column = "Cust", drop_suffix = ".0" }
issue_date = "Day"
amount = "Sum"
currency = { column = "Money", words = { kr = "SEK" } }
"""
HEAD = "No;Cust;Day;Sum;Money;State;Rev\n"


def test_a_mapping_changes_text_by_declared_rules_only(home: Home) -> None:
    home.write("bills.csv", HEAD + "12;17850.0;02/06/06;1.234,5;kr;sent;1\n")

    home.load(mapping=BILLS)

    assert home.rows(
        "select invoice_no, customer_no, issue_date::varchar, amount, currency from invoices"
    ) == [("F-12", "17850", "2006-06-02", Decimal("1234.5"), "SEK")]


def test_a_customer_is_found_by_the_number_as_its_source_writes_it(home: Home) -> None:
    home.write("bills.csv", HEAD + "12;17850.0;02/06/06;10;kr;sent;1\n")
    home.load(mapping=BILLS)

    snapshot = current(home.path)

    assert numbers_of(snapshot, ["17850.0", "17850", "x"]) == ["17850", "17850", "x"]


def test_an_exclusion_counts_under_its_name(home: Home) -> None:
    """Rule 34: rows read = accepted + excluded + rejected, and the same for amounts."""
    home.write("bills.csv", HEAD + "1;A;02/06/06;10;kr;sent;1\n2;A;02/06/06;5;kr;draft;1\n")

    outcome = home.load(mapping=BILLS)

    file = only(outcome, "bills.csv")
    assert file.rows == {"read": 2, "accepted": 1, "excluded": 1, "rejected": 0}
    assert file.amounts["SEK"]["excluded"] == Decimal(5)
    assert file.unknown_columns == ()


def test_a_version_column_settles_which_of_two_rows_is_newest(home: Home) -> None:
    """Rule 6: no conflict where the source says which one stands; 10 is after 9."""
    home.write("bills.csv", HEAD + "1;A;02/06/06;10;kr;sent;10\n1;A;02/06/06;9;kr;sent;9\n")

    outcome = home.load(mapping=BILLS)

    assert outcome.exit_code == 0
    assert home.rows("select amount from invoices") == [(Decimal(10),)]


LINES = """
customers = "derive"
[[source]]
files = ["*.csv"]
[[source.table]]
name = "invoice_lines"
[source.table.columns]
invoice_no = "Inv"
class = { column = "Inv", starts = { C = "credit_note", "*" = "invoice" } }
line_no = { number_within = ["Inv"] }
quantity = "Qty"
unit_price = "Price"
net_amount = { multiply = ["Qty", "Price"] }
[[source.table]]
name = "invoices"
group = true
[source.table.columns]
invoice_no = "Inv"
class = { column = "Inv", starts = { C = "credit_note", "*" = "invoice" } }
customer_no = "Who"
issue_date = { column = "Day", take = "first" }
amount = { multiply = ["Qty", "Price"], take = "sum" }
currency = { constant = "JPY" }
"""


def test_documents_are_made_by_grouping_their_lines(home: Home) -> None:
    """Rule 1: quantity × price is rounded once per line, half away from zero."""
    home.write(
        "lines.csv",
        "Inv,Who,Day,Qty,Price\n1,A,2026-01-01,1,2.5\n1,A,2026-01-01,3,10\nC2,A,2026-01-02,-1,2.5\n",
    )

    outcome = home.load(mapping=LINES)

    assert home.rows("select class, invoice_no, amount from invoices order by 2") == [
        ("invoice", "1", Decimal(33)),
        ("credit_note", "C2", Decimal(-3)),
    ]
    assert home.rows("select line_no from invoice_lines where invoice_no = '1' order by 1") == [
        ("1",),
        ("2",),
    ]
    file = only(outcome, "lines.csv")
    assert file.table == "invoice_lines"
    assert file.amounts["JPY"]["accepted"] == Decimal(30)


def test_lines_that_disagree_on_their_document_are_rejected_together(home: Home) -> None:
    home.write(
        "lines.csv",
        "Inv,Who,Day,Qty,Price\n1,A,2026-01-01,1,2\n1,B,2026-01-01,1,3\n2,A,2026-01-01,1,4\n",
    )

    outcome = home.load(mapping=LINES)

    assert only(outcome, "lines.csv").rows["rejected"] == 2
    assert home.reasons() == ["conflict", "conflict"]
    assert home.rows("select invoice_no from invoices") == [("2",)]


def test_a_row_without_a_customer_stays_a_reject_where_customers_are_derived(home: Home) -> None:
    home.write("lines.csv", "Inv,Who,Day,Qty,Price\n1,,2026-01-01,1,2\n")

    outcome = home.load(mapping=LINES)

    assert only(outcome, "lines.csv").amounts == {
        "JPY": {
            "read": Decimal(2),
            "accepted": Decimal(0),
            "excluded": Decimal(0),
            "rejected": Decimal(2),
        }
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("customers = 1", "customers"),
        ("", r"\[\[source\]\]"),
        ("[[source]]\nfiles = ['a']", "fills no"),
        ("[[source]]\nfiles = ['a']\n[[source.table]]\nname = 'bills'", "no canonical table"),
        ("[[source]]\nfiles = ['a']\n[[source.table]]\nname = 'reps'\ncolumns = {x = 'y'}", "x"),
        ("[[source]]\nfiles = ['a']\ncolour = 1\n[[source.table]]\nname = 'reps'", "colour"),
        ("what", "mapping test"),
    ],
)
def test_a_wrong_mapping_says_where_and_what(text: str, says: str) -> None:
    with pytest.raises(MappingError, match=says):
        parse(text, name="test")


def test_an_unknown_mapping_names_those_that_ship() -> None:
    with pytest.raises(MappingError, match="ibm_ar, northwind, online_retail"):
        find("nonesuch")
