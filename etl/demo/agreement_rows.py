"""Rows of what is agreed and installed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from etl.demo.agreements import INDEX_NAME, Contract, Index
from etl.demo.days import days
from etl.demo.machines import Machine, Visit
from etl.demo.stage import COMPANY_NO

Row = dict[str, Any]
_SIGNED_DAYS_BEFORE = 25


def _key(contract: Contract) -> Row:
    return {"company_no": COMPANY_NO, "contract_no": contract.no}


def contracts(entries: list[Contract]) -> Iterator[Row]:
    """Every contract in its present term."""
    for contract in entries:
        yield {
            **_key(contract),
            "customer_no": contract.account.no,
            "name": contract.name,
            "category": contract.category,
            "currency": contract.account.currency,
            "signed_on": contract.start - days(_SIGNED_DAYS_BEFORE),
            "start_on": contract.start,
            "end_on": contract.end,
            "notice_months": contract.notice_months,
            "renews": "true" if contract.renewal_months else "false",
            "renewal_months": contract.renewal_months or "",
            "liability": contract.liability,
        }


def contract_charges(entries: list[Contract]) -> Iterator[Row]:
    """Every recurring charge."""
    for contract in entries:
        for charge in contract.charges:
            yield {
                **_key(contract),
                "charge_no": charge.no,
                "description": charge.description,
                "product_no": charge.product_no,
                "category": charge.category,
                "serial_no": charge.serial_no,
                "site_no": charge.site_no,
                "cost_centre": charge.cost_centre,
                "amount": charge.amount,
                "period_months": contract.period_months,
                "start_on": charge.start,
                "end_on": charge.end or "",
                "billing": contract.billing,
            }


def contract_clauses(entries: list[Contract]) -> Iterator[Row]:
    """The price clause of every contract that has one."""
    for contract in entries:
        clause = contract.clause
        if clause is None:
            continue
        yield {
            **_key(contract),
            "clause_no": 1,
            "kind": "index" if clause.index_name else "fixed",
            "index_name": clause.index_name,
            "base_month": clause.base_month,
            "lag_months": clause.lag_months if clause.index_name else None,
            "fixed_percent": clause.fixed_percent,
            "cap_percent": clause.cap_percent,
            "floor_percent": clause.floor_percent,
            "first_on": clause.first_on,
        }


def contract_notices(entries: list[Contract]) -> Iterator[Row]:
    """Every notice, in the order in which they were given."""
    for contract in entries:
        for place, notice in enumerate(sorted(contract.notices, key=lambda each: each.given)):
            yield {
                **_key(contract),
                "notice_no": place + 1,
                "serial_no": notice.serial_no,
                "given_on": notice.given,
                "effective_on": notice.effective or "",
            }


def index_values(index: Index) -> Iterator[Row]:
    """The price index."""
    for month, value in index.values.items():
        yield {"index_name": INDEX_NAME, "month": month, "value": value}


def machines(entries: list[Machine]) -> Iterator[Row]:
    """Every machine; one that was never put in has no installation day."""
    for machine in entries:
        yield {
            "company_no": COMPANY_NO,
            "serial_no": machine.serial_no,
            "customer_no": machine.account.no,
            "site_no": machine.site_no,
            "product_no": machine.model.product_no,
            "model": machine.model.name,
            "installed_on": machine.installed or "",
            "removed_on": machine.removed or "",
            "contract_no": machine.contract_no,
            "warranty_until": machine.warranty_until or "",
            "purchase_price": machine.purchase_price,
            "currency": machine.account.currency,
        }


def machine_moves(entries: list[Machine]) -> Iterator[Row]:
    """Every move of a machine."""
    for machine in entries:
        for day, kind, origin, target in machine.moves:
            yield {
                "company_no": COMPANY_NO,
                "serial_no": machine.serial_no,
                "moved_on": day,
                "kind": kind,
                "from_site": origin,
                "to_site": target,
            }


def maintenance_coverage(entries: list[Machine]) -> Iterator[Row]:
    """The covered period of every machine under maintenance."""
    for machine in entries:
        if machine.covered is None:
            continue
        level, hours = machine.service
        yield {
            "company_no": COMPANY_NO,
            "serial_no": machine.serial_no,
            "start_on": machine.covered[0],
            "end_on": machine.covered[1],
            "level": level,
            "hours": hours,
            "contract_no": machine.contract_no,
        }


def service_visits(entries: list[Visit]) -> Iterator[Row]:
    """Every visit, done or planned."""
    for place, visit in enumerate(entries):
        yield {
            "company_no": COMPANY_NO,
            "visit_no": f"V{place + 1:06d}",
            "serial_no": visit.machine.serial_no,
            "planned_on": visit.planned,
            "done_on": visit.done or "",
            "kind": visit.kind,
            "note": f"{visit.note}. {visit.machine.account.reference}" if visit.note else "",
        }
