"""Stages: how far an order has come, in the few steps that people speak of (rule 21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl
import streamlit as st

from saldo.i18n import Reader

_ICONS = {
    "done": ":green[:material/check_circle:]",
    "active": ":primary[:material/pending:]",
    "pending": ":gray[:material/radio_button_unchecked:]",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One step: how many of the lines have made it, and when the last of them did."""

    name: str
    made: int
    lines: int
    on: date | None
    state: Literal["done", "active", "pending"]


def stages(lines: pl.DataFrame, promised: date | None) -> list[Stage]:
    """Ordered, confirmed, shipped, delivered, invoiced; cancelled lines make none.

    The first step that is not done is active. `promised` is the day of the first promise. Where a
    source knows shipments only, there is no step of being delivered (rule 20).
    """
    held = lines.filter(pl.col("cancelled").is_null())
    confirmed = held.filter((pl.col("promises") > 0) | pl.col("shipped").is_not_null())
    days = {"ordered": held["ordered_on"], "confirmed": None, "shipped": held["shipped"]}
    if lines["knows_delivery"].any():
        days["delivered"] = held["delivered"]
    days["invoiced"] = held["invoiced"]
    found: list[Stage] = []
    for name, column in days.items():
        made = confirmed.height if column is None else column.drop_nulls().len()
        last = promised if column is None else column.drop_nulls().max()
        done = held.height > 0 and made == held.height
        first_open = all(stage.state == "done" for stage in found)
        state: Literal["done", "active", "pending"] = (
            "done" if done else "active" if first_open or made else "pending"
        )
        day = last if isinstance(last, date) and made else None
        found.append(Stage(name, made, held.height, day, state))
    return found


def draw_stages(found: list[Stage], reader: Reader) -> None:
    """The steps side by side, each with its word, how many lines and the day."""
    with st.container(horizontal=True, gap="medium", key="stages"):
        for stage in found:
            name = reader.t(f"deliveries.stages.{stage.name}")
            with st.container(width="content", gap=None, key=f"stage_{stage.name}"):
                st.markdown(f"{_ICONS[stage.state]} **{name}**")
                st.caption(_said(stage, reader))


def _said(stage: Stage, reader: Reader) -> str:
    t = reader.t
    if stage.state == "done":
        return reader.f.date(stage.on) if stage.on else t("deliveries.stages.done")
    if stage.made:
        return t("deliveries.stages.some", made=stage.made, lines=stage.lines)
    return t(f"deliveries.stages.{stage.state}")
