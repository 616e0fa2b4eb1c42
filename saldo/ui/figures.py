"""Figures: the few numbers of a first screen, each with the way to the rows that sum to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st

from saldo.i18n import Reader

Amounts = Sequence[tuple[str, Decimal]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A named amount per currency, and the page and address that list its rows."""

    label: str
    amounts: Amounts
    link: str
    target: str
    query: dict[str, str]
    tone: str | None = None


def figure_row(figures: Sequence[Figure], reader: Reader) -> None:
    """The figures side by side, fewer in a row where it is narrow. Currencies stay apart."""
    with st.grid(len(figures), min_column_width=210, gap="small", key="figures"):
        for at, figure in enumerate(figures):
            with st.container(border=True, gap="xxsmall", height="stretch", key=f"figure_{at}"):
                st.caption(figure.label)
                for currency, amount in figure.amounts:
                    _amount(currency, amount, figure, reader)
                st.page_link(
                    f"pages/{figure.target}.py",
                    label=figure.link,
                    icon=":material/arrow_forward:",
                    icon_position="right",
                    query_params=figure.query,
                )


def money_list(amounts: Amounts, reader: Reader) -> str:
    """`1 234,00 kr`; several currencies as `1 234,00 SEK, 50,00 NOK and 3,00 EUR`."""
    if len(amounts) == 1:
        currency, amount = amounts[0]
        return reader.f.money(amount, currency)
    written = [reader.f.money(amount, currency, code=True) for currency, amount in amounts]
    return reader.t("figures.and", first=", ".join(written[:-1]), last=written[-1])


def _amount(currency: str, amount: Decimal, figure: Figure, reader: Reader) -> None:
    several = len(figure.amounts) > 1
    text = reader.f.money(amount, currency, code=several).replace("$", "\\$")
    shown = f":{figure.tone}[{text}]" if figure.tone and amount else text
    st.markdown(f"**{shown}**" if several else f"### {shown}")
