"""Deliveries: what is late, what slipped, when the rest is expected; one order with its dates."""

import streamlit as st

from saldo import ui
from saldo.reporting import orders
from saldo.ui import deliveries, empty, order, order_lines

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

    filters = order_lines.asked(shown, counts)
    order_lines.controls(shown, filters)
    order_lines.listed(shown, filters)

    left, right = st.columns([3, 2], gap="large")
    with left:
        ui.section(shown, "deliveries.weeks.title")
        deliveries.weeks(shown)
    with right:
        ui.section(shown, "deliveries.on_time.title")
        deliveries.baselines(shown)
