from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.report.markup import Figure, Shown, definitions, element, fragment, paragraph, table


class _Tags(HTMLParser):
    """Start tags of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)


@given(st.text())
def test_text_never_becomes_markup(text: str) -> None:
    assert _Tags(element("p", text, title=text)).found == ["p"]
    inside = ["caption", "thead", "tr", "th", "th", "tbody", "tr", "th", "td"]
    assert _Tags(table(text, [text, text], [[text, text]])).found == ["div", "table", *inside]


def test_elements_inside_elements_are_not_escaped_again() -> None:
    assert element("p", "a < b ", element("b", "c & d")) == "<p>a &lt; b <b>c &amp; d</b></p>"


def test_nothing_to_say_leaves_no_element() -> None:
    assert fragment(paragraph(""), None, paragraph("ada")) == "<p>ada</p>"
    assert definitions([("a", ""), ("b", "c")], "x") == '<dl class="x"><dt>b</dt><dd>c</dd></dl>'


def test_a_table_names_its_rows_and_columns() -> None:
    made = table("Judul", ["unit", "n"], [["Dinas A", "12"]], numbers=[1])
    assert '<th scope="col" class="angka">n</th>' in made or '<th class="angka" scope="col">n</th>' in made
    assert '<th scope="row">Dinas A</th><td class="angka">12</td>' in made


def test_what_is_shown_reads_the_same_as_plain_text() -> None:
    shown = Shown(fragment(element("h2", "Judul & isi"), table("Tabel", ["unit", "n"], [["Dinas A", "12"]])))
    assert repr(shown) == "Judul & isi\nTabel\nunit | n\nDinas A | 12"
    assert shown._repr_html_().startswith("<h2>Judul &amp; isi</h2>")


def test_a_figure_carries_its_words() -> None:
    data, metadata = Figure(b"png", "dua titik", "Gambar 1")._repr_mimebundle_()
    assert data == {"image/png": b"png", "text/plain": "Gambar 1"}
    assert metadata == {"image/png": {"alt": "dua titik", "caption": "Gambar 1"}}
    assert Figure()._repr_mimebundle_() == ({"text/plain": ""}, {})
