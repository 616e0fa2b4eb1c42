"""Payables: which columns of an upload are what in a customer's ledger of supplier invoices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from saldo.intake.amounts import amounts, decimal_mark
from saldo.intake.days import UNCLEAR, day_order, days
from saldo.intake.header import plain
from saldo.intake.sheet import Uploaded
from saldo.ledger.matching.numbers import forms

ROLES = (
    "number",
    "day",
    "due",
    "amount",
    "debit",
    "credit",
    "rest",
    "currency",
    "kind",
    "text",
)
# What exports of Fortnox, Visma, SAP, Dynamics, Monitor and the like call them, the surest first.
_HEADINGS: Mapping[str, str] = {
    "number": """leverantörensfakturanr leverantörensfakturanummer levfaktnr levfakturanr levfakt
        leverantörsfakturanr leverantörsfakturanummer externtfakturanr externtfakturanummer
        externtdokumentnr externtverifikationsnr vendorinvoiceno vendorinvoicenumber
        vendorinvoice supplierinvoiceno supplierinvoicenumber supplierinvoice
        externaldocumentno externaldocno yourinvoiceno fakturanr fakturanummer fakturano
        fakturaid fakturan faktnr faktnummer fakt faktura invoiceno invoicenumber invoicenr
        invoiceid invoice documentno documentnumber docno docnumber document dokumentnr
        dokumentnummer dokument referens reference ref billno billnumber xblnr belnr
        verifikationsnr verifikationsnummer vernr ver verifikat voucherno vouchernumber voucher
        löpnr löpnummer lopnr serialnumber ankomstnr nr nummer number no""",
    "day": """fakturadatum fakturadat faktdatum faktdat invoicedate documentdate docdate
        dokumentdatum verifikationsdatum verdatum bokföringsdatum bokfdatum bokfdat bokfört
        postingdate transactiondate transdate transaktionsdatum datum date budat bldat""",
    "due": """förfallodatum förfallodag förfallodat förfdatum förfdat förfaller förfall
        forfallodatum duedate due netduedate duedt payby betalasenast betaldatum zfbdt""",
    "amount": """fakturabelopp belopptotalt totalbelopp fakturatotal bruttobelopp beloppinklmoms
        totalinklmoms totalt total belopp beloppivaluta valutabelopp ursprungligtbelopp
        ursprbelopp originalamount invoiceamount invoicetotal grossamount totalamount amount
        amountindoccurr amountindocumentcurrency amountinlocalcurrency amountlcy amt summa sum
        wrbtr dmbtr""",
    "debit": "debet debit debetbelopp debitamount debitamountlcy soll",
    "credit": "kredit credit kreditbelopp creditamount creditamountlcy haben",
    "rest": """restbelopp rest restsumma restavfaktura kvarattbetala attbetala återstår
        återstående återståendebelopp kvarstående kvarståendebelopp obetalt öppetbelopp
        outstanding outstandingamount openamount openbalance openbal remainingamount
        remainingamt remaining amountdue balancedue unpaid unpaidamount saldo balance""",
    "currency": "valuta valutakod val valutaslag currency currencycode curr ccy waers",
    "kind": """typ fakturatyp dokumenttyp transaktionstyp verifikationstyp verserie type
        documenttype doctype invoicetype transactiontype entrytype blart händelse kreditfaktura""",
    "text": """ocr ocrnr ocrnummer betalningsreferens paymentreference text beskrivning
        verifikationstext description notering kommentar comment memo sgtxt meddelande
        referens reference ref ertordernr beställning purchaseorder""",
}
NAMES: Mapping[str, tuple[str, ...]] = {
    role: tuple(text.split()) for role, text in _HEADINGS.items()
}
WANTED = frozenset(name for names in NAMES.values() for name in names)
"""Every heading that says something, for `read_table`."""
_LEAST_READ = 0.6
_LEAST_KNOWN = 0.3


@dataclass(frozen=True, slots=True)
class Columns:
    """The chosen column of each role (a heading of the upload, or None), and how cells are read.

    `mark` is the decimal mark, `order` that of day and month; "?" where a person must say it.
    `running` is a balance from row to row, which says what an opening row comes to.
    """

    number: str | None = None
    day: str | None = None
    due: str | None = None
    amount: str | None = None
    debit: str | None = None
    credit: str | None = None
    rest: str | None = None
    currency: str | None = None
    kind: str | None = None
    text: str | None = None
    running: str | None = None
    mark: str = "."
    order: str = ""

    @property
    def of_amounts(self) -> tuple[str, ...]:
        """The chosen columns of amounts."""
        chosen = (self.amount, self.debit, self.credit, self.rest)
        return tuple(name for name in chosen if name is not None)

    @property
    def of_days(self) -> tuple[str, ...]:
        """The chosen columns of dates."""
        return tuple(name for name in (self.day, self.due) if name is not None)

    @property
    def lacking(self) -> tuple[str, ...]:
        """What is still to be said before the rows can be read: roles, "mark", "order"."""
        lacking = [] if self.of_amounts else ["amount"]
        lacking += [] if self.number or self.day else ["number"]
        lacking += ["mark"] if self.of_amounts and self.mark == UNCLEAR else []
        lacking += ["order"] if self.of_days and self.order == UNCLEAR else []
        return tuple(lacking)

    def chosen(self, **roles: str | None) -> Columns:
        """With other columns in some roles; a column has one role, the one given last."""
        taken = {name for name in roles.values() if name}
        kept = {role: None for role in (*ROLES, "running") if getattr(self, role) in taken}
        changes: dict[str, Any] = {**kept, **roles}
        return replace(self, **changes)


def recognised(uploaded: Uploaded, known: Iterable[str] = ()) -> Columns:
    """The columns by their headings, each only where its cells fit; a person confirms them.

    `known` are document numbers of ours: of several columns of numbers, the one that holds most
    of them is the number, whatever it is called (their own voucher number stands first in many
    exports).
    """
    found: dict[str, str] = {}
    for role in ("day", "due", "rest", "amount", "debit", "credit", "currency", "kind"):
        name = _by_heading(uploaded, role, set(found.values()))
        if name is not None:
            found[role] = name
    number = _by_numbers(uploaded, known, set(found.values()))
    number = number or _by_heading(uploaded, "number", set(found.values()))
    if number:
        found["number"] = number
    text = _by_heading(uploaded, "text", set(found.values()))
    if text:
        found["text"] = text
    if {"debit", "credit"} & set(found):
        found.pop("amount", None)
    return told(uploaded, _without_running_balance(uploaded, Columns(**found)))


def told(uploaded: Uploaded, columns: Columns) -> Columns:
    """The same columns with decimal mark and order of dates as their cells show them."""
    figures = [uploaded.rows[name] for name in columns.of_amounts]
    orders = {day_order(uploaded.rows[name]) for name in columns.of_days} - {""}
    sure = orders - {UNCLEAR}
    order = sure.pop() if len(sure) == 1 else (UNCLEAR if orders else "")
    return replace(columns, mark=decimal_mark(figures) if figures else ".", order=order)


def _by_heading(uploaded: Uploaded, role: str, taken: set[str]) -> str | None:
    free = {plain(name): name for name in reversed(uploaded.headers) if name not in taken}
    ranked = [free[name] for name in NAMES[role] if name in free]
    return next((name for name in ranked if _fits(uploaded.rows[name], role)), None)


def _fits(column: pl.Series, role: str) -> bool:
    given = column.drop_nulls().head(2_000)
    if given.is_empty():
        return False
    if role in ("day", "due"):
        order = day_order(given)
        read = days(given, "dmy" if order == UNCLEAR else order)
    elif role in ("amount", "debit", "credit", "rest"):
        mark = decimal_mark([given])
        read = amounts(given, "," if mark == UNCLEAR else mark)
    elif role == "currency":
        codes = given.str.contains(r"^\s*[A-Za-z]{3}\s*$").sum()
        return int(codes) >= _LEAST_READ * given.len()
    else:
        return True
    return read.count() >= _LEAST_READ * given.len()


def _by_numbers(uploaded: Uploaded, known: Iterable[str], taken: set[str]) -> str | None:
    ours = {
        form for number in known for form in (forms(number).plain, forms(number).joined) if form
    }
    if not ours:
        return None
    shares = {
        name: _share_known(uploaded.rows[name], ours)
        for name in uploaded.headers
        if name not in taken
    }
    best = max(shares, key=lambda name: shares[name], default=None)
    return best if best is not None and shares[best] >= _LEAST_KNOWN else None


def _share_known(column: pl.Series, ours: set[str]) -> float:
    given = column.drop_nulls().head(2_000).to_list()
    hits = sum(1 for cell in given if {forms(cell).plain, forms(cell).joined} & ours)
    return hits / len(given) if given else 0.0


def _without_running_balance(uploaded: Uploaded, columns: Columns) -> Columns:
    """A balance that grows from row to row by the row's amount is no rest of each document."""
    moved = columns.debit or columns.credit or columns.amount
    if columns.rest is None or moved is None:
        return columns
    mark = decimal_mark([uploaded.rows[name] for name in columns.of_amounts])
    mark = "," if mark == UNCLEAR else mark
    balance = amounts(uploaded.rows[columns.rest], mark)
    amount = signed(uploaded, replace(columns, mark=mark))
    steps = pl.select((pl.lit(balance).diff().abs() == pl.lit(amount).abs()).slice(1)).to_series()
    if steps.len() >= 2 and (steps.mean() or 0) > _LEAST_READ:  # type: ignore[operator]
        return replace(columns, rest=None, running=columns.rest)
    return columns


def signed(uploaded: Uploaded, columns: Columns) -> pl.Series:
    """The amounts as the file signs them: the amount, else credit less debit (what is owed)."""
    if columns.amount is not None:
        return amounts(uploaded.rows[columns.amount], columns.mark)
    sides = []
    for name, sign in ((columns.credit, 1), (columns.debit, -1)):
        if name is not None:
            sides.append(amounts(uploaded.rows[name], columns.mark) * sign)
    if not sides:
        rest = columns.rest or ""
        return amounts(uploaded.rows[rest], columns.mark)
    given = pl.select(pl.any_horizontal([pl.lit(side).is_not_null() for side in sides])).to_series()
    total = pl.select(pl.sum_horizontal([pl.lit(side).fill_null(0) for side in sides])).to_series()
    return pl.select(pl.when(pl.lit(given)).then(pl.lit(total).cast(pl.Decimal(18, 4)))).to_series()
