"""Invented numbers that check: organisation numbers, references, accounts, canaries."""

from __future__ import annotations

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_DIGITS = "23456789"
_SHAPE = (_LETTERS, _LETTERS, _DIGITS, _LETTERS, _DIGITS, _LETTERS)
_MULTIPLIER = 7_368_787  # shares no factor with the number of canaries, so none comes twice


def luhn_digit(digits: str) -> str:
    """The check digit that makes `digits` followed by it pass the Luhn test."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return str(-total % 10)


def payment_reference(document_no: str) -> str:
    """The OCR reference of a document: its digits and their check digit."""
    digits = "".join(filter(str.isdigit, document_no))
    return digits + luhn_digit(digits)


def organisation_no(index: int) -> str:
    """A number of the series 99…, which is given to nobody, with its check digit."""
    digits = f"99{9_000_000 + index:07d}"
    return f"{digits[:6]}-{digits[6:]}{luhn_digit(digits)}"


def bankgiro(index: int) -> str:
    """A bankgiro number of seven digits with its check digit."""
    digits = f"{999_000 + index}"
    return f"{digits[:3]}-{digits[3:]}{luhn_digit(digits)}"


def iban(index: int) -> str:
    """A Swedish IBAN of a bank that does not exist, with its two check digits."""
    account = f"999{index:017d}"
    check = 98 - int(account + "2814" + "00") % 97  # S is 28, E is 14
    return f"SE{check:02d}{account}"


def canary(seed: int, index: int) -> str:
    """Six characters that stand for one customer and no other of the same demo."""
    size = 1
    for alphabet in _SHAPE:
        size *= len(alphabet)
    rest = (index * _MULTIPLIER + seed * 104_729) % size
    letters = []
    for alphabet in _SHAPE:
        rest, place = divmod(rest, len(alphabet))
        letters.append(alphabet[place])
    return "".join(letters)
