"""Contract words: how a contract stands, what its clauses say, how its prices changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from saldo.documents import word
from saldo.i18n import Reader
from saldo.ledger.indexation import Clause, PriceStep

_TONES = {"notice_soon": "slipped", "noticed": "slipped", "ended": "cancelled"}


def state(row: Mapping[str, Any], reader: Reader, as_of: date) -> tuple[str, str]:
    """How a contract stands, in words, and the tone of it (rule 25)."""
    t, f, code = reader.t, reader.f, row["state"]
    day = row["last_notice_day"]
    if code == "notice_soon":
        words = t("contracts.states.notice_soon", days=f.days((day - as_of).days))
    elif code in ("noticed", "fixed_term", "ended") and row["term_end"]:
        words = t(f"contracts.states.{code}", day=f.date(row["term_end"]))
    elif code == "upcoming":
        words = t("contracts.states.upcoming", day=f.date(row["start_on"]))
    elif code == "open_ended":
        words = t("contracts.states.open_ended")
    else:
        words = t("contracts.states.renewing")
    return words, _TONES.get(code, "")


def first_word(row: Mapping[str, Any], reader: Reader) -> str:
    """The contract's name, else its category in words."""
    return row["name"] or word(row["category"], reader)


def clause_text(clause: Clause, reader: Reader) -> str:
    """A price clause in a sentence (rule 24)."""
    t, f = reader.t, reader.f
    first = f.date(clause.first_on)
    if clause.index_name is None:
        percent = _percent(clause.fixed_percent or Decimal(0), reader)
        return t("contracts.clause.fixed", percent=percent, first=first)
    parts = [
        t(
            f"contracts.clause.{'index' if clause.lag_months else 'index_same_month'}",
            index=clause.index_name,
            base=f.month(clause.base_month) if clause.base_month else "–",
            lag=clause.lag_months,
            first=first,
        )
    ]
    bounds = (("cap", clause.cap_percent), ("floor", clause.floor_percent))
    parts += [
        t(f"contracts.clause.{name}", percent=_percent(bound, reader))
        for name, bound in bounds
        if bound is not None
    ]
    return " ".join(parts)


def step_text(step: PriceStep, reader: Reader) -> str:
    """Why a price changed as it did: the index of both months, and the bound that won."""
    t, f = reader.t, reader.f
    if step.clause.index_name is None:
        return t("contracts.steps.fixed")
    if step.value is None or step.base_value is None or step.index_month is None:
        return t("contracts.steps.no_index", index=step.clause.index_name)
    words = t(
        "contracts.steps.index",
        index=step.clause.index_name,
        month=f.month(step.index_month),
        value=f.number(step.value.normalize()),
        base=f.number(step.base_value.normalize()),
    )
    held = t(f"contracts.steps.{step.held}") if step.held else ""
    lacking = t("contracts.steps.lacking") if step.lacking else ""
    return " ".join(part for part in (words, held, lacking) if part)


def step_percent(step: PriceStep, reader: Reader) -> str:
    """The change on the price before, with its sign."""
    return ("+" if step.percent > 0 else "") + _percent(step.percent, reader)


def _percent(percent: Decimal, reader: Reader) -> str:
    places = max(-int(percent.normalize().as_tuple().exponent), 0)
    return reader.f.percent(percent / 100, places=places)
