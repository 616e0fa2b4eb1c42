"""The people of the demo company: who enters by one click, and the accounts they look at."""

from __future__ import annotations

from dataclasses import dataclass

FINANCE_CUSTOMER = "10012"
GROUP_PARENT = "10020"
GROUP_SUBSIDIARIES = ("10021", "10022", "10023")
PORTFOLIO_REP = "R02"
WORSENING = ("10005", "10009")
IMPROVING = "10014"
SCENE_ACCOUNTS = frozenset(
    (FINANCE_CUSTOMER, GROUP_PARENT, *GROUP_SUBSIDIARIES, *WORSENING, IMPROVING)
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One person one can enter as; the grant is of kind customer, group or rep."""

    key: str
    name: str
    email: str
    role: str
    grant_kind: str
    grant_value: str
    language: str


DEMO_PEOPLE = (
    DemoPerson(
        key="finance",
        name="Karin Ekblad",
        email="karin.ekblad@granskar-livsmedel.example",
        role="customer",
        grant_kind="customer",
        grant_value=FINANCE_CUSTOMER,
        language="sv",
    ),
    DemoPerson(
        key="group",
        name="Johan Rask",
        email="johan.rask@korphammar-industri.example",
        role="customer",
        grant_kind="group",
        grant_value=GROUP_PARENT,
        language="en",
    ),
    DemoPerson(
        key="rep",
        name="Maria Stråle",
        email="maria.strale@tallvret.example",
        role="rep",
        grant_kind="rep",
        grant_value=PORTFOLIO_REP,
        language="sv",
    ),
)
