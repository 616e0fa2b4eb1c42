"""Decisions: what was decided on a finding of the billing check, and where it stands by that."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Decision(StrEnum):
    """What a person says of a finding; `reopened` takes the last word back."""

    accepted = "accepted"
    contested = "contested"
    postponed = "postponed"
    reopened = "reopened"


class State(StrEnum):
    """Where a finding stands."""

    to_decide = "to_decide"
    accepted = "accepted"
    claimed = "claimed"
    postponed = "postponed"
    contested = "contested"


def state_of(
    decision: Decision | None, until: date | None, on: date, *, is_claimed: bool = False
) -> State:
    """Where a finding stands on a day, by the last decision and its claim.

    What was postponed is to be decided again from its day on.
    """
    if is_claimed:
        return State.claimed
    match decision:
        case Decision.accepted:
            return State.accepted
        case Decision.contested:
            return State.contested
        case Decision.postponed if until is not None and until > on:
            return State.postponed
    return State.to_decide
