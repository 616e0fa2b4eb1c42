"""Text of data in places that read Markdown."""

from __future__ import annotations

from html import unescape

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from saldo.settings import ROOT
from saldo.ui.markup import plain, unbroken

STYLE = ROOT / "saldo" / "ui" / "style.css"
_READABLE = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=40
)


def _shown(markdown: str) -> str:
    html = MarkdownIt("commonmark").enable("table").render(f"x {markdown} x")
    return unescape(html.removeprefix("<p>x ").removesuffix(" x</p>\n"))


def test_a_name_cannot_become_a_link_an_image_or_a_colour() -> None:
    for name in (
        "[AB](http://x)",
        "![](http://x/y.png)",
        ":red[AB]",
        "$x$ AB",
        "<b>AB</b>",
        "**A**",
    ):
        assert _shown(plain(name)) == name


def test_a_directive_of_streamlit_is_taken_apart() -> None:
    assert ":red[" not in plain(":red[x]")
    assert "$" not in plain("$x$").replace("\\$", "")


@given(_READABLE)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    assert _shown(plain(text)).split() == text.split()


def test_a_figure_is_not_broken_at_the_end_of_a_line() -> None:
    assert plain(" 1\u00a0234,50\u00a0kr\n ut ") == "1\u00a0234,50\u00a0kr ut"


def test_a_date_stays_on_one_line_and_is_copied_as_it_is() -> None:
    """The style sheet keeps what is emphasised together; no character is another."""
    for text in ("2026-11-22", "SA-2024*7", "_1-"):
        html = MarkdownIt("commonmark").render(f"v. 47 ({unbroken(text)}), {unbroken(text)}")

        assert html == f"<p>v. 47 (<em>{text}</em>), <em>{text}</em></p>\n"
    assert unbroken("") == ""
    assert "em { font-style: normal; white-space: nowrap; }" in STYLE.read_text()
