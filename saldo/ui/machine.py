"""Machine: one machine: where it stands, its contract and maintenance, cost, moves, changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.reporting import machines
from saldo.reporting.change_requests import change_requests
from saldo.reporting.machines import UNCOVERED, MachineKey
from saldo.ui import change_form, changes, empty
from saldo.ui.machine_doubts import doubts
from saldo.ui.machine_list import age_words, cover_words, move_table, warranty_words
from saldo.ui.maintenance import estimate_words
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.small import Line, small_table
from saldo.ui.state import chosen, forget, go
from saldo.ui.tables import Column, table

_COLOURS = {"installed": "green", "planned": "blue", "removed": "gray", "not_installed": "orange"}


def machine_asked() -> MachineKey | None:
    """The machine that the address names (`machine=company/serial`), if it names one."""
    company, slash, number = chosen().get("machine", "").partition("/")
    return MachineKey(company, number) if slash else None


def machine_page(page: Page, key: MachineKey) -> None:
    """The machine, or a word that there is none among the viewer's accounts."""
    t = page.reader.t
    st.button(
        t("inventory.one.back"),
        key="back",
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=forget,
        args=("machine",),
    )
    page = replace(page, filters=replace(page.filters, contract=None, search=None, site=None))
    found = page.ask(machines.machine, key=key)
    if found.is_empty():
        empty.nothing(t("inventory.one.none_such"), t("inventory.one.none_such_hint"))
        return
    row = found.row(0, named=True)
    _head(page, row)
    change_form.opener(page, [row])
    doubts(page, serial_no=key.serial_no)
    left, right = st.columns(2, gap="large")
    with left:
        _about(page, row)
    with right:
        _maintenance(page, row)
    _charges(page, key)
    _costs(page, key)
    _visits(page, key)
    _moves(page, key)
    _changes(page, key)


