"""Column chooser: which columns a list shows, chosen in the address; kept only in a saved view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from saldo.i18n import Reader
from saldo.reporting.reports import REPORTS
from saldo.ui.state import choose, chosen
from saldo.ui.tables import Column

_KEY = "choose_columns"


def column_chooser(
    columns: Sequence[Column], usual: Sequence[str], always: str, reader: Reader
) -> list[Column]:
    """Let the reader pick among `columns`; those picked, in their order.

    `usual` are shown where the address names none, `always` stands first and stays.
    """
    by_name = {column.name: column for column in columns}
    offered = [name for name in by_name if name != always]
    picked = _picked(offered, usual)
    with st.popover(reader.t("frame.columns"), icon=":material/view_column:", key="columns"):
        st.session_state[_KEY] = picked
        st.multiselect(
            reader.t("frame.columns_shown"),
            offered,
            format_func=lambda name: heading(by_name[name], reader),
            key=_KEY,
            on_change=_write,
            args=(tuple(name for name in offered if name in usual),),
        )
    return [by_name[always], *(by_name[name] for name in picked)]


def chosen_for_file(
    report: str, shown: Sequence[Column], stands_for: Mapping[str, Sequence[str]]
) -> list[str]:
    """What a report's files hold of the columns that the address chose, in order; [] for all.

    `stands_for` says which of the report's columns give what a column shows on the screen; an
    amount brings its currency.
    """
    if not chosen().get("columns"):
        return []
    has = REPORTS[report].columns
    names = [name for each in shown for name in stands_for.get(each.name, (each.name,))]
    if any(each.kind == "money" for each in shown):
        names.append("currency")
    return [name for name in dict.fromkeys(names) if name in has]


def heading(column: Column, reader: Reader) -> str:
    """What stands above the column."""
    return column.heading or reader.t(f"columns.{column.name}")


def _picked(offered: Sequence[str], usual: Sequence[str]) -> list[str]:
    """Those of the address that are offered, in its order; without any the usual ones."""
    asked = [name for name in chosen().get("columns", "").split(",") if name in offered]
    return list(dict.fromkeys(asked)) or [name for name in offered if name in usual]


def _write(usual: tuple[str, ...]) -> None:
    picked = tuple(st.session_state[_KEY])
    choose("columns", ",".join(picked), default=",".join(usual))
