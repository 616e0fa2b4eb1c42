"""Books with findings to claim, a desk to claim at, and later books in which credits answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from saldo.access import Role, Viewer
from saldo.deeds import Actor
from saldo.desk import Desk, open_desk, people
from saldo.i18n import Language
from saldo.reporting import Books, Filters, desk_rows
from saldo.warehouse import Scope, Snapshot
from tests.billing_cases import CASES
from tests.marts import snapshot_of

LATE = next(case for case in CASES if case.name == "billed_after_end")
NOW = datetime(2026, 6, 16, 9, 0, tzinfo=UTC)
ACME = Scope(customers=("C1",))
DAY = Filters(as_of=date(2026, 6, 15))
F1 = "C1/1/billed_after_end/S1/K1/invoice/F1/1"
F2 = "C1/1/billed_after_end/S1/K1/invoice/F2/1"
"""215.25 and 317.75 to be claimed, computed by hand in `billing_cases`."""

MACHINES = """
    serial_no customer_no installed_on removed_on contract_no
    S1        C1          2025-03-01   2026-02-20 K1
    S2        C1          2025-03-01   2026-05-20 K1"""
CHARGES = """
    contract_no charge_no serial_no amount period_months start_on   billing
    K1          1         S1        310    1             2025-03-01 advance
    K1          2         S2        310    1             2025-03-01 advance"""
INVOICES = """
    class   invoice_no customer_no issue_date currency amount original_no note
    invoice F1         C1          2026-05-01 SEK      397.19 -           -
    invoice F2         C1          2026-06-01 SEK      397.19 -           -
    invoice F3         C1          2026-05-01 SEK      397.19 -           -"""
LINES = """
    class   invoice_no line_no serial_no contract_no service_start service_end net_amount vat_rate
    invoice F1         1       S1        K1          2026-05-01    2026-05-31  317.75     25
    invoice F2         1       S1        K1          2026-06-01    2026-06-30  317.75     25
    invoice F3         1       S2        K1          2026-05-01    2026-05-31  317.75     25"""


def snapshot(
    folder: Path, invoices: str = "", lines: str = "", loaded_on: date = date(2026, 6, 30)
) -> Snapshot:
    """The books of the case, a machine removed without notice beside it, more rows where given."""
    tables: dict[str, Any] = LATE.tables | {
        "machines": MACHINES,
        "contract_charges": CHARGES,
        "invoices": INVOICES + invoices,
        "invoice_lines": LINES + lines,
    }
    return snapshot_of(folder, loaded_on=loaded_on, **tables)


@dataclass(frozen=True)
class Desked:
    """A desk with its people over a snapshot."""

    desk: Desk
    snapshot: Snapshot

    def over(self, later: Snapshot) -> Desked:
        """The same desk over later books."""
        return replace(self, snapshot=later)

    @property
    def books(self) -> Books:
        """The books as they stand now."""
        return Books(self.snapshot, lambda name: desk_rows.rows(self.desk, name))

    def actor(self, role: Role = Role.customer, scope: Scope = ACME, at: datetime = NOW) -> Actor:
        """Somebody of a role, over the books as they stand now."""
        who = {Role.customer: 1, Role.rep: 2}[role]
        viewer = Viewer(who, "Ana", "ana@example.se", role, Language.sv, scope, "session")
        return Actor(self.desk, self.books, viewer, at, DAY.as_of)


@contextmanager
def desked(folder: Path, made: Snapshot) -> Iterator[Desked]:
    """A new desk over a snapshot, with a customer's person and a rep."""
    desk = open_desk(f"sqlite:///{folder / 'desk.db'}")
    for number, role in enumerate((Role.customer, Role.rep)):
        name = ("Ana", "Rut")[number]
        people.add(desk, email=f"{name}@example.se", name=name, role=role.value, at=NOW)
    yield Desked(desk, made)
    desk.close()


def cut(rows: Sequence[str]) -> list[str]:
    """Texts with plain blanks."""
    return [row.replace("\u00a0", " ") for row in rows]
