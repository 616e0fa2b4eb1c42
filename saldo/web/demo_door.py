"""The demo door: three people to enter as by one click. Exists in a demo home only."""

from __future__ import annotations

from dataclasses import dataclass

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from saldo.access import demo
from saldo.access.arrivals import settle_language
from saldo.access.demo import DemoPerson
from saldo.desk.sessions import hash_of
from saldo.web.guard import viewer_of
from saldo.web.guests import BadForm, Lobby, form_text
from saldo.web.markup import Markup, fill, joined, notice
from saldo.web.next_page import safe_next


@dataclass(frozen=True, slots=True)
class DemoDoor:
    """The routes /demo and /demo/enter."""

    lobby: Lobby

    def routes(self) -> list[Route]:
        """What the front mounts in a demo home."""
        return [
            Route("/demo", self.show, methods=["GET"], name="demo"),
            Route("/demo/enter", self.enter, methods=["POST"], name="demo-enter"),
        ]

    async def show(self, request: Request) -> Response:
        """The three people."""
        t = self.lobby.reader(request).t
        out = "out" in request.query_params
        return self._door(request, notice(t("signin.signed_out"), "status") if out else Markup())

    async def enter(self, request: Request) -> Response:
        """Enter as one of them; whoever this browser was before is signed out."""
        office = self.lobby.office
        try:
            form = await self.lobby.posted(request)
        except BadForm:
            return self._door(request, self._stale(request), 403)
        token = await self._token(request, form_text(form, "person"))
        if token is None:
            return self._door(request, self._stale(request), 404)
        before = viewer_of(request.scope)
        if before is not None:
            await to_thread.run_sync(office.sign_out, before.session_id)
        return self.lobby.signed_in(token, safe_next(form_text(form, "next")))

    async def _token(self, request: Request, key: str) -> str | None:
        office, language = self.lobby.office, self.lobby.reader(request).language.value

        def enter() -> str | None:
            token = demo.enter(office, key)
            if token is not None:
                settle_language(office, hash_of(token), language, even_if_chosen=True)
            return token

        return await to_thread.run_sync(enter)

    def _stale(self, request: Request) -> Markup:
        return notice(self.lobby.reader(request).t("signin.stale"), "alert")

    def _door(self, request: Request, said: Markup, status: int = 200) -> Response:
        t = self.lobby.reader(request).t
        seed = self.lobby.seed(request)
        people = demo.demo_people(self.lobby.office.settings.home)
        body = fill(
            "demo",
            title=t("signin.demo.title"),
            lead=t("signin.demo.lead"),
            notice=said,
            people=joined([self._card(request, person, seed) for person in people]),
            foot=t("signin.demo.own"),
            command="saldo start FOLDER",
        )
        page = self.lobby.page(request, t("signin.demo.title"), body, status)
        return self.lobby.with_seed(page, seed)

    def _card(self, request: Request, person: DemoPerson, seed: str) -> Markup:
        t = self.lobby.reader(request).t
        return fill(
            "demo_person",
            key=person.key,
            initials=_initials(person.name),
            name=person.name,
            organisation=person.organisation,
            role=t(f"signin.demo.{person.grant_kind}.role"),
            about=t(f"signin.demo.{person.grant_kind}.about"),
            submit=t("signin.demo.enter", name=person.name.split()[0]),
            next=safe_next(request.query_params.get("next")),
            csrf=self.lobby.office.signing.form_token(seed),
        )


def _initials(name: str) -> str:
    return "".join(part[0] for part in name.split() if part[0].isalpha())[:2].upper()
