"""The billing check: what of the bills for machines does not fit machines and contracts."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from saldo.ledger.billing_check import Outcome
from saldo.reporting.books import Books
from saldo.reporting.filters import Filters
from saldo.warehouse import Scope

RIGHT = (Outcome.correct, Outcome.correct_inside_notice)
CLAIMS = (
    Outcome.billed_after_end,
    Outcome.never_installed,
    Outcome.unknown_serial,
    Outcome.billed_twice,
    Outcome.price_differs,
)


def billing_check(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per finding by `as_of` (rule 27), the largest claim first.

    A finding is a line that bills a machine, or a machine: never billed, removed without notice,
    or odd. `outcome` chooses one kind, also the correct lines, which are left out otherwise; the
    period is of invoice dates, of the days bills were due, and of removals. `claim_amount` is to
    be claimed, `expected_amount` still to be billed, `monthly_amount` what a month of waiting with
    the notice costs, all without VAT. `reason` says why a finding is unclear, `direction` whether
    a differing price is above or below the contract's. `state` is where the finding stands by the
    last decision on it (`decided_amount` was at stake then) and by its claim.
    """
    return books.ask("billing_findings", scope, filters)


def outcomes(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per outcome, direction and currency, correct ones too: `findings` and the amounts."""
    return books.ask("billing_totals", scope, replace(filters, outcome=None))


def states(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per state and currency of the findings, whatever state the filters choose."""
    return books.ask("billing_states", scope, filters)


def vanished(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per finding that was decided on and is found no more at the data's end."""
    last = books.snapshot.freshness.last_business_date
    whole = Filters(as_of=last or filters.as_of, customers=filters.customers)
    return books.ask("billing_vanished", scope, whole)


def decisions(books: Books, scope: Scope, filters: Filters, finding: str) -> pl.DataFrame:
    """One row per decision on a finding, the latest first: who, when, why, at which amount."""
    return books.ask("billing_decisions", scope, filters, finding=finding)


def sites(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per site and currency of the findings, whatever site the filters choose."""
    return books.ask("billing_sites", scope, replace(filters, site=None))


def contracts(books: Books, scope: Scope, filters: Filters) -> pl.DataFrame:
    """One row per contract and currency of the findings, whatever contract the filters choose."""
    return books.ask("billing_contracts", scope, replace(filters, contract=None))
