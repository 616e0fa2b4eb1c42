"""Cases of the billing check, computed by hand: one a trouble, with the working in words."""

from __future__ import annotations

from dataclasses import dataclass, field

DATA_END = "2026-06-15"
_CONTRACT = """
    contract_no customer_no currency start_on   end_on     renews notice_months liability
    K1          C1          SEK      2025-01-01 2026-12-31 true   3             {liability}
"""
_CLAUSE = """
    contract_no clause_no kind  fixed_percent first_on
    K1          1         fixed 2.5           2026-01-01
"""
_CHARGE = """
    contract_no charge_no serial_no amount period_months start_on   billing
    K1          1         S1        310    1             {start}    advance
"""
_MACHINE = """
    serial_no customer_no installed_on removed_on contract_no
    S1        C1          {installed}  {removed}  K1
"""
_NOTICE = """
    contract_no notice_no serial_no given_on
    K1          1         S1        2026-02-10
"""
_BILLS = """
    invoice_no customer_no issue_date currency amount
    {rows}
"""
_LINES = """
    invoice_no line_no serial_no contract_no service_start service_end net_amount
    {rows}
"""


@dataclass(frozen=True)
class Case:
    """Small books about one machine of one contract, and what the check says of them.

    `bills` are (invoice, issued, serial number, first day, last day, net). `expected` is a row of
    text per finding: outcome, invoice, correct, claim, and what else it names.
    """

    name: str
    title: str
    working: str
    expected: tuple[str, ...]
    bills: tuple[tuple[str, str, str, str, str, str], ...] = ()
    installed: str = "2025-03-01"
    removed: str = "-"
    start: str = "2025-03-01"
    liability: str = "month_end"
    noticed: bool = False
    more: dict[str, str] = field(default_factory=dict)

    @property
    def tables(self) -> dict[str, str]:
        """The canonical tables; a payment carries the data's end."""
        bills = [f"{no} C1 {issued} SEK {net}" for no, issued, _, _, _, net in self.bills]
        lines = [
            f"{no} 1 {serial} K1 {first} {last} {net}"
            for no, _, serial, first, last, net in self.bills
        ]
        made = {
            "contracts": _CONTRACT.format(liability=self.liability),
            "contract_clauses": _CLAUSE,
            "contract_charges": _CHARGE.format(start=self.start),
            "machines": _MACHINE.format(installed=self.installed, removed=self.removed),
            "invoices": _BILLS.format(rows="\n".join(bills)),
            "invoice_lines": _LINES.format(rows="\n".join(lines)),
            "payments": "payment_no customer_no payment_date currency amount\n"
            f"1 C1 {DATA_END} SEK 1",
        }
        return made | ({"contract_notices": _NOTICE} if self.noticed else {}) | self.more


CASES = (
    Case(
        "correct",
        "Correct",
        "310.00 a month, 2.5 % up from 2026-01-01: 310.00 × 1.025 = 317.75. Billed 317.75.",
        ("correct F1 317.75 0 -",),
        (("F1", "2026-04-01", "S1", "2026-04-01", "2026-04-30", "317.75"),),
    ),
    Case(
        "correct_inside_notice",
        "Correct, inside the notice period",
        "Notice 2026-02-10, three months, to the end of that month: liable to 2026-05-31."
        " Carried out 2026-02-20; May is rightly billed, 317.75.",
        ("correct_inside_notice F1 317.75 0 -",),
        (("F1", "2026-05-01", "S1", "2026-05-01", "2026-05-31", "317.75"),),
        removed="2026-02-20",
        noticed=True,
    ),
    Case(
        "billed_after_end",
        "Billed after the liability's end",
        "Notice 2026-02-10, three months, to the day: liable to 2026-05-10. Of May, 10 of 31 days"
        " are right: 317.75 × 10 ÷ 31 = 102.50. Claim 317.75 − 102.50 = 215.25;"
        " and all of June, 317.75.",
        ("billed_after_end F1 102.5 215.25 -", "billed_after_end F2 0 317.75 -"),
        (
            ("F1", "2026-05-01", "S1", "2026-05-01", "2026-05-31", "317.75"),
            ("F2", "2026-06-01", "S1", "2026-06-01", "2026-06-30", "317.75"),
        ),
        removed="2026-02-20",
        liability="day",
        noticed=True,
    ),
    Case(
        "never_installed",
        "Billed, but never installed",
        "The machine has no day of installation: nothing is right. Claim 317.75.",
        ("never_installed F1 0 317.75 -",),
        (("F1", "2026-04-01", "S1", "2026-04-01", "2026-04-30", "317.75"),),
        installed="-",
    ),
    Case(
        "before_installation",
        "Billed from before it was installed",
        "Installed 2026-04-16. Of April, 15 of 30 days are right: 317.75 × 15 ÷ 30 = 158.875,"
        " half away from zero 158.88. Claim 317.75 − 158.88 = 158.87.",
        ("never_installed F1 158.88 158.87 -",),
        (("F1", "2026-04-01", "S1", "2026-04-01", "2026-04-30", "317.75"),),
        installed="2026-04-16",
    ),
    Case(
        "unknown_serial",
        "Unknown serial number",
        "No machine S9 is registered. Claim 317.75.",
        ("unknown_serial F1 0 317.75 -",),
        (
            ("F1", "2026-04-01", "S9", "2026-04-01", "2026-04-30", "317.75"),
            ("F2", "2026-04-01", "S1", "2026-04-01", "2026-04-30", "317.75"),
        ),
    ),
    Case(
        "billed_twice",
        "Billed twice for the same period",
        "April stands on F1 and again on F2: nothing of F2 is right. Claim 317.75.",
        ("billed_twice F2 0 317.75 F1",),
        (
            ("F1", "2026-04-01", "S1", "2026-04-01", "2026-04-30", "317.75"),
            ("F2", "2026-05-01", "S1", "2026-04-01", "2026-04-30", "317.75"),
        ),
    ),
    Case(
        "price_differs",
        "The price differs from the contract",
        "310.00 × 1.025 = 317.75 is right, 330.46 was billed. Claim 330.46 − 317.75 = 12.71.",
        ("price_differs F1 317.75 12.71 -",),
        (("F1", "2026-04-01", "S1", "2026-04-01", "2026-04-30", "330.46"),),
    ),
    Case(
        "never_billed",
        "Installed under contract, but never billed",
        "Installed and charged from 2026-03-16, in advance: March 317.75 × 16 ÷ 31 = 164.00,"
        " April, May and June 317.75 each, together 164.00 + 953.25 = 1 117.25. Expect a bill.",
        ("never_billed - 1117.25 0 -",),
        installed="2026-03-16",
        start="2026-03-16",
    ),
    Case(
        "removed_without_notice",
        "Removed without notice",
        "Carried out 2026-05-20, no notice given: April is right as billed, and each month of"
        " waiting costs 310.00 × 1.025 = 317.75. Give notice now.",
        ("removed_without_notice - 317.75 0 -",),
        (("F1", "2026-04-01", "S1", "2026-04-01", "2026-04-30", "317.75"),),
        removed="2026-05-20",
    ),
)
"""One case an outcome of rule 27 and a few more; rows of `correct` are left out of the rest."""
