"""Pages for guests: language, frame, form tokens and cookies of what the server renders itself."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from saldo.access.offices import Office
from saldo.desk.sessions import ABSOLUTE
from saldo.i18n import Reader, language_of, reader_for
from saldo.web.address import Address
from saldo.web.guard import viewer_of
from saldo.web.headers import GUEST_POLICY
from saldo.web.markup import Markup, fill, joined, style_address

_LONGEST_FORM = 16_384
_LANGUAGES = {"sv": "Svenska", "en": "English"}
_YEAR = 365 * 24 * 3600


class BadForm(Exception):
    """A form that we did not make for this browser, or too long."""


@dataclass(frozen=True, slots=True)
class Lobby:
    """What the routes for guests share."""

    office: Office
    address: Address

    def reader(self, request: Request) -> Reader:
        """Words in the language asked for here, chosen before, or named by the browser."""
        viewer = viewer_of(request.scope)
        accepted = request.headers.get("accept-language", "").partition(",")[0].partition(";")[0]
        chosen = (
            request.query_params.get("lang")
            or request.cookies.get(self.address.language_cookie)
            or (viewer.language.value if viewer else accepted)
        )
        return reader_for(language_of(chosen).words)

    def page(self, request: Request, title: str, body: Markup, status: int = 200) -> Response:
        """A whole page around a body."""
        reader = self.reader(request)
        html = fill(
            "frame",
            language=reader.language.words,
            title=title,
            style=style_address(),
            badge=self._badge(reader),
            body=body,
            languages_label=reader.t("signin.language"),
            languages=self._languages(request, reader),
        )
        answer = HTMLResponse(html, status, headers={"content-security-policy": GUEST_POLICY})
        if request.query_params.get("lang") in _LANGUAGES:
            self._set(answer, self.address.language_cookie, reader.language.words, _YEAR, "lax")
        return answer

    def seed(self, request: Request) -> str:
        """What this browser's form tokens are bound to: the one it has, else a new one."""
        return request.cookies.get(self.address.form_cookie) or secrets.token_urlsafe(24)

    def with_seed(self, answer: Response, seed: str) -> Response:
        """The answer, keeping the seed in a cookie that other sites' requests never carry."""
        self._set(answer, self.address.form_cookie, seed, None, "strict")
        return answer

    async def posted(self, request: Request) -> FormData:
        """The fields of a form of ours. Raises `BadForm`."""
        length = request.headers.get("content-length", "")
        if not length.isdigit() or int(length) > _LONGEST_FORM:
            raise BadForm
        form = await request.form(max_files=0, max_fields=20)
        token = str(form.get("csrf", ""))
        viewer = viewer_of(request.scope)
        seeds = [
            request.cookies.get(self.address.form_cookie),
            viewer.session_id if viewer else None,
        ]
        if not any(self.office.signing.is_form_token(seed, token) for seed in seeds):
            raise BadForm
        return form

    def signed_in(self, token: str, target: str) -> Response:
        """To the target, carrying the new session."""
        answer = RedirectResponse(target, 303)
        cookie = self.office.signing.cookie(token)
        seconds = int(ABSOLUTE.total_seconds())
        self._set(answer, self.address.cookie, cookie, seconds, "lax")
        return answer

    def signed_out(self, target: str) -> Response:
        """To the target, without a session."""
        answer = RedirectResponse(target, 303)
        answer.delete_cookie(
            self.address.cookie, secure=self.address.secure, httponly=True, samesite="lax"
        )
        return answer

    def _set(
        self, answer: Response, name: str, value: str, seconds: int | None, samesite: str
    ) -> None:
        answer.set_cookie(
            name,
            value,
            max_age=seconds,
            path="/",
            secure=self.address.secure,
            httponly=True,
            samesite="strict" if samesite == "strict" else "lax",
        )

    def _badge(self, reader: Reader) -> Markup:
        if not self.office.settings.is_demo:
            return Markup()
        return fill("badge", text=reader.t("signin.demo.badge"))

    def _languages(self, request: Request, reader: Reader) -> Markup:
        kept = {name: text for name, text in request.query_params.items() if name == "next"}
        return joined(
            [
                fill(
                    "language",
                    address="?" + urlencode({**kept, "lang": code}),
                    code=code,
                    name=name,
                    current="true" if code == reader.language.words else "false",
                )
                for code, name in _LANGUAGES.items()
            ]
        )


def form_text(form: FormData, name: str) -> str:
    """A field's text, empty where it was not sent or is a file."""
    value = form.get(name)
    return value if isinstance(value, str) else ""
