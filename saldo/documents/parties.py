"""Parties: a seller or a customer as the lines of an address, and where to pay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from saldo.i18n import Reader

Party = Mapping[str, Any]


def seller_lines(party: Party, reader: Reader) -> list[str]:
    """Name, address, organisation number, e-mail and telephone of a company."""
    return [
        party["name"],
        *_address(party, abroad=False),
        *_organisation(party, reader),
        *(party[name] for name in ("email", "phone") if party[name]),
    ]


def customer_lines(party: Party, sellers: Sequence[Party], reader: Reader) -> list[str]:
    """Name, address (with its country where the sellers have another), number of a customer."""
    home = {seller["country"] for seller in sellers}
    return [
        party["name"],
        *_address(party, abroad=party["country"] not in home),
        f"{reader.t('letter.customer_no')} {party['customer_no']}",
        *_organisation(party, reader),
    ]


def pay_to(sellers: Iterable[Party]) -> list[tuple[str, str]]:
    """The bank accounts of the sellers: kind and number."""
    return [row for party in sellers for row in _accounts(party)]


def _accounts(party: Party) -> list[tuple[str, str]]:
    ways = (("Bankgiro", party["bankgiro"]), ("IBAN", party["iban"]), ("BIC", party["bic"]))
    return [(name, number) for name, number in ways if number]


def _address(party: Party, *, abroad: bool) -> list[str]:
    town = " ".join(party[name] for name in ("postal_code", "city") if party[name])
    country = party["country"] if abroad else None
    return [line for line in (party["street"], town, country) if line]


def _organisation(party: Party, reader: Reader) -> list[str]:
    number = party["organisation_no"]
    return [reader.t("letter.organisation_no", number=number)] if number else []
