"""Exports: a report of exactly what the viewer may see, as a file, decided at the click."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from saldo.access import register
from saldo.access.offices import Office
from saldo.access.viewer import Viewer
from saldo.desk import audit
from saldo.web.guard import viewer_of

_FILES_AT_ONCE = 2


class NoSuchExport(Exception):
    """No report or format of that name."""


class BadRequest(Exception):
    """A filter in the address holds something it cannot."""


@dataclass(frozen=True, slots=True)
class File:
    """One file to hand out. `rows` is what the audit trail says was taken."""

    content: bytes
    media_type: str
    name: str
    rows: int


Writer = Callable[[str, str, Mapping[str, str], Viewer], File]
"""(report, format, query, viewer) to a file. Raises `NoSuchExport`, `BadRequest`."""


@dataclass(frozen=True, slots=True)
class Exports:
    """The route /export/{report}.{format}."""

    office: Office
    write: Writer
    limiter: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_FILES_AT_ONCE))

    def routes(self) -> list[Route]:
        """What the front mounts."""
        return [Route("/export/{report}.{format}", self.hand_out, methods=["GET"], name="export")]

    async def hand_out(self, request: Request) -> Response:
        """The file under the session's own scope, and a line in the audit trail."""
        viewer = viewer_of(request.scope)
        report, format = request.path_params["report"], request.path_params["format"]
        surface = register.export(report)
        if viewer is None or surface is None or not surface.admits(viewer):
            return PlainTextResponse("Not found", 404)
        query = dict(request.query_params)
        try:
            file = await to_thread.run_sync(
                self._made, report, format, query, viewer, limiter=self.limiter
            )
        except NoSuchExport:
            return PlainTextResponse("Not found", 404)
        except BadRequest as error:
            return PlainTextResponse(str(error), 400)
        return Response(
            file.content,
            media_type=file.media_type,
            headers={"content-disposition": f'attachment; filename="{file.name}"'},
        )

    def _made(self, report: str, format: str, query: Mapping[str, str], viewer: Viewer) -> File:
        file = self.write(report, format, query, viewer)
        audit.note(
            self.office.desk,
            at=self.office.now(),
            person_id=viewer.person_id,
            action="export taken",
            subject=f"{report}.{format}",
            detail=json.dumps({"rows": file.rows, "query": query}, ensure_ascii=False),
        )
        return file
