"""Findings: what the billing check found, each in a sentence with its dates and amounts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from saldo.i18n import Reader


def explained(finding: Mapping[str, Any], reader: Reader, *, code: bool = False) -> str:
    """Why one row of the report billing-check stands there (rule 27), in the reader's words.

    `code` writes currencies as codes, for a reader who sees several.
    """

    def money(name: str) -> str:
        amount: Decimal | None = finding[name]
        return "" if amount is None else reader.f.money(amount, finding["currency"], code=code)

    def day(name: str) -> str:
        return reader.f.date(finding[name]) if finding[name] else "–"

    return reader.t(
        f"billing.says.{_key(finding)}",
        billed=money("billed_amount"),
        correct=money("correct_amount"),
        expected=money("expected_amount"),
        monthly=money("monthly_amount"),
        period=_period(finding, reader),
        installed=day("billable_from"),
        end=day("billable_to"),
        removed=day("removed_on"),
        noticed=day("noticed_on"),
        earlier=finding["earlier_no"] or "",
        like=finding["like_serial"] or "",
    )


def in_sentences(findings: pl.DataFrame, reader: Reader) -> pl.DataFrame:
    """The rows of the report billing-check with the column `says`: each one's sentence."""
    several = findings["currency"].n_unique() > 1
    said = [explained(row, reader, code=several) for row in findings.iter_rows(named=True)]
    return findings.with_columns(pl.Series("says", said, dtype=pl.String))


def _key(finding: Mapping[str, Any]) -> str:
    outcome: str = finding["outcome"]
    if outcome == "unclear":
        return f"unclear_{finding['reason']}"
    if outcome == "billed_after_end" and finding["noticed_on"] is None:
        return "billed_after_agreed_end"
    if outcome == "never_installed" and finding["billable_from"] is not None:
        return "billed_before_installation"
    if outcome == "price_differs" and not finding["claim_amount"]:
        return "price_below"
    return outcome


def _period(finding: Mapping[str, Any], reader: Reader) -> str:
    start, end = finding["service_start"], finding["service_end"]
    if start is None or end is None:
        return reader.t("billing.without_period")
    return reader.f.period(start, end)
