"""Deliveries: what is late, what slipped, when the rest is expected; one order with its dates."""

import streamlit as st

from saldo import ui
from saldo.reporting import orders
from saldo.ui import deliveries, empty, order, order_lines
from saldo.ui.delivery_record import record
from saldo.ui.timeline import timeline
from saldo.ui.unequal import unequal

viewer = ui.require_viewer("deliveries")

with ui.opened("deliveries", viewer) as page:
    one = order.order_asked()
    if one is not None:
        order.order_page(page, one)
        st.stop()

    counts = page.ask(orders.order_counts, deliveries.unnarrowed(page))
    if counts.is_empty():
        empty.nothing(page.reader.t("deliveries.none"), page.reader.t("deliveries.none_hint"))
        st.stop()

    shown = deliveries.measured(page, counts)
    deliveries.sentence(shown, counts)
    deliveries.choices(shown)
    deliveries.figures(shown, counts)

    match deliveries.part_shown(shown):
        case "record":
            record(shown)
        case "billing":
            unequal(shown)
        case _:
            filters = order_lines.asked(shown, counts)
            lines = shown.ask(orders.orders, filters)
            order_lines.controls(shown, filters)
            timeline(shown, filters, lines)
            order_lines.listed(shown, filters, lines)
