"""`saldo report`: exit codes, formats, and the figures as they were known."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from etl.load import load
from saldo import settings
from saldo.cli.report import report
from saldo.desk import Desk, disputes, open_desk, people
from saldo.reporting.reports import REPORTS
from saldo.settings import Settings

FIRST = datetime(2026, 6, 1, 8, tzinfo=settings.read().timezone)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two loads: in June F1 and its part payment; in July a back-dated F2 for the same account."""
    place = tmp_path_factory.mktemp("cli")
    (place / "june").mkdir()
    (place / "july").mkdir()
    _write(place / "june/customers.csv", "customer_no,name", "C1,Åkeri", "C2,Quiet")
    _write(
        place / "june/invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,currency,amount",
        "F1,C1,2026-04-01,2026-05-01,SEK,1000.50",
        "F3,C1,2026-04-01,2026-05-01,JPY,700",
    )
    _write(
        place / "june/payments.csv",
        "payment_no,customer_no,payment_date,currency,amount,note",
        "P1,C1,2026-05-20,SEK,400,=1+1",
    )
    _write(
        place / "june/allocations.csv",
        "allocation_no,source_no,target_no,amount",
        "A1,P1,F1,300",
    )
    _write(
        place / "july/invoices.csv",
        "invoice_no,customer_no,issue_date,due_date,currency,amount",
        "F2,C1,2026-04-15,2026-05-15,SEK,50",
    )
    with pytest.MonkeyPatch.context() as patch:
        for folder, moment in (("june", FIRST), ("july", FIRST + timedelta(days=30))):
            patch.setattr(Settings, "now", lambda _self, at=moment: at)
            outcome = load(settings.read(place / "home"), [place / folder])
            assert outcome.exit_code == 0
    return place / "home"


def _write(path: Path, *lines: str) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("SALDO_HOME", str(home))
    settings.current.cache_clear()
    app = typer.Typer()
    app.command()(report)

    def invoke(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    yield invoke
    settings.current.cache_clear()


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)["rows"]
    return found


def test_json_says_report_day_snapshot_and_rows_with_money_as_text(run: Any) -> None:
    result = run("balance", "--customer", "C1", "--format", "json")

    said = json.loads(result.stdout)
    assert list(said) == ["report", "as_of", "snapshot", "rows"]
    assert (said["report"], said["as_of"]) == ("balance", "2026-05-20")
    assert said["rows"] == [
        {
            "customer_no": "C1",
            "currency": "JPY",
            "balance": "700",
            "overdue": "700",
            "disputed": "0",
            "unapplied": "0",
        },
        {
            "customer_no": "C1",
            "currency": "SEK",
            "balance": "650.50",
            "overdue": "750.50",
            "disputed": "0.00",
            "unapplied": "-100.00",
        },
    ]


def test_as_known_before_the_second_load_its_back_dated_invoice_is_not_there(run: Any) -> None:
    """Rule 7: as-of restates, known-at does not."""
    asked = ("--customer", "C1", "--currency", "SEK", "--as-of", "2026-05-31", "--format", "json")
    known = ("--known-at", "2026-06-15T12:00")

    now, then = (rows(run("balance", *asked, *more))[0] for more in ((), known))
    items = [row["document_no"] for row in rows(run("open-items", *asked, *known))]
    buckets = rows(run("ageing", *asked, *known))
    movements = rows(run("statement", *asked, *known, "--from", "2026-04-01", "--to", "2026-05-31"))

    assert (now["balance"], then["balance"]) == ("650.50", "600.50")
    assert items == ["F1", "P1"]
    assert len(buckets) == 7
    assert [row["balance"] for row in movements] == ["0.00", "1000.50", "600.50", "600.50"]


def test_before_anything_was_loaded_a_known_account_has_no_rows(run: Any) -> None:
    asked = ("--customer", "C1", "--known-at", "2020-01-01", "--format", "json")

    assert rows(run("balance", *asked)) == []


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    """A desk where F1 was disputed on 2026-06-20."""
    opened = open_desk(settings.read(home).desk_url)
    person = people.add(opened, email="a@b.se", name="A", role="customer", at=FIRST)
    disputes.open_one(
        opened,
        company_no="1",
        document_class="invoice",
        invoice_no="F1",
        line_no=None,
        customer_no="C1",
        amount=Decimal(250),
        currency="SEK",
        opened_on=date(2026, 5, 1),
        reason="broken",
        wanted="credit",
        raised_by=person.id,
        raised_at=datetime(2026, 6, 20, 9, tzinfo=FIRST.tzinfo),
    )
    yield opened
    opened.close()
    for file in home.glob("desk.db*"):
        file.unlink()


