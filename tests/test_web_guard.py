"""The guard over HTTP: forged, foreign, ended and broken identities open nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from saldo.access import Office, Role
from saldo.desk import audit, sessions
from tests.front import (
    PASSWORD,
    Door,
    browser,
    door,
    own_office,
    signed_in,
    somebody,
)

ANA = "ana@example.se"


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Door]:
    with door(own_office(tmp_path)) as found:
        yield found


@pytest.fixture
def office(front: Door) -> Office:
    return front.office


def _set_cookie(answer: requests.Response, name: str) -> str:
    return next(
        text for text in answer.raw.headers.getlist("set-cookie") if text.startswith(f"{name}=")
    )


def _is_in(front: Door, visitor: requests.Session) -> bool:
    return visitor.get(f"{front.url}/", allow_redirects=False).status_code == 200


@pytest.mark.parametrize(
    "where", ["/login", "/logout", "/welcome/x", "/demo/enter", "/", "/media/x"]
)
def test_a_write_from_another_site_is_refused(front: Door, office: Office, where: str) -> None:
    _, cookie = signed_in(office, somebody(office))
    visitor = browser(cookie)

    for origin in ("https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"):
        answer = visitor.post(f"{front.url}{where}", headers={"origin": origin})

        assert answer.status_code == 403, origin
    assert _is_in(front, visitor)


def test_a_revoked_session_is_nobody_at_the_next_request(front: Door, office: Office) -> None:
    """Trust 4. The desk is written by another process: nothing here may remember."""
    session, cookie = signed_in(office, somebody(office))
    visitor = browser(cookie)
    before = _is_in(front, visitor)

    sessions.revoke(office.desk, session, at=office.now())

    assert before
    assert not _is_in(front, visitor)


def test_a_tampered_or_foreign_cookie_is_nobody(front: Door, office: Office, tmp_path) -> None:
    _, cookie = signed_in(office, somebody(office))
    elsewhere = own_office(tmp_path / "elsewhere")
    _, foreign = signed_in(elsewhere, somebody(elsewhere))

    forged = [cookie[:-1], cookie.swapcase(), cookie.split(".")[0], foreign, "", "."]

    assert _is_in(front, browser(cookie))
    assert not any(_is_in(front, browser(each)) for each in forged)


def test_headers_that_claim_an_identity_are_taken_off(front: Door, office: Office) -> None:
    session, cookie = signed_in(office, somebody(office))
    claims = {
        "x-saldo-person": "1",
        "x-saldo-session": session,
        "X-Saldo-Role": "administrator",
        "x_saldo_session": session,
    }

    stranger = browser().get(f"{front.url}/", headers=claims, allow_redirects=False)
    viewer = browser(cookie).get(f"{front.url}/x", headers={**claims, "x-saldo-session": "other"})

    assert stranger.status_code == 303
    assert viewer.json() == {"x-saldo-person": "1", "x-saldo-session": session}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "a@127.0.0.1", ""])
def test_a_forged_host_is_refused(front: Door, office: Office, host: str) -> None:
    _, cookie = signed_in(office, somebody(office))

    answer = browser(cookie).get(f"{front.url}/", headers={"host": host}, allow_redirects=False)

    assert answer.status_code == 400


def test_a_desk_that_cannot_be_read_lets_nobody_in(
    front: Door, office: Office, tmp_path: Path
) -> None:
    """Trust 3: identity erroring shows nothing."""
    _, cookie = signed_in(office, somebody(office, password=True))
    visitor = browser(cookie)
    before = _is_in(front, visitor)
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        connection.execute("alter table people rename to gone")

    export = visitor.get(f"{front.url}/export/balance.csv")
    entering = front.log_in(browser(), ANA, PASSWORD)

    assert before
    assert not _is_in(front, visitor)
    assert export.status_code == 401
    assert entering.status_code == 500
    assert "gone" not in entering.text and "select" not in entering.text.lower()


def test_what_breaks_is_told_as_a_reference(front: Door, office: Office) -> None:
    _, cookie = signed_in(office, somebody(office))

    answer = browser(cookie).get(f"{front.url}/broken")

    assert answer.status_code == 500
    assert "reference" in answer.text
    assert "secret" not in answer.text and "Traceback" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_an_export_is_made_under_the_sessions_own_scope(front: Door, office: Office) -> None:
    somebody(office, "bo@example.se", sees=("2002",))
    _, cookie = signed_in(office, somebody(office, sees=("1001",)))

    answer = browser(cookie).get(f"{front.url}/export/balance.csv?customer=2002&as_of=2026-01-01")

    assert answer.text == "customers 1001"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == 'attachment; filename="balance.csv"'
    ((report, format, query, viewer),) = front.exported
    assert (report, format, query["customer"]) == ("balance", "csv", "2002")
    assert viewer.scope.customers == ("1001",)
    noted = audit.entries(office.desk)[0]
    assert (noted.person_id, noted.action) == (viewer.person_id, "export taken")
    assert '"customer": "2002"' in noted.detail


@pytest.mark.parametrize("role", [Role.administrator, Role.data_steward, Role.operator])
def test_an_export_does_not_exist_for_who_reads_no_accounts(
    front: Door, office: Office, role: Role
) -> None:
    _, cookie = signed_in(office, somebody(office, role=role))

    assert browser(cookie).get(f"{front.url}/export/balance.csv").status_code == 404
    assert front.exported == []


def test_an_unknown_report_does_not_exist_and_a_bad_filter_is_said(
    front: Door, office: Office
) -> None:
    visitor = browser(signed_in(office, somebody(office))[1])

    assert visitor.get(f"{front.url}/export/people.csv").status_code == 404
    bad = visitor.get(f"{front.url}/export/balance.csv?as_of=soon")
    assert (bad.status_code, bad.text) == (400, "as_of cannot be soon")


def test_outside_a_demo_home_there_is_no_demo_door(front: Door) -> None:
    assert browser().get(f"{front.url}/demo").status_code == 404
    assert browser().post(f"{front.url}/demo/enter", data={"person": "rep"}).status_code == 404


def test_health_is_told_to_anybody_and_tells_nothing(front: Door, tmp_path: Path) -> None:
    well = [browser().get(f"{front.url}{path}").text for path in ("/healthz", "/readyz")]
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        connection.execute("drop table revision")
    ill = browser().get(f"{front.url}/readyz")

    assert well == ["ok", "ready"]
    assert (ill.status_code, ill.text) == (503, "not ready")