def _head(page: Page, row: Mapping[str, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="document_head"):
        title = " · ".join(part for part in (row["model"], row["serial_no"]) if part)
        st.header(plain(title), anchor=False, width="content")
        st.badge(word(row["status"], page.reader), color=_COLOURS.get(row["status"], "gray"))  # type: ignore[arg-type]
        said, tone = cover_words(row, page)
        if said:
            st.badge(said, color="green" if tone == "in_time" else "orange")


def _about(page: Page, row: Mapping[str, Any]) -> None:
    t, f = page.reader.t, page.reader.f
    names = dict(page.everyone.select("customer_no", "name").iter_rows())
    said = {
        "customer_name": f"{names.get(row['customer_no'], '')} · {row['customer_no']}",
        "site_name": row["site_name"] or row["site_no"],
        "contract_no": row["contract_no"] or t("inventory.one.no_contract"),
        "installed_on": row["installed_on"] and f.date(row["installed_on"]),
        "removed_on": row["removed_on"] and f.date(row["removed_on"]),
        "age_months": age_words(row["age_months"], page),
        "noticed_on": row["noticed_on"] and f.date(row["noticed_on"]),
        "liable_to": row["liable_to"] and f.date(row["liable_to"]),
        "purchase_price": row["purchase_price"] is not None
        and f.money(row["purchase_price"], row["currency"]),
        "billed": f.money(row["billed"], row["currency"]) if row["currency"] else None,
    }
    told = [Line(t(f"columns.{name}"), text) for name, text in said.items() if text]
    warranty = warranty_words(row, page)
    told += [Line(t("inventory.warranty_heading"), warranty)] if warranty else []
    st.header(t("inventory.one.about"), anchor=False)
    small_table(told, key="machine", alt=t("inventory.one.about"))
    if row["billed"]:
        st.page_link(
            "pages/invoices.py",
            label=f":primary[{t('inventory.one.show_bills')}]",
            icon="",
            query_params=page.query(search=row["serial_no"], status="all"),
        )


def _maintenance(page: Page, row: Mapping[str, Any]) -> None:
    t, f = page.reader.t, page.reader.f
    st.header(t("inventory.one.maintenance"), anchor=False)
    said, _ = cover_words(row, page)
    if said is None:
        st.caption(t("inventory.maintenance.unknown"))
        return
    lines = [Line(t("columns.status"), said)]
    for name in ("level", "hours"):
        lines += [Line(t(f"columns.{name}"), row[name])] if row[name] else []
    for name in ("covered_to", "last_service", "next_service"):
        lines += [Line(t(f"columns.{name}"), f.date(row[name]))] if row[name] else []
    small_table(lines, key="cover", alt=t("inventory.one.maintenance"))
    if row["estimate"] is not None:
        amount = f"**{plain(f.money(row['estimate'], row['currency']))}**"
        st.markdown(t("inventory.estimate.says", amount=amount))
    if row["cover"] in UNCOVERED:
        st.caption(estimate_words(row, page) or "")


def _charges(page: Page, key: MachineKey) -> None:
    t = page.reader.t
    found = page.ask(machines.charges, key=key)
    if found.is_empty():
        return
    st.header(t("inventory.one.charges"), anchor=False)

    def open_contract(row: Mapping[str, Any]) -> None:
        go("contracts", page.query() | {"contract": f"{row['company_no']}/{row['contract_no']}"})

    table(
        found,
        [
            Column("contract_no"),
            Column("description"),
            Column("monthly_amount", "money", t("contracts.monthly")),
            Column("start_on", "day"),
            Column("noticed_on", "day"),
            Column("liable_to", "day"),
            Column("committed", "money"),
        ],
        reader=page.reader,
        key="machine_charges",
        alt=t("inventory.one.charges"),
        open_row=open_contract,
    )


def _costs(page: Page, key: MachineKey) -> None:
    """Purchase, charges and other lines by year, a currency at a time (rule 2)."""
    reader, t = page.reader, page.reader.t
    found = page.ask(machines.costs, key=key)
    if found.is_empty():
        return
    st.header(t("inventory.one.costs"), anchor=False)
    kinds = [kind for kind in ("purchase", "charges", "other_lines") if kind in found["kind"]]
    for currency in found["currency"].unique().sort():
        own = found.filter(currency=currency)
        years = own.pivot("kind", index="year", values="amount").sort("year")
        total = pl.DataFrame(
            {kind: [own.filter(kind=kind)["amount"].sum()] for kind in kinds},
            schema=dict.fromkeys(kinds, pl.Decimal(18, 4)),
        )
        rows = pl.concat(
            [
                years.with_columns(pl.col("year").cast(pl.String)),
                total.with_columns(year=pl.lit(t("inventory.one.total"))),
            ],
            how="diagonal",
        ).with_columns(pl.lit(currency).alias("currency"))
        present = [kind for kind in kinds if kind in rows.columns]
        table(
            rows.with_columns(
                pl.col(present).cast(pl.Decimal(18, 4)).fill_null(0),
            ).with_columns(total=pl.sum_horizontal(present).cast(pl.Decimal(18, 4))),
            [
                Column("year", heading=t("inventory.one.year")),
                *(Column(kind, "money", t(f"inventory.one.{kind}")) for kind in present),
                Column("total", "money", t("inventory.one.in_all", currency=currency)),
            ],
            reader=reader,
            key=f"costs_{currency}",
            alt=t("inventory.one.costs"),
        )
    st.caption(t("inventory.one.costs_how"))


def _visits(page: Page, key: MachineKey) -> None:
    t = page.reader.t
    found = page.ask(machines.visits, key=key)
    if found.is_empty():
        return
    st.header(t("inventory.one.visits"), anchor=False)
    table(
        found,
        [
            Column("planned_on", "day"),
            Column("done_on", "day"),
            Column("kind", heading=t("inventory.moves.what")),
            Column("note"),
        ],
        reader=page.reader,
        key="visits",
        alt=t("inventory.one.visits"),
        rows_shown=8,
    )


def _moves(page: Page, key: MachineKey) -> None:
    found = page.ask(machines.moves, key=key)
    if not found.is_empty():
        st.header(page.reader.t("inventory.one.moves"), anchor=False)
        move_table(page, found, key="machine_moves")


def _changes(page: Page, key: MachineKey) -> None:
    filters = replace(page.filters, status="all", search=key.serial_no)
    found = page.ask(change_requests, filters).filter(
        company_no=key.company_no, serial_no=key.serial_no
    )
    if not found.is_empty():
        st.header(page.reader.t("inventory.one.changes"), anchor=False)
        changes.change_table(page, found, key="machine_changes")
