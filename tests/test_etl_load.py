"""A load: counted, idempotent, atomic, repeatable (rules 5, 6, 34, 35)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from etl.errors import DemoHomeError
from saldo.settings import DEMO_MARKER
from saldo.warehouse import current
from saldo.warehouse.known import known_at
from saldo.warehouse.publish import LoaderBusy, loading
from tests.homes import CUSTOMERS, INVOICES, Home, only


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    yield Home(tmp_path)


def test_a_folder_of_canonical_files_is_loaded_and_counted(home: Home) -> None:
    home.write("customers.csv", CUSTOMERS)
    home.write("invoices.csv", INVOICES + "1,C1,2026-01-02,2026-02-01,SEK,100.50\n")
    home.write("SOURCE.txt", "where it is from")

    outcome = home.load()

    assert outcome.exit_code == 0
    assert outcome.changed
    assert [Path(name).name for name in outcome.ignored] == ["SOURCE.txt"]
    file = only(outcome, "invoices.csv").as_json()
    assert (file["table"], file["status"]) == ("invoices", "loaded")
    assert (file["read"], file["accepted"], file["excluded"], file["rejected"]) == (1, 1, 0, 0)
    assert file["amounts"]["SEK"] == {
        "read": "100.50",
        "accepted": "100.50",
        "excluded": "0.00",
        "rejected": "0.00",
    }


def test_the_same_files_twice_change_nothing(home: Home) -> None:
    """Rule 35: a load is idempotent."""
    home.write("customers.csv", CUSTOMERS)
    home.write("invoices.csv", INVOICES + "1,C1,2026-01-02,2026-02-01,SEK,100\n")
    first = home.load()

    second = home.load()

    assert not second.changed
    assert second.snapshot == first.snapshot
    assert {f.status for f in second.files} == {"unchanged"}
    assert only(second, "invoices.csv").rows == only(first, "invoices.csv").rows
    assert second.exit_code == 0


def test_a_file_that_goes_back_to_what_it_once_held_is_news(home: Home) -> None:
    """The snapshot reflects the given sources, whatever they held in between."""
    home.write("customers.csv", CUSTOMERS)
    for amount in (10, 20, 10):
        home.write("invoices.csv", INVOICES + f"1,C1,2026-01-02,2026-02-01,SEK,{amount}\n")
        home.load()

    assert home.one("select amount from invoices") == Decimal(10)
    assert not home.load().changed


def test_an_older_file_beside_a_newer_one_stays_history(home: Home) -> None:
    home.write("customers.csv", CUSTOMERS)
    home.write("invoices-1.csv", INVOICES + "1,C1,2026-01-02,2026-02-01,SEK,10\n")
    home.load()
    home.write("invoices-2.csv", INVOICES + "1,C1,2026-01-02,2026-02-01,SEK,20\n")
    home.load()

    assert not home.load().changed
    assert home.one("select amount from invoices") == Decimal(20)


def test_rejects_no_longer_stand_when_their_file_is_corrected(home: Home) -> None:
    home.write("customers.csv", CUSTOMERS)
    home.write("invoices.csv", INVOICES + "1,C1,soon,2026-02-01,SEK,10\n")
    assert home.load().exit_code == 3
    home.write("invoices.csv", INVOICES + "1,C1,2026-01-02,2026-02-01,SEK,10\n")

    assert home.load().exit_code == 0
    assert home.reasons() == []


def test_a_later_load_of_the_same_number_is_a_new_version_and_history_stays(home: Home) -> None:
    """Rules 6 and 7: the newest wins; known-at answers as it was known then."""
    home.write("customers.csv", CUSTOMERS)
    home.write("invoices.csv", INVOICES + "1,C1,2026-01-02,2026-02-01,SEK,100\n")
    home.load(at=datetime(2026, 3, 1, 8))
    home.write("invoices.csv", INVOICES + "1,C1,2026-01-02,2026-02-01,SEK,0\n")
    home.load(at=datetime(2026, 3, 2, 8))

    assert home.rows("select amount from invoices") == [(Decimal(0),)]
    assert home.one("select count(*) from staging.invoices") == 2
    earlier = known_at(home.path, datetime(2026, 3, 1, 12))
    assert earlier.freshness.loaded_at == datetime(2026, 3, 1, 8)
    with_sql = "select amount from invoices"
    from saldo.warehouse import Scope

    assert earlier.read(with_sql, scope=Scope())["amount"].to_list() == [Decimal(100)]
    assert current(home.path).build != earlier.build


def test_the_same_number_with_other_content_in_one_load_is_a_conflict(home: Home) -> None:
    """Rule 6: all its rows are rejected, also where they stand in two files."""
    home.write("customers.csv", CUSTOMERS)
    home.write(
        "invoices.csv",
        INVOICES + "1,C1,2026-01-02,2026-02-01,SEK,100\n" + "2,C1,2026-01-02,2026-02-01,SEK,50\n",
    )
    home.write("invoices-more.csv", INVOICES + "1,C1,2026-01-02,2026-02-01,SEK,101\n")

    outcome = home.load()

    assert outcome.exit_code == 3
    assert home.rows("select invoice_no from invoices") == [("2",)]
    assert home.reasons() == ["conflict", "conflict"]
    assert only(outcome, "invoices.csv").amounts["SEK"] == {
        "read": Decimal(150),
        "accepted": Decimal(50),
        "excluded": Decimal(0),
        "rejected": Decimal(100),
    }
    texts = [text for (text,) in home.rows("select row_text from meta.rejects order by file_no")]
    assert sorted(texts) == [
        "1,C1,2026-01-02,2026-02-01,SEK,100",
        "1,C1,2026-01-02,2026-02-01,SEK,101",
    ]


def test_an_identical_row_counts_once_and_its_repeat_is_excluded_by_name(home: Home) -> None:
    row = "1,C1,2026-01-02,2026-02-01,SEK,100\n"
    home.write("customers.csv", CUSTOMERS)
    home.write("invoices.csv", INVOICES + row + row)

    outcome = home.load()

    assert only(outcome, "invoices.csv").rows == {
        "read": 2,
        "accepted": 1,
        "excluded": 1,
        "rejected": 0,
    }
    assert outcome.exit_code == 0


def test_a_class_and_a_company_are_part_of_the_number(home: Home) -> None:
    """Rule 5: (company, class, number) is the key; leading zeros are kept."""
    home.write("customers.csv", CUSTOMERS)
    home.write(
        "invoices.csv",
        "company_no,class,invoice_no,customer_no,issue_date,currency,amount\n"
        "A,invoice,7,C1,2026-01-02,SEK,1\n"
        "B,invoice,7,C1,2026-01-02,SEK,2\n"
        "A,credit_note,7,C1,2026-01-02,SEK,4\n"
        "A,invoice,007,C1,2026-01-02,SEK,8\n",
    )

    home.load()

    assert home.one("select count(*) from invoices") == 4
    assert home.one("select sum(amount) from invoices") == Decimal(7)


def test_a_negative_invoice_becomes_a_credit_note_with_its_lines(home: Home) -> None:
    """Rule 4: the source's own word is kept."""
    home.write("customers.csv", CUSTOMERS)
    home.write("invoices.csv", INVOICES + "9,C1,2026-01-02,2026-02-01,SEK,-125\n")
    home.write("invoice_lines.csv", "invoice_no,line_no,net_amount,vat_amount\n9,1,-100,-25\n")

    outcome = home.load()

    assert home.rows("select class, source_class, amount from invoices") == [
        ("credit_note", "invoice", Decimal(-125))
    ]
    assert home.rows("select class, net_amount from invoice_lines") == [
        ("credit_note", Decimal(-100))
    ]
    assert only(outcome, "invoices.csv").amounts["SEK"]["accepted"] == Decimal(-125)


