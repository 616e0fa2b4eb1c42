"""The kit of every page: frame, filters, charts, tables, downloads, the viewer, the cache."""

from saldo.ui.ageing import ageing
from saldo.ui.downloads import downloads
from saldo.ui.figures import Figure, figure_row, money_list
from saldo.ui.movements import movements
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
    "ageing",
    "downloads",
    "figure_row",
    "money_list",
    "movements",
    "needs",
    "opened",
    "page_chooser",
    "paged",
    "require_viewer",
    "section",
    "small_table",
    "table",
]
