"""Trouble: what a person is told when something breaks: a reference, and nothing else."""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from saldo.web.guests import Lobby
from saldo.web.headers import guarded
from saldo.web.markup import fill

_log = logging.getLogger("saldo.trouble")


def noted(error: BaseException) -> str:
    """A reference under which the log holds what broke."""
    reference = secrets.token_hex(4)
    _log.error("trouble %s", reference, exc_info=error)
    return reference


@dataclass(frozen=True, slots=True)
class Trouble:
    """The answer to a request that broke. It stands outside the guard, so it brings its headers."""

    lobby: Lobby

    async def answer(self, request: Request, error: Exception) -> Response:
        """A page with the reference, never the error."""
        t = self.lobby.reader(request).t
        body = fill(
            "message",
            title=t("signin.trouble.title"),
            text=t("signin.trouble.text", reference=noted(error)),
            link="/",
            link_text=t("signin.trouble.back"),
        )
        page = self.lobby.page(request, t("signin.trouble.title"), body, 500)
        page.raw_headers = guarded(
            page.raw_headers, policy="", keep=False, secure=self.lobby.address.secure
        )
        return page
