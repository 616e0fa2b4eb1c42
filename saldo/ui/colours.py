"""Colours: what stands for what, in light and in dark.

Blue, vermillion, green and purple are Okabe and Ito's; each passes 3:1 on its background. Colour
never carries a meaning alone: the word stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one appearance. `ages` runs from not due to the oldest, one hue; `lines`
    tell accounts apart, beside their names."""

    text: str
    link: str
    faint: str
    grid: str
    paper: str
    actual: str
    previous: str
    plan: str
    good: str
    bad: str
    warn: str
    ages: Mapping[str, str]
    lines: tuple[str, ...]


LIGHT = Palette(
    text="#16212B",
    link="#005F96",
    faint="#5B6B78",
    grid="#E6EBEF",
    paper="#FFFFFF",
    actual="#0072B2",
    previous="#7FB4D6",
    plan="#5B6B78",
    good="#00805D",
    bad="#B24400",
    warn="#8A4F00",
    ages={
        "not_due": "#B4C0C9",
        "1-30": "#F5C6A5",
        "31-60": "#EBA273",
        "61-90": "#DD7B40",
        "91-120": "#BE5413",
        "over_120": "#863500",
        "unapplied": "#009E73",
    },
    lines=("#0072B2", "#B24400", "#00805D", "#A0437C", "#16212B", "#8A6A00"),
)
DARK = Palette(
    text="#E4EAEF",
    link="#6FB7E6",
    faint="#A9B7C2",
    grid="#27333D",
    paper="#10171D",
    actual="#4FA8DB",
    previous="#2E6487",
    plan="#A9B7C2",
    good="#5CCBA7",
    bad="#F39A63",
    warn="#E8B45C",
    ages={
        "not_due": "#53626E",
        "1-30": "#7A4420",
        "31-60": "#A35A26",
        "61-90": "#CC7434",
        "91-120": "#EE9A5E",
        "over_120": "#FFC9A1",
        "unapplied": "#3DBE95",
    },
    lines=("#4FA8DB", "#F39A63", "#5CCBA7", "#E3A5C7", "#E4EAEF", "#E8B45C"),
)


def palette() -> Palette:
    """The colours of the reader's appearance."""
    return DARK if st.context.theme.type == "dark" else LIGHT
