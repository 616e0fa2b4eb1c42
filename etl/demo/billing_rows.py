"""Rows of what was billed and what settled it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from etl.demo import numbers
from etl.demo.books import Allocation, Document, Payment, Settlement
from etl.demo.catalogue import FACTOR
from etl.demo.money import HOME, Rates
from etl.demo.party_rows import BANKGIRO, FACTOR_BANKGIRO, IBAN
from etl.demo.stage import COMPANY_NO, Stage
from saldo.ledger.months import add_months

Row = dict[str, Any]
_FACTORED_AFTER_MONTHS = 44


def _key(document: Document) -> Row:
    return {
        "company_no": COMPANY_NO,
        "class": document.kind,
        "invoice_no": document.number,
    }


def invoices(stage: Stage, rates: Rates, documents: list[Document]) -> Iterator[Row]:
    """Every document; credit notes negative."""
    factored_from = add_months(stage.start, _FACTORED_AFTER_MONTHS)
    for document in documents:
        account, order = document.account, document.order
        factored = account.factored and document.issued >= factored_from
        credit = document.kind == "credit_note"
        foreign = document.currency != HOME
        usual = FACTOR_BANKGIRO if factored else IBAN if foreign else BANKGIRO
        yield {
            **_key(document),
            "customer_no": account.no,
            "issue_date": document.issued,
            "due_date": document.due or "",
            "currency": document.currency,
            "amount": document.amount,
            "net_amount": document.net,
            "vat_amount": document.vat,
            "reference": "" if credit else numbers.payment_reference(document.number),
            "payee_name": FACTOR if factored and not credit else "",
            "payee_account": "" if credit else document.payee_account or usual,
            "original_no": document.original.number if document.original else "",
            "order_no": order.number if order else "",
            "contract_no": document.contract_no,
            "buyer_reference": account.reference,
            "purchase_order": document.purchase_order,
            "booked_rate": rates.rate(document.currency, document.issued) if foreign else "",
            "note": document.note,
        }


def invoice_lines(documents: list[Document]) -> Iterator[Row]:
    """Every line of every document."""
    for document in documents:
        key, order = _key(document), document.order
        reference, order_no = document.account.reference, order.number if order else ""
        for place, line in enumerate(document.lines):
            yield {
                **key,
                "line_no": place + 1,
                "product_no": line.product_no,
                "description": line.description,
                "quantity": line.quantity,
                "unit": line.unit,
                "unit_price": line.net if line.unit_price is None else line.unit_price,
                "net_amount": line.net,
                "vat_rate": line.vat_rate,
                "vat_amount": line.vat,
                "category": line.category,
                "site_no": line.site_no,
                "contract_no": line.contract_no,
                "serial_no": line.serial_no,
                "service_start": line.service_start or "",
                "service_end": line.service_end or "",
                "cost_centre": line.cost_centre,
                "buyer_reference": reference,
                "purchase_order": document.purchase_order,
                "order_no": order_no if line.order_line_no else "",
                "order_line_no": line.order_line_no,
            }


def instalments(documents: list[Document]) -> Iterator[Row]:
    """Every instalment."""
    for document in documents:
        for place, (due, amount) in enumerate(document.instalments):
            yield {
                **_key(document),
                "instalment_no": place + 1,
                "due_date": due,
                "amount": amount,
            }


def disputes(until: date, documents: list[Document]) -> Iterator[Row]:
    """Every dispute opened by then."""
    number = 0
    for document in documents:
        dispute = document.dispute
        if dispute is None or dispute.opened > until:
            continue
        number += 1
        closed = dispute.closed if dispute.closed and dispute.closed <= until else ""
        yield {
            "company_no": COMPANY_NO,
            "dispute_no": f"T{number:05d}",
            "class": document.kind,
            "invoice_no": document.number,
            "line_no": dispute.line_no,
            "amount": "" if dispute.amount is None else dispute.amount,
            "opened_on": dispute.opened,
            "closed_on": closed,
            "reason": f"{dispute.reason}. {document.account.reference}",
        }


def payments(entries: list[Payment]) -> Iterator[Row]:
    """Every payment, refund and returned payment."""
    for payment in entries:
        document = payment.document
        yield {
            "company_no": COMPANY_NO,
            "payment_no": payment.number,
            "kind": payment.kind,
            "customer_no": payment.account.no,
            "payment_date": payment.day,
            "currency": payment.currency,
            "amount": payment.amount,
            "reference": numbers.payment_reference(document.number) if document else "",
            "bank_reference": f"BG{payment.number[1:]}",
            "note": payment.note,
        }


def settlements(entries: list[Settlement]) -> Iterator[Row]:
    """Every settlement that is not cash."""
    for settlement in entries:
        yield {
            "company_no": COMPANY_NO,
            "settlement_no": settlement.number,
            "kind": settlement.kind,
            "customer_no": settlement.account.no,
            "settled_on": settlement.day,
            "currency": settlement.currency,
            "amount": settlement.amount,
            "note": settlement.note,
        }


def allocations(entries: list[Allocation]) -> Iterator[Row]:
    """Every allocation, in the order of days."""
    for place, entry in enumerate(sorted(entries, key=lambda each: each.day)):
        yield {
            "company_no": COMPANY_NO,
            "allocation_no": f"A{place + 1:07d}",
            "source_class": _class(entry.source),
            "source_no": entry.source.number,
            "target_class": _class(entry.target),
            "target_no": entry.target.number,
            "instalment_no": entry.instalment_no,
            "amount": entry.amount,
            "source_amount": "" if entry.source_amount is None else entry.source_amount,
            "applied_on": entry.day,
        }


def _class(entry: Document | Payment | Settlement) -> str:
    if isinstance(entry, Settlement):
        return "settlement"
    return entry.kind


def exchange_rates(rates: Rates) -> Iterator[Row]:
    """Every rate to kronor."""
    for day, currency, rate in rates.rows():
        yield {
            "rate_date": day,
            "from_currency": currency,
            "to_currency": HOME,
            "rate": rate,
        }
