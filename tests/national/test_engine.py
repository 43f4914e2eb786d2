"""The database reads its store and does nothing else."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kinerja_lab.errors import InvalidOption, ReportFailed
from kinerja_lab.national.engine import engine


@pytest.mark.parametrize(
    "query",
    [
        "select * from read_text('{outside}/a.txt')",
        "select * from read_csv('https://example.com/a.csv')",
        "copy (select 1) to '{outside}/a.csv'",
        "attach '{outside}/a.db'",
        "install httpfs",
        "load httpfs",
        "set memory_limit = '9GB'",
        "set enable_external_access = true",
    ],
)
def test_nothing_outside_can_be_reached(query: str, tmp_path: Path) -> None:
    (tmp_path / "gudang").mkdir()
    (tmp_path / "a.txt").write_text("rahasia")
    with engine(tmp_path / "gudang") as database, pytest.raises(ReportFailed, match="query_failed"):
        database.ask(query.format(outside=tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "gudang"]


def test_an_error_tells_no_cell(tmp_path: Path) -> None:
    with engine(tmp_path) as database, pytest.raises(ReportFailed) as failed:
        database.ask("select cast('197003121995031999x' as integer)")
    assert "1970" not in str(failed.value)
    assert failed.value.__cause__ is None
    assert failed.value.__suppress_context__


def test_too_little_memory_is_told(tmp_path: Path) -> None:
    with engine(tmp_path, "1MB") as database, pytest.raises(ReportFailed, match="memory_exceeded"):
        database.ask("select list(i) from range(3000000) as r(i)")
    with pytest.raises(InvalidOption), engine(tmp_path, "much"):
        pass


def test_what_a_killed_run_spilled_is_swept_and_that_of_a_living_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = tmp_path / f"kinerja-lab-tumpahan-{ended.pid}-abc"
    left.mkdir()
    (left / "duckdb_temp").write_text("1")
    with engine(tmp_path):
        (own,) = tmp_path.glob("kinerja-lab-tumpahan-*")
        assert own != left
        assert own.stat().st_mode & 0o077 == 0
        with engine(tmp_path):
            assert own.exists()
    assert not list(tmp_path.glob("kinerja-lab-tumpahan-*"))
