"""Reports: the questions by name, as the command line and the downloads call them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from saldo.reporting.arrivals import arrivals
from saldo.reporting.balances import ageing, balance, balance_trend, open_items, statement
from saldo.reporting.behaviour import payment_behaviour
from saldo.reporting.billing import billing_check
from saldo.reporting.books import Books
from saldo.reporting.bridge import bridge_rows
from saldo.reporting.budget import budget
from saldo.reporting.calendar import due_calendar
from saldo.reporting.cash import expected_payments
from saldo.reporting.cash_weeks import cash_weeks
from saldo.reporting.change_requests import change_list
from saldo.reporting.claims import claims
from saldo.reporting.commitments import contract_costs
from saldo.reporting.contracts import contract_deadlines, contracts
from saldo.reporting.filters import Filters
from saldo.reporting.invoices import invoice_lines, invoices
from saldo.reporting.lead_times import lead_times
from saldo.reporting.line_reports import (
    analysis_lines,
    billed_installed,
    budget_lines,
    payments_settled,
)
from saldo.reporting.machines import machine_moves, machines, maintenance
from saldo.reporting.orders import delivery_weeks, on_time_parts, orders
from saldo.reporting.pay import open_credits, pay_now
from saldo.reporting.payments import payments
from saldo.reporting.uninvoiced import delivered_not_invoiced, invoiced_not_delivered
from saldo.reporting.valuation import reporting_value
from saldo.warehouse import Scope

Ask = Callable[[Books, Scope, Filters], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Report:
    """One question by name: what it gives (its grain), how to ask it, the columns in order.

    `totals` are the columns that may be summed, per currency where there is one (rule 2).
    """

    name: str
    gives: str
    run: Ask
    columns: tuple[str, ...]
    totals: tuple[str, ...] = ()


def _by_name(*reports: Report) -> dict[str, Report]:
    return {report.name: report for report in reports}


def _report(name: str, run: Ask, gives: str, columns: str, totals: str = "") -> Report:
    return Report(name, gives, run, tuple(columns.split()), tuple(totals.split()))


_UNEQUAL = (
    "customer_no company_no order_no line_no purchase_order description site_no site_name last_came"
    " delivered_qty invoice_no invoiced_on invoiced_qty quantity unit currency unit_price"
    " net_amount days"
)

REPORTS: dict[str, Report] = _by_name(
    _report(
        "balance",
        balance,
        "what is owed, overdue, disputed and unapplied, per customer and currency ever used",
        "customer_no currency balance overdue disputed unapplied",
        totals="balance overdue disputed unapplied",
    ),
    _report(
        "balance-trend",
        balance_trend,
        "the balance of every day of the period (the last year where none is given)",
        "customer_no currency date balance",
    ),
    _report(
        "open-items",
        open_items,
        "open invoices by instalment, open credit notes, unapplied payments; the balance in rows",
        "customer_no company_no class kind document_no instalment_no issue_date due_date currency"
        " amount open_amount days_overdue bucket is_disputed",
        totals="open_amount",
    ),
    _report(
        "ageing",
        ageing,
        "the balance by days overdue: all seven buckets, per customer and currency ever used",
        "customer_no currency bucket amount items",
        totals="amount",
    ),
    _report(
        "statement",
        statement,
        "opening balance, every movement with the balance after it, closing balance (this month"
        " where no period is given)",
        "customer_no currency line_kind date company_no kind class document_no amount balance",
        totals="amount",
    ),
    _report(
        "invoices",
        invoices,
        "invoices and credit notes with what is open, overdue and disputed of each",
        "customer_no company_no class invoice_no issue_date due_date currency amount open_amount"
        " overdue disputed status days_overdue purchase_order order_no reference lines",
        totals="amount open_amount overdue disputed",
    ),
    _report(
        "invoice-lines",
        invoice_lines,
        "the lines of invoices and credit notes, without VAT",
        "customer_no company_no class invoice_no line_no issue_date currency product_no description"
        " quantity unit unit_price net_amount vat_rate vat_amount category service_start"
        " service_end site_no contract_no serial_no cost_centre buyer_reference purchase_order"
        " order_no",
        totals="net_amount vat_amount",
    ),
    _report(
        "payments",
        payments,
        "payments (money given back below zero), what they settled, what of them is unapplied",
        "customer_no company_no payment_no kind payment_date currency amount applied unapplied"
        " settled reference bank_reference note",
        totals="amount applied unapplied",
    ),
    _report(
        "orders",
        orders,
        "order lines: milestone, requested and confirmed dates, slips, delivered, days late",
        "customer_no company_no order_no line_no purchase_order ordered_on product_no description"
        " category site_no site_name country currency ordered_qty unit unit_price milestone"
        " requested first_confirmed latest_confirmed promises slips slip_days shipped delivered"
        " delivered_qty invoiced cancelled knows_delivery due_on completed late_days is_late"
        " late_business_days",
    ),
    _report(
        "arrivals",
        arrivals,
        "open order lines: when each is expected, with an 80 % range from what became of earlier"
        " promises to the account",
        "customer_no company_no order_no line_no purchase_order product_no description category"
        " site_no ordered_qty unit due_on is_late promised expected earliest latest basis past"
        " late_risk at_risk",
    ),
    _report(
        "delivery-weeks",
        delivery_weeks,
        "order lines by the week they fall due and site: in time, late, late now, to come",
        "customer_no week site_no site_name measure lines on_time late late_now to_come",
    ),
    _report(
        "on-time",
        on_time_parts,
        "order lines that were due in the period (the last year where none is given): on time and"
        " in full, partly, in full by now, by baseline, month, product group and site",
        "customer_no baseline measure month category site_no site_name lines on_time partly"
        " in_full",
    ),
    _report(
        "lead-times",
        lead_times,
        "order lines that came in the period (the last year where none is given): days from order"
        " and confirmation, by the calendar and business days of the site; the last day counts",
        "customer_no company_no order_no line_no description category site_no site_name country"
        " measure ordered_on confirmed_on completed order_days order_business_days confirmed_days"
        " confirmed_business_days",
    ),
    _report(
        "delivered-not-invoiced",
        delivered_not_invoiced,
        "order lines of which more came than was invoiced, valued by the order, excl. VAT",
        _UNEQUAL,
        totals="net_amount",
    ),
    _report(
        "invoiced-not-delivered",
        invoiced_not_delivered,
        "order lines of which more is invoiced than came, valued by the order, excl. VAT",
        _UNEQUAL,
        totals="net_amount",
    ),
    _report(
        "budget",
        budget,
        "cost by month of service and category, excl. VAT: actual 24 months back; 12 months ahead"
        " known, ordered, assumed and statistical with ranges",
        "customer_no currency month category part amount p10 p90 method low95 high95",
        totals="amount",
    ),
    _report(
        "cash",
        expected_payments,
        "open invoices with what is left to pay of each after credits, and when it likely is",
        "customer_no company_no class document_no instalment_no issue_date due_date currency"
        " open_amount days_overdue is_disputed set_off to_pay p10 p50 p90 late_probability",
        totals="open_amount set_off to_pay",
    ),
    _report(
        "cash-weeks",
        cash_weeks,
        "payments expected by week, incl. VAT, less open credits: of open invoices and of those to"
        " come, with a range; the row without a week is what of open invoices comes later",
        "customer_no currency week open_invoices coming total p10 p90",
        totals="open_invoices coming total",
    ),
    _report(
        "billing-check",
        billing_check,
        "lines that bill machines against their liability, contract price and index, excl. VAT:"
        " what to claim, what bill to expect, where to give notice",
        "customer_no company_no outcome reason serial_no like_serial model site_no site_name"
        " contract_no class invoice_no line_no issue_date service_start service_end billable_from"
        " billable_to removed_on noticed_on earlier_no currency billed_amount correct_amount"
        " claim_amount expected_amount monthly_amount direction state claim_no decision"
        " postponed_to decision_reason decided_by decided_on decided_amount finding",
        totals="claim_amount expected_amount monthly_amount",
    ),
    _report(
        "claims",
        claims,
        "requests for credit: what was asked for, credited since and outstanding, excl. VAT",
        "claim_no customer_no company_no currency sent_on sent_by seen_to note lines asked_amount"
        " vat_amount closed_on closing_reason closed_by status claimed_amount credited_amount"
        " outstanding_amount",
        totals="asked_amount vat_amount claimed_amount credited_amount outstanding_amount",
    ),
    _report(
        "payments-settled",
        payments_settled,
        "payments and what each part of them settled, with days beyond terms; what is unapplied has"
        " a row of its own; the parts sum to the payments",
        "customer_no company_no payment_no kind payment_date currency paid_amount part"
        " class document_no instalment_no issue_date due_date effective_on"
        " days_beyond_terms amount reference bank_reference",
        totals="amount",
    ),
    _report(
        "budget-lines",
        budget_lines,
        "invoice lines whose service period meets the asked one, by category, contract, site and"
        " cost centre, and their part in it by days, excl. VAT",
        "customer_no company_no category contract_no contract_name site_no site_name"
        " cost_centre serial_no service_start service_end class invoice_no line_no"
        " issue_date description buyer_reference purchase_order currency net_amount"
        " vat_amount period_amount",
        totals="net_amount vat_amount period_amount",
    ),
    _report(
        "analysis-lines",
        analysis_lines,
        "invoice lines for a pivot: every name beside its number, months, quarters, fiscal years",
        "customer_no customer_name company_no class invoice_no line_no issue_date year"
        " quarter year_month fiscal_year due_date currency category product_no description"
        " quantity unit unit_price net_amount vat_rate vat_amount gross_amount"
        " service_start service_end service_days site_no site_name city contract_no"
        " contract_name serial_no model cost_centre buyer_reference purchase_order order_no",
        totals="net_amount vat_amount gross_amount",
    ),
    _report(
        "billed-installed",
        billed_installed,
        "lines that bill machines, right or wrong: billed days beside billable days, the"
        " difference, excl. VAT",
        "customer_no company_no serial_no model site_no site_name contract_no class"
        " invoice_no line_no issue_date service_start service_end billable_from billable_to"
        " billed_days days_outside outcome reason currency billed_amount correct_amount"
        " difference",
        totals="billed_amount correct_amount difference",
    ),
    _report(
        "pay-now",
        pay_now,
        "what to pay of open invoices due in 30 days (or by the period's last day), to whom and by"
        " when; what is kept out as disputed, covered by credits or later",
        "customer_no company_no payee is_factored account account_kind changed_from reference class"
        " document_no instalment_no issue_date due_date days_overdue last_banking_day pay_on"
        " currency open_amount state to_pay kept_out",
        totals="to_pay kept_out",
    ),
    _report(
        "open-credits",
        open_credits,
        "open credit notes and unapplied payments with the invoices they could settle: suggestions",
        "customer_no company_no class document_no issue_date currency open_amount settles_no"
        " settles_instalment settles_due settles_class amount reason",
        totals="amount",
    ),
    _report(
        "due-calendar",
        due_calendar,
        "open invoices by due date, with week and the last banking day on or before it",
        "customer_no currency week due_date last_banking_day amount items is_overdue",
        totals="amount",
    ),
    _report(
        "bridge",
        bridge_rows,
        "why the balance changed: the period's ledger entries (this month where none is given) by"
        " step",
        "customer_no company_no currency entry_date step kind class document_no amount",
        totals="amount",
    ),
    _report(
        "payment-behaviour",
        payment_behaviour,
        "days beyond terms and days to pay by month of payment, weighted by amount",
        "customer_no currency month parts paid amount_days_beyond amount_days_to_pay"
        " days_beyond_terms days_to_pay",
        totals="paid",
    ),
    _report(
        "reporting-value",
        reporting_value,
        "what is open in one reporting currency at the day's rate, with the unrealised difference",
        "customer_no currency open_amount rate rate_date reporting_currency value booked_value"
        " unrealised",
    ),
    _report(
        "contracts",
        contracts,
        "contracts: terms, last notice day, what they cover; billed, committed and the cost of"
        " doing nothing, excl. VAT",
        "customer_no company_no contract_no name category currency state start_on end_on term_end"
        " last_notice_day notice_months renews renewal_months renewed_to noticed_on machines sites"
        " monthly_amount billed billed_year committed renewal_cost",
        totals="monthly_amount billed billed_year committed renewal_cost",
    ),
    _report(
        "contract-deadlines",
        contract_deadlines,
        "contracts to give notice of in the period (the coming year where none is given), by the"
        " cost of doing nothing, excl. VAT",
        "customer_no company_no contract_no name category currency last_notice_day days_left"
        " notice_months term_end renewal_months renewed_to monthly_amount renewal_cost",
        totals="monthly_amount renewal_cost",
    ),
    _report(
        "contract-costs",
        contract_costs,
        "contracts behind the budget's months ahead: what is agreed, what if renewed, excl. VAT",
        "customer_no currency contract_no name category renews known assumed term_end"
        " last_notice_day",
        totals="known assumed",
    ),
    _report(
        "machines",
        machines,
        "machines with site, contract, warranty and maintenance; billed and a month, excl. VAT",
        "customer_no company_no serial_no model product_no site_no site_name status installed_on"
        " removed_on age_months moves contract_no contract_count noticed_on liable_to warranty"
        " warranty_until cover level hours covered_from covered_to cover_ended last_service"
        " next_service currency purchase_price billed monthly_amount estimate estimated_from"
        " comparable reason",
        totals="purchase_price billed monthly_amount",
    ),
    _report(
        "maintenance",
        maintenance,
        "installed machines: covered or not, until when, services, what the others would cost a"
        " month, excl. VAT",
        "customer_no company_no serial_no model product_no site_no site_name status contract_no"
        " cover level hours covered_from covered_to cover_ended last_service next_service warranty"
        " warranty_until currency monthly_amount estimate estimated_from comparable",
        totals="monthly_amount estimate",
    ),
    _report(
        "machine-moves",
        machine_moves,
        "installations, moves and removals of machines, the newest first",
        "customer_no company_no serial_no model moved_on kind from_site from_name to_site to_name",
    ),
    _report(
        "change-requests",
        change_list,
        "changes of machines that were asked for, and whether the sources show them since",
        "receipt_no kind state customer_no company_no serial_no model on_date from_site from_name"
        " to_site to_name new_serial contact_name contact_email contact_phone note asked_by_name"
        " asked_at decided_by_name decided_at decision_note shown_on outstanding_days",
    ),
)
"""The reports of the command line; their names and fields are stable."""
