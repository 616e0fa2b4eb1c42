"""The demo's customer accounts: groups, sites, contacts, terms, and how they order and pay."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from etl.demo import names, numbers
from etl.demo.money import NO_VAT, VAT_RATE
from etl.demo.people import (
    DEMO_PEOPLE,
    FINANCE_CUSTOMER,
    GROUP_PARENT,
    GROUP_SUBSIDIARIES,
    IMPROVING,
    PORTFOLIO_REP,
    SCENE_ACCOUNTS,
    WORSENING,
)
from etl.demo.stage import Stage

FIRST_NO = 10000
FEWEST = 24
SCRIPTED_CORE = 60
REPS = ("R01", "R02", "R03", "R04", "R05")
_GROUPS = {20: (21, 22, 23), 26: (27, 28), 31: (32, 33), 40: (41, 42, 43), 50: (51, 52)}
_COUNTRIES = {
    18: "DK", 22: "NO", 23: "FI", 29: "NO", 33: "DK", 34: "FI", 36: "DK", 42: "NO", 45: "DE",
    48: "DK", 53: "NO", 55: "FI",
}  # fmt: skip
_CURRENCIES = {"SE": "SEK", "NO": "NOK", "DK": "DKK", "FI": "EUR", "DE": "EUR", "JP": "JPY",
               "KW": "KWD"}  # fmt: skip
_EXTRA = {"JPY": (3, "JP"), "KWD": (6, "KW")}
_FISCAL_STARTS = {5: 5, 9: 9, 12: 1, 15: 7, 21: 5, 27: 9, 30: 5, 38: 7, 47: 5}
_NAMES = {
    12: "Granskär Livsmedel AB",
    20: "Korphammar Industri AB",
    21: "Korphammar Verkstad AB",
    22: "Korphammar Lager AS",
    23: "Korphammar Varasto Oy",
}
_ROLES = ("Ekonomichef", "Inköp", "Lagerchef")


class TooFewCustomers(Exception):
    """The scripted accounts do not fit in."""

    def __init__(self, customers: int) -> None:
        super().__init__(f"a demo company needs at least {FEWEST} customers, not {customers}")


class NoPriceList(Exception):
    """An extra currency in which the demo has no customer."""

    def __init__(self, currency: str) -> None:
        super().__init__(f"the demo has no customers in {currency}; extra are {', '.join(_EXTRA)}")


@dataclass(frozen=True, slots=True)
class Site:
    """One site of a customer."""

    no: str
    name: str
    street: str
    city: str
    postal_code: str


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact of a customer."""

    name: str
    email: str
    role: str


@dataclass(frozen=True, slots=True)
class Habit:
    """How an account pays: days beyond terms, and what is particular about it.

    `course` is steady, worse or better: whether the delay changes towards the end.
    """

    delay: float
    spread: float
    course: str = "steady"
    collects: bool = False
    whole_kronor: bool = False
    cash_discount: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """One customer account; `weight` is its size, 1 the usual one."""

    index: int
    no: str
    name: str
    canary: str
    country: str
    currency: str
    second_currency: str | None
    terms: int
    weight: float
    discount: Decimal
    fiscal_start: int
    recoverable: Decimal
    parent_no: str
    rep_no: str
    factored: bool
    city: str
    postal_code: str
    street: str
    sites: tuple[Site, ...]
    contacts: tuple[Contact, ...]
    cost_centres: tuple[str, ...]
    habit: Habit

    @property
    def in_scene(self) -> bool:
        """Whether its figures are scripted."""
        return self.no in SCENE_ACCOUNTS

    @property
    def closes_in_summer(self) -> bool:
        """Whether its sites receive nothing in the three weeks of the industry's holidays."""
        return self.country == "SE" and self.index % 3 == 0

    @property
    def reference(self) -> str:
        """What the buyer wants to see on every document; it carries the canary."""
        return f"Ref {self.canary}"

    @property
    def vat_rate(self) -> Decimal:
        """The VAT rate of sales to it: abroad the buyer accounts for VAT."""
        return VAT_RATE if self.country == "SE" else NO_VAT


def customer_no(index: int) -> str:
    """The number of the index-th customer, from 1."""
    return str(FIRST_NO + index)


def accounts(stage: Stage) -> tuple[Account, ...]:
    """The scripted core of the demo's accounts; raises `TooFewCustomers`, `NoPriceList`."""
    for currency in stage.extra_currencies:
        if currency not in _EXTRA:
            raise NoPriceList(currency)
    if stage.customers < FEWEST:
        raise TooFewCustomers(stage.customers)
    return tuple(_account(stage, i) for i in range(1, min(stage.customers, SCRIPTED_CORE) + 1))


