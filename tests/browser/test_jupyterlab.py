"""The first steps in a real JupyterLab: all cells run, lamps and pictures are seen, and nobody outside is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

peramban = pytest.importorskip("peramban", reason="Playwright is not installed")
if peramban.CHROMIUM is None:
    pytest.skip("Chromium is not installed", allow_module_level=True)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> peramban.Seen:
    """One visit, of which every test looks at a part."""
    return peramban.visit(tmp_path_factory.mktemp("lab"))


@pytest.fixture(scope="module")
def told(seen: peramban.Seen) -> str:
    return "\n".join(seen.outputs)


def test_the_lamps_and_the_sentences_are_seen(told: str) -> None:
    assert "Predikat mengikuti hasil kerja" in told
    assert "WAJAR" in told
    assert "Traceback" not in told


def test_the_pictures_are_drawn(seen: peramban.Seen) -> None:
    assert len(seen.pictures) >= 2
    assert min(seen.pictures) > 300


def test_nobody_outside_this_computer_is_asked(seen: peramban.Seen) -> None:
    assert len(seen.requests) > 50
    assert any(address.startswith("ws://127.0.0.1:") for address in seen.requests)
    assert seen.outside == []


def test_the_console_does_not_complain(seen: peramban.Seen) -> None:
    assert seen.complaints == []


def test_server_and_kernel_are_gone_afterwards(seen: peramban.Seen) -> None:
    assert seen.alive == []


def test_the_watch_notices_a_call_to_the_outside(tmp_path: Path) -> None:
    log = tmp_path / "luar.txt"
    code = peramban.WATCH.format(log=str(log)) + (
        "import socket\n"
        "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "s.connect(('127.0.0.1', 9))\n"
        "try: s.connect(('192.0.2.1', 9))\n"
        "except OSError: pass\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=True, timeout=30).returncode == 0
    assert log.read_text("utf-8").splitlines() == ["('192.0.2.1', 9)"]
