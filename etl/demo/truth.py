"""What the demo knows about itself: planted errors, the scene, balances, canaries."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from etl.demo.accounts import Account
from etl.demo.books import Books
from etl.demo.company import Company
from etl.demo.people import (
    DEMO_PEOPLE,
    FINANCE_CUSTOMER,
    GROUP_PARENT,
    GROUP_SUBSIDIARIES,
    IMPROVING,
    PORTFOLIO_REP,
    WORSENING,
)
from etl.demo.plants import Finding
from saldo.ledger.notice import last_notice_day

Canaries = list[tuple[str, str]]
Balances = dict[tuple[str, str], Decimal]
_BILLING = (
    "outcome", "customer_no", "contract_no", "serial_no", "invoice_no", "line_no",
    "service_start", "service_end", "currency", "billed_amount", "correct_amount",
    "claim_amount", "monthly_amount", "expected_amount",
)  # fmt: skip


def write_people(path: Path) -> None:
    """The people one can enter as, for whoever opens the demo home."""
    people = [asdict(person) for person in DEMO_PEOPLE]
    path.write_text(json.dumps(people, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def write_truth(folder: Path, company: Company, owed: Balances, canaries: Canaries) -> None:
    """billing.csv, scenes.json, balances.csv, canaries.csv; loading ignores the folder."""
    _write(folder / "billing.csv", _BILLING, map(_finding, company.findings))
    rows: Iterable[dict[str, Any]] = (
        {"customer_no": no, "currency": currency, "balance": balance}
        for (no, currency), balance in sorted(owed.items())
    )
    _write(folder / "balances.csv", ("customer_no", "currency", "balance"), rows)
    rows = ({"customer_no": no, "canary": canary} for no, canary in canaries)
    _write(folder / "canaries.csv", ("customer_no", "canary"), rows)
    scenes = json.dumps(_scenes(company), ensure_ascii=False, indent=2, default=str)
    (folder / "scenes.json").write_text(scenes + "\n", encoding="utf-8")


def balances(books: Books) -> Balances:
    """What each account owes at the end, per currency, transfers and exchanges included."""
    owed: Balances = {}

    def add(account: Account, currency: str, amount: Decimal) -> None:
        place = account.no, currency
        owed[place] = owed.get(place, Decimal(0)) + amount

    for document in books.documents:
        add(document.account, document.currency, document.amount)
    for payment in books.payments:
        sign = -1 if payment.kind == "payment" else 1
        add(payment.account, payment.currency, sign * payment.amount)
    for settlement in books.settlements:
        sign = 1 if settlement.kind == "rounding" else -1
        add(settlement.account, settlement.currency, sign * settlement.amount)
    for entry in books.allocations:
        source, target = entry.source, entry.target
        if (source.account, source.currency) != (target.account, target.currency):
            add(source.account, source.currency, entry.source_amount or entry.amount)
            add(target.account, target.currency, -entry.amount)
    return owed


def _finding(finding: Finding) -> dict[str, Any]:
    contract, line, document = finding.contract, finding.line, finding.document
    row = {
        "outcome": finding.outcome,
        "customer_no": contract.account.no,
        "contract_no": contract.no,
        "serial_no": finding.charge.serial_no,
        "currency": contract.account.currency,
        "claim_amount": finding.claim,
        "monthly_amount": finding.monthly or "",
        "expected_amount": finding.expected or "",
    }
    if line and document:
        row["invoice_no"] = document.number
        row["line_no"] = document.lines.index(line) + 1
        row["service_start"], row["service_end"] = line.service_start, line.service_end
        row["billed_amount"], row["correct_amount"] = line.net, finding.correct
    return row


def _scenes(company: Company) -> dict[str, Any]:
    scene = company.scene
    own = [each for each in company.contracts if each.account.no == FINANCE_CUSTOMER]
    deadline = next(contract for contract in own if contract.scripted)
    returned = sorted(
        {
            finding.charge.serial_no
            for finding in company.findings
            if finding.contract in own and finding.outcome == "billed_after_end"
        }
    )
    return {
        "until": company.stage.until,
        "finance": {
            "customer_no": FINANCE_CUSTOMER,
            "overdue_invoices": [document.number for document in scene.overdue],
            "disputed_invoice": scene.disputed.number,
            "open_credit_note": scene.credit_note.number,
            "unapplied_payment": scene.unapplied.number,
            "slipped_order": scene.slipped.number,
            "unbilled_order": scene.unbilled.number,
            "waiting_order": scene.waiting.number,
            "returned_machines": returned,
            "contract": deadline.no,
            "last_notice_day": last_notice_day(deadline.end, deadline.notice_months),
        },
        "group": {"parent_no": GROUP_PARENT, "subsidiaries": GROUP_SUBSIDIARIES},
        "rep": {"rep_no": PORTFOLIO_REP, "worsening": WORSENING, "improving": IMPROVING},
    }


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
