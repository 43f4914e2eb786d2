"""Names and numbers planted in raw files are in no byte of a report."""

from __future__ import annotations

import base64
import json
import os
import shutil
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import typst

from kinerja_lab.loaders.pseudonym import open_key
from kinerja_lab.report import build
from tests.report import canary

TOKENS = ("199103142015032917", "Pegawai Kenari Simulasi", "PN977")
Run = Callable[..., tuple[int, str, str]]
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
    key = canary.key(place).read_text("ascii").strip()
    secrets = [key, base64.b64encode(bytes.fromhex(key)).decode(), canary.key(place).name + ".", str(place)]
    places = [f"{folder}{os.sep}" for folder in (Path.home(), build.ROOT, sys.prefix)]
    assert canary.found(report, [*secrets, *places, *canary.digests(TOKENS[0])]) == set()


@pytest.mark.notebook
def test_the_manifest_tells_of_the_key_its_fingerprint_only(report: Path) -> None:
    key = open_key(canary.key(report.parents[2]))
    manifest = json.loads((report / "manifest.json").read_text("utf-8"))
    assert manifest["sidik_kunci"] == key.fingerprint
    assert len(key.fingerprint) == 8
    assert [name for name in manifest if "kunci" in name] == ["kunci_paket", "sidik_kunci"]


@pytest.mark.notebook
def test_nothing_of_people_is_left_in_temporary_files(report: Path) -> None:
    place = report.parents[2]
    tokens = [*TOKENS, *canary.people(place), canary.key(place).read_text("ascii").strip()]
    assert canary.found(canary.temporary(place), tokens) == set()
    assert [path.name for path in report.parent.iterdir() if path.name.startswith(".")] == []


def test_no_command_says_or_writes_who_it_is_about(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, out = canary.raw(tmp_path, TOKENS), tmp_path / "keluar"
    monkeypatch.setenv(canary.KEY, str(canary.key(tmp_path)))
    (book,) = data.glob("*.xlsx")
    said = [run("periksa", data, "--keluaran", out), run("klaim", data), run("petakan", book)]
    assert [code for code, _, _ in said] == [0, 0, 0]
    assert canary.found(out, TOKENS[1:]) == set(TOKENS[1:])  # in the rows that wait for correction, for their owner
    (out / "karantina.xlsx").unlink()
    (out / "layar.txt").write_text("".join(shown + complaint for _, shown, complaint in said), encoding="utf-8")
    key = canary.key(tmp_path)
    tokens = [*TOKENS, *canary.digests(TOKENS[0]), *canary.people(tmp_path), key.read_text("ascii").strip()]
    assert canary.found(out, tokens) == set()


def test_the_tokens_are_in_what_was_read(tmp_path: Path) -> None:
    assert canary.found(canary.raw(tmp_path, TOKENS), TOKENS) == set(TOKENS)


@pytest.mark.parametrize("form", ["plain", "utf-16", "zip", "base64", "stream", "name", "pdf"])
def test_the_search_opens_everything(tmp_path: Path, form: str) -> None:
    token = TOKENS[1]
    if form == "pdf" and shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
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
        case "pdf":
            (tmp_path / "a.pdf").write_bytes(typst.compile(token.encode()))
        case "name":
            (tmp_path / token).write_bytes(b"")
    assert canary.found(tmp_path, TOKENS) == {token}
