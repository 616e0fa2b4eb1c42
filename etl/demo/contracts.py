"""The making of contracts: maintenance by machine, software, rented machines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Literal

from etl.demo.accounts import Account
from etl.demo.agreements import INDEX_NAME, LAG_MONTHS, Charge, Contract, Notice
from etl.demo.catalogue import MODELS, RENTED, Model
from etl.demo.days import ONE, days, month_end, workday, workday_before
from etl.demo.machines import Machine, Yard
from etl.demo.money import list_price
from etl.demo.people import FINANCE_CUSTOMER, GROUP_PARENT, GROUP_SUBSIDIARIES
from etl.demo.stage import Stage
from saldo.ledger.indexation import Clause
from saldo.ledger.months import add_months
from saldo.ledger.notice import last_notice_day, liability_end

_MODEL_WEIGHTS = (10, 5, 5, 2, 1)
_ALWAYS = frozenset((FINANCE_CUSTOMER, GROUP_PARENT, *GROUP_SUBSIDIARIES))


class Contracting:
    """Makes an account's contracts and puts its machines into the yard."""

    def __init__(self, stage: Stage, yard: Yard) -> None:
        self._stage = stage
        self._yard = yard

    def contracts(self, account: Account) -> list[Contract]:
        """All contracts of the account; the first is its service contract."""
        chance = self._stage.chance("contracts", account.no)
        made = [self._service(account, chance)]
        if account.no in _ALWAYS or chance.random() < 0.6:
            made.append(self._software(account, chance))
        if account.no == FINANCE_CUSTOMER:
            made.append(self._near_its_deadline(account, chance))
        elif account.weight > 1.1:
            made.append(self._rental(account, chance))
        self._uncovered(account, chance)
        return made

    def _service(self, account: Account, chance: Random) -> Contract:
        # The scripted accounts get a bill every month: their scenes count on it.
        period = 1 if account.in_scene else chance.choices((1, 3, 12), (11, 7, 2))[0]
        delay = {1: chance.randrange(6), 3: 3 * chance.randrange(2), 12: 0}[period]
        start = add_months(self._stage.start, 0 if account.in_scene else delay)
        scripted = account.no == FINANCE_CUSTOMER
        liability: Literal["day", "month_end"] = (
            "month_end" if scripted or chance.random() < 0.6 else "day"
        )
        contract = Contract(
            no=f"SA-{account.canary}-1",
            account=account,
            name="Serviceavtal lagerutrustning",
            category="maintenance",
            start=start,
            end=add_months(start, 36) - ONE,
            notice_months=3,
            renewal_months=12,
            period_months=period,
            liability=liability,
            clause=_clause(chance, start),
        ).renewed(self._stage.until)
        machines = 12 if scripted else 3 + int(account.weight * 7)
        for _ in range(machines):
            self._serviced(contract, chance)
        return contract

    def _serviced(self, contract: Contract, chance: Random) -> None:
        late = contract.period_months < 12 and chance.random() < 0.15
        model = chance.choices(MODELS, _MODEL_WEIGHTS)[0]
        if late:
            latest = (add_months(self._stage.start, 54) - contract.start).days
            installed = workday(contract.start + days(chance.randint(240, latest)))
        else:
            installed = workday_before(contract.start - days(chance.randint(1, 900)))
        machine, charge = self.cover(contract, model, installed, chance)
        leaves = contract.period_months < 12 and not late and chance.random() < 0.06
        if leaves and contract.account.no != FINANCE_CUSTOMER:
            self.give_notice(contract, machine, charge, self._day_of_notice(contract, chance))

    def _day_of_notice(self, contract: Contract, chance: Random) -> date:
        latest = (add_months(self._stage.start, 55) - contract.start).days
        day = workday(contract.start + days(chance.randint(360, latest)))
        return day.replace(day=max(3, min(day.day, 25)))

    def cover(
        self, contract: Contract, model: Model, installed: date, chance: Random
    ) -> tuple[Machine, Charge]:
        """A machine under the contract, with its charge from then on."""
        account = contract.account
        site_no = chance.choice(account.sites).no
        machine = self._yard.install(account, model, site_no, installed)
        machine.contract_no = contract.no
        machine.level = chance.randrange(3)
        start = max(installed, contract.start)
        machine.covered = (start, contract.end)
        cost_centre = chance.choice(account.cost_centres)
        charge = new_charge(contract, model, machine.serial_no, site_no, start=start)
        charge.cost_centre = cost_centre
        return machine, charge

    def give_notice(
        self, contract: Contract, machine: Machine, charge: Charge, given: date
    ) -> None:
        """The machine goes back rightly: billed to the end of its notice, no longer."""
        self.hand_back(contract, machine, charge, given)
        charge.end = charge.billed_to = charge.stop

    def hand_back(self, contract: Contract, machine: Machine, charge: Charge, given: date) -> None:
        """Notice is given and the machine carried out; the vendor's bills go on."""
        contract.notices.append(Notice(given, machine.serial_no))
        charge.stop = liability_end(
            given, contract.notice_months, to_month_end=contract.liability == "month_end"
        )
        charge.removed = workday(given + days(9))
        self._yard.remove(machine, charge.removed)
        if machine.covered:
            machine.covered = (machine.covered[0], charge.stop)

    def _software(self, account: Account, chance: Random) -> Contract:
        period = 1 if account.in_scene else chance.choice((1, 3, 12))
        start = add_months(self._stage.start, 3 * chance.randrange(3))
        contract = Contract(
            no=f"PA-{account.canary}-2",
            account=account,
            name="Programvaruavtal lagersystem",
            category="software",
            start=start,
            end=add_months(start, 36) - ONE,
            notice_months=6,
            renewal_months=12,
            period_months=period,
            liability="month_end",
            clause=Clause(add_months(start, 12), fixed_percent=Decimal(chance.choice((2, 3)))),
        ).renewed(self._stage.until)
        users = 3 + int(account.weight * 6)
        more = 2 + chance.randrange(5)
        self._licence(contract, "P7010", "Lagersystem, grundlicens", 8900 * min(1, users / 12), 0)
        self._licence(contract, "P7020", f"Lagersystem, {users} användare", 260 * users, 0)
        self._licence(contract, "P7020", f"Lagersystem, {more} tillkommande", 260 * more, 24)
        return contract

    @staticmethod
    def _licence(
        contract: Contract, product_no: str, text: str, monthly: float, after: int
    ) -> None:
        contract.charges.append(
            Charge(
                no=str(len(contract.charges) + 1),
                description=text,
                product_no=product_no,
                category="software",
                amount=list_price(monthly, contract.account.currency) * contract.period_months,
                start=add_months(contract.start, after),
                site_no=contract.account.sites[0].no,
                cost_centre=contract.account.cost_centres[0],
            )
        )

    def _rental(self, account: Account, chance: Random) -> Contract:
        start = add_months(self._stage.start, chance.randrange(19))
        renews = chance.random() < 0.5
        contract = self._rented(account, start, add_months(start, 36) - ONE, 12 if renews else 0)
        contract.renewed(self._stage.until)
        contract.billing = "advance" if account.in_scene else "arrears"
        self._rent_out(contract, 3 + chance.randrange(5), chance)
        if contract.end <= self._stage.until:
            self._end(contract, chance)
        return contract

    def _near_its_deadline(self, account: Account, chance: Random) -> Contract:
        """A contract whose last notice day lies ten to twenty-six days ahead."""
        earliest = self._stage.until + days(10)
        deadline = min(
            day
            for month in (earliest, add_months(earliest, 1))
            for day in (month.replace(day=15), month_end(month))
            if day >= earliest
        )
        end = add_months(deadline + ONE, 3) - ONE
        contract = self._rented(account, add_months(end + ONE, -48), end, 12)
        contract.scripted = True
        self._rent_out(contract, 5, chance)
        return contract

    @staticmethod
    def _rented(account: Account, start: date, end: date, renewal: int) -> Contract:
        return Contract(
            no=f"HA-{account.canary}-3",
            account=account,
            name="Hyresavtal truckdatorer",
            category="hardware",
            start=start,
            end=end,
            notice_months=3,
            renewal_months=renewal,
            period_months=1,
            liability="month_end",
            clause=None,
        )

    def _rent_out(self, contract: Contract, number: int, chance: Random) -> None:
        account = contract.account
        for _ in range(number):
            site_no = chance.choice(account.sites).no
            installed = workday(contract.start)
            machine = self._yard.install(account, RENTED, site_no, installed)
            machine.contract_no = contract.no
            charge = new_charge(contract, RENTED, machine.serial_no, site_no, start=installed)
            charge.cost_centre = account.cost_centres[0]
            charge.description, charge.category = RENTED.name, "hardware"

    def _end(self, contract: Contract, chance: Random) -> None:
        if chance.random() < 0.5:
            given = last_notice_day(contract.end, contract.notice_months) - days(20)
            contract.notices.append(Notice(given, effective=contract.end))
        for machine in self._yard.machines:
            if machine.contract_no == contract.no:
                self._yard.remove(machine, contract.end)

    def _uncovered(self, account: Account, chance: Random) -> None:
        for _ in range(1 + int(account.weight)):
            model = chance.choice(MODELS[:4])
            installed = workday(self._stage.start + days(chance.randint(10, 1600)))
            self._yard.install(account, model, chance.choice(account.sites).no, installed)


def _clause(chance: Random, start: date) -> Clause:
    first, kind = add_months(start, 12), chance.random()
    if kind < 0.3:
        return Clause(first, fixed_percent=Decimal("2.5"))
    base = add_months(start, -LAG_MONTHS)
    clause = Clause(first, index_name=INDEX_NAME, base_month=base, lag_months=LAG_MONTHS)
    if kind < 0.5:
        return clause
    return replace(clause, cap_percent=Decimal(4), floor_percent=Decimal(0))


def new_charge(
    contract: Contract, model: Model, serial_no: str, site_no: str, *, start: date
) -> Charge:
    """The service charge of a serial number, added to the contract."""
    monthly = list_price(model.service, contract.account.currency)
    charge = Charge(
        no=str(len(contract.charges) + 1),
        description=f"Service {model.name}",
        product_no=model.product_no,
        category="maintenance",
        amount=monthly * contract.period_months,
        start=start,
        serial_no=serial_no,
        site_no=site_no,
        cost_centre=contract.account.cost_centres[0],
    )
    contract.charges.append(charge)
    return charge
