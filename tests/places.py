"""Places: the real app over two customers' books, each row of theirs carrying its canary."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from saldo.access import Office, Role
from saldo.desk import changes
from saldo.desk.changes import Change
from saldo.desk.claims import Claim, Line, send
from saldo.settings import ROOT
from tests.front import own_office, signed_in, somebody, whole_server
from tests.homes import Home

ONE, TWO = "CANARYONE", "CANARYTWO"


def _write(home: Home) -> None:
    """Two customers, each row of theirs carrying its canary."""
    who = [("C1", ONE), ("C2", TWO)]
    tables = {
        "customers": (
            "customer_no,name,city",
            [f"{no},{word} AB,{word}" for no, word in who],
        ),
        "invoices": (
            "invoice_no,customer_no,issue_date,due_date,currency,amount,reference,order_no",
            [f"{word}-1,{no},2026-09-01,2026-10-01,SEK,1250,{word},{word}-O" for no, word in who],
        ),
        "invoice_lines": (
            "invoice_no,line_no,description,quantity,unit_price,net_amount,vat_amount,category,"
            "serial_no",
            [f"{word}-1,1,{word} service,1,1000,1000,250,Service,{word}-M" for _, word in who],
        ),
        "payments": (
            "payment_no,customer_no,payment_date,currency,amount,reference",
            [f"{word}-P,{no},2026-10-05,SEK,100,{word}" for no, word in who],
        ),
        "allocations": (
            "allocation_no,source_no,target_no,amount,applied_on",
            [f"{word}-A,{word}-P,{word}-1,40,2026-10-05" for _, word in who],
        ),
        "companies": ("company_no,name,country,currency", ["1,Vendor,SE,SEK"]),
        "orders": (
            "order_no,customer_no,ordered_on,currency,purchase_order",
            [
                f"{word}-{order},{no},2026-08-01,SEK,{word}"
                for no, word in who
                for order in ("O", "D")
            ],
        ),
        "order_lines": (
            "order_no,line_no,description,quantity,unit_price,requested_on",
            [
                f"{word}-{order},1,{word} machine,1,1000,2026-08-20"
                for _, word in who
                for order in ("O", "D")
            ],
        ),
        "delivery_events": (
            "order_no,line_no,event_no,kind,event_on,quantity,carrier",
            [f"{word}-D,1,1,delivered,2026-08-19,1,{word}" for _, word in who],
        ),
    }
    tables |= _agreed(who)
    tables["document_files"] = (
        "invoice_no,class,file_name,media_type",
        [f"{word}-1,invoice,{word}.xml,application/xml" for _, word in who],
    )
    for _, word in who:
        home.write(f"{word}.xml", f"<Invoice>{word}</Invoice>")
    for name, (header, rows) in tables.items():
        home.write(f"{name}.csv", "\n".join([header, *rows]) + "\n")


def _agreed(who: list[tuple[str, str]]) -> dict[str, tuple[str, list[str]]]:
    """A contract each, to give notice of by 2026-10-31, and its machine."""
    return {
        "contracts": (
            "contract_no,customer_no,name,currency,start_on,end_on,renews,notice_months",
            [f"{word}-K,{no},{word},SEK,2026-02-01,2027-01-31,true,3" for no, word in who],
        ),
        "contract_charges": (
            "contract_no,charge_no,amount,start_on",
            [f"{word}-K,1,100,2026-02-01" for _, word in who],
        ),
        "machines": (
            "serial_no,customer_no,model,contract_no,installed_on",
            [f"{word}-N,{no},{word},{word}-K,2026-02-01" for no, word in who],
        ),
        "machine_moves": (
            "serial_no,moved_on,kind",
            [f"{word}-N,2026-02-01,install" for _, word in who],
        ),
    }


def _ask_for_changes(office: Office) -> None:
    """A change each of its machine."""
    person = somebody(office, "asker@example.se", sees=("C1", "C2"))
    wanted = [
        Change("correct_serial", no, "1", f"{word}-N", new_serial=word)
        for no, word in (("C1", ONE), ("C2", TWO))
    ]
    changes.ask(office.desk, wanted, done=[], by=person.id, at=office.now())


@dataclass(frozen=True)
class Place:
    """The real app over the two customers' books."""

    url: str
    office: Office
    one: str
    administrator: str

    @contextmanager
    def broken_identity(self) -> Iterator[None]:
        """While this holds, nobody's session can be read."""
        with sqlite3.connect(self.office.settings.home / "desk.db") as connection:
            connection.execute("alter table people rename to gone")
        try:
            yield
        finally:
            with sqlite3.connect(self.office.settings.home / "desk.db") as connection:
                connection.execute("alter table gone rename to people")

    def cookie(self, email: str, *, sees: tuple[str, ...] = ("C1",)) -> tuple[str, str]:
        """A new person's session."""
        return signed_in(self.office, somebody(self.office, email, sees=sees))


def _claim(office: Office) -> None:
    """A request for credit of each customer."""
    claims = [
        Claim(
            customer_no, "1", "SEK", date(2026, 10, 5), "b1", note=word,
            lines=[Line(
                finding=word, outcome="never_installed", serial_no=f"{word}-M", model=word,
                site_no=None, site_name=None, contract_no=None, document_class="invoice",
                invoice_no=f"{word}-1", line_no="1", issue_date=date(2026, 9, 1),
                service_start=None, service_end=None, billed_amount=Decimal(1000),
                correct_amount=Decimal(0), claim_amount=Decimal(1000), vat_amount=None,
                says_en=word, says_sv=word,
            )],
        )
        for customer_no, word in (("C1", ONE), ("C2", TWO))
    ]  # fmt: skip
    asker = somebody(office, "claimer@example.se", sees=("C1", "C2"))
    send(office.desk, claims, on=date(2026, 10, 6), by=asker.id, at=office.now())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home = Home(tmp_path_factory.mktemp("surfaces"))
    _write(home)
    assert home.load().exit_code == 0
    office = own_office(home.path)
    _ask_for_changes(office)
    _claim(office)
    one = signed_in(office, somebody(office, "one@example.se", sees=("C1",)))[1]
    boss = somebody(office, "boss@example.se", role=Role.administrator, sees=("C1", "C2"))
    with whole_server(home.path, ROOT / "app.py") as url:
        yield Place(url, office, one, signed_in(office, boss)[1])


def words(content: bytes, format: str) -> set[str]:
    """The words that stand in a file's rows, whatever it is packed in."""
    match format:
        case "parquet":
            text = pl.read_parquet(io.BytesIO(content)).write_csv()
        case "zip":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names = archive.namelist()
                kinds = {name: name.rpartition(".")[2] for name in names}
                parts = [words(archive.read(name), kinds[name]) for name in names]
            return set().union(*parts, set(re.findall(r"[A-Z0-9]+", " ".join(names))))
        case "pdf":
            pages = PdfReader(io.BytesIO(content)).pages
            text = " ".join(page.extract_text() for page in pages)
        case "xlsx":
            book = load_workbook(io.BytesIO(content), data_only=True)
            cells = [cell for sheet in book.worksheets[1:] for row in sheet.values for cell in row]
            text = " ".join(str(cell) for cell in cells)
        case "json":
            text = json.dumps(json.loads(content)["rows"], ensure_ascii=False)
        case _:
            text = content.decode("utf-8-sig")
    return set(re.findall(r"\w+", text))
