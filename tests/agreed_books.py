"""Books of machines, contracts, sites and contacts, for the tests of lists and of changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from saldo.warehouse import Snapshot
from tests.marts import snapshot_of

TABLES: dict[str, Any] = {
    "customers": """
        customer_no name
        C1 Ett
        C2 Två""",
    "sites": """
        customer_no site_no name
        C1 N Norra
        C1 S Södra
        C2 X Främmande""",
    "payments": """
        payment_no customer_no payment_date currency amount
        1 C1 2026-06-15 SEK 1""",
    "contracts": """
        contract_no customer_no currency category start_on end_on renews notice_months
        K1 C1 SEK maintenance 2024-01-01 2026-12-31 true 3
        K2 C1 SEK software 2024-01-01 2026-07-31 false -
        K3 C1 SEK software 2025-01-01 - false 1
        K4 C1 SEK services 2023-01-01 2025-12-31 false -
        X1 C2 SEK maintenance 2024-01-01 2026-12-31 true 3""",
    "contract_charges": """
        contract_no charge_no amount period_months start_on serial_no site_no
        K1 1 310 1 2024-01-01 A1 N
        K1 2 200 1 2024-01-01 A2 S
        K1 3 100 1 2024-01-01 A9 S
        K2 1 90 3 2024-02-01 - -
        K3 1 50 1 2025-01-01 - -
        K4 1 70 1 2023-01-01 - -
        X1 1 999 1 2024-01-01 X9 X""",
    "contract_clauses": """
        contract_no clause_no kind index_name base_month cap_percent fixed_percent first_on
        K1 1 index KPI 2024-01-01 3 - 2025-01-01
        K3 1 fixed - - - 2 2026-01-01""",
    "index_values": """
        index_name month value
        KPI 2024-01-01 100
        KPI 2025-01-01 102
        KPI 2026-01-01 110""",
    "invoices": """
        invoice_no customer_no issue_date currency amount
        F1 C1 2026-05-01 SEK 625""",
    "invoice_lines": """
        invoice_no line_no net_amount contract_no serial_no service_start service_end
        F1 1 300 K1 A1 2026-05-01 2026-05-31
        F1 2 200 K1 A2 2026-05-01 2026-05-31""",
    "machines": """
        serial_no customer_no model site_no contract_no installed_on removed_on warranty_until
        A1 C1 Våg N K1 2024-01-01 - 2026-07-31
        A2 C1 Våg S K1 2024-01-01 - 2025-12-31
        A3 C1 Våg S - 2025-03-10 - -
        A4 C1 Lift S - - - -
        A5 C1 Lift N - 2024-01-01 2026-02-01 -
        X9 C2 Våg X X1 2024-01-01 - -""",
    "machine_moves": """
        serial_no moved_on kind from_site to_site
        A2 2024-01-01 install - N
        A2 2026-03-01 move N S""",
    "maintenance_coverage": """
        serial_no start_on end_on level contract_no
        A1 2024-01-01 2026-12-31 Bas K1
        A2 2024-01-01 2026-08-31 Plus K1""",
    "service_visits": """
        visit_no serial_no planned_on done_on kind
        1 A1 2026-02-01 2026-02-03 Service
        2 A1 2026-09-01 - Service""",
    "contacts": """
        customer_no email name
        C1 eva@ett.se Eva""",
}


def snapshot(folder: Path, loaded_on: date = date(2026, 6, 16), **more: str) -> Snapshot:
    """The books; a table given replaces the one here."""
    return snapshot_of(folder, loaded_on=loaded_on, **TABLES | more)
