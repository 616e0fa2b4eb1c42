"""The billing errors planted in the demo, and the findings that say where they are (rule 27)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from etl.demo.agreements import Charge, Contract, Outcome
from etl.demo.books import Document, Line
from etl.demo.catalogue import MODELS, Model
from etl.demo.contracts import Contracting, new_charge
from etl.demo.days import days, workday, workday_before
from etl.demo.machines import Machine, Yard
from etl.demo.people import FINANCE_CUSTOMER
from etl.demo.stage import Stage
from saldo.ledger.months import add_months

_RETURNED = (MODELS[3], MODELS[3], MODELS[4])  # dear ones: the scene is worth a claim


@dataclass(frozen=True, slots=True)
class Finding:
    """One planted trouble: of a charge line, or of a machine where there is no line.

    `claim` is billed less correct, without VAT; `monthly` is what a month of waiting costs
    (removed without notice); `expected` what should have been billed by now (never billed).
    """

    outcome: Outcome
    contract: Contract
    charge: Charge
    document: Document | None = None
    line: Line | None = None
    correct: Decimal | None = None
    monthly: Decimal | None = None
    expected: Decimal | None = None

    @property
    def claim(self) -> Decimal:
        """The amount to claim back."""
        if self.line is None or self.correct is None:
            return Decimal("0.00")
        return self.line.net - self.correct


class Planting:
    """Puts billing errors on the service contracts of accounts without a scene."""

    def __init__(self, stage: Stage, contracting: Contracting, yard: Yard) -> None:
        self._stage = stage
        self._contracting = contracting
        self._yard = yard
        self._kinds: tuple[Callable[[Contract, Random], None], ...] = (
            self._returned_still_billed,
            self._returned_billed_a_while,
            self._never_installed,
            self._unknown_serial,
            self._billed_twice,
            self._price_differs,
            self._never_billed,
            self._removed_without_notice,
            self._inside_notice,
        )

    def plant(self, contracts: list[Contract]) -> None:
        """Plant each kind several times, and the three returned machines of the scene."""
        soil = [
            contract
            for contract in contracts
            if contract.no.startswith("SA-")
            and contract.period_months < 12
            and not contract.account.in_scene
        ]
        rounds = 1 + len(soil) // len(self._kinds)
        chance = self._stage.chance("plants")
        for place, kind in enumerate(self._kinds * rounds):
            if place % len(soil) == 0:
                chance.shuffle(soil)
            kind(soil[place % len(soil)], chance)
        for contract in contracts:
            if contract.account.no == FINANCE_CUSTOMER and contract.no.startswith("SA-"):
                self._scene(contract, chance)

    def _scene(self, contract: Contract, chance: Random) -> None:
        given = self._stage.months_ago(9).replace(day=10)
        for place, model in enumerate(_RETURNED):
            machine, charge = self._machine(contract, chance, model)
            self._contracting.hand_back(
                contract, machine, charge, workday_before(given + days(2 * place))
            )
            charge.plant = "billed_after_end"

    def _machine(
        self, contract: Contract, chance: Random, model: Model | None = None
    ) -> tuple[Machine, Charge]:
        model = model or MODELS[chance.randrange(3)]
        installed = workday_before(contract.start - days(chance.randint(10, 500)))
        return self._contracting.cover(contract, model, installed, chance)

    def _some_day(self, chance: Random, first_month: int, last_month: int) -> date:
        month = add_months(self._stage.start, chance.randint(first_month, last_month))
        return workday(month.replace(day=chance.randint(4, 20)))

    def _returned_still_billed(self, contract: Contract, chance: Random) -> None:
        machine, charge = self._machine(contract, chance)
        day = self._some_day(chance, 44, 50)
        self._contracting.hand_back(contract, machine, charge, day)
        charge.plant = "billed_after_end"

    def _returned_billed_a_while(self, contract: Contract, chance: Random) -> None:
        machine, charge = self._machine(contract, chance)
        day = self._some_day(chance, 20, 40)
        self._contracting.hand_back(contract, machine, charge, day)
        charge.plant = "billed_after_end"
        if charge.stop:
            charge.billed_to = self._period_end(contract, add_months(charge.stop, 5))

    @staticmethod
    def _period_end(contract: Contract, day: date) -> date:
        return next(last for first, last in contract.periods() if last >= day)

    def _never_installed(self, contract: Contract, chance: Random) -> None:
        start = self._period_start(contract, chance, 30, 50)
        machine, charge = self._contracting.cover(contract, MODELS[1], start, chance)
        machine.installed, machine.covered = None, None
        machine.moves.clear()
        charge.plant = "never_installed"
        charge.billed_to = self._period_end(contract, add_months(start, 8))

    def _unknown_serial(self, contract: Contract, chance: Random) -> None:
        start = self._period_start(contract, chance, 24, 50)
        model = MODELS[2]
        number = f"{model.prefix}{start.year % 100:02d}-9{contract.account.index:02d}"
        serial_no = f"{number}{chance.randint(7100, 9899)}"
        site_no = contract.account.sites[0].no
        charge = new_charge(contract, model, serial_no, site_no, start=start)
        charge.plant = "unknown_serial"
        charge.billed_to = self._period_end(contract, add_months(start, 7))

    def _period_start(self, contract: Contract, chance: Random, first: int, last: int) -> date:
        day = self._some_day(chance, first, last)
        return next(start for start, _ in contract.periods() if start >= day)

    def _billed_twice(self, contract: Contract, chance: Random) -> None:
        _, charge = self._machine(contract, chance)
        charge.plant = "billed_twice"
        charge.twice = self._period_start(contract, chance, 20, 54)

    def _price_differs(self, contract: Contract, chance: Random) -> None:
        _, charge = self._machine(contract, chance)
        first = self._period_start(contract, chance, 20, 48)
        charge.plant = "price_differs"
        factor = Decimal(chance.choice(("1.045", "1.06", "1.12")))
        charge.over = (first, add_months(first, 8), factor)

    def _never_billed(self, contract: Contract, chance: Random) -> None:
        start = self._period_start(contract, chance, 30, 52)
        installed = workday_before(start)
        _, charge = self._contracting.cover(contract, MODELS[0], installed, chance)
        charge.start, charge.plant = start, "never_billed"

    def _removed_without_notice(self, contract: Contract, chance: Random) -> None:
        machine, charge = self._machine(contract, chance)
        self._yard.remove(machine, self._some_day(chance, 50, 58))
        charge.plant = "removed_without_notice"

    def _inside_notice(self, contract: Contract, chance: Random) -> None:
        machine, charge = self._machine(contract, chance)
        self._contracting.give_notice(contract, machine, charge, self._some_day(chance, 36, 55))
