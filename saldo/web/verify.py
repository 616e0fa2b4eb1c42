"""Verify: whether a balance confirmation is genuine, for whoever holds its code.

A wrong code, a malformed one and one of a document that cannot be read answer alike. Who has the
code has the document, so the answer names the customer in full: a name cut short would hide one
that was changed on the paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from saldo.deeds.issuing import figures_kept, late_postings
from saldo.desk import issued
from saldo.desk.issued import Kept
from saldo.i18n import Reader
from saldo.reporting import Filters, open_books
from saldo.shelf import Lost, shelf_of
from saldo.warehouse import NoSnapshot, Scope
from saldo.web.guests import BadForm, Lobby, form_text
from saldo.web.markup import Markup, fill, joined, notice
from saldo.web.throttle import Throttle


@dataclass(frozen=True, slots=True)
class Found:
    """A genuine document: what it said, the names of its accounts, what came late."""

    kept: Kept
    figures: dict[str, Any]
    names: dict[str, str]
    late: int


@dataclass(frozen=True, slots=True)
class Verify:
    """The route /verify."""

    lobby: Lobby
    throttle: Throttle = field(default_factory=Throttle)
    limiter: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))

    def routes(self) -> list[Route]:
        """What the front mounts."""
        return [
            Route("/verify", self.show, methods=["GET"], name="verify"),
            Route("/verify", self.receive, methods=["POST"], name="verify-post"),
        ]

    async def show(self, request: Request) -> Response:
        """The form. A code never stands in an address."""
        return self._page(request)

    async def receive(self, request: Request) -> Response:
        """What the code stands for, or that it stands for nothing."""
        t = self.lobby.reader(request).t
        try:
            form = await self.lobby.posted(request)
        except BadForm:
            return self._page(request, notice(t("signin.stale"), "alert"), status=403)
        address = request.client.host if request.client else ""
        who = {"account": f"verify {address}", "address": address}
        seconds = self.throttle.wait(**who)
        if seconds:
            said = notice(t("signin.wait", count=-(-seconds // 60)), "alert")
            answer = self._page(request, said, status=429)
            answer.headers["retry-after"] = str(seconds)
            return answer
        code = form_text(form, "code")
        found = await to_thread.run_sync(self._found, code, limiter=self.limiter)
        if found is None:
            self.throttle.failed(**who)
            return self._page(request, notice(t("confirmation.unknown"), "alert"), status=404)
        self.throttle.succeeded(**who)
        return self._answer(request, found)

    def _found(self, code: str) -> Found | None:
        office = self.lobby.office
        kept = issued.by_code(office.desk, code)
        if kept is None:
            return None
        home = office.settings.home
        try:
            figures = figures_kept(kept, shelf_of(home))
            books = open_books(home, office.desk)
            late = len({change.document_no for change in late_postings(kept, books, home)})
        except (Lost, NoSnapshot):
            return None
        asked = Filters(as_of=kept.issue.period_end)
        parties = books.ask("statement_parties", Scope(customers=kept.accounts), asked)
        names = dict(parties.select("customer_no", "name").iter_rows())
        return Found(kept, figures, names, late)

    def _answer(self, request: Request, found: Found) -> Response:
        reader = self.lobby.reader(request)
        t, issue = reader.t, found.kept.issue
        day = reader.f.date(issue.period_end)
        key, role = ("late", "alert") if found.late else ("genuine", "status")
        said = notice(t(f"confirmation.{key}", day=day, count=found.late), role)
        sections = [self._section(each, found, reader) for each in found.figures["sections"]]
        return self._page(request, said, joined(sections))

    def _section(self, section: dict[str, Any], found: Found, reader: Reader) -> Markup:
        t, f = reader.t, reader.f
        number, issue = section["customer_no"], found.kept.issue
        moment = found.kept.taken_at.astimezone(self.lobby.office.settings.timezone)
        balance = f.money(Decimal(section["closing"]), section["currency"], code=True)
        facts = [
            (t("letter.customer_no"), number),
            (t("confirmation.balance", day=f.date(issue.period_end)), balance),
            (t("confirmation.issued"), f.moment(moment)),
        ]
        return fill(
            "verified",
            customer=found.names.get(number, number),
            facts=joined([fill("fact", label=label, value=value) for label, value in facts]),
        )

    def _page(
        self,
        request: Request,
        said: Markup = Markup(),  # noqa: B008 - immutable
        answer: Markup = Markup(),  # noqa: B008
        status: int = 200,
    ) -> Response:
        t = self.lobby.reader(request).t
        seed = self.lobby.seed(request)
        body = fill(
            "verify",
            title=t("confirmation.verify_title"),
            lead=t("confirmation.verify_lead"),
            notice=said,
            answer=answer,
            code_label=t("confirmation.code"),
            submit=t("confirmation.verify_submit"),
            csrf=self.lobby.office.signing.form_token(seed),
        )
        page = self.lobby.page(request, t("confirmation.verify_title"), body, status)
        return self.lobby.with_seed(page, seed)
