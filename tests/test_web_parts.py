"""The front's parts: addresses, headers, where a sign-in leads, how often one may fail."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from streamlit import file_util

from saldo.settings import read
from saldo.web.address import UnsafeAddress, address_of, base_url
from saldo.web.headers import app_policy, guarded
from saldo.web.markup import Markup, fill
from saldo.web.next_page import safe_next
from saldo.web.throttle import ACCOUNT, ADDRESS, PAIR, Throttle


def _settings(home: Path, monkeypatch: pytest.MonkeyPatch, **env: str):
    for name, value in env.items():
        monkeypatch.setenv(f"SALDO_{name}", value)
    return read(home)


def test_on_loopback_the_cookie_is_plain_and_only_loopback_is_known(tmp_path: Path) -> None:
    address = address_of(read(tmp_path))

    assert (address.cookie, address.secure) == ("saldo", False)
    known = ["127.0.0.1:8501", "localhost", "[::1]:8501", "LOCALHOST:1"]
    assert all(address.knows(host) for host in known)
    forged = ["evil.example", "127.0.0.1.evil.example", "", None, "127.0.0.1:x", "a@127.0.0.1"]
    assert not any(address.knows(host) for host in forged)


def test_under_https_the_cookie_is_bound_to_the_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = _settings(tmp_path, monkeypatch, BASE_URL="https://saldo.example.se", HOST="0.0.0.0")
    address = address_of(settings)

    assert (address.cookie, address.secure) == ("__Host-saldo", True)
    assert address.knows("saldo.example.se")
    assert address.is_own("https://saldo.example.se", "saldo.example.se", "http")
    assert not address.is_own("https://evil.example", "saldo.example.se", "http")
    assert base_url(settings, 9000) == "https://saldo.example.se"


@pytest.mark.parametrize(
    "env",
    [
        {"HOST": "0.0.0.0"},
        {"BASE_URL": "http://saldo.example.se"},
        {"BASE_URL": "saldo.example.se"},
        {"BASE_URL": "https://user:pass@saldo.example.se"},
        {"BASE_URL": "ftp://saldo.example.se"},
    ],
)
def test_an_unprotected_address_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, env: dict[str, str]
) -> None:
    with pytest.raises(UnsafeAddress):
        address_of(_settings(tmp_path, monkeypatch, **env))


def test_a_demo_home_is_reached_on_loopback_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "demo.toml").touch()
    settings = _settings(tmp_path, monkeypatch, BASE_URL="https://saldo.example.se", HOST="0.0.0.0")

    assert not address_of(settings).knows("saldo.example.se")
    assert base_url(settings, 8501) == "http://127.0.0.1:8501"


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\tevil",
        "/\n/evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
        None,
        "/login?next=/",
        "/logout",
        "/demo/enter",
        "/welcome/x",
        "/" + "x" * 3000,
    ],
)
def test_a_sign_in_never_leads_elsewhere(wanted: str | None) -> None:
    assert safe_next(wanted) == "/"


def test_a_sign_in_leads_where_one_wanted_to_go() -> None:
    assert safe_next("/invoices?status=open&customer=1001") == "/invoices?status=open&customer=1001"


def test_the_policy_lets_the_frameworks_inline_script_run_and_no_other() -> None:
    index = (Path(file_util.get_static_dir()) / "index.html").read_text()
    script = index.split("<script>")[1].split("</script>")[0]
    digest = b64encode(sha256(script.encode()).digest()).decode()

    policy = app_policy(index)

    assert f"script-src 'self' 'sha256-{digest}';" in policy
    assert "'unsafe-inline'" not in policy.split("style-src")[0]
    assert index.count("<script>") == policy.count("'sha256-")


def test_cookies_of_the_framework_become_secure_under_https() -> None:
    sent = [(b"Set-Cookie", b"_streamlit_xsrf=1; Path=/"), (b"set-cookie", b"a=1; Secure")]

    headers = guarded(sent, policy="x", keep=False, secure=True)

    cookies = [value for name, value in headers if name == b"set-cookie"]
    assert cookies == [b"_streamlit_xsrf=1; Path=/; Secure", b"a=1; Secure"]
    assert (b"strict-transport-security", b"max-age=31536000") in headers


def test_nothing_is_kept_unless_it_may_be() -> None:
    sent = [(b"cache-control", b"public, max-age=99")]

    kept = guarded(sent, policy="x", keep=True, secure=False)
    not_kept = guarded(sent, policy="x", keep=False, secure=False)

    assert (b"cache-control", b"public, max-age=99") in kept
    assert [value for name, value in not_kept if name == b"cache-control"] == [b"no-store"]


def test_values_are_escaped_on_their_way_into_a_page() -> None:
    page = fill("notice", text='<b>"&', role=Markup("alert"))

    assert "&lt;b&gt;&quot;&amp;" in page


def _throttle() -> tuple[Throttle, list[float]]:
    clock = [1000.0]
    return Throttle(clock=lambda: clock[0]), clock


def test_five_failures_of_an_account_from_one_address_make_it_wait() -> None:
    throttle, clock = _throttle()
    for _ in range(PAIR.failures):
        assert throttle.wait(account="ana", address="1.1.1.1") == 0
        throttle.failed(account="ana", address="1.1.1.1")

    assert throttle.wait(account="ana", address="1.1.1.1") > 0
    assert throttle.wait(account="ana", address="2.2.2.2") == 0
    clock[0] += PAIR.seconds + 1
    assert throttle.wait(account="ana", address="1.1.1.1") == 0


def test_one_address_cannot_try_many_accounts() -> None:
    throttle, _ = _throttle()
    for number in range(ADDRESS.failures):
        throttle.failed(account=f"person {number}", address="1.1.1.1")

    assert throttle.wait(account="somebody new", address="1.1.1.1") > 0


def test_many_addresses_cannot_try_one_account_for_ever() -> None:
    throttle, _ = _throttle()
    for number in range(ACCOUNT.failures):
        throttle.failed(account="ana", address=f"10.0.0.{number}")

    assert throttle.wait(account="ana", address="9.9.9.9") > 0


def test_success_forgets_the_pairs_failures() -> None:
    throttle, _ = _throttle()
    for _ in range(PAIR.failures):
        throttle.failed(account="ana", address="1.1.1.1")

    throttle.succeeded(account="ana", address="1.1.1.1")

    assert throttle.wait(account="ana", address="1.1.1.1") == 0
