"""Statement of account: opening balance, movements, closing balance, and what is behind it."""

from saldo import ui
from saldo.ui import issued, statement

viewer = ui.require_viewer("statement")

with ui.opened("statement", viewer) as page:
    filters = statement.asked(page)
    statement.controls(page, filters)
    statement.shown(page, filters)
    issued.before(page)
