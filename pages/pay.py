"""Pay now: what to pay, to whom and by when; what is kept out, and why."""

import polars as pl

from saldo import ui
from saldo.reporting import accounts
from saldo.ui import pay

viewer = ui.require_viewer("pay")

with ui.opened("pay", viewer) as page:
    filters = pay.asked(page)
    rows = pay.rows_of(page, filters)
    summary = page.ask(accounts.summary).filter(pl.col("currency").is_in(page.currencies))

    pay.sentence(page, rows, filters)
    pay.controls(page, filters)
    pay.to_pay(page, rows)
    pay.kept_out(page, rows)
    pay.ties(page, rows, summary)
