"""The books of the demo: documents, payments, orders and agreements before they get numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from etl.demo.accounts import Account
from etl.demo.money import ZERO

DocumentClass = Literal["invoice", "credit_note", "interest_invoice"]


@dataclass(slots=True)
class OrderLine:
    """One line of an order, its promises (given, promised, status) and its events."""

    product_no: str
    description: str
    category: str
    quantity: int
    unit: str
    list_price: Decimal
    requested: date
    site_no: str
    promises: list[tuple[date, date | None, str]] = field(default_factory=list)
    events: list[tuple[str, date, int]] = field(default_factory=list)


@dataclass(slots=True)
class Order:
    """One order; `scripted` orders are numbered in a series of their own."""

    account: Account
    ordered_on: date
    currency: str
    discount: Decimal
    lines: list[OrderLine]
    site_no: str
    purchase_order: str
    carrier: str
    cancelled_on: date | None = None
    scripted: bool = False
    number: str = ""


@dataclass(slots=True)
class Line:
    """One line of a document; the service period is inclusive."""

    description: str
    net: Decimal
    vat: Decimal
    vat_rate: Decimal
    product_no: str = ""
    quantity: int = 1
    unit: str = "st"
    unit_price: Decimal | None = None
    category: str = ""
    site_no: str = ""
    contract_no: str = ""
    serial_no: str = ""
    service_start: date | None = None
    service_end: date | None = None
    cost_centre: str = ""
    order_line_no: str = ""


@dataclass(slots=True)
class Dispute:
    """One dispute of a document, or of the line `line_no`."""

    opened: date
    closed: date | None
    amount: Decimal | None
    line_no: str
    reason: str
    credited: bool


@dataclass(slots=True)
class Document:
    """One invoice, credit note or interest invoice; `luck` and `sway` decide how it is paid.

    `payee_account` is the account it names where that is not the usual one.
    """

    kind: DocumentClass
    account: Account
    issued: date
    due: date | None
    currency: str
    lines: list[Line]
    luck: float = 0.5
    sway: float = 0.0
    order: Order | None = None
    contract_no: str = ""
    purchase_order: str = ""
    original: Document | None = None
    note: str = ""
    dispute: Dispute | None = None
    instalments: list[tuple[date, Decimal]] = field(default_factory=list)
    credits: list[Document] = field(default_factory=list)
    scripted: bool = False
    held: bool = False
    number: str = ""
    payee_account: str = ""
    net: Decimal = ZERO
    vat: Decimal = ZERO

    def __post_init__(self) -> None:
        self.net = sum((line.net for line in self.lines), ZERO)
        self.vat = sum((line.vat for line in self.lines), ZERO)

    @property
    def amount(self) -> Decimal:
        """The total with VAT, negative for a credit note."""
        return self.net + self.vat


@dataclass(slots=True)
class Payment:
    """One payment, refund or returned payment; it grows while a payment run collects."""

    kind: str
    account: Account
    day: date
    currency: str
    amount: Decimal
    document: Document | None = None
    note: str = ""
    number: str = ""


@dataclass(slots=True)
class Settlement:
    """One settlement that is not cash; a rounding above zero raises what is owed."""

    kind: str
    account: Account
    day: date
    currency: str
    amount: Decimal
    note: str = ""
    number: str = ""


@dataclass(slots=True)
class Allocation:
    """One amount of a source set against a target."""

    source: Document | Payment | Settlement
    target: Document | Payment | Settlement
    amount: Decimal
    day: date
    instalment_no: str = ""
    source_amount: Decimal | None = None


@dataclass(slots=True)
class Books:
    """Everything written down so far."""

    orders: list[Order] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)
    settlements: list[Settlement] = field(default_factory=list)
    allocations: list[Allocation] = field(default_factory=list)
