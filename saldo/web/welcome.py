"""The welcome page: a one-time link lets one person choose a password and signs them in."""

from __future__ import annotations

from dataclasses import dataclass

from anyio import to_thread
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from saldo.access import arrivals
from saldo.access.passwords import SHORTEST, weakness
from saldo.desk.links import Purpose
from saldo.desk.people import Person, PersonExists
from saldo.desk.sessions import hash_of
from saldo.web.guests import BadForm, Lobby, form_text
from saldo.web.markup import Markup, fill, notice
from saldo.web.signin import Hashing


@dataclass(frozen=True, slots=True)
class Welcome:
    """The route /welcome/{token}. Looking spends nothing (mail scanners look)."""

    lobby: Lobby
    hashing: Hashing

    def routes(self) -> list[Route]:
        """What the front mounts."""
        return [
            Route("/welcome/{token}", self.show, methods=["GET"], name="welcome"),
            Route("/welcome/{token}", self.receive, methods=["POST"], name="welcome-post"),
        ]

    async def show(self, request: Request) -> Response:
        """The form to choose a password."""
        guest = await self._guest(request)
        return self._spent(request) if guest is None else self._form(request, guest)

    async def receive(self, request: Request) -> Response:
        """Keep the password, spend the link, sign in."""
        t = self.lobby.reader(request).t
        guest = await self._guest(request)
        if guest is None:
            return self._spent(request)
        try:
            form = await self.lobby.posted(request)
        except BadForm:
            return self._form(request, guest, t("signin.stale"), status=403)
        complaint = self._complaint(request, guest, form)
        if complaint is not None:
            return self._form(request, guest, complaint, form, 422)
        if self.hashing.is_crowded:
            return self._form(request, guest, t("signin.busy"), form, 503)
        try:
            token = await self._token(request, guest, form)
        except PersonExists:
            return self._form(request, guest, t("signin.welcome.taken"), form, 422)
        return self._spent(request) if token is None else self.lobby.signed_in(token, "/")

    async def _guest(self, request: Request) -> tuple[Person, Purpose] | None:
        token = request.path_params["token"]
        return await to_thread.run_sync(arrivals.invited, self.lobby.office, token)

    def _complaint(
        self, request: Request, guest: tuple[Person, Purpose], form: FormData
    ) -> str | None:
        t = self.lobby.reader(request).t
        email = form_text(form, "email") if guest[1] is Purpose.first else guest[0].email
        if "@" not in email.strip("@ "):
            return t("signin.welcome.no_email")
        password = form_text(form, "password")
        weak = weakness(password, email)
        if weak is not None:
            return t(f"signin.weak.{weak}", shortest=str(SHORTEST))
        if password != form_text(form, "again"):
            return t("signin.welcome.differs")
        return None

    async def _token(
        self, request: Request, guest: tuple[Person, Purpose], form: FormData
    ) -> str | None:
        office, language = self.lobby.office, self.lobby.reader(request).language.value
        email = form_text(form, "email")

        def arrive() -> str | None:
            token = arrivals.by_link(
                office,
                request.path_params["token"],
                password=form_text(form, "password"),
                email=email,
                name=form_text(form, "name").strip() or guest[0].name,
            )
            if token is not None:
                arrivals.settle_language(office, hash_of(token), language)
            return token

        return await to_thread.run_sync(arrive, limiter=self.hashing.limiter)

    def _form(
        self,
        request: Request,
        guest: tuple[Person, Purpose],
        complaint: str | None = None,
        form: FormData | None = None,
        status: int = 200,
    ) -> Response:
        t = self.lobby.reader(request).t
        person, purpose = guest
        seed = self.lobby.seed(request)
        body = fill(
            "welcome",
            title=t("signin.welcome.title"),
            lead=t("signin.welcome.lead"),
            notice=notice(complaint, "alert") if complaint else Markup(),
            who=self._who(request, person, purpose, form),
            password_label=t("signin.welcome.password"),
            rule=t("signin.welcome.rule", shortest=str(SHORTEST)),
            shortest=str(SHORTEST),
            again_label=t("signin.welcome.again"),
            submit=t("signin.welcome.submit"),
            csrf=self.lobby.office.signing.form_token(seed),
        )
        page = self.lobby.page(request, t("signin.welcome.title"), body, status)
        return self.lobby.with_seed(page, seed)

    def _who(
        self, request: Request, person: Person, purpose: Purpose, form: FormData | None
    ) -> Markup:
        t = self.lobby.reader(request).t
        if purpose is not Purpose.first:
            return fill("known_email", email_label=t("signin.email"), email=person.email)
        return fill(
            "own_email",
            name_label=t("signin.welcome.name"),
            name=form_text(form, "name") if form else "",
            email_label=t("signin.email"),
            email=form_text(form, "email") if form else "",
        )

    def _spent(self, request: Request) -> Response:
        t = self.lobby.reader(request).t
        body = fill(
            "message",
            title=t("signin.welcome.spent_title"),
            text=t("signin.welcome.spent"),
            link="/login",
            link_text=t("signin.title"),
        )
        return self.lobby.page(request, t("signin.welcome.spent_title"), body, 404)