def bulk_accounts(stage: Stage, first: int, last: int) -> list[Account]:
    """Accounts beyond the core: the `first` to the one before the `last`, counted from 0."""
    indices = range(SCRIPTED_CORE + 1 + first, SCRIPTED_CORE + 1 + last)
    return [_account(stage, index) for index in indices]


def _account(stage: Stage, index: int) -> Account:
    no = customer_no(index)
    chance = stage.chance("account", no)
    country = _country(stage, index)
    name = _name(index, country)
    town, postal_code = names.town(chance.randrange(100), country)
    canary = numbers.canary(stage.seed, index)
    weight = 1.0 if no in SCENE_ACCOUNTS else min(4.0, max(0.25, chance.lognormvariate(-0.2, 0.7)))
    street = f"{chance.choice(names.STREETS)} {chance.randint(1, 60)}"
    return Account(
        index=index,
        no=no,
        name=name,
        canary=canary,
        country=country,
        currency=_CURRENCIES[country],
        second_currency="EUR" if index == 8 else None,
        terms=30 if no in SCENE_ACCOUNTS else chance.choice((30, 30, 30, 30, 30, 20, 45, 60)),
        weight=weight,
        discount=Decimal(chance.choice((0, 5, 5, 10, 10, 15))) / 100,
        fiscal_start=_FISCAL_STARTS.get(index, 1),
        recoverable=Decimal("0.4") if index == 16 else Decimal(1),
        parent_no=_parent(index, stage.customers),
        rep_no=_rep(index),
        factored=index in (11, 35),
        city=town,
        postal_code=postal_code,
        street=f"FE {canary}, {street}",
        sites=_sites(stage, index, canary, country, weight),
        contacts=_contacts(index, no, name),
        cost_centres=tuple(str(4100 + 100 * n) for n in range(1 + chance.randrange(3))),
        habit=_habit(stage, index),
    )


def _country(stage: Stage, index: int) -> str:
    for currency in stage.extra_currencies:
        place, country = _EXTRA[currency]
        if place == index:
            return country
    return _COUNTRIES.get(index, "SE")


def _name(index: int, country: str) -> str:
    if index in _NAMES:
        return _NAMES[index]
    head = next((head for head, members in _GROUPS.items() if index in members), index)
    if head == index:
        return names.company_name(index, country)
    stem = names.company_name(head).split(" ")[0]
    trade = ("Partihandel", "Produktion", "Distribution")[index - head - 1]
    return names.group_name(stem, trade, country)


def _parent(index: int, customers: int) -> str:
    for head, members in _GROUPS.items():
        if index in members and head <= customers:
            return customer_no(head)
    return ""


def _rep(index: int) -> str:
    no = customer_no(index)
    if no in (FINANCE_CUSTOMER, IMPROVING, *WORSENING):
        return PORTFOLIO_REP
    if no in (GROUP_PARENT, *GROUP_SUBSIDIARIES):
        return "R01"
    return REPS[index % len(REPS)]


def _sites(stage: Stage, index: int, canary: str, country: str, weight: float) -> tuple[Site, ...]:
    chance = stage.chance("sites", index)
    wanted = 3 if index in (12, 20) else 1 + min(4, int(weight * 1.6))
    sites = []
    for place in range(wanted):
        town, postal_code = names.town(chance.randrange(100), country)
        street = f"{chance.choice(names.STREETS)} {chance.randint(1, 90)}"
        name = f"{names.SITE_NAMES[place]} {town}"
        sites.append(Site(f"{canary}-{place + 1}", name, street, town, postal_code))
    return tuple(sites)


def _contacts(index: int, no: str, name: str) -> tuple[Contact, ...]:
    known = {person.grant_value: person for person in DEMO_PEOPLE if person.role == "customer"}
    contacts = []
    for place, role in enumerate(_ROLES):
        person = names.person_name(index * 3 + place)
        contacts.append(Contact(person, names.address(person, name), role))
    if no in known:
        contacts[0] = Contact(known[no].name, known[no].email, _ROLES[0])
    return tuple(contacts)


def _habit(stage: Stage, index: int) -> Habit:
    no = customer_no(index)
    if no in WORSENING:
        return Habit(4, 2, course="worse")
    if no == IMPROVING:
        return Habit(-6, 0.5, course="better")
    if no == FINANCE_CUSTOMER:  # early enough to be in time over any holiday
        return Habit(-6, 0.5)
    if no in SCENE_ACCOUNTS:  # late enough to owe last month's bill on the first of any month
        return Habit(8, 2)
    chance = stage.chance("habit", no)
    delay = chance.choice((-1, 0, 1, 2, 3, 5, 8, 12))
    return Habit(
        delay=delay,
        spread=2 + delay / 2 if delay > 0 else 1.5,
        collects=index % 5 == 2,
        whole_kronor=index % 7 == 3,
        cash_discount=index % 11 == 6,
    )
