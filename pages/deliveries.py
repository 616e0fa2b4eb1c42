"""Deliveries: what was ordered, when it comes, what slipped."""

from saldo import ui

viewer = ui.require_viewer("deliveries")
with ui.opened("deliveries", viewer) as page:
    pass
