"""Columns of payables exports: recognised by heading and cells, signs by the rows themselves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from saldo.intake.payables import WANTED, Columns, recognised, told
from saldo.intake.refusals import NotATable
from saldo.intake.sheet import Uploaded, read_table
from saldo.intake.supplier_rows import Holds, Meaning, Sign, SupplierRows, meaning, supplier_rows
from saldo.ledger.matching import Kind

FORTNOX = """Löpnr;Leverantör;Fakturanr;Fakturadatum;Förfallodatum;Valuta;Total;Restbelopp
1001;Nordlager;300145;2026-03-01;2026-03-31;SEK;1 250,00;0,00
1002;Nordlager;300188;2026-03-09;2026-04-08;SEK;100,00;100,00
Summa;;;;;;1 350,00;100,00
"""
VISMA = """Ver.nr\tLev.fakturanr\tFakt.datum\tFörf.dat\tTyp\tFakturabelopp\tKvar att betala
L12\t300145\t260301\t260331\tFaktura\t1250,00\t1250,00
L13\t900007\t260305\t260305\tKreditfaktura\t250,00\t250,00
L14\t300146\t260306\t260406\tFaktura\t50,00\t50,00
"""
SAP = """\
Document Number,Reference,Document Type,Document Date,Net due date,Amount in doc. curr.,Curr.
51000001,300145,KR,01/31/2026,03/02/2026,"-1,250.00",SEK
51000002,900007,KG,02/01/2026,02/01/2026,250.00,SEK
51000003,,KZ,03/02/2026,03/02/2026,"1,000.00",SEK
"""
DYNAMICS = """Posting Date;Document Type;External Document No.;Amount;Remaining Amount;Currency Code
2026-03-01;Invoice;300145;-1250,00;-1250,00;
2026-03-05;Credit Memo;900007;250,00;250,00;
"""
LEDGER_CARD = """Datum;Ver;Text;Debet;Kredit;Saldo
;;Ingående saldo;;;500,00
2026-03-01;L12;Faktura 300145;;1250,00;1750,00
2026-03-20;B7;Betalning 300101;500,00;;1250,00
2026-03-22;L13;Faktura 300188;;100,00;1350,00
"""


def _read(text: str) -> tuple[Uploaded, Columns, Meaning, SupplierRows]:
    uploaded = read_table("export", text.encode(), wanted=WANTED)
    columns = recognised(uploaded)
    meant = meaning(uploaded, columns)
    return uploaded, columns, meant, supplier_rows(uploaded, columns, meant, "SEK")


def test_an_export_of_open_and_paid_invoices() -> None:
    _, columns, meant, read = _read(FORTNOX)

    assert (columns.number, columns.day, columns.due) == (
        "Fakturanr",
        "Fakturadatum",
        "Förfallodatum",
    )
    assert (columns.amount, columns.rest, columns.mark) == ("Total", "Restbelopp", ",")
    assert meant == Meaning(Holds.open, Sign.owed)
    assert [(row.number, row.value, row.amount) for row in read.rows] == [
        ("300145", Decimal(0), Decimal(1250)),
        ("300188", Decimal(100), Decimal(100)),
    ]
    assert [(each.line, each.code) for each in read.left_out] == [(4, "total")]


def test_credit_notes_without_a_sign_take_it_from_their_type() -> None:
    _, columns, meant, read = _read(VISMA)

    assert (columns.number, columns.kind, columns.rest) == (
        "Lev.fakturanr",
        "Typ",
        "Kvar att betala",
    )
    assert meant.sign is Sign.by_kind
    assert [row.value for row in read.rows] == [Decimal(1250), Decimal(-250), Decimal(50)]
    assert read.rows[0].day == date(2026, 3, 1)


def test_a_system_that_writes_debts_below_zero_is_turned() -> None:
    _, columns, meant, read = _read(SAP)

    assert (columns.day, columns.order, columns.mark) == ("Document Date", "mdy", ".")
    assert meant == Meaning(Holds.all, Sign.turned)
    assert [(row.value, row.kind) for row in read.rows] == [
        (Decimal(1250), Kind.invoice),
        (Decimal(-250), Kind.credit_note),
        (Decimal(-1000), Kind.payment),
    ]
    assert read.since == date(2026, 1, 31)


def test_the_column_that_holds_our_numbers_is_the_number_whatever_it_is_called() -> None:
    uploaded = read_table("export", SAP.encode(), wanted=WANTED)

    assert recognised(uploaded).number == "Document Number"
    assert recognised(uploaded, ["300145", "900007", "300200"]).number == "Reference"


def test_an_empty_currency_is_the_one_that_is_said() -> None:
    _, columns, meant, read = _read(DYNAMICS)

    assert (columns.number, columns.rest) == ("External Document No.", "Remaining Amount")
    assert meant == Meaning(Holds.open, Sign.turned)
    assert [(row.value, row.currency) for row in read.rows] == [
        (Decimal(1250), "SEK"),
        (Decimal(-250), "SEK"),
    ]


def test_a_ledger_card_has_debit_credit_an_opening_and_a_running_balance() -> None:
    _, columns, meant, read = _read(LEDGER_CARD)

    assert (columns.debit, columns.credit, columns.running) == ("Debet", "Kredit", "Saldo")
    assert meant.holds is Holds.all
    assert [(row.kind, row.value) for row in read.rows] == [
        (Kind.opening, Decimal(500)),
        (None, Decimal(1250)),
        (Kind.payment, Decimal(-500)),
        (None, Decimal(100)),
    ]
    assert read.since == date(2026, 3, 1)


def test_columns_of_unknown_names_are_asked_for() -> None:
    uploaded = read_table("x", b"Alfa;Beta;Gamma\nA;2026-03-01;1000,00\n")

    columns = recognised(uploaded)

    assert columns.lacking == ("amount", "number")
    chosen = told(uploaded, columns.chosen(amount="Gamma", day="Beta"))
    assert (chosen.lacking, chosen.mark) == ((), ",")


def test_a_column_has_one_role() -> None:
    columns = Columns(number="A", amount="B").chosen(text="A")

    assert (columns.number, columns.text) == (None, "A")


@pytest.mark.parametrize(
    ("cells", "lacking"),
    [("1/3/2026;100,00", "order"), ("2026-03-01;1.000", "mark")],
)
def test_what_can_mean_two_things_is_lacking(cells: str, lacking: str) -> None:
    uploaded = read_table("x", f"Fakturanr;Datum;Belopp\nA;{cells}\n".encode(), wanted=WANTED)

    assert recognised(uploaded).lacking == (lacking,)


def test_rows_that_cannot_take_part_are_left_out_by_name() -> None:
    text = "Fakturanr;Datum;Belopp;Valuta\nA;2026-03-01;x;SEK\nB;2026-03-01;5;KRONOR\nC;;7;SEK\n"

    uploaded = read_table("x", text.encode(), wanted=WANTED)
    columns = Columns("Fakturanr", "Datum", amount="Belopp", currency="Valuta")
    read = supplier_rows(uploaded, columns, Meaning(Holds.open, Sign.owed), "SEK")

    assert [(each.line, each.code) for each in read.left_out] == [
        (2, "no_amount"),
        (3, "no_currency"),
    ]
    assert (len(read.rows), read.unread_days) == (1, 1)


def test_an_upload_without_an_amount_to_read_is_refused() -> None:
    uploaded = read_table("x", b"Fakturanr;Belopp\nA;-\n", wanted=WANTED)

    with pytest.raises(NotATable, match="no_documents"):
        supplier_rows(
            uploaded,
            Columns("Fakturanr", amount="Belopp"),
            Meaning(Holds.open, Sign.owed),
            "SEK",
        )
