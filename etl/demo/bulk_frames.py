"""Frames of the bulk's trade, one a canonical table, with the columns it fills."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import numpy as np
import polars as pl

from etl.demo.accounts import Account
from etl.demo.bulk import GOODS, Ints, Trades, day_number, vat_of
from etl.demo.catalogue import CARRIERS
from etl.demo.money import HOME, VAT_RATE
from etl.demo.party_rows import BANKGIRO
from etl.demo.stage import COMPANY_NO

_FIRST_INVOICE, _FIRST_ORDER = 3_000_000, 6_000_000


class Frames:
    """What a chunk of trades looks like in each table."""

    def __init__(self, accounts: Sequence[Account], trades: Trades, until: date) -> None:
        self._trades = trades
        self._until = day_number(until)
        self._invoice_no = _texts(_FIRST_INVOICE + trades.number)
        self._order_no = _texts(_FIRST_ORDER + trades.number)
        self._reference_no = reference_numbers(_FIRST_INVOICE + trades.number)
        self._purchase_order = "PO-" + _texts(10_000 + trades.number * 7 % 89_989)
        self._customer_no = _taken([account.no for account in accounts], trades.account)
        self._site_no = _taken([account.sites[0].no for account in accounts], trades.account)
        self._reference = _taken([account.reference for account in accounts], trades.account)
        self._accounts = accounts

    def owed(self) -> Iterator[tuple[str, Decimal]]:
        """What each account owes of it at the end."""
        open_amounts = self._trades.amount - self._trades.paid(self._until)
        totals = np.zeros(len(self._accounts), dtype=np.int64)
        np.add.at(totals, self._trades.account, open_amounts)
        for account, total in zip(self._accounts, totals.tolist(), strict=True):
            yield account.no, Decimal(total).scaleb(-2)

    def invoices(self) -> pl.DataFrame:
        """One row per invoice."""
        made = self._trades
        return pl.DataFrame(
            {
                "invoice_no": self._invoice_no,
                "customer_no": self._customer_no,
                "issue_date": _dates(made.issued),
                "due_date": _dates(made.due),
                "amount": _money(made.amount),
                "net_amount": _money(made.net),
                "vat_amount": _money(made.vat),
                "reference": self._reference_no,
                "order_no": self._order_no,
                "buyer_reference": self._reference,
                "purchase_order": self._purchase_order,
            }
        ).with_columns(
            pl.lit(COMPANY_NO).alias("company_no"),
            pl.lit("invoice").alias("class"),
            pl.lit(HOME).alias("currency"),
            pl.lit(BANKGIRO).alias("payee_account"),
        )

    def invoice_lines(self) -> pl.DataFrame:
        """One row per line."""
        made = self._trades
        return self._lines().with_columns(
            self._by_line("invoice_no", self._invoice_no),
            self._by_line("buyer_reference", self._reference),
            self._by_line("purchase_order", self._purchase_order),
            _money(made.line_net).alias("net_amount"),
            _money(vat_of(made.line_net)).alias("vat_amount"),
            pl.lit("invoice").alias("class"),
            pl.lit(str(VAT_RATE)).alias("vat_rate"),
            pl.col("line_no").alias("order_line_no"),
        )

    def payments(self) -> pl.DataFrame:
        """One row per payment made by the end."""
        return self._settled().with_columns(
            pl.lit("payment").alias("kind"),
            pl.lit(HOME).alias("currency"),
            ("BG" + pl.col("payment_no")).alias("bank_reference"),
        )

    def allocations(self) -> pl.DataFrame:
        """One row per payment: each settles one invoice."""
        return self._settled().select(
            "company_no",
            ("A" + pl.col("payment_no")).alias("allocation_no"),
            pl.lit("payment").alias("source_class"),
            pl.col("payment_no").alias("source_no"),
            pl.lit("invoice").alias("target_class"),
            pl.col("invoice_no").alias("target_no"),
            "amount",
            pl.col("payment_date").alias("applied_on"),
        )

    def _settled(self) -> pl.DataFrame:
        made = self._trades
        rest = made.amount - made.first_paid
        parts = (
            ("K", made.first_paid, made.first_day, made.first_day <= self._until),
            ("L", rest, made.rest_day, (made.rest_day <= self._until) & (rest > 0)),
        )
        return pl.concat(
            pl.DataFrame(
                {
                    "payment_no": prefix + self._invoice_no,
                    "invoice_no": self._invoice_no,
                    "customer_no": self._customer_no,
                    "payment_date": _dates(day),
                    "amount": _money(amount),
                    "reference": self._reference_no,
                    "note": self._reference,
                }
            ).filter(pl.Series(known))
            for prefix, amount, day, known in parts
        ).with_columns(pl.lit(COMPANY_NO).alias("company_no"))

    def orders(self) -> pl.DataFrame:
        """One row per order: each is invoiced once."""
        return pl.DataFrame(
            {
                "order_no": self._order_no,
                "customer_no": self._customer_no,
                "ordered_on": _dates(self._trades.ordered),
                "purchase_order": self._purchase_order,
                "buyer_reference": self._reference,
                "site_no": self._site_no,
            }
        ).with_columns(
            pl.lit(COMPANY_NO).alias("company_no"),
            pl.lit(HOME).alias("currency"),
        )

    def order_lines(self) -> pl.DataFrame:
        """One row per order line."""
        return self._lines().with_columns(
            pl.lit("0").alias("discount"),
            self._by_line("requested_on", _dates(self._trades.requested)),
        )

    def promises(self) -> pl.DataFrame:
        """One row per date given: as requested, and a later one where it slipped."""
        made = self._trades
        first = self._keys().with_columns(
            self._by_line("given_on", _dates(made.ordered)),
            self._by_line("promised_on", _dates(made.requested)),
            pl.lit("AP").alias("status"),
        )
        later = self._keys().with_columns(
            self._by_line("given_on", _dates(made.ordered + 1)),
            self._by_line("promised_on", _dates(made.slipped)),
            pl.lit("CA").alias("status"),
        )
        return pl.concat((first, later.filter(pl.Series(made.slipped[made.line_of] > 0))))

    def delivery_events(self) -> pl.DataFrame:
        """Three rows per order line: confirmed, shipped and, by the end, delivered."""
        made = self._trades
        stages = (
            ("1", "confirmed", made.ordered),
            ("2", "shipped", made.issued),
            ("3", "delivered", made.delivered),
        )
        carrier = _taken(list(CARRIERS), made.number % len(CARRIERS))
        rows = pl.concat(
            self._keys().with_columns(
                pl.lit(number).alias("event_no"),
                pl.lit(kind).alias("kind"),
                self._by_line("event_on", _dates(day)),
                pl.Series("quantity", made.quantity),
                self._by_line("carrier", carrier if kind != "confirmed" else _nothing(carrier)),
            )
            for number, kind, day in stages
        )
        return rows.filter(pl.col("event_on").cast(pl.Int32) <= self._until)

    def _lines(self) -> pl.DataFrame:
        made = self._trades
        return self._keys().with_columns(
            _taken([product.no for product in GOODS], made.goods).alias("product_no"),
            _taken([product.name for product in GOODS], made.goods).alias("description"),
            _taken([product.category for product in GOODS], made.goods).alias("category"),
            _taken([product.unit for product in GOODS], made.goods).alias("unit"),
            pl.Series("quantity", made.quantity),
            _money(made.price).alias("unit_price"),
            self._by_line("site_no", self._site_no),
        )

    def _keys(self) -> pl.DataFrame:
        return pl.DataFrame(
            {
                "order_no": self._order_no.gather(self._trades.line_of),
                "line_no": self._trades.line_no,
            }
        ).with_columns(pl.lit(COMPANY_NO).alias("company_no"))

    def _by_line(self, name: str, values: pl.Series) -> pl.Series:
        return values.gather(self._trades.line_of).alias(name)


def _texts(numbers: Ints) -> pl.Series:
    return pl.Series(numbers).cast(pl.String)


def _taken(words: list[str], places: Ints) -> pl.Series:
    return pl.Series(words, dtype=pl.String).gather(places)


def _nothing(like: pl.Series) -> pl.Series:
    return pl.Series([None], dtype=pl.String).extend_constant(None, len(like) - 1)


def _dates(numbers: Ints) -> pl.Series:
    return pl.Series(numbers.astype(np.int32)).cast(pl.Date)


def _money(ore: Ints) -> pl.Series:
    return pl.Series(ore).cast(pl.Decimal(18, 2)) / 100


def reference_numbers(numbers: Ints) -> pl.Series:
    """Payment references: what `numbers.payment_reference` gives, for many numbers at once."""
    rest, total, factor = numbers.copy(), np.zeros_like(numbers), 2
    while rest.any():
        doubled = rest % 10 * factor
        total += doubled // 10 + doubled % 10
        rest //= 10
        factor = 3 - factor
    return _texts(numbers * 10 + -total % 10)
