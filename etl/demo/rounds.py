"""The billing run of contracts: one invoice a contract and period, planted errors and all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from etl.demo.agreements import Charge, Contract, Outcome, Piece, Tariff
from etl.demo.books import Document, Line
from etl.demo.days import ONE, days, workday
from etl.demo.money import vat
from etl.demo.plants import Finding
from etl.demo.stage import Stage
from saldo.ledger.money import round_amount


@dataclass(slots=True)
class BillingRun:
    """Bills contracts up to the end of the demo; `findings` fills as errors are billed."""

    stage: Stage
    tariff: Tariff
    findings: list[Finding] = field(default_factory=list)

    def bills(self, contract: Contract) -> Iterator[Document]:
        """The contract's invoices, in order of date."""
        chance = self.stage.chance("bills", contract.no)
        before: tuple[date, date] | None = None
        for period in contract.periods():
            issued = workday(period[0] if contract.billing == "advance" else period[1] + ONE)
            if issued > self.stage.until:
                break
            luck, sway = chance.random(), chance.gauss(0, 1)
            billed = list(self._billed(contract, period, before))
            if billed:
                document = self._document(contract, issued, [line for _, line, _ in billed])
                document.luck, document.sway = luck, sway
                self._note(contract, document, billed)
                yield document
            before = period
        self._note_machines(contract)

    def _document(self, contract: Contract, issued: date, lines: list[Line]) -> Document:
        account = contract.account
        return Document(
            kind="invoice",
            account=account,
            issued=issued,
            due=issued + days(account.terms),
            currency=account.currency,
            lines=lines,
            contract_no=contract.no,
            scripted=contract.scripted,
        )

    def _billed(
        self, contract: Contract, period: tuple[date, date], before: tuple[date, date] | None
    ) -> Iterator[tuple[Charge, Line, Piece]]:
        for charge in contract.charges:
            if charge.plant == "never_billed":
                continue
            for piece in _pieces(contract, charge, period, before):
                yield charge, self._line(contract, charge, piece), piece

    def _line(self, contract: Contract, charge: Charge, piece: Piece) -> Line:
        account = contract.account
        net = self.tariff.price(contract, charge, piece)
        if charge.over and charge.over[0] <= piece.first <= charge.over[1]:
            net = round_amount(net * charge.over[2], account.currency)
        return Line(
            description=f"{charge.description} {piece.first}–{piece.last}",
            net=net,
            vat=vat(net, account.vat_rate, account.currency),
            vat_rate=account.vat_rate,
            product_no=charge.product_no,
            unit="period",
            unit_price=net,
            category=charge.category,
            site_no=charge.site_no,
            contract_no=contract.no,
            serial_no=charge.serial_no,
            service_start=piece.first,
            service_end=piece.last,
            cost_centre=charge.cost_centre,
        )

    def _note(
        self, contract: Contract, document: Document, billed: list[tuple[Charge, Line, Piece]]
    ) -> None:
        for charge, line, piece in billed:
            again = charge.twice == piece.period[0] and piece.last < document.issued
            outcome, correct = self._verdict(contract, charge, piece, again=again)
            if outcome != "correct":
                self.findings.append(Finding(outcome, contract, charge, document, line, correct))

    def _verdict(
        self, contract: Contract, charge: Charge, piece: Piece, *, again: bool
    ) -> tuple[Outcome, Decimal]:
        owed = Decimal("0.00")
        right = self.tariff.price(contract, charge, piece)
        if charge.plant in ("never_installed", "unknown_serial"):
            return charge.plant, owed
        if again:
            return "billed_twice", owed
        if charge.over and charge.over[0] <= piece.first <= charge.over[1]:
            return "price_differs", right
        if charge.stop and piece.last > charge.stop:
            if piece.first <= charge.stop:
                rest = Piece(piece.first, charge.stop, piece.period)
                owed = self.tariff.price(contract, charge, rest)
            return "billed_after_end", owed
        inside = charge.stop and charge.removed and piece.last > charge.removed
        return "correct_inside_notice" if inside else "correct", right

    def _note_machines(self, contract: Contract) -> None:
        until = self.stage.until
        for charge in contract.charges:
            if charge.plant == "removed_without_notice":
                monthly = self.tariff.monthly(contract, charge, until)
                self.findings.append(Finding(charge.plant, contract, charge, monthly=monthly))
            if charge.plant == "never_billed":
                expected = sum(
                    (
                        self.tariff.price(contract, charge, piece)
                        for period in contract.periods()
                        if workday(period[0]) <= until
                        for piece in _pieces(contract, charge, period, None)
                    ),
                    Decimal("0.00"),
                )
                self.findings.append(Finding(charge.plant, contract, charge, expected=expected))


def _pieces(
    contract: Contract,
    charge: Charge,
    period: tuple[date, date],
    before: tuple[date, date] | None,
) -> Iterator[Piece]:
    """What of a charge is billed with a period.

    A charge that began inside a period already billed in advance brings that edge along with
    the next one; a charge billed twice brings the whole period before once more.
    """
    first, last = period
    stop = charge.billed_to or last
    if contract.billing == "arrears":
        first = max(first, charge.start)
    elif before and before[0] < charge.start <= before[1]:
        yield Piece(charge.start, min(before[1], stop), before)
    if before and charge.twice == before[0]:
        yield Piece(before[0], before[1], before)
    if charge.start <= first <= min(last, stop):
        yield Piece(first, min(last, stop), period)
