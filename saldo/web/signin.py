"""Sign-in and sign-out: the password form, its throttle, and the end of a session."""

from __future__ import annotations

from dataclasses import dataclass, field

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from saldo.access import arrivals
from saldo.desk import people
from saldo.desk.sessions import hash_of
from saldo.web.guard import viewer_of
from saldo.web.guests import BadForm, Lobby, form_text
from saldo.web.markup import Markup, fill, notice
from saldo.web.next_page import safe_next
from saldo.web.throttle import Throttle

_HASHES_AT_ONCE = 2  # each takes 64 MiB
_MOST_WAITING = 20


@dataclass(frozen=True, slots=True)
class Hashing:
    """At most two passwords are hashed at once; who would wait too long is told so."""

    limiter: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_HASHES_AT_ONCE))

    @property
    def is_crowded(self) -> bool:
        """True where another one would wait too long."""
        return self.limiter.statistics().tasks_waiting >= _MOST_WAITING


@dataclass(frozen=True, slots=True)
class SignIn:
    """The routes /login and /logout."""

    lobby: Lobby
    hashing: Hashing
    throttle: Throttle = field(default_factory=Throttle)

    def routes(self) -> list[Route]:
        """What the front mounts."""
        return [
            Route("/login", self.show, methods=["GET"], name="login"),
            Route("/login", self.receive, methods=["POST"], name="login-post"),
            Route("/logout", self.leave, methods=["POST"], name="logout"),
        ]

    async def show(self, request: Request) -> Response:
        """The form; somebody signed in already is sent on."""
        target = safe_next(request.query_params.get("next"))
        if viewer_of(request.scope) is not None:
            return RedirectResponse(target, 303)
        said = Markup()
        if "out" in request.query_params:
            said = notice(self.lobby.reader(request).t("signin.signed_out"), "status")
        return self._form(request, target, said)

    async def receive(self, request: Request) -> Response:
        """Sign in, or the form again with what was wrong."""
        t = self.lobby.reader(request).t
        try:
            form = await self.lobby.posted(request)
        except BadForm:
            return self._form(request, "/", notice(t("signin.stale"), "alert"), status=403)
        target, email = safe_next(form_text(form, "next")), form_text(form, "email")
        who = {"account": people.tidy_email(email), "address": _address(request)}
        seconds = self.throttle.wait(**who)
        if seconds:
            text = t("signin.wait", count=-(-seconds // 60))
            answer = self._form(request, target, notice(text, "alert"), email, 429)
            answer.headers["retry-after"] = str(seconds)
            return answer
        if self.hashing.is_crowded:
            return self._form(request, target, notice(t("signin.busy"), "alert"), email, 503)
        token = await self._token(request, form)
        if token is None:
            self.throttle.failed(**who)
            return self._form(request, target, notice(t("signin.wrong"), "alert"), email, 401)
        self.throttle.succeeded(**who)
        return self.lobby.signed_in(token, target)

    async def leave(self, request: Request) -> Response:
        """End the session of this browser. Needs a form token like every write."""
        viewer = viewer_of(request.scope)
        if viewer is not None:
            try:
                await self.lobby.posted(request)
            except BadForm:
                return self._form(request, "/", status=403)
            await to_thread.run_sync(self.lobby.office.sign_out, viewer.session_id)
        door = "/demo" if self.lobby.office.settings.is_demo else "/login"
        return self.lobby.signed_out(f"{door}?out=1")

    async def _token(self, request: Request, form: FormData) -> str | None:
        office, language = self.lobby.office, self.lobby.reader(request).language.value
        email, password = form_text(form, "email"), form_text(form, "password")

        def check() -> str | None:
            token = arrivals.by_password(office, email, password)
            if token is not None:
                arrivals.settle_language(office, hash_of(token), language)
            return token

        return await to_thread.run_sync(check, limiter=self.hashing.limiter)

    def _form(
        self,
        request: Request,
        target: str,
        said: Markup = Markup(),  # noqa: B008 - immutable
        email: str = "",
        status: int = 200,
    ) -> Response:
        t = self.lobby.reader(request).t
        seed = self.lobby.seed(request)
        body = fill(
            "login",
            title=t("signin.title"),
            lead=t("signin.lead"),
            notice=said,
            email_label=t("signin.email"),
            email=email,
            password_label=t("signin.password"),
            submit=t("signin.submit"),
            help=t("signin.help"),
            next=target,
            csrf=self.lobby.office.signing.form_token(seed),
        )
        return self.lobby.with_seed(self.lobby.page(request, t("signin.title"), body, status), seed)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
