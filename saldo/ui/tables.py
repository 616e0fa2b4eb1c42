"""Tables: rows as a reader expects them: amounts aligned and formatted, a number that opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd  # type: ignore[import-untyped]
import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from saldo.documents import word
from saldo.i18n import Formats, Reader
from saldo.ui.colours import Palette, palette
from saldo.ui.state import choose, chosen

Kind = Literal["text", "money", "price", "quantity", "count", "days", "day", "word", "link"]
Row = Mapping[str, Any]
ROWS_A_PAGE = 100
_ROW_HEIGHT = 32
_ROWS_SHOWN = 18
_TONES = {
    "overdue": "bad",
    "late": "bad",
    "disputed": "warn",
    "slipped": "warn",
    "in_time": "good",
    "paid": "faint",
    "cancelled": "faint",
    "closing": "text",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a frame and how it is shown; its heading is `columns.<name>` unless named.

    `tones` names the column whose codes (overdue, disputed, …) colour the words; a column of
    words is coloured by itself.
    """

    name: str
    kind: Kind = "text"
    heading: str | None = None
    width: int | Literal["small", "medium", "large"] | None = None
    pinned: bool | None = None
    tones: str | None = None


def table(
    frame: pl.DataFrame,
    columns: Sequence[Column],
    *,
    reader: Reader,
    key: str,
    alt: str,
    open_row: Callable[[Row], None] | None = None,
    opens: str | None = None,
    rows_shown: int | None = None,
    ticks: bool = False,
) -> list[int]:
    """Draw the frame. `open_row` is called with the row whose number (`opens`, else the first
    column) was clicked.

    Amounts keep their value for sorting and are shown as `Formats` writes them, with the
    currency's code beside them where the frame holds several. With `ticks` rows can be ticked:
    their places come back.
    """
    shown = pd.DataFrame({column.name: _values(frame, column, reader) for column in columns})
    config: dict[str, Any] = {column.name: _config(column, reader) for column in columns}
    opener = None
    if open_row is not None:
        opener = next((each for each in columns if each.name == opens), columns[0])
        config[opener.name] = _opener(opener, frame, reader, key, open_row)
    styled = _styled(shown, frame, columns, reader, opener)
    rows = min(frame.height, rows_shown or _ROWS_SHOWN)
    return grid(styled, config, key=key, alt=alt, rows=rows, ticks=ticks)


def grid(
    shown: Any, config: dict[str, Any], *, key: str, alt: str, rows: int, ticks: bool = False
) -> list[int]:
    """Draw a styled frame as high as `rows` of its rows; `.st-key-table_<key>` finds it."""
    given: dict[str, Any] = {
        "hide_index": True,
        "column_config": config,
        "key": key,
        "alt": alt,
        "row_height": _ROW_HEIGHT,
        "height": (rows + 1) * _ROW_HEIGHT + 3,
        "placeholder": "",
    }
    with st.container(key=f"table_{key}"):
        if not ticks:
            st.dataframe(shown, **given)
            return []
        event = st.dataframe(shown, on_select="rerun", selection_mode="multi-row", **given)
        return [int(row) for row in event["selection"]["rows"] if row < len(shown.index)]


def paged(frame: pl.DataFrame, *, rows: int = ROWS_A_PAGE) -> pl.DataFrame:
    """The page of rows that the address names (`rows=2`), the last one where it names too many."""
    return frame.slice((_page_number(frame, rows) - 1) * rows, rows)


def page_chooser(frame: pl.DataFrame, *, rows: int = ROWS_A_PAGE) -> None:
    """Numbered pages below a table, where there is more than one."""
    if frame.height <= rows:
        return
    here = _page_number(frame, rows)
    key = f"rows_from_{here}"

    def turned() -> None:
        choose("rows", str(st.session_state[key]), default="1")

    st.pagination(_pages(frame, rows), default=here, key=key, on_change=turned)


def _pages(frame: pl.DataFrame, rows: int) -> int:
    return max(1, -(-frame.height // rows))


def _page_number(frame: pl.DataFrame, rows: int) -> int:
    asked = chosen().get("rows", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 9 else 1
    return min(max(number, 1), _pages(frame, rows))


def _values(frame: pl.DataFrame, column: Column, reader: Reader) -> Sequence[Any]:
    values = frame[column.name].to_list()
    if column.kind == "word":
        return [None if code is None else word(code, reader) for code in values]
    return values


def _styled(
    shown: pd.DataFrame,
    frame: pl.DataFrame,
    columns: Sequence[Column],
    reader: Reader,
    opener: Column | None,
) -> Any:
    formats: dict[Any, Callable[[Any], str]] = {
        column.name: _written(column, frame, reader.f)
        for column in columns
        if column.kind in ("money", "price", "quantity", "days")
    }
    colours = palette()
    css = pd.DataFrame("", index=shown.index, columns=shown.columns)
    for column in columns:
        if (coloured := _css(column, frame, colours)) is not None:
            css[column.name] = coloured
    if opener is not None:
        css[opener.name] = f"color: {colours.link}"
    # One call for the whole table: each costs several milliseconds.
    return shown.style.format(formats, na_rep="").apply(lambda _: css, axis=None)


def _css(column: Column, frame: pl.DataFrame, colours: Palette) -> list[str] | None:
    """The colour of each cell where it has one: a status's own, a nought faint."""
    if column.kind == "money":
        return ["" if amount else f"color: {colours.faint}" for amount in frame[column.name]]
    coloured_by = column.name if column.kind == "word" else column.tones
    if coloured_by is None:
        return None
    tones = [_TONES.get(str(code)) for code in frame[coloured_by]]
    return [f"color: {getattr(colours, tone)}" if tone else "" for tone in tones]


def _written(column: Column, frame: pl.DataFrame, formats: Formats) -> Callable[[Any], str]:
    if column.kind == "days":
        return lambda count: formats.days(int(count))
    if column.kind == "quantity":
        return formats.number
    currencies = frame["currency"].unique().to_list()
    if len(currencies) == 1:
        return lambda amount: formats.amount(amount, currencies[0])
    return lambda amount: formats.number(amount, places=2)


def _config(column: Column, reader: Reader) -> ColumnConfig:
    heading = column.heading or reader.t(f"columns.{column.name}")
    given: dict[str, Any] = {"width": column.width, "pinned": column.pinned}
    match column.kind:
        case "day":
            form = "YYYY-MM-DD" if reader.f.swedish else "D MMM YYYY"
            return st.column_config.DateColumn(heading, format=form, **given)
        case "money" | "price" | "quantity" | "count" | "days":
            return st.column_config.NumberColumn(heading, alignment="right", **given)
        case "link":  # opens elsewhere, and tells nobody where from
            shown = reader.t("frame.open_link")
            return st.column_config.LinkColumn(heading, display_text=shown, **given)
        case _:
            return st.column_config.TextColumn(heading, **given)


def _opener(
    column: Column, frame: pl.DataFrame, reader: Reader, key: str, open_row: Callable[[Row], None]
) -> Any:
    def clicked() -> None:
        click = st.session_state[f"{key}_open"]
        open_row(frame.row(click["row"], named=True))

    return st.column_config.ButtonColumn(
        column.heading or reader.t(f"columns.{column.name}"),
        type="tertiary",
        alignment="left",
        width=column.width,
        pinned=column.pinned,
        on_click=clicked,
        key=f"{key}_open",
    )
