"""The kit of every page: frame, filters, charts, tables, downloads, the viewer, the cache.

A page is a file in `pages/`, registered in `saldo.access.register`, and reads like this:

    viewer = ui.require_viewer("orders")              # first line: a stranger stops here

    with ui.opened("orders", viewer) as page:         # frame, filters, at most two bodies at once
        rows = page.ask(orders.orders)                # a function of saldo.reporting, cached
        ui.section(page, "orders.late", "orders")     # heading and the downloads of a report
        ui.table(rows, [ui.Column("order_no"), …], reader=page.reader, key="orders", alt=…,
                 open_row=…)                          # the first column's number opens its row

- Words come from `page.reader.t("area.key")`, figures from `page.reader.f`. `<page>.title` is the
  page's name in the menu. Column headings are `columns.<name>`, codes in words `codes.<code>`.
- What is chosen stands in the address (`saldo.ui.state`): `filters.tabs`, `choice` and the pickers
  write values that `saldo.reporting.Filters` reads, so a link, the page and its export agree.
  Other parameters are read with `state.chosen()` and written with `state.choose()`.
- To another page: `st.page_link(…, query_params=page.query(status="open"))`, from a callback
  `state.go("invoices", page.query(…))`. `page.query()` keeps accounts, day and currency only.
- A chart is a spec of `saldo.ui.charts`, drawn by `charts.chart(spec, key=, alt=, …)`: `alt` says
  in a sentence what it shows, `table` draws its figures. Colours come from `colours.palette()`.
- Text from data goes through `markup.plain` wherever Streamlit reads Markdown. Nothing of data
  ever goes into `st.html`. Style sheets: `style.css`, by the keys of containers.
- To write: `page.act(deed, …)` with a function of `saldo.deeds`, in a callback or before
  `st.rerun()`; a `Refused` is shown by `ui.refused(error, page.reader)`.
- Nothing to show: `empty.nothing(title, hint)`. Parts of a page larger than a screen are a module
  here, named after their noun (`invoices`, `document`, `payment`).
"""

from saldo.ui.downloads import downloads
from saldo.ui.empty import refused
from saldo.ui.figures import Figure, figure_row, money_list
from saldo.ui.needs import needs
from saldo.ui.opening import opened
from saldo.ui.page import Page
from saldo.ui.sections import section
from saldo.ui.small import Line, small_table
from saldo.ui.tables import Column, page_chooser, paged, table
from saldo.ui.viewer import require_viewer

__all__ = [
    "Column",
    "Figure",
    "Line",
    "Page",
    "downloads",
    "figure_row",
    "money_list",
    "needs",
    "opened",
    "page_chooser",
    "paged",
    "refused",
    "require_viewer",
    "section",
    "small_table",
    "table",
]
