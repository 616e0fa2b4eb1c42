"""Health: whether the process lives, and whether it can let people in."""

from __future__ import annotations

from dataclasses import dataclass

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from saldo.access.offices import Office


@dataclass(frozen=True, slots=True)
class Health:
    """The routes /healthz and /readyz. They tell nothing but yes or no."""

    office: Office

    def routes(self) -> list[Route]:
        """What the front mounts."""
        return [
            Route("/healthz", self.alive, methods=["GET"], name="healthz"),
            Route("/readyz", self.ready, methods=["GET"], name="readyz"),
        ]

    async def alive(self, _request: Request) -> Response:
        """The process answers."""
        return PlainTextResponse("ok")

    async def ready(self, _request: Request) -> Response:
        """The desk answers too."""
        try:
            await to_thread.run_sync(self.office.desk.revision)
        except Exception:
            return PlainTextResponse("not ready", 503)
        return PlainTextResponse("ready")
