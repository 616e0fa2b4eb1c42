"""How accounts settle: payments, part payments, returns, discounts, credits, transfers."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from etl.demo.accounts import Account
from etl.demo.books import Allocation, Books, Document, Line, Payment, Settlement
from etl.demo.days import days, workday
from etl.demo.habits import Way, payment_day, payment_way
from etl.demo.money import HOME, ZERO, Rates
from etl.demo.stage import Stage
from saldo.ledger.money import round_amount

_INTEREST_PERCENT = Decimal(10)
_SMALLEST_INTEREST = Decimal(150)
_SHORT_BY = Decimal(45)


@dataclass(slots=True)
class Due:
    """Something to be paid: a document or one instalment, what is left of it, and how.

    `disputed` is held back until the dispute is closed, on `later`.
    """

    document: Document
    day: date
    left: Decimal
    instalment_no: str = ""
    way: Way = "plain"
    disputed: Decimal = ZERO
    later: date | None = None
    _chance: Random | None = None

    @property
    def chance(self) -> Random:
        """Its stream of chance; most documents are paid without."""
        if self._chance is None:
            self._chance = Random(f"{self.document.luck}:{self.document.sway}")
        return self._chance


@dataclass(slots=True)
class Credit:
    """A credit note or payment with something left to set against an invoice, from a day on."""

    source: Document | Payment
    left: Decimal
    day: date


@dataclass(slots=True)
class Settling:
    """Settles one account's documents in the order of the days on which things happen."""

    stage: Stage
    books: Books
    rates: Rates
    account: Account
    relatives: list[Account]
    _queue: list[tuple[date, int, Due]] = field(default_factory=list)
    _credits: list[Credit] = field(default_factory=list)
    _runs: dict[tuple[date, str], Payment] = field(default_factory=dict)
    _paid: set[int] = field(default_factory=set)
    _pushed: int = 0

    def settle(self, documents: list[Document]) -> None:
        """Write every payment, settlement and allocation up to the end of the demo."""
        for document in documents:
            if document.held or document.amount == 0:
                continue
            if document.kind == "credit_note":
                self._credits.append(Credit(document, -document.amount, document.issued))
            else:
                self._expect(document)
        self._credits.sort(key=lambda credit: credit.day)
        while self._queue and self._queue[0][0] <= self.stage.until:
            day, _, due = heapq.heappop(self._queue)
            self._pay(due, day)
        for _, _, due in sorted(self._queue, key=lambda entry: entry[:2]):
            self._set_own_credits(due, self.stage.until)

    def _expect(self, document: Document) -> None:
        way = payment_way(self.stage, document, self.relatives)
        parts = document.instalments or [(document.due or document.issued, document.amount)]
        for place, (due_day, amount) in enumerate(parts):
            instalment_no = str(place + 1) if document.instalments else ""
            due = Due(document, due_day, amount, instalment_no, way)
            self._push(self._planned(due), due)

    def _planned(self, due: Due) -> date:
        day = payment_day(self.stage, due.document, due.day)
        dispute = due.document.dispute
        if dispute is None or dispute.closed is None:
            return day
        settled = max(day, workday(dispute.closed + days(3)))
        if dispute.amount is None:
            return settled
        due.later, due.disputed = settled, dispute.amount
        return day

    def _push(self, day: date, due: Due) -> None:
        self._pushed += 1
        heapq.heappush(self._queue, (day, self._pushed, due))

    def _pay(self, due: Due, day: date) -> None:
        if due.disputed:
            undisputed, due.disputed = due.left - due.disputed, ZERO
            if undisputed > 0:
                self._plain(due, day, undisputed)
            self._push(due.later or day, due)
            return
        self._set_own_credits(due, day)
        self._set_other_credits(due, day)
        way, due.way = due.way, "plain"
        if due.left > 0:
            self._pay_in_its_way(due, day, way)
        if not due.left:
            self._paid.add(id(due.document))

    def _pay_in_its_way(self, due: Due, day: date, way: Way) -> None:
        if way == "part":
            self._part(due, day)
        elif way == "twice":
            self._twice(due, day)
        elif way == "returned":
            self._returned(due, day)
        elif way == "short":
            self._short(due, day)
        elif way == "waived":
            self._settlement("write_off", due, day, due.left, "Avskriven dröjsmålsränta")
        elif way == "relative":
            self._by_relative(due, day)
        elif way == "foreign":
            self._in_kronor(due, day)
        else:
            self._in_full(due, day)
        if not due.left:
            self._charge_interest(due, day)

    def _set_own_credits(self, due: Due, day: date) -> None:
        for credit in self._credits:
            source = credit.source
            if isinstance(source, Document) and source.original is due.document:
                self._set_off(credit, due, day, max(credit.day, due.document.issued))

    def _set_other_credits(self, due: Due, day: date) -> None:
        for credit in self._credits:
            source = credit.source
            waits = isinstance(source, Document) and id(source.original) not in self._paid
            if credit.left and not waits and source.currency == due.document.currency:
                self._set_off(credit, due, day, day)
        self._credits = [credit for credit in self._credits if credit.left]

    def _set_off(self, credit: Credit, due: Due, day: date, applied: date) -> None:
        used = min(credit.left, due.left)
        if used > 0 and credit.day <= day:
            self._allocate(credit.source, due, used, applied)
            credit.left -= used

    def _in_full(self, due: Due, day: date) -> None:
        habit, currency = self.account.habit, due.document.currency
        if habit.cash_discount and day <= due.document.issued + days(12):
            discount = round_amount(due.left * 2 / 100, currency)
            self._settlement("cash_discount", due, day, discount, "2 % inom 10 dagar")
        if habit.whole_kronor and currency == HOME:
            self._in_whole_kronor(due, day)
        else:
            self._plain(due, day, due.left)

    def _in_whole_kronor(self, due: Due, day: date) -> None:
        whole = round_amount(due.left.quantize(Decimal(1)), HOME)
        difference = whole - due.left
        if difference < 0:
            self._settlement("rounding", due, day, difference, "Öresavrundning")
        payment = self._payment(due, whole, day)
        self._allocate(payment, due, due.left, day)
        if difference > 0:
            rounding = self._write("rounding", day, HOME, difference, "Öresavrundning")
            self._allocation(payment, rounding, difference, day)

    def _plain(self, due: Due, day: date, amount: Decimal) -> None:
        if amount > 0:
            self._allocate(self._payment(due, amount, day), due, amount, day)

    def _part(self, due: Due, day: date) -> None:
        share = round_amount(due.left * due.chance.randint(3, 8) / 10, due.document.currency)
        self._plain(due, day, share)
        self._push(workday(day + days(due.chance.randint(14, 45))), due)

    def _twice(self, due: Due, day: date) -> None:
        amount, document = due.left, due.document
        self._plain(due, day, amount)
        again = workday(day + days(due.chance.randint(2, 9)))
        back = workday(again + days(due.chance.randint(12, 30)))
        refunded = due.chance.random() < 0.35
        if again > self.stage.until:
            return
        payment = self._new_payment("payment", document.currency, amount, again, document)
        payment.note = f"Dubbelbetalning, {self.account.reference}"
        if not refunded:
            self._credits.append(Credit(payment, amount, again))
        elif back <= self.stage.until:
            refund = self._new_payment("refund", document.currency, amount, back)
            refund.note = f"Återbetalning, {self.account.reference}"
            self._allocation(payment, refund, amount, back)

    def _returned(self, due: Due, day: date) -> None:
        amount, document = due.left, due.document
        back, again = workday(day + days(2)), workday(day + days(6))
        payment = self._new_payment("payment", document.currency, amount, day, document)
        self._push(again, due)
        if back <= self.stage.until:
            returned = self._new_payment("payment_return", document.currency, amount, back)
            returned.note = f"Retur från banken, {self.account.reference}"
            self._allocation(payment, returned, amount, back)

    def _short(self, due: Due, day: date) -> None:
        missing = min(_SHORT_BY, round_amount(due.left / 10, due.document.currency))
        self._plain(due, day, due.left - missing)
        off = workday(day + days(60))
        if missing and off <= self.stage.until:
            self._settlement("write_off", due, off, missing, "Restbelopp avskrivet")

    def _by_relative(self, due: Due, day: date) -> None:
        payer = due.chance.choice(self.relatives)
        document = due.document
        payment = Payment("payment", payer, day, document.currency, due.left, document)
        payment.note = f"Koncernbetalning, {payer.reference}"
        self.books.payments.append(payment)
        self._allocate(payment, due, due.left, day)

    def _in_kronor(self, due: Due, day: date) -> None:
        document = due.document
        kronor = round_amount(due.left * self.rates.rate(document.currency, day), HOME)
        payment = self._new_payment("payment", HOME, kronor, day, document)
        self._allocate(payment, due, due.left, day)
        self.books.allocations[-1].source_amount = kronor

    def _charge_interest(self, due: Due, day: date) -> None:
        document, account = due.document, self.account
        late = (day - due.day).days
        steady = account.habit.course == "steady" and not account.in_scene
        if document.kind != "invoice" or not steady or late <= 20 or document.dispute:
            return
        exact = document.amount * _INTEREST_PERCENT * late / 36_500
        amount = round_amount(exact, document.currency)
        issued = workday(day + days(5))
        luck, sway, wanted = due.chance.random(), due.chance.gauss(0, 1), due.chance.random()
        if amount < _SMALLEST_INTEREST or wanted > 0.6 or issued > self.stage.until:
            return
        text = f"Dröjsmålsränta {_INTEREST_PERCENT} %, {late} dagar"
        line = Line(text, amount, ZERO, ZERO, unit_price=amount)
        due_day = issued + days(account.terms)
        interest = Document(
            "interest_invoice", account, issued, due_day, document.currency, [line], luck, sway
        )
        self.books.documents.append(interest)
        way: Way = "waived" if luck < 0.25 else "plain"
        owed = Due(interest, due_day, amount, way=way)
        self._push(payment_day(self.stage, interest, due_day), owed)

    def _payment(self, due: Due, amount: Decimal, day: date) -> Payment:
        currency = due.document.currency
        if not self.account.habit.collects:
            return self._new_payment("payment", currency, amount, day, due.document)
        run = self._runs.get((day, currency))
        if run is None:
            run = self._new_payment("payment", currency, amount, day)
            run.note = f"Samlingsbetalning, {self.account.reference}"
            self._runs[day, currency] = run
        else:
            run.amount += amount
        return run

    def _new_payment(
        self,
        kind: str,
        currency: str,
        amount: Decimal,
        day: date,
        document: Document | None = None,
    ) -> Payment:
        payment = Payment(kind, self.account, day, currency, amount, document)
        payment.note = self.account.reference
        self.books.payments.append(payment)
        return payment

    def _write(self, kind: str, day: date, currency: str, amount: Decimal, note: str) -> Settlement:
        text = f"{note}, {self.account.reference}"
        settlement = Settlement(kind, self.account, day, currency, amount, text)
        self.books.settlements.append(settlement)
        return settlement

    def _settlement(self, kind: str, due: Due, day: date, amount: Decimal, note: str) -> None:
        settlement = self._write(kind, day, due.document.currency, amount, note)
        self._allocate(settlement, due, abs(amount), day)

    def _allocate(
        self, source: Document | Payment | Settlement, due: Due, amount: Decimal, day: date
    ) -> None:
        self._allocation(source, due.document, amount, day)
        self.books.allocations[-1].instalment_no = due.instalment_no
        due.left -= amount

    def _allocation(
        self,
        source: Document | Payment | Settlement,
        target: Document | Payment | Settlement,
        amount: Decimal,
        day: date,
    ) -> None:
        self.books.allocations.append(Allocation(source, target, amount, day))
