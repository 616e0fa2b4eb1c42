"""Inventory: machines where they stand, their maintenance, moves, and changes asked for."""

import streamlit as st

from saldo import ui
from saldo.reporting import machines
from saldo.ui import (
    change_form,
    changes,
    empty,
    installed_base,
    inventory,
    machine,
    machine_doubts,
    machine_list,
    maintenance,
)

viewer = ui.require_viewer("inventory")

with ui.opened("inventory", viewer) as page:
    one = machine.machine_asked()
    if one is not None:
        machine.machine_page(page, one)
        st.stop()
    if change_form.asked():
        change_form.draw(page)
        st.stop()

    every = page.ask(machines.machines, inventory.unnarrowed(page))
    if every.is_empty():
        t = page.reader.t
        empty.nothing(t("inventory.none"), t("inventory.none_hint"))
        st.stop()
    inventory.sentence(page, every)
    inventory.figures(page, every)
    match inventory.view_tabs(page):
        case "maintenance":
            maintenance.draw(page, every)
        case "moves":
            machine_list.moves(page)
        case "changes":
            changes.draw(page)
        case _:
            machine_list.controls(page, every)
            machine_list.listed(page)
            machine_doubts.doubts(page)
            installed_base.draw(page, every)
