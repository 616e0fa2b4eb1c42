"""Reconciliation: their balance ± each class of difference is our balance, per currency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from saldo.ledger.matching.entries import Finding, Ours, Status, Theirs
from saldo.ledger.money import ZERO


@dataclass(frozen=True, slots=True)
class Line:
    """One class of difference: how many findings, and what it adds to their balance."""

    status: Status
    findings: int
    theirs: Decimal
    ours: Decimal

    @property
    def difference(self) -> Decimal:
        """What leads from their balance towards ours."""
        return self.ours - self.theirs


@dataclass(frozen=True, slots=True)
class Tie:
    """One currency: `theirs` + the differences of `lines` = `ours`, exactly (rule 2)."""

    currency: str
    theirs: Decimal
    lines: tuple[Line, ...]
    ours: Decimal

    @property
    def explained(self) -> Decimal:
        """The balance that their balance and the lines lead to; it is ours."""
        return self.theirs + sum((line.difference for line in self.lines), ZERO)


def reconciliation(
    findings: Sequence[Finding], theirs: Sequence[Theirs], ours: Sequence[Ours]
) -> tuple[Tie, ...]:
    """One tie per currency that either side has, in the order of the codes.

    A row stands in one finding, so the lines lead from one balance to the other without rest.
    """
    left = {row.line: row.value for row in theirs}
    right = {row.key: row.value for row in ours}
    currencies = sorted({row.currency for row in theirs} | {row.currency for row in ours})
    return tuple(
        Tie(
            currency,
            sum((row.value for row in theirs if row.currency == currency), ZERO),
            _lines([each for each in findings if each.currency == currency], left, right),
            sum((row.value for row in ours if row.currency == currency), ZERO),
        )
        for currency in currencies
    )


def _lines(
    findings: Sequence[Finding], left: Mapping[int, Decimal], right: Mapping[str, Decimal]
) -> tuple[Line, ...]:
    lines = []
    for status in Status:
        found = [each for each in findings if each.status is status]
        if found:
            theirs = sum((left[line] for each in found for line in each.theirs), ZERO)
            ours = sum((right[key] for each in found for key in each.ours), ZERO)
            lines.append(Line(status, len(found), theirs, ours))
    return tuple(lines)
