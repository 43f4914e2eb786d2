"""What many tests start from: a command, run as a person at the keyboard runs it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings

from kinerja_lab import cli

settings.register_profile("kinerja_lab", deadline=None)  # nothing is timed in tests: machines differ, and are busy
settings.load_profile("kinerja_lab")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str, str]]:
    """Run a command and give exit code, output and errors."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("KINERJA_LANG", raising=False)

    def call(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as leaving:
            cli.main([str(item) for item in arguments])
        written = capsys.readouterr()
        return int(leaving.value.code or 0), written.out, written.err

    return call
