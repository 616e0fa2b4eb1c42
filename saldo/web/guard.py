"""The guard at the door: pure ASGI, because it must see websockets too.

Order of its questions: is the Host ours, is the Origin ours, who holds the session, does the
register admit them. Headers that claim an identity are taken off what comes in; verified ones
are put on, which Streamlit is configured to believe.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from urllib.parse import urlencode

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from saldo.access.offices import Office
from saldo.access.register import Audience, Kind, Surface, surface_at
from saldo.access.tokens import token_viewer
from saldo.access.viewer import Viewer
from saldo.desk.sessions import hash_of
from saldo.web.address import Address
from saldo.web.headers import guarded
from saldo.web.sockets import Wire, dismiss, watched

_log = logging.getLogger(__name__)

PREFIX = b"x-saldo-"
PERSON_HEADER = b"x-saldo-person"
SESSION_HEADER = b"x-saldo-session"
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_UNTOUCHED = frozenset({Kind.streamlit, Kind.api})
_MAY_BE_KEPT = frozenset({"frontend", "app-static", "favicon", "manifest", "style"})


@dataclass(frozen=True, slots=True)
class Guard:
    """Middleware around everything. `policy` is the app's content security policy."""

    app: ASGIApp
    office: Office
    address: Address
    policy: str
    wire: Wire

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, with its verified identity, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        send = self._guarded_send(scope, send)
        refusal = self._foreign(scope, headers)
        if refusal is not None:
            await _refuse(refusal, scope, receive, send)
            return
        viewer = await self._viewer(scope, headers)
        scope = _introduced(scope, viewer)
        if scope["type"] == "websocket":
            await self._websocket(viewer, scope, receive, send)
        else:
            await self._http(viewer, headers, scope, receive, send)

    def _foreign(self, scope: Scope, headers: Headers) -> Response | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self.address.knows(hosts[0]):
            return PlainTextResponse("Unknown host", 400)
        if scope["type"] == "http" and scope["method"] in _SAFE_METHODS:
            return None
        origins = headers.getlist("origin")
        # Browsers always name the origin here; what names none cannot ride on a browser's cookie.
        if all(self.address.is_own(origin, hosts[0], scope["scheme"]) for origin in origins):
            return None
        return PlainTextResponse("Foreign origin", 403)

    async def _viewer(self, scope: Scope, headers: Headers) -> Viewer | None:
        surface = surface_at(scope["path"])
        if surface is not None and surface.name in _MAY_BE_KEPT:
            return None  # files of the frontend are the same for everybody: a page has 120 of them
        if surface is not None and surface.kind is Kind.api:
            # A program's token, never a browser's cookie.
            given = headers.get("authorization")
            return await to_thread.run_sync(token_viewer, self.office, given)
        try:
            cookie = cookie_parser(headers.get("cookie", "")).get(self.address.cookie)
            token = self.office.signing.token_of(cookie)
            if token is None:
                return None
            return await to_thread.run_sync(lambda: self.office.viewer(hash_of(token), fresh=True))
        except Exception:
            # Whatever went wrong, the answer is "nobody" (fail closed).
            _log.exception("an identity cannot be resolved")
            return None

    async def _websocket(
        self, viewer: Viewer | None, scope: Scope, receive: Receive, send: Send
    ) -> None:
        surface = surface_at(scope["path"])
        if surface is None or surface.name != "stream":
            await _refuse(PlainTextResponse("Not found", 404), scope, receive, send)
            return
        if viewer is None:
            await dismiss(self.wire, receive, send)
            return
        await self.app(scope, *watched(self.office, viewer.session_id, self.wire, receive, send))

    async def _http(
        self, viewer: Viewer | None, headers: Headers, scope: Scope, receive: Receive, send: Send
    ) -> None:
        surface = surface_at(scope["path"])
        answer = self._turned_away(surface, viewer, headers, scope)
        if answer is not None:
            await answer(scope, receive, send)
            return
        if viewer is not None and (surface is None or surface.kind not in _UNTOUCHED):
            await to_thread.run_sync(self.office.touch, viewer.session_id)
        await self.app(scope, receive, send)

    def _turned_away(
        self, surface: Surface | None, viewer: Viewer | None, headers: Headers, scope: Scope
    ) -> Response | None:
        closed = surface is not None and (
            surface.audience is Audience.nobody
            or (surface.audience is Audience.demo and not self.office.settings.is_demo)
        )
        if closed:
            return PlainTextResponse("Not found", 404)
        if viewer is None and (surface is None or surface.kind is Kind.page):
            asks_for_page = scope["method"] in ("GET", "HEAD") and "text/html" in headers.get(
                "accept", ""
            )
            return self._to_door(headers, scope) if asks_for_page else _sign_in_first()
        if surface is None or surface.kind is Kind.page or surface.admits(viewer):
            return None
        if viewer is not None:
            return PlainTextResponse("Not found", 404)
        return _sign_in_first("Bearer" if surface.kind is Kind.api else "Session")

    def _to_door(self, headers: Headers, scope: Scope) -> Response:
        query = scope.get("query_string", b"").decode("latin-1")
        wanted = scope["path"] + (f"?{query}" if query else "")
        door = "/demo" if self.office.settings.is_demo else "/login"
        said = {} if wanted == "/" else {"next": wanted}
        if self.address.cookie in cookie_parser(headers.get("cookie", "")):
            said["out"] = "1"  # somebody whose session is over
        return RedirectResponse(f"{door}?{urlencode(said)}" if said else door, 303)

    def _guarded_send(self, scope: Scope, send: Send) -> Send:
        surface = surface_at(scope["path"])
        keep = surface is not None and surface.name in _MAY_BE_KEPT

        async def guarded_send(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                message["headers"] = guarded(
                    message.get("headers", ()),
                    policy=self.policy,
                    keep=keep and message["status"] < 300,
                    secure=self.address.secure,
                )
            await send(message)

        return guarded_send


def viewer_of(scope: Scope) -> Viewer | None:
    """The viewer whom the guard let in with this request."""
    found: Viewer | None = scope.get("saldo.viewer")
    return found


def _introduced(scope: Scope, viewer: Viewer | None) -> Scope:
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if not name.lower().replace(b"_", b"-").startswith(PREFIX)
    ]
    if viewer is not None:
        headers.append((PERSON_HEADER, str(viewer.person_id).encode()))
        headers.append((SESSION_HEADER, viewer.session_id.encode()))
    return {**scope, "headers": headers, "saldo.viewer": viewer}


def _sign_in_first(way: str = "Session") -> Response:
    return PlainTextResponse("Sign in first", 401, headers={"www-authenticate": way})


async def _refuse(answer: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket" and "websocket.http.response" not in scope.get(
        "extensions", {}
    ):
        await send({"type": "websocket.close", "code": 1008})
        return
    await answer(scope, receive, send)
