"""Budget: what it cost and what it will cost."""

from saldo import ui

viewer = ui.require_viewer("budget")
with ui.opened("budget", viewer) as page:
    pass
