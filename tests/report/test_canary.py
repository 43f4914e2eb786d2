"""Names and numbers planted in raw files are in no byte of a report."""

from __future__ import annotations

import base64
import zipfile
import zlib
from pathlib import Path

import pytest

from tests.report import canary

TOKENS = ("199103142015032917", "Pegawai Kenari Simulasi", "PN977")
LANGUAGES = ("id", "en")


@pytest.fixture(scope="module", params=LANGUAGES)
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return canary.report(tmp_path_factory.mktemp(f"kenari-{request.param}"), TOKENS, request.param)


@pytest.mark.notebook
def test_no_planted_name_or_number_is_published(report: Path) -> None:
    assert canary.found(report, TOKENS) == set()


@pytest.mark.notebook
def test_no_pseudonym_and_no_key_is_published(report: Path) -> None:
    place = report.parents[2]
    assert not canary.ranked(report)
    assert canary.found(report, [canary.key(place).read_text("utf-8", errors="ignore").strip(), str(place)]) == set()


@pytest.mark.notebook
def test_no_count_of_few_people_is_published(report: Path) -> None:
    assert canary.few(report, 5) == []


def test_the_tokens_are_in_what_was_read(tmp_path: Path) -> None:
    assert canary.found(canary.raw(tmp_path, TOKENS), TOKENS) == set(TOKENS)


@pytest.mark.parametrize("form", ["plain", "utf-16", "zip", "base64", "stream", "name"])
def test_the_search_opens_everything(tmp_path: Path, form: str) -> None:
    token = TOKENS[1]
    text = f"{'x' * 300}{token}".encode()
    match form:
        case "plain":
            (tmp_path / "a.txt").write_bytes(text)
        case "utf-16":
            (tmp_path / "a.txt").write_bytes(token.encode("utf-16-le"))
        case "zip":
            with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("word/document.xml", text)
        case "base64":
            (tmp_path / "a.html").write_bytes(b'<img src="data:image/png;base64,' + base64.b64encode(text) + b'">')
        case "stream":
            (tmp_path / "a.pdf").write_bytes(b"1 0 obj\nstream\n" + zlib.compress(text) + b"\nendstream")
        case "name":
            (tmp_path / token).write_bytes(b"")
    assert canary.found(tmp_path, TOKENS) == {token}
