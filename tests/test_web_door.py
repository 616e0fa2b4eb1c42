"""The door over HTTP: who is let in, what is refused, and that nothing leaks on the way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from saldo.access import Office
from saldo.desk import audit, links, people
from saldo.web.throttle import PAIR
from tests.front import (
    PASSWORD,
    Door,
    browser,
    door,
    form_token,
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


def test_a_stranger_is_sent_to_the_door_and_back_again(front: Door, office: Office) -> None:
    somebody(office, ANA, password=True)
    visitor = browser()

    sent = visitor.get(f"{front.url}/invoices?status=open", allow_redirects=False)
    token = form_token(visitor.get(f"{front.url}{sent.headers['location']}"))
    form = {"email": ANA, "password": PASSWORD, "csrf": token, "next": "/invoices?status=open"}
    entered = visitor.post(f"{front.url}/login", data=form, allow_redirects=False)

    assert (sent.status_code, sent.headers["location"]) == (
        303,
        "/login?next=%2Finvoices%3Fstatus%3Dopen",
    )
    assert (entered.status_code, entered.headers["location"]) == (303, "/invoices?status=open")
    assert _is_in(front, visitor)


def test_the_sessions_cookie_is_out_of_scripts_and_other_sites_reach(
    front: Door, office: Office
) -> None:
    somebody(office, ANA, password=True)

    entered = front.log_in(browser(), ANA, PASSWORD)

    cookie = _set_cookie(entered, "saldo")
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert "Max-Age=43200" in cookie


def test_under_https_the_cookie_is_secure_and_bound_to_the_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALDO_BASE_URL", "https://saldo.example.se")
    with door(own_office(tmp_path)) as front:
        somebody(front.office, ANA, password=True)
        page = browser().get(f"{front.url}/login")
        seed = page.cookies["__Host-saldo-form"]
        entered = requests.post(
            f"{front.url}/login",
            data={"email": ANA, "password": PASSWORD, "csrf": form_token(page)},
            headers={
                "cookie": f"__Host-saldo-form={seed}",
                "host": "saldo.example.se",
                "origin": "https://saldo.example.se",
            },
            allow_redirects=False,
        )

    assert entered.status_code == 303
    assert "Secure" in _set_cookie(entered, "__Host-saldo")
    assert "strict-transport-security" in entered.headers


@pytest.mark.parametrize(
    ("email", "password"),
    [(ANA, "wrong wrong wrong"), ("nobody@example.se", PASSWORD), ("", ""), ("new@example.se", "")],
)
def test_a_refusal_never_says_which_part_was_wrong(
    front: Door, office: Office, email: str, password: str
) -> None:
    somebody(office, ANA, password=True)
    somebody(office, "new@example.se")
    visitor = browser()

    answer = front.log_in(visitor, email, password)

    assert answer.status_code == 401
    assert "do not belong together" in answer.text
    assert not _is_in(front, visitor)
    assert audit.entries(office.desk)[0].action == "sign-in refused"


def test_a_disabled_person_is_refused_like_a_wrong_password(front: Door, office: Office) -> None:
    ana = somebody(office, ANA, password=True)
    people.disable(office.desk, ana.id, at=office.now())

    assert front.log_in(browser(), ANA, PASSWORD).status_code == 401


def test_failing_often_makes_one_wait_even_with_the_right_password(
    front: Door, office: Office
) -> None:
    somebody(office, ANA, password=True)
    visitor = browser()
    for _ in range(PAIR.failures):
        front.log_in(visitor, ANA, "wrong wrong wrong")

    answer = front.log_in(visitor, f" {ANA.upper()}", PASSWORD)

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


@pytest.mark.parametrize("token", ["", "0" * 64, "ö"])
def test_a_form_without_its_token_is_refused(front: Door, office: Office, token: str) -> None:
    somebody(office, ANA, password=True)
    visitor = browser()
    visitor.get(f"{front.url}/login")
    form = {"email": ANA, "password": PASSWORD, "csrf": token}

    answer = visitor.post(f"{front.url}/login", data=form)

    assert answer.status_code == 403
    assert not _is_in(front, visitor)


def test_another_browsers_form_token_is_refused(front: Door, office: Office) -> None:
    somebody(office, ANA, password=True)
    foreign = form_token(browser().get(f"{front.url}/login"))
    visitor = browser()
    visitor.get(f"{front.url}/login")

    form = {"email": ANA, "password": PASSWORD, "csrf": foreign}

    assert visitor.post(f"{front.url}/login", data=form).status_code == 403


def test_a_huge_or_endless_form_is_refused_unread(front: Door) -> None:
    visitor = browser()
    token = form_token(visitor.get(f"{front.url}/login"))

    huge = visitor.post(f"{front.url}/login", data={"csrf": token, "email": "x" * 50_000})
    endless = visitor.post(f"{front.url}/login", data=iter([b"csrf=" + token.encode()]))

    assert (huge.status_code, endless.status_code) == (403, 403)


def test_signing_out_ends_the_session_for_good(front: Door, office: Office) -> None:
    """Trust: a cookie valid after logout."""
    session, cookie = signed_in(office, somebody(office))
    visitor = browser(cookie)
    token = office.signing.form_token(session)

    forged = visitor.post(f"{front.url}/logout", data={"csrf": "0"}, allow_redirects=False)
    still_in = _is_in(front, visitor)
    left = visitor.post(f"{front.url}/logout", data={"csrf": token}, allow_redirects=False)

    assert (forged.status_code, still_in) == (403, True)
    assert (left.status_code, left.headers["location"]) == (303, "/login?out=1")
    assert 'saldo="";' in _set_cookie(left, "saldo")
    assert not _is_in(front, browser(cookie))


def test_a_link_lets_one_person_in_once(front: Door, office: Office) -> None:
    ana = somebody(office, ANA)
    token = links.make(office.desk, ana.id, links.Purpose.password, at=office.now())
    address = f"{front.url}/welcome/{token}"
    visitor, late = browser(), browser()
    form = {"password": PASSWORD, "again": PASSWORD, "csrf": form_token(visitor.get(address))}
    late_form = {**form, "csrf": form_token(late.get(address))}

    weak = visitor.post(address, data={**form, "password": "kort", "again": "kort"})
    differs = visitor.post(address, data={**form, "again": "something else"})
    entered = visitor.post(address, data=form, allow_redirects=False)
    second = late.post(address, data=late_form, allow_redirects=False)

    assert (weak.status_code, differs.status_code) == (422, 422)
    assert (entered.status_code, _is_in(front, visitor)) == (303, True)
    assert (second.status_code, _is_in(front, late)) == (404, False)
    assert browser().get(address).status_code == 404
    assert front.log_in(browser(), ANA, PASSWORD).status_code == 303


def test_two_who_use_a_link_at_once_are_one_too_many(front: Door, office: Office) -> None:
    ana = somebody(office, ANA)
    token = links.make(office.desk, ana.id, links.Purpose.password, at=office.now())
    address = f"{front.url}/welcome/{token}"
    answers: list[int] = []

    def use() -> None:
        visitor = browser()
        form = {"password": PASSWORD, "again": PASSWORD, "csrf": form_token(visitor.get(address))}
        answers.append(visitor.post(address, data=form, allow_redirects=False).status_code)

    threads = [threading.Thread(target=use) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers.count(303) == 1


def test_the_first_person_gives_their_own_address(front: Door, office: Office) -> None:
    first = somebody(office, "first@saldo.invalid")
    token = links.make(office.desk, first.id, links.Purpose.first, at=office.now())
    address = f"{front.url}/welcome/{token}"
    visitor = browser()
    form = {
        "name": "Eva Lund",
        "email": "Eva@Example.se",
        "password": PASSWORD,
        "again": PASSWORD,
        "csrf": form_token(visitor.get(address)),
    }

    visitor.post(address, data=form)

    person = people.by_email(office.desk, "eva@example.se")
    assert (person.id, person.name) == (first.id, "Eva Lund")
    assert front.log_in(browser(), "eva@example.se", PASSWORD).status_code == 303


def test_the_door_speaks_swedish_and_remembers_it(front: Door) -> None:
    visitor = browser()
    visitor.headers["accept-language"] = "sv-SE,sv;q=0.9"

    by_browser = visitor.get(f"{front.url}/login").text
    chosen = visitor.get(f"{front.url}/login?lang=en").text
    kept = visitor.get(f"{front.url}/login").text

    assert '<html lang="sv">' in by_browser and "Logga in" in by_browser
    assert '<html lang="en">' in chosen
    assert '<html lang="en">' in kept


def test_a_page_of_the_door_runs_no_script_and_is_not_kept(front: Door) -> None:
    answer = browser().get(f"{front.url}/login?next=/%22%3E%3Cscript%3E")

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert "unsafe-inline" not in policy
    assert "<script" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
