"""Change form: asking for a change of one machine or many, by ticks or from an uploaded list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from saldo.deeds import Refused
from saldo.deeds.changes_checked import Wanted
from saldo.deeds.changing import ChangeReceipt, request_changes
from saldo.desk.changes import KINDS
from saldo.documents import word
from saldo.reporting import machines
from saldo.ui import change_upload
from saldo.ui.empty import refused
from saldo.ui.markup import plain
from saldo.ui.page import Page
from saldo.ui.state import choose, chosen, forget

_TICKED = "_change_machines"
_RECEIPT = "_change_receipt"
_REFUSED = "_change_form_refused"


def asked() -> bool:
    """True where the address asks for the form."""
    return chosen().get("request") == "1"


def opener(page: Page, rows: Sequence[Mapping[str, Any]]) -> None:
    """The button that opens the form, for the ticked machines where there are any."""
    t = page.reader.t
    label = t("inventory.request.for", count=len(rows)) if rows else t("inventory.request.any")
    st.button(
        label,
        key="request_change",
        icon=":material/edit_square:",
        type="primary" if rows else "secondary",
        on_click=_open,
        args=([_key(row) for row in rows],),
    )


def _open(keys: list[str]) -> None:
    st.session_state[_TICKED] = keys
    for name in ("change_kind", "change_serials", _RECEIPT, _REFUSED):
        st.session_state.pop(name, None)
    forget("machine", "rows", "change")
    choose("request", "1")


def draw(page: Page) -> None:
    """The form, or the receipt of what was just sent."""
    t = page.reader.t
    st.button(
        t("inventory.request.back"), key="back", type="tertiary",
        icon=":material/arrow_back:", on_click=_leave,
    )  # fmt: skip
    st.header(t("inventory.request.title"), anchor=False)
    receipt = st.session_state.get(_RECEIPT)
    if receipt is not None:
        _receipt(page, receipt)
        return
    refusal = st.session_state.pop(_REFUSED, None)
    if refusal is not None:
        refused(refusal, page.reader)
    options = {name: t(f"inventory.request.ways.{name}") for name in ("here", "list")}
    way = st.segmented_control(
        t("inventory.request.way"), list(options), format_func=options.__getitem__,
        default="here", key="change_way", required=True, label_visibility="collapsed",
    )  # fmt: skip
    if way == "list":
        change_upload.draw(page, lambda wanted: send(page, wanted))
    else:
        _by_hand(page)


def send(page: Page, wanted: Sequence[Wanted]) -> None:
    """From a callback: ask for the changes; the next run shows the receipt or what is wrong."""
    try:
        st.session_state[_RECEIPT] = page.act(request_changes, wanted=wanted)
    except Refused as refusal:
        st.session_state[_REFUSED] = refusal


def _leave() -> None:
    st.session_state.pop(_RECEIPT, None)
    forget("request")


def _receipt(page: Page, receipt: ChangeReceipt) -> None:
    """The proof of what was sent, and where it is followed."""
    t, f = page.reader.t, page.reader.f
    with st.container(border=True, key="receipt", gap="xsmall"):
        st.markdown(f":green[:material/check_circle:] **{t('inventory.request.sent')}**")
        st.markdown(
            t(
                "inventory.request.receipt",
                number=f"**{plain(receipt.number)}**",
                count=receipt.changes,
                at=f.moment(receipt.at),
            )
        )
        st.caption(t("inventory.request.next"))
        st.button(t("inventory.request.follow"), key="follow", on_click=_follow)


def _follow() -> None:
    _leave()
    choose("view", "changes")


def _by_hand(page: Page) -> None:
    """Kind, machines and what is wanted, one under the other."""
    t = page.reader.t
    names = {kind: word(kind, page.reader) for kind in KINDS}
    kind = st.selectbox(
        t("inventory.request.kind"), list(names), format_func=names.__getitem__, key="change_kind"
    )
    wanted = _contact(page) if kind == "contact" else _add(page) if kind == "add" else None
    if wanted is None:
        wanted = _of_machines(page, kind)
    nothing = t("inventory.request.send_none")
    st.button(
        t("inventory.request.send", count=len(wanted)) if wanted else nothing,
        key="send_change",
        type="primary",
        disabled=not wanted,
        on_click=send,
        args=(page, wanted),
    )
    st.caption(t("inventory.request.how"))


def _of_machines(page: Page, kind: str) -> list[Wanted]:
    """The change of each chosen machine."""
    t, rows = page.reader.t, _installed(page)
    ticked = [key for key in st.session_state.get(_TICKED, []) if key in rows]
    keys = st.multiselect(
        t("inventory.request.machines"), list(rows), default=ticked,
        format_func=lambda key: _label(rows[key]), key="change_serials",
        placeholder=t("inventory.request.machines_hint"),
    )  # fmt: skip
    day = to_site = None
    if kind in ("remove", "move"):
        day = _date(page, t(f"inventory.request.day_{kind}"))
    if kind == "move":
        to_site = _site(page, {rows[key]["customer_no"] for key in keys})
    note = _note(page)
    return [
        Wanted(
            kind=kind,
            serial_no=rows[key]["serial_no"],
            company_no=rows[key]["company_no"],
            on_date=day,
            to_site=to_site or "",
            new_serial=_new_serial(page, rows[key]) if kind == "correct_serial" else "",
            note=note,
        )
        for key in keys
    ]


def _add(page: Page) -> list[Wanted]:
    t = page.reader.t
    account = _account(page)
    serial = st.text_input(t("columns.serial_no"), key="change_serial", max_chars=100)
    model = st.text_input(t("columns.model"), key="change_model", max_chars=100)
    site = _site(page, {account})
    day = _date(page, t("inventory.request.day_add"))
    note = _note(page)
    if not serial.strip():
        return []
    return [
        Wanted(kind="add", serial_no=serial, customer_no=account, model=model, to_site=site or "",
               on_date=day, note=note)
    ]  # fmt: skip


def _contact(page: Page) -> list[Wanted]:
    t = page.reader.t
    account = _account(page)
    name = st.text_input(t("inventory.request.name"), key="change_name", max_chars=200)
    email = st.text_input(t("inventory.request.email"), key="change_email", max_chars=254)
    phone = st.text_input(t("inventory.request.phone"), key="change_phone", max_chars=60)
    note = _note(page)
    if not (name.strip() or email.strip()):
        return []
    return [
        Wanted(kind="contact", customer_no=account, contact_name=name, contact_email=email,
               contact_phone=phone, note=note)
    ]  # fmt: skip


def _account(page: Page) -> str:
    names = dict(page.accounts.select("customer_no", "name").iter_rows())
    if len(names) == 1:
        return str(next(iter(names)))
    account: str = st.selectbox(
        page.reader.t("columns.customer_name"), list(names),
        format_func=lambda no: f"{names[no]} · {no}", key="change_account",
    )  # fmt: skip
    return account


def _site(page: Page, accounts: set[str]) -> str | None:
    """One of the accounts' sites; none to choose before a machine is."""
    found = page.ask(machines.account_sites)
    sites = {
        row["site_no"]: _joined(row["site_name"], row["city"], row["site_no"])
        for row in found.iter_rows(named=True)
        if row["customer_no"] in accounts
    }
    site: str | None = st.selectbox(
        page.reader.t("inventory.request.site"), list(sites), index=None,
        format_func=sites.__getitem__, key="change_site",
        placeholder=page.reader.t("inventory.request.site_hint"),
    )  # fmt: skip
    return site


def _date(page: Page, label: str) -> Any:
    form = "YYYY-MM-DD" if page.reader.f.swedish else "DD/MM/YYYY"
    return st.date_input(label, value=page.filters.as_of, format=form, key="change_day")


def _note(page: Page) -> str:
    return st.text_area(page.reader.t("inventory.request.note"), key="change_note", max_chars=2000)


def _new_serial(page: Page, row: Mapping[str, Any]) -> str:
    label = page.reader.t("inventory.request.new_serial", serial=row["serial_no"])
    return st.text_input(plain(label), key=f"change_new_{_key(row)}", max_chars=100)


def _installed(page: Page) -> dict[str, Mapping[str, Any]]:
    """The machines that have not been carried out, by key."""
    found = page.ask(machines.register)
    return {_key(row): row for row in found.iter_rows(named=True) if row["removed_on"] is None}


def _key(row: Mapping[str, Any]) -> str:
    return f"{row['company_no']}/{row['serial_no']}"


def _label(row: Mapping[str, Any]) -> str:
    return _joined(row["serial_no"], row["model"], row["site_name"] or row["site_no"])


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)
