"""The whole server: the framework behind the guard, by HTTP and by websocket."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import text
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import InvalidStatus

from saldo.access import Office
from saldo.access.offices import KNOWN_FOR_SECONDS
from saldo.desk import people, sessions
from saldo.settings import ROOT
from tests.front import browser, own_office, signed_in, somebody, whole_server
from tests.tabs import sent_to_the_door, shown, tab

CANARY = "CANARY-OF-1001"
SCRIPT = f"""
import streamlit as st
from saldo import access

st.session_state["runs"] = st.session_state.get("runs", 0) + 1
viewer = access.session_viewer(str(st.user.get("saldo_session") or ""))
st.write("{CANARY}", "viewer", viewer.email if viewer else "nobody")
st.write(f"runs-{{st.session_state['runs']}}")
if st.query_params.get("break"):
    raise ValueError("secret of /etc/passwd")
"""


@dataclass(frozen=True)
class Place:
    """A served home and its office."""

    url: str
    office: Office

    def enter(self, email: str, **kept: object) -> tuple[str, str]:
        """A new person's session: its id and cookie."""
        return signed_in(self.office, somebody(self.office, email))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("app")
    script = folder / "app.py"
    script.write_text(SCRIPT)
    (folder / ".streamlit").symlink_to(ROOT / ".streamlit")
    (folder / "static").mkdir()
    with whole_server(home, script) as url:
        yield Place(url, own_office(home))


def test_a_viewers_tab_shows_the_page_under_their_name(place: Place) -> None:
    _, cookie = place.enter("viewer@example.se")

    with tab(place.url, cookie) as open_tab:
        answers = open_tab.rerun()

    assert CANARY in shown(answers)
    assert "viewer@example.se" in shown(answers)


def test_no_script_runs_for_a_stranger(place: Place) -> None:
    with tab(place.url) as open_tab:
        answers = open_tab.rerun()

        assert sent_to_the_door(answers)
        assert open_tab.is_closed


def test_forged_headers_make_no_viewer(place: Place) -> None:
    session, _ = place.enter("forged@example.se")

    with tab(place.url, headers={"x-saldo-session": session, "x-saldo-person": "1"}) as open_tab:
        assert sent_to_the_door(open_tab.rerun())


def test_a_tampered_cookie_makes_no_viewer(place: Place) -> None:
    _, cookie = place.enter("tampered@example.se")

    with tab(place.url, cookie[:-1] + ("0" if cookie[-1] != "0" else "1")) as open_tab:
        assert sent_to_the_door(open_tab.rerun())


def test_a_revocation_ends_open_tabs_at_the_next_rerun(place: Place) -> None:
    """Trust 4, ASVS 7.4.1: within 2 s, and the screen is sent to the door."""
    session, cookie = place.enter("revoked@example.se")
    with tab(place.url, cookie) as open_tab:
        before = open_tab.rerun()
        sessions.revoke(place.office.desk, session, at=place.office.now())
        time.sleep(KNOWN_FOR_SECONDS)

        after = open_tab.rerun()

        assert CANARY in shown(before)
        assert sent_to_the_door(after)
        assert open_tab.is_closed


def test_a_page_that_refreshes_itself_notices_too(place: Place) -> None:
    session, cookie = place.enter("refreshing@example.se")
    with tab(place.url, cookie) as open_tab:
        open_tab.rerun()
        sessions.revoke(place.office.desk, session, at=place.office.now())
        time.sleep(KNOWN_FOR_SECONDS)

        assert sent_to_the_door(open_tab.rerun(automatic=True))


def test_a_disabled_person_is_out_of_open_tabs_and_cannot_come_back(place: Place) -> None:
    session, cookie = place.enter("disabled@example.se")
    with tab(place.url, cookie) as open_tab:
        open_tab.rerun()
        found = sessions.find(place.office.desk, session)
        assert found is not None
        people.disable(place.office.desk, found.person_id, at=place.office.now())
        time.sleep(KNOWN_FOR_SECONDS)

        assert sent_to_the_door(open_tab.rerun())
    with tab(place.url, cookie) as again:
        assert sent_to_the_door(again.rerun())


def test_an_expired_session_ends_in_the_middle(place: Place) -> None:
    session, cookie = place.enter("expired@example.se")
    with tab(place.url, cookie) as open_tab:
        open_tab.rerun()
        with place.office.desk.writing() as connection:
            connection.execute(
                text("update sessions set expires_at = created_at where token_hash = :id"),
                {"id": session},
            )
        time.sleep(KNOWN_FOR_SECONDS)

        assert sent_to_the_door(open_tab.rerun())


