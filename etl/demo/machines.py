"""The installed base of the demo: machines, their moves, coverage and service visits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from etl.demo.accounts import Account
from etl.demo.catalogue import Model
from etl.demo.days import ONE, days, workday
from etl.demo.money import list_price
from etl.demo.stage import Stage
from saldo.ledger.months import add_months

_LEVELS = (("Bas", "Vardagar 8–17"), ("Plus", "Vardagar 6–22"), ("Komplett", "Dygnet runt"))
_FINDINGS = (
    "Utförd utan anmärkning", "Bytt slitdelar", "Kalibrerad", "Bytt batteri", "Rengjord och smord",
)  # fmt: skip


@dataclass(slots=True)
class Machine:
    """One machine; `covered` is its maintenance period, both days inclusive."""

    serial_no: str
    account: Account
    model: Model
    site_no: str
    installed: date | None
    contract_no: str = ""
    removed: date | None = None
    covered: tuple[date, date] | None = None
    level: int = 0
    moves: list[tuple[date, str, str, str]] = field(default_factory=list)

    @property
    def purchase_price(self) -> Decimal:
        """The price at purchase, without VAT."""
        return list_price(self.model.price, self.account.currency)

    @property
    def warranty_until(self) -> date | None:
        """The last day of two years' warranty."""
        return add_months(self.installed, 24) - ONE if self.installed else None

    @property
    def service(self) -> tuple[str, str]:
        """(level, hours) of its maintenance."""
        return _LEVELS[self.level]


@dataclass(frozen=True, slots=True)
class Visit:
    """One service visit; `done` is open while it lies ahead."""

    machine: Machine
    planned: date
    done: date | None
    kind: str
    note: str


class Yard:
    """Where an account's machines get their serial numbers; no two are alike."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._given: dict[str, int] = {}
        self.machines: list[Machine] = []

    def serial_no(self, account: Account, model: Model, installed: date) -> str:
        """A serial number that no machine has yet."""
        number = self._given[account.no] = self._given.get(account.no, 0) + 1
        return f"{model.prefix}{installed.year % 100:02d}-{account.index:03d}{number:04d}"

    def install(self, account: Account, model: Model, site_no: str, installed: date) -> Machine:
        """A new machine at the site, with its installation as first move."""
        serial_no = self.serial_no(account, model, installed)
        machine = Machine(serial_no, account, model, site_no, installed)
        machine.moves.append((installed, "install", "", site_no))
        self.machines.append(machine)
        return machine

    def remove(self, machine: Machine, day: date) -> None:
        """The machine is carried out on that day."""
        machine.removed = day
        machine.moves.append((day, "remove", machine.site_no, ""))

    def settle(self) -> None:
        """Let some machines have stood elsewhere before: each at most once."""
        for machine in self.machines:
            account, installed = machine.account, machine.installed
            chance = self._stage.chance("move", machine.serial_no)
            if installed is None or len(account.sites) < 2 or chance.random() > 0.12:
                continue
            moved = workday(installed + days(chance.randint(60, 700)))
            if moved >= min(self._stage.until, machine.removed or self._stage.until):
                continue
            others = [site.no for site in account.sites if site.no != machine.site_no]
            former = chance.choice(others)
            machine.moves[0] = (installed, "install", "", former)
            machine.moves.insert(1, (moved, "move", former, machine.site_no))

    def visits(self) -> list[Visit]:
        """The service visits of covered machines, planned ones up to half a year ahead."""
        return [visit for machine in self.machines for visit in self._visits(machine)]

    def _visits(self, machine: Machine) -> list[Visit]:
        if machine.covered is None or machine.installed is None:
            return []
        chance = self._stage.chance("visit", machine.serial_no)
        until = self._stage.until
        first, last = machine.covered
        last = min(last, machine.removed or last, until + days(180))
        visits = []
        planned = workday(first + days(chance.randint(60, 330)))
        while planned <= last:
            done = workday(planned + days(chance.choice((0, 0, 0, 1, 4, 12))))
            kind = "Avhjälpande" if chance.random() < 0.15 else "Planerad service"
            note = chance.choice(_FINDINGS)
            known = done <= until
            visits.append(
                Visit(machine, planned, done if known else None, kind, note if known else "")
            )
            planned = workday(planned + days(chance.randint(340, 390)))
        return visits
