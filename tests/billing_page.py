"""The page docs/billing-check.md, written from the cases of the tests (`make docs`)."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

from tests.billing_cases import CASES, DATA_END, Case

PAGE = Path(__file__).parent.parent / "docs" / "billing-check.md"
_HEAD = f"""# The billing check

Every invoice line that names a machine is compared with that machine's billable interval, its
contract price and its index (rules 23 to 27 of the domain). A machine is billable from the day it
was installed to the end of its liability: notice given plus the notice period, or the agreed end.
Amounts are without VAT, in the contract's currency, and rounded once per charge. What was credited
since is taken off first. Where the data is odd the check says so (`unclear`) and claims nothing.

The examples below are the tests' own numbers: one contract, 310.00 SEK a month in advance, up by
2.5 % from 2026-01-01, three months' notice; the data ends on {DATA_END}.
`make docs` writes this page anew.
"""
_UNCLEAR = """
## Unclear

A finding that says what is odd, never a claim: a serial number that differs from a registered one
only by case, blanks, hyphens, leading zeros or O and 0; a machine registered at another account; a
line without a period; a line without contract, charge, or with several charges that fit it; another
currency than the contract's; a price that stands on an index value that is not there; a machine
installed twice, removed before it was installed, or charged under two contracts at once; a credit
that cannot be placed on one line.

A charge period is counted from the contract's first day. A line that is a whole number of periods
only when counted from the charge's first day, or from its own, is taken as such. A line over
several periods may differ by one coin for each period after the first: the vendor may have rounded
their sum. A line that billed less than the contract's price is shown with nothing to claim; what it
left is allowed to a later line for the same days, so a period billed in parts is not billed twice.
"""

_CLAIMS = """
## From finding to credit

A finding is to be decided on until somebody accepts it, contests it with a reason, or postpones it
to a day, on which it is to be decided on again. Every decision is kept with who, when, why and the
amount it was about; a finding whose amount has changed since says so, and one that is found no more
stays below the list with what was decided. A finding is the same as long as account, company,
outcome, serial number, contract and invoice line are.

Accepted findings with an amount become a claim: one per company, account and currency, numbered
K-<year>-<place> without a gap. Its lines are frozen as they were asked for, with their sentence in
both languages; VAT is the invoice line's rate on the amount, or its VAT in proportion. An invoice
line stands in one live claim at most. The customer may withdraw a claim, the vendor's rep decline
it with a reason; its findings are open again.

Credits issued after the last day of the figures a claim stands on answer it, where they name the
claim, the machine or the invoice and nothing that contradicts it. The surest pairs come first, each
amount counts once, so claimed = credited + outstanding, to the smallest coin, per line, claim,
account and currency. What was declined or withdrawn is claimed no more. Found = open + claimed,
where open is what stands in no live claim and was not contested.
"""


def page() -> str:
    """The whole page."""
    return _HEAD + "".join(map(_section, CASES)) + _UNCLEAR + _CLAIMS


def _section(case: Case) -> str:
    lines = [f"\n## {case.title}\n", case.working, ""]
    if case.bills:
        lines += [
            "| Invoice | Issued | Machine | From | To | Billed |",
            "|---|---|---|---|---|---:|",
        ]
        lines += [f"| {' | '.join(bill)} |" for bill in case.bills]
        lines.append("")
    lines += [
        "| Outcome | Invoice | Correct | Claim | Billed first on |",
        "|---|---|---:|---:|---|",
    ]
    lines += [f"| {' | '.join(_cells(row))} |" for row in case.expected]
    return "\n".join(lines) + "\n"


def _cells(row: str) -> list[str]:
    outcome, invoice, correct, claim, earlier = row.split()
    return [f"`{outcome}`", invoice, f"{Decimal(correct):.2f}", f"{Decimal(claim):.2f}", earlier]


if __name__ == "__main__":
    sys.stdout.write(page())
