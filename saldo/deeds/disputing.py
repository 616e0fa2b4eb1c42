"""Disputing: bestrida a document or a line, in whole or part, and withdrawing it (rule 14)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from saldo.deeds.acting import Actor, NotTheirs, Refused
from saldo.deeds.documents import Receipt, document_of, figures_day, line_of, said_text
from saldo.desk import disputes
from saldo.desk.disputes import AlreadyDisputed
from saldo.ledger.money import ZERO, minor_units, round_amount
from saldo.reporting import Filters
from saldo.reporting.invoices import Document

WANTED = ("credit", "corrected_invoice", "agreed_price", "proof", "other_remedy")
"""What can be wanted of the vendor; the first is the usual one."""


def raise_dispute(
    actor: Actor,
    *,
    document: Document,
    line_no: str | None,
    amount: Decimal | None,
    reason: str,
    wanted: str,
) -> Receipt:
    """Dispute a document (`line_no` None) or a line of it; `amount` None is all that is open.

    It stands from the last day of the figures, so it counts at once. Raises `NotTheirs`,
    `Refused`: nothing is open, the amount is more than that, no reason, or it stands already.
    """
    header = document_of(actor, document)
    said = said_text(reason)
    if wanted not in WANTED:
        raise Refused("asking.wanted_missing")
    most = disputable(header, line_of(actor, document, line_no) if line_no else None)
    disputed = _amount(amount, most, header["currency"])
    try:
        key = disputes.open_one(
            actor.desk,
            company_no=document.company_no,
            document_class=document.document_class,
            invoice_no=document.invoice_no,
            line_no=line_no,
            customer_no=header["customer_no"],
            amount=amount if amount is None and line_no is None else disputed,
            currency=header["currency"],
            opened_on=figures_day(actor),
            reason=said,
            wanted=wanted,
            raised_by=actor.viewer.person_id,
            raised_at=actor.at,
        )
    except AlreadyDisputed:
        raise Refused("asking.already_disputed") from None
    return Receipt(f"D-{key}", key, actor.at, document, line_no, disputed, header["currency"])


def withdraw_dispute(actor: Actor, *, dispute_id: int) -> None:
    """Take back one's own dispute, from the last day of the figures on.

    Raises `NotTheirs` where it is of another account or another person's, `Refused` where it does
    not stand any more.
    """
    found = actor.ask("raised_dispute", Filters(as_of=actor.as_of), written_id=dispute_id)
    if found.is_empty() or found["raised_by"].item() != actor.viewer.person_id:
        raise NotTheirs
    closed_on = max(figures_day(actor), found["opened_on"].item())
    by = actor.viewer.person_id
    if not disputes.close(actor.desk, dispute_id, closed_on=closed_on, by=by, at=actor.at):
        raise Refused("asking.withdrawn_already")


def disputable(header: Mapping[str, Any], line: Mapping[str, Any] | None) -> Decimal:
    """How much can be disputed: what is open of the document, of a line no more than it bills.

    With VAT; a line without VAT of its own takes its rate.
    """
    still_open: Decimal = max(header["open_amount"], ZERO)
    if line is None:
        return still_open
    vat = line["vat_amount"]
    if vat is None:
        vat = line["net_amount"] * (line["vat_rate"] or ZERO) / 100
    return min(still_open, max(round_amount(line["net_amount"] + vat, header["currency"]), ZERO))


def _amount(amount: Decimal | None, most: Decimal, currency: str) -> Decimal:
    """The amount that is disputed: all of it where none was named. Raises `Refused`."""
    if most <= ZERO:
        raise Refused("asking.nothing_open")
    if amount is None:
        return most
    if amount <= ZERO or amount != round_amount(amount, currency):
        raise Refused("asking.amount_wrong", decimals=minor_units(currency))
    if amount > most:
        raise Refused("asking.amount_too_large")
    return amount
