"""Roles: what a person may do; what they may see is decided by grants (rule 32)."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """One per person. An administrator manages people and does not thereby read accounts."""

    customer = "customer"
    rep = "rep"
    administrator = "administrator"
    data_steward = "data_steward"
    operator = "operator"


READS_ACCOUNTS = frozenset({Role.customer, Role.rep})
