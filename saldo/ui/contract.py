"""Contract: one contract: how it stands, its charges, its cost by month, its prices, notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from saldo.documents import word
from saldo.ledger.months import add_months, month_no
from saldo.reporting import one_contract
from saldo.reporting.one_contract import ContractKey
from saldo.ui import charts, empty
from saldo.ui.columns import Look, Series, columns
from saldo.ui.contract_words import clause_text, first_word, state, step_percent, step_text
from saldo.ui.figures import Figure, figure_row
from saldo.ui.machine_doubts import doubts
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.small import Line, small_table
from saldo.ui.state import chosen, forget, go
from saldo.ui.tables import Column, table

_BADGES = {"slipped": "orange", "cancelled": "gray"}
_LOOKS: dict[str, Look] = {"actual": "actual", "known": "known", "assumed": "assumed"}


def contract_asked() -> ContractKey | None:
    """The contract that the address names (`contract=company/number`), if it names one."""
    company, slash, number = chosen().get("contract", "").partition("/")
    return ContractKey(company, number) if slash else None


def contract_page(page: Page, contract: ContractKey) -> None:
    """The contract, or a word that there is none among the viewer's accounts."""
    t = page.reader.t
    st.button(
        t("contracts.one.back"),
        key="back",
        type="tertiary",
        icon=":material/arrow_back:",
        on_click=forget,
        args=("contract",),
    )
    page = replace(page, filters=replace(page.filters, contract=None, search=None))
    header = page.ask(one_contract.header, contract=contract)
    if header.is_empty():
        empty.nothing(t("contracts.one.none_such"), t("contracts.one.none_such_hint"))
        return
    row = header.row(0, named=True)
    _head(page, row)
    _figures(page, row, contract)
    doubts(page, contract_no=contract.contract_no)
    _months(page, contract, row)
    _lines(page, contract)
    _prices(page, contract)
    _notices(page, contract)


def _head(page: Page, row: Mapping[str, Any]) -> None:
    t, f = page.reader.t, page.reader.f
    with st.container(horizontal=True, vertical_alignment="center", key="document_head"):
        title = f"{plain(first_word(row, page.reader))} · {plain(row['contract_no'])}"
        st.header(title, anchor=False, width="content")
        words, tone = state(row, page.reader, page.filters.as_of)
        st.badge(words, color=_BADGES.get(tone, "green"))  # type: ignore[arg-type]
    with st.container(key="sentence"):
        st.markdown(_sentence(page, row))
    said = {
        "customer_name": f"{_account(page, row)} · {row['customer_no']}",
        "category": word(row["category"], page.reader),
        "start_on": f.date(row["start_on"]),
        "end_on": f.date(row["end_on"]) if row["end_on"] else t("contracts.one.no_end"),
        "notice_months": row["notice_months"] is not None
        and t("contracts.one.months", count=row["notice_months"]),
        "renewal_months": row["renewal_months"]
        and t("contracts.one.months", count=row["renewal_months"]),
    }
    with st.container(width=560):
        told = [Line(t(f"columns.{name}"), text) for name, text in said.items() if text]
        small_table(told, key="contract", alt=t("contracts.one.about"))


def _sentence(page: Page, row: Mapping[str, Any]) -> str:
    """What doing nothing leads to, or what was done (rule 25)."""
    t, f = page.reader.t, page.reader.f
    day, end, renewed = row["last_notice_day"], row["term_end"], row["renewed_to"]
    money = f"**{plain(f.money(row['renewal_cost'], row['currency']))}**"
    if row["state"] == "ended":
        return t("contracts.one.ended", end=f.date(end))
    if row["noticed_on"] is not None:
        return t("contracts.one.noticed", given=f.date(row["noticed_on"]), end=f.date(end))
    if day is not None and renewed is not None:
        days = f.days((day - page.filters.as_of).days)
        return t(
            "contracts.one.renews",
            day=f"**{f.date(day)}**", days=days, end=f.date(end), renewed=f.date(renewed),
            amount=money,
        )  # fmt: skip
    if row["renews"] and renewed is not None:
        return t("contracts.one.renews_unnoticed", end=f.date(end), amount=money)
    if row["end_on"] is None:
        kind = "open_ended" if end else "open_ended_free"
        return t(f"contracts.one.{kind}", end=f.date(end) if end else "")
    return t("contracts.one.fixed", end=f.date(end))


def _figures(page: Page, row: Mapping[str, Any], contract: ContractKey) -> None:
    t, code = page.reader.t, row["currency"]
    here = page.query() | {"contract": f"{contract.company_no}/{contract.contract_no}"}
    show = t("contracts.one.show_charges")
    billed = page.query(search=contract.contract_no, status="all")
    figure_row(
        [
            Figure(
                t("contracts.monthly"), [(code, row["monthly_amount"])], show, "contracts", here
            ),
            Figure(
                t("contracts.one.billed"),
                [(code, row["billed"])],
                t("contracts.one.show_bills"),
                "invoices",
                billed,
                notes=(
                    t(
                        "contracts.one.billed_year",
                        amount=page.reader.f.money(row["billed_year"], code),
                    ),
                ),
            ),
            Figure(t("columns.committed"), [(code, row["committed"])], show, "contracts", here),
            Figure(
                t("columns.renewal_cost"), [(code, row["renewal_cost"])], show, "contracts", here
            ),
            *_machines(page, row, contract),
        ],
        page.reader,
    )


def _machines(page: Page, row: Mapping[str, Any], contract: ContractKey) -> list[Figure]:
    if not row["machines"]:
        return []
    t = page.reader.t
    query = page.query(contract=contract.contract_no, status="all")
    number = page.reader.f.number(row["machines"])
    sites = t("contracts.one.at_sites", count=row["sites"])
    show = t("contracts.one.show_machines")
    return [Figure(t("columns.machines"), number, show, "inventory", query, notes=(sites,))]


