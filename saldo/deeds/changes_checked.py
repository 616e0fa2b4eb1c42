"""Changes checked: what somebody wants of a machine against the register, one by one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from saldo.deeds.acting import Refused
from saldo.desk.changes import KINDS, Change
from saldo.ledger.serials import plain_serial

_FARTHEST, _EARLIEST = timedelta(days=731), timedelta(days=366)
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_LONGEST = {"note": 2000, "contact_email": 254, "contact_phone": 60}
_TEXTS = ("new_serial", "model", "contact_name", "contact_email", "contact_phone", "note")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One change as it was asked for, before anything is known of it.

    A machine is named by its serial number, with the company where two sellers use the same.
    """

    kind: str
    serial_no: str = ""
    company_no: str | None = None
    customer_no: str | None = None
    on_date: date | None = None
    to_site: str = ""
    new_serial: str = ""
    model: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    note: str = ""


@dataclass(eq=False, slots=True)
class Checked:
    """The register and sites in the asker's scope, and what was asked for and is not done.

    `waiting` names receipts by company, machine and kind; it grows with every change checked, so
    that one list cannot ask for the same twice.
    """

    machines: pl.DataFrame
    sites: pl.DataFrame
    accounts: Sequence[str]
    waiting: dict[tuple[str, str, str], str]
    done: Sequence[int]
    today: date
    _by_serial: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the register by number."""
        for row in self.machines.iter_rows(named=True):
            self._by_serial.setdefault(row["serial_no"], []).append(row)

    def change(self, wanted: Wanted) -> Change:
        """The change, complete and possible. Raises `Refused`."""
        for name in _TEXTS:
            if len(getattr(wanted, name)) > _LONGEST.get(name, 100):
                raise Refused("changing.too_long", most=_LONGEST.get(name, 100))
        match wanted.kind:
            case "remove":
                change = self._remove(wanted)
            case "move":
                change = self._move(wanted)
            case "correct_serial":
                change = self._correct(wanted)
            case "add":
                change = self._add(wanted)
            case "contact":
                change = self._contact(wanted)
            case _:
                raise Refused("changing.kind_unknown", kinds=", ".join(KINDS))
        self._once(change)
        return change

    def _remove(self, wanted: Wanted) -> Change:
        machine = self._installed(wanted)
        return self._of(wanted, machine, on_date=self._day(wanted, machine))

    def _move(self, wanted: Wanted) -> Change:
        machine = self._installed(wanted)
        site = self._site(machine["customer_no"], wanted.to_site)
        if site == machine["site_no"]:
            raise Refused("changing.already_there", serial=machine["serial_no"])
        return self._of(wanted, machine, on_date=self._day(wanted, machine), to_site=site)

    def _correct(self, wanted: Wanted) -> Change:
        machine, number = self._machine(wanted), wanted.new_serial.strip()
        if not number:
            raise Refused("changing.new_serial_missing")
        if number == machine["serial_no"]:
            raise Refused("changing.new_serial_same", serial=number)
        if number in self._by_serial:
            raise Refused("changing.new_serial_taken", serial=number)
        return self._of(wanted, machine, new_serial=number)

    def _add(self, wanted: Wanted) -> Change:
        number, account = wanted.serial_no.strip(), self._account(wanted)
        if not number:
            raise Refused("changing.serial_missing")
        if number in self._by_serial:
            raise Refused("changing.new_serial_taken", serial=number)
        if not wanted.model.strip():
            raise Refused("changing.model_missing")
        return Change(
            kind="add",
            customer_no=account,
            company_no=wanted.company_no or self._company(account),
            serial_no=number,
            on_date=self._day(wanted, None),
            to_site=self._site(account, wanted.to_site),
            model=wanted.model.strip(),
            note=wanted.note.strip(),
        )

    def _contact(self, wanted: Wanted) -> Change:
        account, email = self._account(wanted), wanted.contact_email.strip()
        if not wanted.contact_name.strip():
            raise Refused("changing.name_missing")
        if not _EMAIL.fullmatch(email):
            raise Refused("changing.email_wrong")
        return Change(
            kind="contact",
            customer_no=account,
            company_no=self._company(account),
            contact_name=wanted.contact_name.strip(),
            contact_email=email,
            contact_phone=wanted.contact_phone.strip() or None,
            note=wanted.note.strip(),
        )

    def _machine(self, wanted: Wanted) -> Mapping[str, Any]:
        number = wanted.serial_no.strip()
        if not number:
            raise Refused("changing.serial_missing")
        found = [
            row
            for row in self._by_serial.get(number, [])
            if wanted.company_no in (None, row["company_no"])
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise Refused("changing.several_machines", serial=number)
        alike = self.machines.filter(pl.col("plain_serial") == plain_serial(number))
        if not alike.is_empty() and plain_serial(number):
            like = ", ".join(alike["serial_no"].head(3))
            raise Refused("changing.machine_alike", serial=number, like=like)
        raise Refused("changing.machine_unknown", serial=number)

    def _installed(self, wanted: Wanted) -> Mapping[str, Any]:
        machine = self._machine(wanted)
        if machine["installed_on"] is None:
            raise Refused("changing.never_installed", serial=machine["serial_no"])
        if machine["removed_on"] is not None and machine["removed_on"] <= self.today:
            raise Refused("changing.already_removed", serial=machine["serial_no"])
        return machine

    def _day(self, wanted: Wanted, machine: Mapping[str, Any] | None) -> date:
        day = wanted.on_date
        if day is None:
            raise Refused("changing.day_missing")
        if not self.today - _EARLIEST <= day <= self.today + _FARTHEST:
            raise Refused("changing.day_too_far")
        if machine is not None and day < machine["installed_on"]:
            raise Refused("changing.before_installed", serial=machine["serial_no"])
        return day

    def _site(self, account: str, asked: str) -> str:
        """The site's number, asked for by number or by its whole name."""
        asked = asked.strip()
        if not asked:
            raise Refused("changing.site_missing")
        own = self.sites.filter(pl.col("customer_no") == account)
        if asked in own["site_no"]:
            return asked
        named = own.filter(pl.col("site_name").str.to_lowercase() == asked.lower())
        if named.height != 1:
            raise Refused("changing.site_unknown", site=asked)
        return str(named["site_no"].item())

    def _account(self, wanted: Wanted) -> str:
        if wanted.customer_no is None and len(self.accounts) == 1:
            return self.accounts[0]
        if wanted.customer_no not in self.accounts:
            raise Refused("changing.account_missing")
        return str(wanted.customer_no)

    def _company(self, account: str) -> str:
        """The company that has machines with the account, else the home's first."""
        own = self.machines.filter(pl.col("customer_no") == account)
        sellers = own if not own.is_empty() else self.machines
        return str(sellers["company_no"][0]) if not sellers.is_empty() else "1"

    @staticmethod
    def _of(wanted: Wanted, machine: Mapping[str, Any], **more: Any) -> Change:
        return Change(
            kind=wanted.kind,  # type: ignore[arg-type]
            customer_no=machine["customer_no"],
            company_no=machine["company_no"],
            serial_no=machine["serial_no"],
            note=wanted.note.strip(),
            **more,
        )

    def _once(self, change: Change) -> None:
        if change.serial_no is None:
            return
        key = change.company_no, change.serial_no, change.kind
        if key in self.waiting:
            if not self.waiting[key]:
                raise Refused("changing.twice", serial=change.serial_no)
            raise Refused(
                "changing.already_asked", serial=change.serial_no, receipt=self.waiting[key]
            )
        self.waiting[key] = ""
