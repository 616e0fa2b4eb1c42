"""Money: currencies with their minor units, exact rounding, prorating and sharing (rule 1)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

ZERO = Decimal(0)
_TWO_DECIMALS = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD
HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK
MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD
RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS
UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
"""
_OTHER_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
}
CURRENCIES: dict[str, int] = dict.fromkeys(_TWO_DECIMALS.split(), 2) | {
    code: decimals for decimals, codes in _OTHER_DECIMALS.items() for code in codes.split()
}


class UnknownCurrency(ValueError):
    """The code is no ISO 4217 currency in use."""

    def __init__(self, currency: str) -> None:
        super().__init__(f"{currency!r} is not an ISO 4217 currency")
        self.currency = currency


def minor_units(currency: str) -> int:
    """The decimals of a currency (JPY 0, SEK 2, KWD 3). Raises `UnknownCurrency`."""
    try:
        return CURRENCIES[currency]
    except KeyError:
        raise UnknownCurrency(currency) from None


def round_amount(amount: Decimal, currency: str) -> Decimal:
    """The amount in whole minor units, half away from zero (rule 1)."""
    return amount.quantize(Decimal(1).scaleb(-minor_units(currency)), rounding=ROUND_HALF_UP)


def prorate(amount: Decimal, part: int, whole: int, currency: str) -> Decimal:
    """amount × part ÷ whole, rounded once (rule 23). `part` and `whole` are days."""
    decimals = minor_units(currency)
    exact = Fraction(abs(amount)) * part * 10**decimals / whole
    units = Decimal(floor(exact + Fraction(1, 2))).scaleb(-decimals)
    return -units if amount < 0 else units


def share(amount: Decimal, weights: Sequence[int], currency: str) -> list[Decimal]:
    """The amount spread by weights, in minor units, the parts summing to it exactly.

    The running total is rounded, and a part is the step from one total to the next; the last
    part carries decimals beyond the currency's own.
    """
    whole = sum(weights)
    parts, before, reached = [], ZERO, 0
    for position, weight in enumerate(weights, start=1):
        reached += weight
        after = amount if position == len(weights) else prorate(amount, reached, whole, currency)
        parts.append(after - before)
        before = after
    return parts
