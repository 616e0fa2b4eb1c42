"""Signing and passwords: keys nobody else can read, cookies nobody else can make."""

from __future__ import annotations

from pathlib import Path

import pytest

from saldo.access import UnsafeKey
from saldo.access.passwords import Weakness, hashed, matches, weakness
from saldo.access.signing import signing_of
from saldo.settings import read

GOOD = "Zm9vYmFyIHF1dXggY29ycmVjdCBob3JzZSBiYXR0ZXJ5"


def test_a_homes_key_is_made_once_and_is_nobody_elses(tmp_path: Path) -> None:
    first, second = signing_of(tmp_path, None), signing_of(tmp_path, None)

    path = tmp_path / "keys" / "signing.key"
    assert first == second
    assert path.stat().st_mode & 0o077 == 0
    assert [child.name for child in path.parent.iterdir()] == ["signing.key"]


def test_two_homes_have_two_keys(tmp_path: Path) -> None:
    one, other = signing_of(tmp_path / "a", None), signing_of(tmp_path / "b", None)

    assert other.token_of(one.cookie("token")) is None


def test_a_key_readable_to_others_is_refused(tmp_path: Path) -> None:
    signing_of(tmp_path, None)
    (tmp_path / "keys" / "signing.key").chmod(0o644)

    with pytest.raises(UnsafeKey, match="chmod 600"):
        signing_of(tmp_path, None)


@pytest.mark.parametrize("key", ["", "secret", "dev-secret-0123456789abcdef", "a" * 64, "ab" * 32])
def test_a_short_or_guessable_key_is_refused(tmp_path: Path, key: str) -> None:
    """Trust: a public default signing key (Superset CVE-2023-27524)."""
    with pytest.raises(UnsafeKey):
        signing_of(tmp_path, key)


def test_a_configured_key_is_used_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALDO_SIGNING_KEY", GOOD)

    signing = signing_of(tmp_path, read(tmp_path).signing_key)

    assert signing.token_of(signing.cookie("token")) == "token"
    assert not (tmp_path / "keys").exists()


def test_a_tampered_cookie_is_no_cookie(tmp_path: Path) -> None:
    signing = signing_of(tmp_path, None)
    cookie = signing.cookie("token")

    assert signing.token_of(cookie) == "token"
    tampered = ["", None, "token", "token.", cookie[:-1], f"x{cookie}", f"{cookie}0", ".", "ö.ö"]
    assert [signing.token_of(text) for text in tampered] == [None] * len(tampered)


def test_a_form_token_is_bound_to_its_seed_and_is_no_cookie_signature(tmp_path: Path) -> None:
    signing = signing_of(tmp_path, None)
    token = signing.form_token("ana")

    assert signing.is_form_token("ana", token)
    assert not signing.is_form_token("bo", token)
    assert not signing.is_form_token(None, token)
    assert not signing.is_form_token("ana", "")
    assert signing.token_of(f"ana.{token}") is None


def test_the_key_is_not_shown(tmp_path: Path) -> None:
    signing = signing_of(tmp_path, GOOD)

    assert GOOD not in repr(signing)


def test_a_password_is_kept_as_argon2() -> None:
    kept = hashed("en lång ramsa om kvitton")

    assert kept.startswith("$argon2id$")
    assert matches("en lång ramsa om kvitton", kept)
    assert not matches("en annan ramsa om kvitton", kept)


def test_nobodys_password_never_matches() -> None:
    assert not matches("nobody has this password", None)
    assert not matches("x", "not a hash")


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("kort", Weakness.short),
        ("x" * 201, Weakness.long),
        ("abababababab", Weakness.repeated),
        ("karin.ek12345", Weakness.address),
        ("kvitton i en låda", None),
    ],
)
def test_a_weak_password_is_refused(password: str, wrong: Weakness | None) -> None:
    assert weakness(password, "karin.ek@example.se") == wrong
