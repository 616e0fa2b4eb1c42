"""The scripted scene: what the finance manager's account shows on the first screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from etl.demo.accounts import Account
from etl.demo.books import Books, Dispute, Document, Line, Order, OrderLine, Payment
from etl.demo.catalogue import DEVICES, SERVICES, Product
from etl.demo.days import days, workday, workday_before
from etl.demo.money import list_price, vat
from etl.demo.stage import Stage


@dataclass(frozen=True, slots=True)
class Scene:
    """What was scripted for the finance manager's account."""

    overdue: tuple[Document, ...]
    disputed: Document
    credit_note: Document
    unapplied: Payment
    slipped: Order


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
        return Scene(
            overdue=overdue,
            disputed=self._disputed(),
            credit_note=self._credit_note(),
            unapplied=self._unapplied(),
            slipped=self._slipped(),
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
        until, account = self.stage.until, self.account
        requested = workday(until - days(30))
        dates = (
            (self._ago(58), requested, "AP"),
            (self._ago(34), workday(until - days(11)), "CA"),
            (self._ago(14), workday(until + days(9)), "CA"),
        )
        lines = []
        for product, quantity in ((DEVICES[5], 6), (DEVICES[1], 4)):
            line = OrderLine(
                product_no=product.no,
                description=product.name,
                category=product.category,
                quantity=quantity,
                unit=product.unit,
                list_price=list_price(product.price * 1.15, account.currency),
                requested=requested,
                site_no=account.sites[0].no,
            )
            line.promises = list(dates)
            line.events = [("confirmed", dates[0][0], quantity)]
            line.events.append(("back_ordered", dates[1][0], quantity))
            lines.append(line)
        order = Order(
            account=account,
            ordered_on=self._ago(60),
            currency=account.currency,
            discount=Decimal(0),
            lines=lines,
            site_no=account.sites[0].no,
            purchase_order="4500070058",
            carrier="Älvfrakt",
            scripted=True,
        )
        self.books.orders.append(order)
        return order
