"""Rows of who there is: company, customers, sites, contacts, reps, products."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from etl.demo import names, numbers
from etl.demo.accounts import REPS, Account
from etl.demo.catalogue import PRODUCTS, VENDOR
from etl.demo.days import summer_closing
from etl.demo.money import HOME, list_price
from etl.demo.people import DEMO_PEOPLE
from etl.demo.stage import COMPANY_NO, Stage

Row = dict[str, Any]
BANKGIRO, IBAN = numbers.bankgiro(1), numbers.iban(1)
FACTOR_BANKGIRO = numbers.bankgiro(2)
OTHER_BANKGIRO = numbers.bankgiro(3)  # named by one invoice alone: to be checked by phone
_ORGANISATION = numbers.organisation_no(0)
_CREDIT_LIMIT = 600_000


def vat_no(country: str, organisation_no: str) -> str:
    """The VAT number that belongs to an organisation number."""
    digits = organisation_no.replace("-", "")
    return f"SE{digits}01" if country == "SE" else f"{country}{digits}"


def companies() -> Iterator[Row]:
    """The vendor."""
    yield {
        "company_no": COMPANY_NO,
        "name": VENDOR,
        "organisation_no": _ORGANISATION,
        "vat_no": vat_no("SE", _ORGANISATION),
        "street": "Terminalgatan 8",
        "postal_code": "702 36",
        "city": "Örebro",
        "country": "SE",
        "currency": HOME,
        "bankgiro": BANKGIRO,
        "iban": IBAN,
        "bic": "DEMOSESS",
        "email": f"ekonomi@{names.domain(VENDOR)}",
        "phone": _phone(10),
    }


def customers(accounts: Sequence[Account]) -> Iterator[Row]:
    """Every account given."""
    for account in accounts:
        organisation_no = numbers.organisation_no(account.index)
        limit = list_price(_CREDIT_LIMIT * round(account.weight * 4 + 1) / 4, account.currency)
        yield {
            "customer_no": account.no,
            "name": account.name,
            "organisation_no": organisation_no,
            "vat_no": vat_no(account.country, organisation_no),
            "terms_days": account.terms,
            "credit_limit": limit,
            "currency": account.currency,
            "fiscal_year_start": account.fiscal_start,
            "recoverable_vat_share": account.recoverable,
            "peppol_id": "0007:" + organisation_no.replace("-", ""),
            "parent_no": account.parent_no,
            "rep_no": account.rep_no,
            "street": account.street,
            "postal_code": account.postal_code,
            "city": account.city,
            "country": account.country,
            "email": f"faktura@{names.domain(account.name)}",
            "derived": "false",
        }


def sites(accounts: Sequence[Account]) -> Iterator[Row]:
    """Every site given."""
    for account in accounts:
        for site in account.sites:
            yield {
                "customer_no": account.no,
                "site_no": site.no,
                "name": site.name,
                "street": site.street,
                "postal_code": site.postal_code,
                "city": site.city,
                "country": account.country,
            }


def site_closures(stage: Stage, accounts: Sequence[Account]) -> Iterator[Row]:
    """The summers in which an account's sites receive nothing."""
    for account in accounts:
        years = range(stage.start.year, stage.until.year + 1) if account.closes_in_summer else ()
        for year in years:
            first, last = summer_closing(year)
            yield {
                "customer_no": account.no,
                "first_on": first,
                "last_on": last,
                "reason": "Industrisemester",
            }


def contacts(accounts: Sequence[Account]) -> Iterator[Row]:
    """Every contact given."""
    for account in accounts:
        for place, contact in enumerate(account.contacts):
            yield {
                "customer_no": account.no,
                "email": contact.email,
                "name": contact.name,
                "role": contact.role,
                "phone": _phone(100 + account.index * 10 + place),
            }


def reps() -> Iterator[Row]:
    """The vendor's account reps, each with a deputy."""
    known = {person.grant_value: person.name for person in DEMO_PEOPLE if person.role == "rep"}
    for place, rep_no in enumerate(REPS):
        name = known.get(rep_no) or names.person_name(400 + place)
        yield {
            "rep_no": rep_no,
            "name": name,
            "email": names.address(name, VENDOR.replace(" Lagerteknik", "")),
            "phone": _phone(20 + place),
            "hours": "Vardagar 8–17",
            "deputy_no": REPS[(place + 1) % len(REPS)],
        }


def products() -> Iterator[Row]:
    """What the vendor sells."""
    for product in PRODUCTS:
        yield {
            "product_no": product.no,
            "name": product.name,
            "category": product.category,
            "unit": product.unit,
        }


def _phone(number: int) -> str:
    digits = f"{number:07d}"
    return f"010-{digits[:3]} {digits[3:5]} {digits[5:]}"
