"""The scripted scene: what the finance manager's account shows on the first screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from etl.demo.accounts import Account
from etl.demo.books import Books, Dispute, Document, Line, Order, OrderLine, Payment
from etl.demo.catalogue import CONSUMABLES, DEVICES, SERVICES, Product
from etl.demo.days import days, workday, workday_before
from etl.demo.money import list_price, vat
from etl.demo.party_rows import OTHER_BANKGIRO
from etl.demo.stage import Stage


@dataclass(frozen=True, slots=True)
class Scene:
    """What was scripted for the finance manager's account."""

    overdue: tuple[Document, ...]
    disputed: Document
    credit_note: Document
    unapplied: Payment
    slipped: Order
    unbilled: Order
    waiting: Order


@dataclass(frozen=True, slots=True)
class Script:
    """Writes the scene into the books, dated from the end of the demo backwards."""

    stage: Stage
    books: Books
    account: Account

    def play(self) -> Scene:
        """The scene; its documents are numbered apart and left alone by the payments."""
        overdue = (
            self._invoice(47, (DEVICES[3], 1), (SERVICES[2], 6)),
            self._invoice(36, (DEVICES[0], 1)),
        )
        overdue[1].payee_account = OTHER_BANKGIRO
        return Scene(
            overdue=overdue,
            disputed=self._disputed(),
            credit_note=self._credit_note(),
            unapplied=self._unapplied(),
            slipped=self._slipped(),
            unbilled=self._unbilled(),
            waiting=self._waiting(),
        )

    def _ago(self, number: int) -> date:
        return workday_before(self.stage.until - days(number))

    def _invoice(self, age: int, *goods: tuple[Product, int], held: bool = True) -> Document:
        issued = self._ago(age)
        document = Document(
            kind="invoice",
            account=self.account,
            issued=issued,
            due=issued + days(self.account.terms),
            currency=self.account.currency,
            lines=[self._line(product, quantity) for product, quantity in goods],
            purchase_order=f"45000{70_000 + age}",
            scripted=True,
            held=held,
        )
        self.books.documents.append(document)
        return document

    def _line(self, product: Product, quantity: int) -> Line:
        account = self.account
        price = list_price(product.price * 1.15, account.currency)
        net = price * quantity
        return Line(
            description=product.name,
            net=net,
            vat=vat(net, account.vat_rate, account.currency),
            vat_rate=account.vat_rate,
            product_no=product.no,
            quantity=quantity,
            unit=product.unit,
            unit_price=price,
            category=product.category,
            site_no=account.sites[0].no,
            cost_centre=account.cost_centres[0],
        )

    def _disputed(self) -> Document:
        document = self._invoice(26, (DEVICES[2], 4), (DEVICES[7], 3))
        line = document.lines[1]
        document.dispute = Dispute(
            opened=self._ago(14),
            closed=None,
            amount=line.net + line.vat,
            line_no="2",
            reason="Fel antal levererat: 2 av 3 laddstationer",
            credited=False,
        )
        return document

    def _credit_note(self) -> Document:
        original = self._invoice(110, (DEVICES[2], 3), (DEVICES[7], 1), held=False)
        returned = self._line(DEVICES[2], -1)
        credit = Document(
            kind="credit_note",
            account=self.account,
            issued=self._ago(12),
            due=None,
            currency=self.account.currency,
            lines=[returned],
            original=original,
            note="Retur av en ringläsare",
            scripted=True,
            held=True,
        )
        self.books.documents.append(credit)
        return credit

    def _unapplied(self) -> Payment:
        amount = Decimal("4800.00")
        payment = Payment("payment", self.account, self._ago(8), self.account.currency, amount)
        payment.note = f"Betalning utan fakturanummer, {self.account.reference}"
        self.books.payments.append(payment)
        return payment

    def _slipped(self) -> Order:
        """Promised three times: the second and third date were each later than the one before."""
        until = self.stage.until
        requested = workday(until - days(30))
        dates = (
            (self._ago(58), requested, "AP"),
            (self._ago(34), workday(until - days(11)), "CA"),
            (self._ago(14), workday(until + days(9)), "CA"),
        )
        order = self._order(60, requested, (DEVICES[5], 6), (DEVICES[1], 4))
        for line in order.lines:
            line.promises = list(dates)
            line.events = [("confirmed", dates[0][0], line.quantity)]
            line.events.append(("back_ordered", dates[1][0], line.quantity))
        return order

    def _unbilled(self) -> Order:
        """Came in time three weeks ago, and no invoice followed."""
        order = self._order(36, self._ago(20), (CONSUMABLES[0], 24), (CONSUMABLES[5], 1))
        for line in order.lines:
            line.promises = [(self._ago(35), line.requested, "AP")]
            line.events = [
                ("confirmed", self._ago(35), line.quantity),
                ("shipped", self._ago(22), line.quantity),
                ("delivered", self._ago(21), line.quantity),
            ]
        return order

    def _waiting(self) -> Order:
        """Promised for the last working day, and has not left yet."""
        requested = self._ago(0)
        order = self._order(16, requested, (CONSUMABLES[2], 30))
        for line in order.lines:
            line.promises = [(self._ago(15), requested, "AP")]
            line.events = [("confirmed", self._ago(15), line.quantity)]
        return order

    def _order(self, age: int, requested: date, *goods: tuple[Product, int]) -> Order:
        account, site_no = self.account, self.account.sites[0].no
        order = Order(
            account=account,
            ordered_on=self._ago(age),
            currency=account.currency,
            discount=Decimal(0),
            lines=[
                OrderLine(
                    product_no=product.no,
                    description=product.name,
                    category=product.category,
                    quantity=quantity,
                    unit=product.unit,
                    list_price=list_price(product.price * 1.15, account.currency),
                    requested=requested,
                    site_no=site_no,
                )
                for product, quantity in goods
            ],
            site_no=site_no,
            purchase_order=f"45000{69_998 + age:05d}",
            carrier="Älvfrakt",
            scripted=True,
        )
        self.books.orders.append(order)
        return order
