"""Trade of the demo: orders, promises, deliveries, and the invoices that follow them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from etl.demo.accounts import Account
from etl.demo.books import Books, Dispute, Document, Line, Order
from etl.demo.catalogue import SERVICES, Product
from etl.demo.days import days, months_between, workday
from etl.demo.money import ZERO, list_price, vat
from etl.demo.ordering import deliver, new_order, purchase_order
from etl.demo.stage import Stage, poisson
from saldo.ledger.money import round_amount
from saldo.ledger.months import add_months

ORDERS_A_MONTH = 1.8
_ORDERS_OF_A_COURSE = 8
_SEASON = (0.9, 0.95, 1.1, 1.0, 1.0, 0.95, 0.5, 0.85, 1.1, 1.1, 1.3, 1.15)
_KINDS = ("consumables", "devices", "services", "licences", "systems")
_KIND_WEIGHTS = (52, 22, 19, 5, 0.7)
_REASONS = ("Fel antal levererat", "Fel pris", "Skadat vid leverans", "Ej beställt")
_INSTALMENTS_FROM = Decimal(250_000)


def usual_orders(stage: Stage, account: Account, month: date) -> float:
    """How many orders the account places in that month, as a rule."""
    years = (month - stage.start).days / 365.25
    growth: float = 1.05**years
    if account.habit.course != "steady":
        return _ORDERS_OF_A_COURSE
    return ORDERS_A_MONTH * account.weight * _SEASON[month.month - 1] * growth


@dataclass(slots=True)
class Trade:
    """Writes an account's orders and trade invoices into the books, month by month."""

    stage: Stage
    books: Books
    activity: float = 1.0

    def months(self, account: Account) -> None:
        """The whole history of the account."""
        for month in months_between(self.stage.start, self.stage.until):
            self._month(account, month)

    def _month(self, account: Account, month: date) -> None:
        chance = self.stage.chance("trade", account.no, month)
        mean = usual_orders(self.stage, account, month)
        if not account.in_scene:  # a scene needs its figures however quiet the company is
            mean *= self.activity
        length = (add_months(month, 1) - month).days
        number = poisson(chance, mean)
        places = [chance.randrange(length) for _ in range(number)]
        if account.habit.course != "steady":  # evenly: what shows is the course, not chance
            places = [length * place // _ORDERS_OF_A_COURSE for place in range(_ORDERS_OF_A_COURSE)]
        for place in places:
            self._order(account, workday(month + days(place)), Random(chance.getrandbits(64)))

    def _order(self, account: Account, ordered: date, chance: Random) -> None:
        kind = chance.choices(_KINDS, _KIND_WEIGHTS)[0]
        if account.habit.course != "steady":
            kind = "consumables"
        elif account.in_scene and kind == "systems":
            kind = "devices"  # one big machine would drown the scene's figures
        currency = account.currency
        if account.second_currency and chance.random() < 0.2:
            currency = account.second_currency
        if kind == "services":
            self._service(account, ordered, currency, chance)
            return
        order = new_order(self.stage, account, ordered, kind=kind, currency=currency, chance=chance)
        shipments = deliver(order, chance)
        self._keep(order)
        for shipped, parts in shipments:
            self._invoice(order, shipped, parts, chance)

    def _keep(self, order: Order) -> None:
        until = self.stage.until
        if order.ordered_on > until:
            return
        for line in order.lines:
            line.promises = [promise for promise in line.promises if promise[0] <= until]
            line.events = [event for event in line.events if event[1] <= until]
        if order.cancelled_on and order.cancelled_on > until:
            order.cancelled_on = None
        self.books.orders.append(order)

    def _invoice(
        self, order: Order, shipped: date, parts: list[tuple[int, int]], chance: Random
    ) -> None:
        account = order.account
        issued = workday(shipped + days(chance.choice((0, 0, 1, 1, 2))))
        luck, sway, trouble = chance.random(), chance.gauss(0, 1), chance.random()
        days_in, days_open = chance.randint(4, 18), chance.randint(15, 50)
        lines = [invoice_line(order, place, quantity, chance) for place, quantity in parts]
        if issued > self.stage.until:
            return
        document = Document(
            kind="invoice",
            account=account,
            issued=issued,
            due=issued + days(account.terms),
            currency=order.currency,
            lines=lines,
            luck=luck,
            sway=sway,
            order=order,
            purchase_order=order.purchase_order,
        )
        self._add(document, trouble, issued + days(days_in), days_open, chance)

    def _service(self, account: Account, day: date, currency: str, chance: Random) -> None:
        luck, sway, trouble = chance.random(), chance.gauss(0, 1), chance.random()
        done = workday(day + days(chance.randint(1, 20)))
        site_no = chance.choice(account.sites).no
        products = chance.sample(SERVICES, chance.choice((1, 2, 2, 3)))
        lines = [
            _service_line(product, account, done, currency=currency, site_no=site_no, chance=chance)
            for product in products
        ]
        if done > self.stage.until:
            return
        document = Document(
            kind="invoice",
            account=account,
            issued=done,
            due=done + days(account.terms),
            currency=currency,
            lines=lines,
            luck=luck,
            sway=sway,
            purchase_order=purchase_order(account, chance),
        )
        self._add(document, trouble, done + days(10), 30, chance)

    def _add(
        self, document: Document, trouble: float, opened: date, days_open: int, chance: Random
    ) -> None:
        _round_total(document)
        _split(document, chance)
        self.books.documents.append(document)
        if document.account.in_scene or document.instalments:
            return
        if trouble < 0.012:
            self._dispute(document, workday(opened), days_open, chance)
        elif trouble < 0.045:
            issued = workday(document.issued + days(chance.randint(3, 60)))
            whole = chance.random() < 0.4
            self.credit(document, issued, chance, whole=whole, note="Retur")

    def _dispute(self, document: Document, opened: date, days_open: int, chance: Random) -> None:
        line_no = chance.choice(("", str(chance.randint(1, len(document.lines)))))
        closed = workday(opened + days(days_open))
        credited = chance.random() < 0.4
        amount = None
        if line_no:
            line = document.lines[int(line_no) - 1]
            amount = line.net + line.vat
            if amount <= 0:
                line_no, amount = "", None
        reason = chance.choice(_REASONS)
        document.dispute = Dispute(opened, closed, amount, line_no, reason, credited)
        if credited:
            self.credit_line(document, line_no, closed, note=f"Kreditering: {reason.lower()}")

    def credit(
        self, original: Document, issued: date, chance: Random, *, whole: bool, note: str
    ) -> Document | None:
        """A credit note for the whole invoice or for one of its lines."""
        line_no = "" if whole else str(chance.randint(1, len(original.lines)))
        return self.credit_line(original, line_no, issued, note=note)

    def credit_line(
        self, original: Document, line_no: str, issued: date, *, note: str
    ) -> Document | None:
        """A credit note for a line, or for all; `None` where it lies ahead or is nothing."""
        chosen = [original.lines[int(line_no) - 1]] if line_no else original.lines
        if issued > self.stage.until or sum(line.net + line.vat for line in chosen) <= 0:
            return None
        credit = Document(
            kind="credit_note",
            account=original.account,
            issued=issued,
            due=None,
            currency=original.currency,
            lines=[_reversed(line) for line in chosen],
            order=original.order,
            purchase_order=original.purchase_order,
            original=original,
            note=note,
            scripted=original.scripted,
        )
        original.credits.append(credit)
        self.books.documents.append(credit)
        return credit


def invoice_line(order: Order, place: int, quantity: int, chance: Random) -> Line:
    """The line of an invoice for so many of an order's line."""
    line, account = order.lines[place], order.account
    price = round_amount(line.list_price * (1 - order.discount), order.currency)
    net = price * quantity
    return Line(
        description=line.description,
        net=net,
        vat=vat(net, account.vat_rate, order.currency),
        vat_rate=account.vat_rate,
        product_no=line.product_no,
        quantity=quantity,
        unit=line.unit,
        unit_price=price,
        category=line.category,
        site_no=line.site_no,
        cost_centre=chance.choice(account.cost_centres),
        order_line_no=str(place + 1),
    )


def _service_line(
    product: Product,
    account: Account,
    day: date,
    *,
    currency: str,
    site_no: str,
    chance: Random,
) -> Line:
    price = list_price(product.price * 1.03 ** (day.year - 2021), currency)
    quantity = chance.randint(1, product.most)
    net = price * quantity
    return Line(
        description=product.name,
        net=net,
        vat=vat(net, account.vat_rate, currency),
        vat_rate=account.vat_rate,
        product_no=product.no,
        quantity=quantity,
        unit=product.unit,
        unit_price=price,
        category=product.category,
        site_no=site_no,
        service_start=day,
        service_end=day,
        cost_centre=account.cost_centres[0],
    )


def _round_total(document: Document) -> None:
    """A line that rounds the total to whole kronor, for accounts that are billed so."""
    account = document.account
    if account.index % 6 != 1 or document.currency != "SEK":
        return
    difference = round_amount(document.amount.quantize(Decimal(1)) - document.amount, "SEK")
    if difference:
        document.lines.append(Line("Öresavrundning", difference, ZERO, ZERO))
        document.net += difference


def _split(document: Document, chance: Random) -> None:
    """Three monthly instalments for some large invoices in kronor."""
    if document.currency != "SEK" or document.amount < _INSTALMENTS_FROM or chance.random() > 0.5:
        return
    third = round_amount(document.amount / 3, "SEK")
    first = document.due or document.issued
    amounts = (third, third, document.amount - 2 * third)
    document.instalments = [
        (add_months(first, number), amount) for number, amount in enumerate(amounts)
    ]


def _reversed(line: Line) -> Line:
    return Line(
        description=line.description,
        net=-line.net,
        vat=-line.vat,
        vat_rate=line.vat_rate,
        product_no=line.product_no,
        quantity=-line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        category=line.category,
        site_no=line.site_no,
        service_start=line.service_start,
        service_end=line.service_end,
        cost_centre=line.cost_centre,
        order_line_no=line.order_line_no,
    )
