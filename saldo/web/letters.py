"""Letters: the documents that are more than a report's rows, each made of values asked in scope."""

from __future__ import annotations

from collections.abc import Callable

from saldo.web import calendars, claims, deadlines, originals, receipts, reconciliations, statements
from saldo.web.asking import Asked
from saldo.web.exports import File

Maker = Callable[[Asked], File]
"""One document of what was asked. Raises `NoSuchExport`, `BadRequest`."""

LETTERS: dict[tuple[str, str], Maker] = {
    ("arrivals", "ics"): calendars.expected_deliveries,
    ("claim", "pdf"): claims.claim_letter,
    ("claim", "xlsx"): claims.claim_workbook,
    ("contract-deadlines", "ics"): deadlines.notice_days,
    ("dispute-receipt", "pdf"): receipts.receipt_of_dispute,
    ("question-receipt", "pdf"): receipts.receipt_of_question,
    ("statement", "pdf"): statements.statement_letter,
    ("statement", "xlsx"): statements.statement_workbook,
    ("open-item-statement", "pdf"): statements.open_item_statement,
    ("open-item-statement", "xlsx"): statements.open_item_workbook,
    ("balance-confirmation", "pdf"): statements.balance_confirmation,
    ("balance-confirmation", "xlsx"): statements.confirmation_workbook,
    ("reconciliation", "pdf"): reconciliations.reconciliation_pdf,
    ("reconciliation", "xlsx"): reconciliations.reconciliation_workbook,
    ("invoice", "pdf"): originals.invoice_pdf,
    ("invoice", "xml"): originals.invoice_xml,
    ("invoices", "zip"): originals.invoice_archive,
    ("issued", "pdf"): statements.issued_again,
    ("issued", "xlsx"): statements.issued_again,
}
"""By name and format; a name here stands in `register.EXPORTS` too."""
