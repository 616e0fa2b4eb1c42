"""Budget: what was billed and what is to come, by month and fiscal year, excl. VAT."""

from dataclasses import replace

import polars as pl
import streamlit as st

from saldo import ui
from saldo.reporting.budget import budget as cost
from saldo.ui import budget, budget_grounds, budget_months, empty

viewer = ui.require_viewer("budget")

with ui.opened("budget", viewer) as page:
    rows = page.ask(cost, replace(budget.unnarrowed(page), category=None))
    if rows.is_empty():
        empty.nothing(page.reader.t("budget.none"), page.reader.t("budget.none_hint"))
        st.stop()

    currency = budget.currency_shown(page, rows)
    years = budget.years_of(page, currency)
    budget.sentence(page, years)
    budget.years_row(page, years, currency)
    budget.controls(page, rows.filter(pl.col("currency") == currency))

    shown = replace(budget.chosen_months(page), currency=currency)
    months = budget_months.months_of(page, currency)
    if months.is_empty():
        empty.nothing(page.reader.t("budget.nothing"), page.reader.t("budget.nothing_hint"))
        st.stop()
    ui.section(page, "budget.months.title", "budget", shown)
    budget_months.draw(page, months, currency)
    budget_months.month_table(page, months, currency)

    if not page.filters.category:
        side_by_side = budget.both_years(page, currency)
        ui.section(page, "budget.categories.title", "budget", side_by_side)
        budget_grounds.by_category(page, currency)
    ui.section(page, "budget.contracts.title", "contract-costs", shown)
    budget_grounds.contracts(page, currency)
    ui.section(page, "budget.how.title")
    budget_grounds.how(page, currency)
