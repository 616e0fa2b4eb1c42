"""The interface's routes. Every answer is made under the token's own scope, at the request."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from saldo.access.offices import Office
from saldo.access.viewer import Viewer
from saldo.desk import audit
from saldo.documents import table_file
from saldo.reporting.accounts import customers
from saldo.reporting.exact import exact_rows
from saldo.reporting.reports import REPORTS
from saldo.web.api.describe import FILTERS, PAGING, document
from saldo.web.api.pages import Answers, Changed, Slice, mark_of
from saldo.web.api.rate import Rate
from saldo.web.asking import Asked, asked
from saldo.web.exports import BadRequest, NoSuchExport, Writer
from saldo.web.guard import viewer_of
from saldo.web.letters import LETTERS

_AT_ONCE = 2
_ACCOUNTS = ("customer_no", "name", "currencies")


@dataclass(frozen=True, slots=True)
class Api:
    """Everything under /api/v1/."""

    office: Office
    write: Writer
    base: str
    rate: Rate = field(default_factory=Rate)
    answers: Answers = field(default_factory=Answers)
    limiter: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_AT_ONCE))

    def routes(self) -> list[Route]:
        """What the front mounts."""
        return [
            Route("/api/v1/openapi.json", self.described, methods=["GET"], name="api-description"),
            Route("/api/v1/accounts", self.accounts, methods=["GET"], name="api-accounts"),
            Route("/api/v1/reports/{report}", self.report, methods=["GET"], name="api-report"),
            Route(
                "/api/v1/documents/{name}.{format}",
                self.document,
                methods=["GET"],
                name="api-document",
            ),
        ]

    async def described(self, _request: Request) -> Response:
        """The OpenAPI document; it holds no account."""
        return JSONResponse(document(self.base))

    async def accounts(self, request: Request) -> Response:
        """The accounts the token may read."""
        return await self._answered(request, lambda viewer: self._accounts(request, viewer))

    async def report(self, request: Request) -> Response:
        """One page of a report."""
        return await self._answered(request, lambda viewer: self._report(request, viewer))

    async def document(self, request: Request) -> Response:
        """A letter as a file."""
        return await self._answered(request, lambda viewer: self._document(request, viewer))

    async def _answered(self, request: Request, make: Callable[[Viewer], Response]) -> Response:
        viewer = viewer_of(request.scope)
        if viewer is None:
            return _said(401, "a token is needed: Authorization: Bearer …")
        wait = self.rate.wait(viewer.session_id)
        if wait:
            return _said(429, f"wait {wait} seconds", {"retry-after": str(wait)})
        try:
            return await to_thread.run_sync(make, viewer, limiter=self.limiter)
        except NoSuchExport:
            return _said(404, "nothing of that name")
        except BadRequest as error:
            return _said(400, str(error))
        except Changed:
            return _said(409, "the figures changed since the page before: begin again")

    def _accounts(self, request: Request, viewer: Viewer) -> Response:
        _refuse_unknown(request.query_params, PAGING)
        found = asked(self.office, "accounts", {}, viewer)

        def ask() -> pl.DataFrame:
            return customers(found.books, viewer.scope, found.filters).select(_ACCOUNTS)

        return self._page(request, found, ask)

    def _report(self, request: Request, viewer: Viewer) -> Response:
        name = request.path_params["report"]
        if name not in REPORTS:
            raise NoSuchExport
        query = _refuse_unknown(request.query_params, FILTERS | PAGING)
        found = asked(self.office, name, query, viewer)
        report = REPORTS[name]
        return self._page(
            request, found, lambda: report.run(found.books, viewer.scope, found.filters)
        )

    def _page(self, request: Request, found: Asked, ask: Callable[[], pl.DataFrame]) -> Response:
        query = request.query_params
        wanted = Slice.of(query)
        fresh, revision = found.books.snapshot.freshness, self.office.desk.revision()
        mark = mark_of(found.name, fresh.build, revision, found.viewer.scope, found.filters)
        if wanted.mark not in (None, mark):
            raise Changed
        format = _format(request)
        tag = f'"{mark_of(mark, wanted, format)}"'
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"etag": tag})
        frame = self.answers.of(mark, ask)
        rows = frame.slice(wanted.after, wanted.limit)
        self._note(found, rows.height)
        after = wanted.next_after(mark, frame.height)
        headers = {"etag": tag} | ({"link": _next_link(request, after)} if after else {})
        if format == "csv":
            content = table_file(rows, "csv", found.about("")).removeprefix(b"\xef\xbb\xbf")
            return Response(content, media_type="text/csv; charset=utf-8", headers=headers)
        told = {
            "report": found.name,
            "as_of": found.filters.as_of.isoformat(),
            "snapshot": fresh.build,
            "updated": fresh.loaded_at.isoformat(timespec="seconds"),
            "revision": revision,
            "total": frame.height,
            "next": after,
            "rows": exact_rows(rows),
        }
        return JSONResponse(told, headers=headers)

    def _document(self, request: Request, viewer: Viewer) -> Response:
        name, format = request.path_params["name"], request.path_params["format"]
        if (name, format) not in LETTERS:
            raise NoSuchExport
        file = self.write(name, format, dict(request.query_params), viewer)
        self._note_taken(viewer, f"{name}.{format}", file.rows)
        return Response(
            file.content,
            media_type=file.media_type,
            headers={"content-disposition": f'attachment; filename="{file.name}"'},
        )

    def _note(self, found: Asked, rows: int) -> None:
        self._note_taken(found.viewer, found.name, rows)

    def _note_taken(self, viewer: Viewer, what: str, rows: int) -> None:
        audit.note(
            self.office.desk,
            at=self.office.now(),
            person_id=viewer.person_id,
            action="read by program",
            subject=what,
            detail=json.dumps({"rows": rows, "by": viewer.session_id}),
        )


def _format(request: Request) -> str:
    asked_for = request.query_params.get("format")
    if asked_for is None:
        accepts = request.headers.get("accept", "")
        return "csv" if "text/csv" in accepts and "application/json" not in accepts else "json"
    if asked_for not in ("json", "csv"):
        raise BadRequest(f"format is {asked_for!r}: give json or csv")
    return asked_for


def _refuse_unknown(query: Mapping[str, str], known: Mapping[str, Any]) -> dict[str, str]:
    unknown = sorted(set(query) - set(known))
    if unknown:
        raise BadRequest(f"unknown: {', '.join(unknown)[:200]}; there are {', '.join(known)}")
    return {name: query[name] for name in query}


def _next_link(request: Request, after: str) -> str:
    return f'<{request.url.path}?{request.url.include_query_params(after=after).query}>; rel="next"'


def _said(status: int, error: str, headers: Mapping[str, str] | None = None) -> Response:
    challenge = {"www-authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse({"error": error}, status, headers={**challenge, **(headers or {})})
