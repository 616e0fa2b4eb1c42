"""Figures: the few numbers of a first screen, each with the way to the rows that sum to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from saldo.i18n import Reader
from saldo.ui.markup import plain
from saldo.ui.state import become, here

Amounts = Sequence[tuple[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A named amount per currency, and the page and address that list its rows.

    A figure that is no money (a count, a share) stands in words instead of amounts. `notes` are
    said below it.
    """

    label: str
    amounts: Amounts | str
    link: str
    target: str
    query: dict[str, str]
    tone: str | None = None
    notes: tuple[str, ...] = ()


def figure_row(figures: Sequence[Figure], reader: Reader) -> None:
    """The figures side by side, fewer in a row where it is narrow. Currencies stay apart."""
    with st.grid(len(figures), min_column_width=185, gap="small", key="figures"):
        for at, figure in enumerate(figures):
            key = f"figure_{at}" + ("_several" if len(_lines(figure, reader)) > 1 else "")
            with st.container(border=True, gap="xxsmall", height="stretch", key=key):
                st.caption(figure.label)
                for line in _lines(figure, reader):
                    st.markdown(line)
                for note in figure.notes:
                    st.caption(plain(note))
                _link(figure, at)


def _link(figure: Figure, at: int) -> None:
    """To another page by its address; a link to the page itself would not change the address."""
    label = f":primary[{figure.link}]"
    if figure.target == here():
        st.button(
            label, key=f"figure_open_{at}", type="tertiary", on_click=become, args=(figure.query,)
        )
    else:
        page = f"pages/{figure.target}.py"
        st.page_link(page, label=label, icon="", query_params=figure.query)


def money_list(amounts: Amounts, reader: Reader) -> str:
    """`1 234,00 kr`; several currencies as `1 234,00 SEK, 50,00 NOK and 3,00 EUR`."""
    if len(amounts) == 1:
        currency, amount = amounts[0]
        return reader.f.money(amount, currency)
    written = [reader.f.money(amount, currency, code=True) for currency, amount in amounts]
    return reader.t("figures.and", first=", ".join(written[:-1]), last=written[-1])


def _lines(figure: Figure, reader: Reader) -> list[str]:
    """Every currency's amount; of several those that are not zero, or one zero for all."""
    if isinstance(figure.amounts, str):
        text = plain(figure.amounts)
        return [f"**:{figure.tone}[{text}]**" if figure.tone else f"**{text}**"]
    several = len(figure.amounts) > 1
    said = [pair for pair in figure.amounts if pair[1] or not several]
    texts = [plain(reader.f.money(amount, code, code=several)) for code, amount in said]
    tone = figure.tone if any(amount for _, amount in said) else None
    return [f"**:{tone}[{text}]**" if tone else f"**{text}**" for text in texts or ["0"]]
