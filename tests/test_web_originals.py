"""Originals and copies: byte for byte where the source has it, else marked as re-created."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from saldo.access import Office, Viewer
from saldo.access.viewer import viewer_for
from saldo.i18n import Language
from saldo.web import originals
from saldo.web.exports import BadRequest, File, NoSuchExport
from saldo.web.reports import writer_of
from tests.front import own_office, signed_in, somebody
from tests.homes import CUSTOMERS, Home

ORIGINAL = b"%PDF-1.4 \x00\xff the vendor's own"
XML = b"<Invoice><ID>F1</ID></Invoice>"
INVOICES = """company_no,class,invoice_no,customer_no,issue_date,due_date,currency,amount,\
net_amount,vat_amount,reference,payee_name,payee_account,purchase_order
V1,invoice,F1,C1,2026-09-01,2026-10-01,SEK,1250,1000,250,111,,,
V1,invoice,F2,C1,2026-09-02,2026-10-02,SEK,1362,1100,262,2228,Factor AB,999-1,PO-7
V1,invoice,F/2,C1,2026-09-02,2026-10-02,SEK,10,10,0,,,,
V1,invoice,F-2,C1,2026-09-02,2026-10-02,SEK,20,20,0,,,,
V1,credit_note,K1,C1,2026-09-20,,SEK,-125,-100,-25,,,,
V1,invoice,G1,C2,2026-09-03,2026-10-03,SEK,77,77,0,,,,
V1,invoice,F3,C1,2026-10-03,2026-11-03,SEK,5,5,0,,,,
"""
LINES = """company_no,class,invoice_no,line_no,description,quantity,unit,unit_price,net_amount,\
vat_rate,vat_amount
V1,invoice,F2,1,Truck service,2,h,500,1000,25,250
V1,invoice,F2,2,Coffee,1,st,100,100,12,12
"""
COMPANY = """company_no,name,organisation_no,street,postal_code,city,country
V1,Säljaren AB,556000-0001,Storgatan 1,111 22,Örebro,SE
"""
FILES = """company_no,class,invoice_no,file_name,media_type
V1,invoice,F1,scans/F 1 (original).pdf,application/pdf
V1,invoice,F1,F1.xml,application/xml
V1,invoice,G1,G1.pdf,application/pdf
"""
SEPTEMBER = {"from": "2026-09-01", "to": "2026-09-30"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    home = Home(tmp_path)
    home.write("customers.csv", CUSTOMERS)
    home.write("companies.csv", COMPANY)
    home.write("invoices.csv", INVOICES)
    home.write("invoice_lines.csv", LINES)
    home.write("document_files.csv", FILES)
    (home.sources / "scans").mkdir()
    (home.sources / "scans" / "F 1 (original).pdf").write_bytes(ORIGINAL)
    home.write("F1.xml", XML)
    home.write("G1.pdf", b"%PDF the other customer's")
    assert home.load().exit_code == 0
    return own_office(home.path)


@pytest.fixture
def ana(office: Office) -> Viewer:
    return _viewer(office, "ana@example.se", "C1")


def _viewer(office: Office, email: str, *sees: str) -> Viewer:
    viewer = viewer_for(
        office.desk, signed_in(office, somebody(office, email, sees=sees))[0], office.now()
    )
    assert viewer
    return viewer


def _file(office: Office, viewer: Viewer, name: str, **query: str) -> File:
    report, format = name.split(".")
    return writer_of(office)(report, format, query, viewer)


def _text(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(page.extract_text() for page in pages).replace("\u00a0", " ")


def _archive(office: Office, viewer: Viewer, **query: str) -> zipfile.ZipFile:
    content = _file(office, viewer, "invoices.zip", **(SEPTEMBER | query)).content
    return zipfile.ZipFile(io.BytesIO(content))


def _index(archive: zipfile.ZipFile) -> dict[str, dict[str, str]]:
    text = archive.read("index.csv").decode("utf-8-sig")
    return {row["file"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def test_the_original_is_given_byte_for_byte_under_its_own_name(
    office: Office, ana: Viewer
) -> None:
    pdf = _file(office, ana, "invoice.pdf", document="V1/invoice/F1")
    xml = _file(office, ana, "invoice.xml", document="V1/invoice/F1")

    assert (pdf.content, pdf.media_type, pdf.name) == (
        ORIGINAL,
        "application/pdf",
        "F-1-original-.pdf",
    )
    assert (xml.content, xml.media_type, xml.name) == (XML, "application/xml", "F1.xml")


@pytest.mark.parametrize(
    "language, said",
    [
        (Language.en, ("Invoice copy, re-created from data", "SEK 1,362.00", "1,000.00", "25 %")),
        (Language.sv, ("Fakturakopia, återskapad ur data", "1 362,00 SEK", "1 000,00", "25 %")),
    ],
)
def test_without_an_original_a_copy_says_what_it_is_and_all_the_data_says(
    office: Office, ana: Viewer, language: Language, said: tuple[str, ...]
) -> None:
    reader = replace(ana, language=language)

    file = _file(office, reader, "invoice.pdf", document="V1/invoice/F2")

    text = _text(file.content)
    assert file.name == "saldo_invoice_F2.pdf"
    for word in (*said, "Säljaren AB", "Ett AB", "Truck service", "Coffee", "12 %", "Factor AB"):
        assert word in text
    assert all(word in text for word in ("999-1", "2228", "PO-7"))


def test_a_credit_note_has_a_copy_and_nobody_to_pay(office: Office, ana: Viewer) -> None:
    text = _text(_file(office, ana, "invoice.pdf", document="V1/credit_note/K1").content)

    assert "Credit note K1" in text
    assert "−SEK 125.00" in text
    assert "Payment" not in text


@pytest.mark.parametrize("document", ["V1/invoice/G1", "V1/invoice/none", "", "x", "V1/invoice"])
@pytest.mark.parametrize("format", ["pdf", "xml"])
def test_rule_32_what_is_not_theirs_is_not_there(
    office: Office, ana: Viewer, document: str, format: str
) -> None:
    with pytest.raises(NoSuchExport):
        _file(office, ana, f"invoice.{format}", document=document)


def test_a_damaged_original_is_never_handed_out_as_one(office: Office, ana: Viewer) -> None:
    for path in (office.settings.home / "originals").rglob("*"):
        if path.is_file():
            path.write_bytes(b"damaged")

    text = _text(_file(office, ana, "invoice.pdf", document="V1/invoice/F1").content)

    assert "re-created from data" in text
    with pytest.raises(NoSuchExport):
        _file(office, ana, "invoice.xml", document="V1/invoice/F1")


def test_the_archive_holds_every_document_of_the_period_and_an_index(
    office: Office, ana: Viewer
) -> None:
    archive = _archive(office, ana)
    index = _index(archive)

    assert archive.testzip() is None
    assert set(archive.namelist()) == {*index, "index.csv", "index.xlsx"}
    assert {row["invoice_no"] for row in index.values()} == {"F1", "F2", "F/2", "F-2", "K1"}
    originals_there = {name for name, row in index.items() if row["is_original"] == "true"}
    assert originals_there == {"2026-09-01_Invoice_F1.pdf", "2026-09-01_Invoice_F1.xml"}
    assert archive.read("2026-09-01_Invoice_F1.pdf") == ORIGINAL
    assert all(
        sha256(archive.read(name)).hexdigest() == row["sha256"] for name, row in index.items()
    )


def test_numbers_that_look_alike_as_names_are_told_apart(office: Office, ana: Viewer) -> None:
    names = [name for name in _archive(office, ana).namelist() if "F-2" in name]

    assert sorted(names) == ["2026-09-02_Invoice_F-2_copy.pdf", "2026-09-02_Invoice_F-2_copy_2.pdf"]


def test_the_index_as_a_workbook_has_a_row_per_file(office: Office, ana: Viewer) -> None:
    data = _archive(office, ana).read("index.xlsx")

    rows = list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[1].values)

    assert len(rows) == 1 + 6
    assert [row[6] for row in rows[1:3]] == [1250, 1250]
    assert [row[8] for row in rows[1:4]] == [True, True, False]


def test_several_accounts_have_a_folder_each(office: Office) -> None:
    both = _viewer(office, "both@example.se", "C1", "C2")

    names = _archive(office, both).namelist()

    assert "C2/2026-09-03_Invoice_G1.pdf" in names
    assert "C1/2026-09-01_Invoice_F1.pdf" in names


def test_rule_32_an_archive_holds_no_other_customers_documents(office: Office, ana: Viewer) -> None:
    assert not [name for name in _archive(office, ana).namelist() if "G1" in name]
    with pytest.raises(NoSuchExport):
        _archive(office, ana, customer="C2")


def test_too_many_or_too_big_is_said_in_words(
    office: Office, ana: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(originals, "_MOST_BYTES", 3)
    with pytest.raises(BadRequest, match="bigger than an archive"):
        _archive(office, ana)
    monkeypatch.setattr(originals, "_MOST_DOCUMENTS", 3)
    with pytest.raises(BadRequest, match="6 documents are more than the 3"):
        _archive(office, ana)


def test_the_same_archive_has_the_same_bytes(office: Office, ana: Viewer) -> None:
    first, second = (_file(office, ana, "invoices.zip", **SEPTEMBER).content for _ in range(2))

    assert first == second