def test_a_page_that_refreshes_itself_keeps_nobody_signed_in(place: Place) -> None:
    """The idle time is a person's, not a page's."""
    session, cookie = place.enter("idle@example.se")
    with tab(place.url, cookie) as open_tab:
        open_tab.rerun()
        first = sessions.find(place.office.desk, session)
        with place.office.desk.writing() as connection:
            connection.execute(
                text("update sessions set seen_at = created_at where token_hash = :id"),
                {"id": session},
            )
        open_tab.rerun(automatic=True)
        second = sessions.find(place.office.desk, session)

    assert first is not None and second is not None
    assert first.seen_at > second.seen_at


def test_anothers_framework_session_cannot_be_resumed(place: Place) -> None:
    """With cookies alone, Bo presenting Ana's session id resumed her session_state."""
    _, ana = place.enter("resume-ana@example.se")
    _, bo = place.enter("resume-bo@example.se")
    with tab(place.url, ana) as hers:
        hers.rerun()
        hers.rerun()
        with tab(place.url, bo, resume=hers.session_id) as his:
            answers = his.rerun()

    assert "resume-bo@example.se" in shown(answers)
    assert "runs-1" in shown(answers)


def test_a_dropped_tab_resumes_its_own_session(place: Place) -> None:
    _, ana = place.enter("dropped@example.se")
    with tab(place.url, ana) as first:
        first.rerun()
        session = first.session_id
    with tab(place.url, ana, resume=session) as second:
        answers = second.rerun()

    assert "runs-2" in shown(answers)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost"])
def test_a_websocket_from_another_site_is_refused_at_once(place: Place, origin: str) -> None:
    _, cookie = place.enter(f"{origin.strip(':/.htps')}@example.se")
    began = time.monotonic()

    with pytest.raises(InvalidStatus) as refused, tab(place.url, cookie, origin=origin):
        pass

    assert refused.value.response.status_code == 403
    assert time.monotonic() - began < 1, "the framework looked up its own address first"


def test_a_websocket_under_a_forged_host_is_refused(place: Place) -> None:
    _, cookie = place.enter("host@example.se")
    forged = {"host": "evil.example"}

    with (
        pytest.raises(InvalidStatus),
        tab(place.url, cookie, headers=forged, origin="http://evil.example"),
    ):
        pass


@pytest.mark.parametrize("kind", ["clear_cache", "load_git_info", "set_run_on_save"])
def test_what_is_for_developers_is_not_passed_on(place: Place, kind: str) -> None:
    _, cookie = place.enter(f"{kind}@example.se")
    message = BackMsg(**{kind: True})
    with tab(place.url, cookie) as open_tab:
        open_tab.rerun()
        open_tab.socket.send(message.SerializeToString())
        answers = open_tab.rerun()

    kinds = {answer.WhichOneof("type") for answer in answers}
    assert "git_info_changed" not in kinds
    assert CANARY in shown(answers)


def test_what_breaks_in_a_page_is_told_as_a_reference(place: Place) -> None:
    _, cookie = place.enter("breaking@example.se")
    message = BackMsg()
    message.rerun_script.query_string = "break=1"
    with tab(place.url, cookie) as open_tab:
        answers = open_tab.ask(message)

    everything = "\n".join(str(answer) for answer in answers)
    assert "noted under reference" in everything
    assert "secret" not in everything
    assert "app.py" not in shown(answers)


def test_the_shell_carries_its_policy_and_is_not_kept(place: Place) -> None:
    _, cookie = place.enter("shell@example.se")

    shell = browser(cookie).get(f"{place.url}/invoices")

    assert shell.status_code == 200
    assert "sha256-" in shell.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in shell.headers["content-security-policy"]
    assert shell.headers["cache-control"] == "no-store"


def test_a_restart_keeps_people_signed_in(tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text(SCRIPT)
    home = tmp_path / "home"
    _, cookie = signed_in(own_office(home), somebody(own_office(home)))

    seen = []
    for _ in range(2):
        with whole_server(home, script) as url, tab(url, cookie) as open_tab:
            seen.append(CANARY in shown(open_tab.rerun()))

    assert seen == [True, True]