def _months(page: Page, contract: ContractKey, row: Mapping[str, Any]) -> None:
    """Cost by month of service: billed, then what is agreed, then what follows if it renews."""
    reader, t = page.reader, page.reader.t
    found = page.ask(one_contract.months, contract=contract)
    st.header(t("contracts.one.by_month"), anchor=False)
    if found.is_empty():
        st.caption(t("contracts.one.no_cost"))
        return
    first, last = found["month"].min(), found["month"].max()
    months = [add_months(first, at) for at in range(month_no(last) - month_no(first) + 1)]
    amounts = {(part, month): amount for month, part, amount in _parts(found)}
    series = [
        Series(word(part, reader), look, [amounts.get((part, month)) for month in months])
        for part, look in _LOOKS.items()
        if found["part"].is_in([part]).any()
    ]
    charts.chart(
        columns(months, series, row["currency"], reader, as_of=page.filters.as_of, height=280),
        key="contract_months",
        alt=t(
            "contracts.one.by_month_says",
            first=reader.f.month(months[0]),
            last=reader.f.month(months[-1]),
        ),
        reader=reader,
        table=lambda: _month_table(page, found),
    )
    st.caption(t("contracts.one.by_month_how"))


def _parts(found: pl.DataFrame) -> list[tuple[Any, str, Decimal]]:
    return list(found.group_by("month", "part").agg(pl.col("amount").sum()).rows())


def _month_table(page: Page, found: pl.DataFrame) -> None:
    names = [page.reader.f.month(month) for month in found["month"]]
    table(
        found.with_columns(pl.Series("month", names, dtype=pl.String)),
        [
            Column("month"),
            Column("part", "word"),
            Column("amount", "money", page.reader.t("columns.net_amount")),
        ],
        reader=page.reader,
        key="month_rows",
        alt=page.reader.t("contracts.one.by_month"),
    )


def _lines(page: Page, contract: ContractKey) -> None:
    """What it covers: every charge that has not stopped; a serial number opens its machine."""
    reader, t = page.reader, page.reader.t
    found = page.ask(one_contract.lines, contract=contract)
    st.header(t("contracts.one.charges"), anchor=False)
    if found.is_empty():
        st.caption(t("contracts.one.no_charges"))
        return

    def open_machine(row: Mapping[str, Any]) -> None:
        if row["serial_no"]:
            key = f"{row['company_no']}/{row['serial_no']}"
            go("inventory", page.query() | {"machine": key})

    machines = not found["serial_no"].is_null().all()
    wanted = [
        Column("serial_no", pinned=True) if machines else None,
        Column("description"),
        Column("site_name"),
        Column("base_amount", "money"),
        Column("period_months", "count"),
        Column("monthly_amount", "money", t("contracts.monthly")),
        Column("start_on", "day"),
        Column("stops_on", "day"),
        Column("committed", "money"),
        Column("renewal_cost", "money"),
        Column("cost_centre"),
    ]
    table(
        found.with_columns(pl.coalesce("site_name", "site_no").alias("site_name")),
        [each for each in wanted if each and not found[each.name].is_null().all()],
        reader=reader,
        key="charges",
        alt=t("contracts.one.charges"),
        open_row=open_machine if machines else None,
    )


def _prices(page: Page, contract: ContractKey) -> None:
    """The clauses in words, and every change of price with what it stood on (rule 24)."""
    reader, t = page.reader, page.reader.t
    st.header(t("contracts.one.prices"), anchor=False)
    agreed = page.ask(one_contract.clauses, contract=contract)
    if not agreed:
        st.caption(t("contracts.one.no_clauses"))
        return
    for clause in agreed:
        st.markdown(plain(clause_text(clause, reader)))
    steps = page.ask(one_contract.price_history, contract=contract)
    if not steps:
        return
    frame = pl.DataFrame(
        {
            "changed_on": [step.changed_on for step in steps],
            "change": [step_percent(step, reader) for step in steps],
            "factor": [reader.f.number(step.factor.normalize()) for step in steps],
            "why": [_why(page, step) for step in steps],
        }
    ).sort("changed_on", descending=True)
    table(
        frame,
        [
            Column("changed_on", "day", t("contracts.steps.changed_on")),
            Column("change", heading=t("contracts.steps.change")),
            Column("factor", heading=t("contracts.steps.factor")),
            Column("why", heading=t("contracts.steps.why"), width=620),
        ],
        reader=reader,
        key="prices",
        alt=t("contracts.one.prices"),
    )


def _why(page: Page, step: Any) -> str:
    words = step_text(step, page.reader)
    ahead = step.changed_on > page.filters.as_of
    return f"{page.reader.t('contracts.steps.ahead')} {words}" if ahead else words


def _notices(page: Page, contract: ContractKey) -> None:
    t = page.reader.t
    found = page.ask(one_contract.notices, contract=contract)
    if found.is_empty():
        return
    st.header(t("contracts.one.notices"), anchor=False)
    whole = t("contracts.one.whole_contract")
    table(
        found.with_columns(pl.col("serial_no").fill_null(whole)),
        [
            Column("given_on", "day"),
            Column("serial_no", heading=t("contracts.one.notice_for")),
            Column("model"),
            Column("ends_on", "day"),
        ],
        reader=page.reader,
        key="notices",
        alt=t("contracts.one.notices"),
    )


def _account(page: Page, row: Mapping[str, Any]) -> str:
    names: dict[str, str] = dict(page.everyone.select("customer_no", "name").iter_rows())
    return names.get(row["customer_no"], "")
