"""Typed amounts: what a person means by `1 234,56`, `1234.56` or `1.234,56 kr`."""

from __future__ import annotations

import re
from decimal import Decimal

_SPACES = re.compile(r"[\s\u00a0\u202f']")
_UNIT = re.compile(r"^[a-z]{3}(?=[\s\d])|(?<=[\s\d])(?:[a-z]{3}|kr|:-)$", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?\d{1,14}(?:\.\d{1,4})?")


def amounts_typed(text: str, minor_units: int = 4) -> tuple[Decimal, ...]:
    """Every amount the text can mean: none, mostly one, two where its only mark is unclear.

    `1.234` is one and a bit or a thousand and more; with `minor_units` (the decimals of the
    currency) below three only the latter.
    """
    bare = _SPACES.sub("", _UNIT.sub("", text.strip())).replace("\u2212", "-")
    found = []
    for decimal_mark, group_mark in ((",", "."), (".", ",")):
        plain = _without_groups(bare, decimal_mark, group_mark)
        if plain is None or not _NUMBER.fullmatch(plain):
            continue
        _, _, decimals = plain.partition(".")
        if len(decimals) <= minor_units:
            found.append(Decimal(plain))
    return tuple(dict.fromkeys(found))


def _without_groups(text: str, decimal_mark: str, group_mark: str) -> str | None:
    """The number with a point for its decimal mark; None where the marks stand otherwise."""
    whole, mark, decimals = text.partition(decimal_mark)
    first, *groups = whole.split(group_mark)
    if group_mark in decimals or decimal_mark in decimals or (mark and not decimals):
        return None
    if groups and (any(len(group) != 3 for group in groups) or len(first.lstrip("+-")) > 3):
        return None
    return first + "".join(groups) + (f".{decimals}" if mark else "")