def test_a_credit_note_counts_as_it_arrived_and_stands_negative(home: Home) -> None:
    home.write("customers.csv", CUSTOMERS)
    home.write(
        "invoices.csv",
        "class,invoice_no,customer_no,issue_date,currency,amount\n"
        "credit_note,9,C1,2026-01-02,SEK,125\n",
    )
    home.write("invoice_lines.csv", "class,invoice_no,line_no,net_amount\ncredit_note,9,1,125\n")

    outcome = home.load()

    assert home.one("select amount from invoices") == Decimal(-125)
    assert home.one("select net_amount from invoice_lines") == Decimal(-125)
    assert only(outcome, "invoice_lines.csv").amounts == {
        "SEK": {
            "read": Decimal(125),
            "accepted": Decimal(125),
            "excluded": Decimal(0),
            "rejected": Decimal(0),
        }
    }


def test_a_number_that_no_source_lists_is_a_reject_until_its_customer_arrives(home: Home) -> None:
    """A row is not lost because its file came first: it is read again when customers arrive."""
    home.write("customers.csv", "customer_no,name\nC1,Ett AB\n")
    home.write(
        "invoices.csv",
        INVOICES + "1,C1,2026-01-02,,SEK,1\n2,C2,2026-01-02,,SEK,2\n",
    )
    assert home.load().exit_code == 3
    assert home.reasons() == ["unknown_customer"]

    home.write("customers.csv", CUSTOMERS)
    outcome = home.load()

    assert outcome.exit_code == 0
    assert home.one("select sum(amount) from invoices") == Decimal(3)
    assert home.reasons() == []
    assert not home.load().changed


