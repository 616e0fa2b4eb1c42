"""Feeds: a person's calendar by its secret address, under what they may see at this moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from saldo.access.feeds import feed_viewer
from saldo.access.offices import Office
from saldo.desk import feeds
from saldo.web.asking import Asked, asked
from saldo.web.calendars import expected_deliveries
from saldo.web.deadlines import notice_days
from saldo.web.exports import BadRequest, File, NoSuchExport
from saldo.web.throttle import Throttle

_FILES_AT_ONCE = 2
_LONGEST = 100

FEEDS: dict[str, tuple[str, Callable[[Asked], File]]] = {
    "contracts": ("contract-deadlines", notice_days),
    "deliveries": ("arrivals", expected_deliveries),
}
"""By kind of feed: the name it is asked under, and what makes its file."""


@dataclass(frozen=True, slots=True)
class Feeds:
    """The route /feed/{token}.ics. Whatever is wrong with a token, there is nothing there."""

    office: Office
    throttle: Throttle = field(default_factory=Throttle)
    limiter: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_FILES_AT_ONCE))

    def routes(self) -> list[Route]:
        """What the front mounts."""
        return [Route("/feed/{token}.ics", self.hand_out, methods=["GET"], name="feed")]

    async def hand_out(self, request: Request) -> Response:
        """The calendar, and its view counted; who tries tokens is told to wait."""
        token = request.path_params["token"][:_LONGEST]
        address = request.client.host if request.client else ""
        file = await to_thread.run_sync(self._made, token, limiter=self.limiter)
        if file is None:
            wait = self.throttle.wait(account=address, address=address)
            self.throttle.failed(account=address, address=address)
            if wait:
                return PlainTextResponse("Wait", 429, headers={"retry-after": str(wait)})
            return PlainTextResponse("Not found", 404)
        headers = {"content-disposition": f'inline; filename="{file.name}"'}
        return Response(file.content, media_type=file.media_type, headers=headers)

    def _made(self, token: str) -> File | None:
        found = feed_viewer(self.office, token)
        if found is None or found[0].kind not in FEEDS:
            return None
        feed, viewer = found
        name, make = FEEDS[feed.kind]
        try:
            file = make(asked(self.office, name, dict(parse_qsl(feed.query)), viewer))
        except (BadRequest, NoSuchExport):
            return None
        feeds.note_view(self.office.desk, feed.id, at=self.office.now())
        return file
