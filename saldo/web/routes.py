"""The front's own routes, which come before Streamlit's."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from saldo.web.address import base_url
from saldo.web.api.routes import Api
from saldo.web.demo_door import DemoDoor
from saldo.web.exports import Exports, Writer
from saldo.web.feeds import Feeds
from saldo.web.guests import Lobby
from saldo.web.health import Health
from saldo.web.markup import style
from saldo.web.signin import Hashing, SignIn
from saldo.web.verify import Verify
from saldo.web.welcome import Welcome

_KEPT = {"cache-control": "public, max-age=31536000, immutable"}


def routes_of(lobby: Lobby, write: Writer) -> list[Route]:
    """Every route that is ours; those of the demo door in a demo home only."""
    hashing = Hashing()
    return [
        *SignIn(lobby, hashing).routes(),
        *Welcome(lobby, hashing).routes(),
        *(DemoDoor(lobby).routes() if lobby.office.settings.is_demo else []),
        *Verify(lobby).routes(),
        *Exports(lobby.office, write).routes(),
        *Feeds(lobby.office).routes(),
        *Api(lobby.office, write, base_url(lobby.office.settings)).routes(),
        *Health(lobby.office).routes(),
        Route("/signin.css", _style, methods=["GET"], name="style"),
    ]


async def _style(_request: Request) -> Response:
    return Response(style(), media_type="text/css", headers=_KEPT)