def test_without_any_list_of_customers_they_are_made_and_flagged(home: Home) -> None:
    home.write("invoices.csv", INVOICES + "1,C1,2026-01-02,,SEK,1\n,C1,2026-01-02,,SEK,2\n")

    outcome = home.load()

    assert home.rows("select customer_no, name, derived from customers") == [("C1", "C1", True)]
    assert outcome.exit_code == 3
    assert home.reasons() == ["missing"]


def test_customers_are_made_in_later_loads_too_until_a_source_lists_them(home: Home) -> None:
    home.write("invoices.csv", INVOICES + "1,C1,2026-01-02,,SEK,1\n")
    home.load()
    home.write("invoices-2.csv", INVOICES + "2,C2,2026-01-02,,SEK,2\n")
    home.load()
    assert home.one("select count(*) from customers") == 2

    home.write("customers.csv", CUSTOMERS)
    home.write("invoices-3.csv", INVOICES + "3,C3,2026-01-02,,SEK,4\n")

    assert home.load().exit_code == 3
    assert home.rows("select name from customers order by 1") == [("Ett AB",), ("Två AB",)]


def test_one_bad_file_does_not_keep_the_good_ones_out(home: Home) -> None:
    home.write("customers.csv", CUSTOMERS)
    home.write("invoices.csv", INVOICES + "1,C1,2026-01-02,,SEK,1\n")
    home.write("payments.csv", "payment_no,payment_date,currency\nP1,2026-01-02,SEK\n")
    home.write("orders.csv", b"")

    outcome = home.load()

    assert outcome.exit_code == 1
    assert "amount" in (only(outcome, "payments.csv").error or "")
    assert "empty" in (only(outcome, "orders.csv").error or "")
    assert home.one("select count(*) from invoices") == 1


def test_a_missing_path_and_a_folder_without_matches_are_said(home: Home, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("hello")

    outcome = home.load(tmp_path / "nowhere.csv", tmp_path / "other")

    assert outcome.exit_code == 1
    assert outcome.snapshot is None
    errors = [file.error or "" for file in outcome.files]
    assert "no such file" in errors[0]
    assert "no file in this folder" in errors[1]


def test_own_files_do_not_go_into_the_demo_home(home: Home) -> None:
    home.path.mkdir()
    (home.path / DEMO_MARKER).write_text("")
    home.write("customers.csv", CUSTOMERS)

    with pytest.raises(DemoHomeError, match="SALDO_HOME"):
        home.load()


def test_a_second_loader_is_told_to_wait(home: Home) -> None:
    home.write("customers.csv", CUSTOMERS)
    with loading(home.path), pytest.raises(LoaderBusy):
        home.load()
    assert home.load().changed


def test_files_in_any_order_give_the_same_warehouse(tmp_path: Path) -> None:
    """Rule 35: a load depends on what arrives, not on the order of names."""
    contents = {
        "customers.csv": CUSTOMERS,
        "invoices.csv": INVOICES + "1,C1,2026-01-02,2026-02-01,SEK,100\n",
        "payments.csv": "payment_no,customer_no,payment_date,currency,amount\n"
        "P1,C1,2026-01-20,SEK,60\n",
        "allocations.csv": "allocation_no,source_no,target_no,amount\nA1,P1,1,60\n",
    }
    seen = []
    for number, order in enumerate(itertools.islice(itertools.permutations(contents), 0, 24, 7)):
        home = Home(tmp_path / str(number))
        paths = [home.write(name, contents[name]) for name in order]
        home.load(*paths)
        seen.append(
            home.rows(
                "select customer_no, event_date, amount, closed_on from item_events order by all"
            )
        )

    assert all(rows == seen[0] for rows in seen)
    assert len(seen[0]) == 4


def test_money_that_nobody_is_named_for_stands_in_suspense(home: Home) -> None:
    """Rule 37: in the control totals, in no customer's scope."""
    home.write("customers.csv", CUSTOMERS)
    home.write(
        "payments.csv",
        "payment_no,customer_no,payment_date,currency,amount\nP1,,2026-01-20,SEK,60\n",
    )

    outcome = home.load()

    assert only(outcome, "payments.csv").amounts["SEK"]["accepted"] == Decimal(60)
    assert home.one("select count(*) from payments") == 0
    assert home.one("select count(*) from suspense_payments") == 1


def test_what_a_home_holds_is_nobody_elses_though_the_folder_was_there_before(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    home.path.mkdir(mode=0o755)
    home.write("customers.csv", CUSTOMERS)
    home.write("invoices.csv", INVOICES + "F1,nobody,2026-01-01,2026-01-31,SEK,10\n")
    home.load()

    kept = [home.path / "snapshots", home.path / "archive", *(home.path / "loads").iterdir()]
    assert [place.name for place in kept if place.stat().st_mode & 0o077] == []