@pytest.mark.usefixtures("desk")
def test_what_was_disputed_at_the_desk_counts_as_soon_as_it_is_known(run: Any) -> None:
    """Rules 7 and 14."""
    asked = ("balance", "--customer", "C1", "--currency", "SEK", "--format", "json")

    found = {
        moment: [row["disputed"] for row in rows(run(*asked, *moment))]
        for moment in ((), ("--known-at", "2026-06-20T08:59"), ("--known-at", "2026-06-20T09:00"))
    }

    assert list(found.values()) == [["250.00"], ["0.00"], ["250.00"]]


def test_an_unknown_account_exits_2_and_is_named(run: Any) -> None:
    result = run("balance", "--customer", "C1", "--customer", "NOBODY")

    assert result.exit_code == 2
    assert "NOBODY" in result.output
    assert "C1," not in result.output


def test_a_known_account_without_movement_exits_0_with_no_rows(run: Any) -> None:
    for name in ("balance", "ageing", "statement", "open-items", "orders", "budget"):
        assert rows(run(name, "--customer", "C2", "--format", "json")) == []
    assert run("balance", "--customer", "C2").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ledger", "--customer", "C1"], "no report 'ledger'"),
        (["balance"], "--customer"),
        ([], "which report"),
        (["balance", "--customer", "C1", "--as-of", "2026-02-30"], "2026-02-30"),
        (["balance", "--customer", "C1", "--known-at", "soon"], "--known-at"),
        (["balance", "--customer", "C1", "--currency", "KRONOR"], "--currency"),
        (["statement", "--customer", "C1", "--from", "2026-05-02", "--to", "2026-05-01"], "from"),
        (["statement", "--customer", "C1", "--from", "2026-12-01"], "from"),
        (["balance", "--customer", "C1", "--format", "pdf"], "pdf"),
    ],
)
def test_wrong_use_exits_2_and_says_what(run: Any, words: list[str], said: str) -> None:
    result = run(*words)

    assert result.exit_code == 2
    assert said in result.output


def test_the_list_says_what_each_report_gives(run: Any) -> None:
    plain, as_json = run("--list"), run("--list", "--format", "json")

    assert plain.exit_code == 0
    assert len(plain.stdout.splitlines()) == len(REPORTS)
    assert json.loads(as_json.stdout)[0]["report"] == "balance"


def test_a_table_for_the_terminal_is_the_default(run: Any) -> None:
    result = run("open-items", "--customer", "C1")

    assert result.exit_code == 0
    assert "open-items as of 2026-05-20" in result.stdout
    assert "-100.00" in result.stdout
    assert "instalment_no" not in result.stdout


def test_csv_reads_back_without_a_mark_before_the_first_name(run: Any) -> None:
    result = run("payments", "--customer", "C1", "--format", "csv")

    read = list(csv.DictReader(io.StringIO(result.stdout)))
    assert read[0]["customer_no"] == "C1"
    assert (read[0]["amount"], read[0]["unapplied"]) == ("400.00", "100.00")
    assert read[0]["note"] == "'=1+1"


def test_a_files_name_says_its_format(run: Any, tmp_path: Path) -> None:
    for name in ("a.parquet", "a.xlsx", "a.json", "a.csv"):
        result = run("open-items", "--customer", "C1", "-o", str(tmp_path / name))
        assert (result.exit_code, result.stdout) == (0, "")

    parquet = pl.read_parquet(tmp_path / "a.parquet")
    assert parquet["open_amount"].dtype == pl.Decimal(18, 4)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert "open_amount" in pl.read_csv(tmp_path / "a.csv").columns
    assert len(book.sheetnames) == 2
    assert json.loads((tmp_path / "a.json").read_text())["report"] == "open-items"


def test_a_file_that_cannot_be_written_is_named(run: Any, tmp_path: Path) -> None:
    result = run("balance", "--customer", "C1", "-o", str(tmp_path / "no" / "a.json"))

    assert result.exit_code == 2
    assert "a.json" in result.output


def test_the_last_day_of_a_statement_is_its_day(run: Any) -> None:
    result = run("statement", "--customer", "C1", "--to", "2026-04-30", "--format", "json")

    assert json.loads(result.stdout)["as_of"] == "2026-04-30"
