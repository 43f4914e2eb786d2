"""``laporan`` for many regions: what is asked of each, and what is told on the way."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from kinerja_lab.errors import ReportFailed
from kinerja_lab.report import build

Run = Callable[..., tuple[int, str, str]]
REGIONS = ("kota-a", "kota-b", "kota-c")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, bool]:
    """Replace the making of reports: of the first region there is one, the second fails; remember what was asked."""
    again: dict[str, bool] = {}

    def make(_: str, __: str | None, *, folder: str, progress: Callable[..., None], **form: bool) -> Path:
        name = Path(folder).name
        again[name] = form["again"]
        if name == REGIONS[1]:
            raise ReportFailed("timeout", "600 s")
        if name != REGIONS[0]:
            progress(1, 1)
        made = tmp_path / "reports" / name
        made.mkdir(parents=True, exist_ok=True)
        return made

    for name in REGIONS:
        (tmp_path / "data" / name).mkdir(parents=True)
        (tmp_path / "data" / name / "wilayah.toml").touch()
    monkeypatch.setattr(build, "build_report", make)
    monkeypatch.chdir(tmp_path)
    return again


def test_lines_tell_how_many_regions_are_done_and_how_many_failed(run: Run, asked: dict[str, bool]) -> None:
    code, shown, _ = run("laporan", "--semua", "--data", "data")
    assert shown.splitlines()[:3] == [
        "1 dari 3, 0 gagal. Tidak berubah: reports/kota-a",
        "2 dari 3, 1 gagal. ■ kota-b",
        "3 dari 3, 1 gagal. Selesai: reports/kota-c ()",
    ]
    assert "1 dari 3 wilayah gagal: kota-b." in shown
    assert code == 1


@pytest.mark.parametrize(
    ("arguments", "again"),
    [
        (["--semua"], dict.fromkeys(REGIONS, False)),
        ([], dict.fromkeys(REGIONS, False)),
        (["--semua", "--ulang"], dict.fromkeys(REGIONS, True)),
        (["kota-c"], {"kota-c": True}),
    ],
    ids=str,
)
def test_only_one_region_asked_for_by_name_or_all_again_are_made_again(
    arguments: list[str], again: dict[str, bool], run: Run, asked: dict[str, bool]
) -> None:
    run("laporan", *arguments, "--data", "data")
    assert asked == again


@pytest.mark.skipif(find_spec("distributed") is not None, reason="Dask is installed")
def test_a_cluster_without_dask_is_wrong_use_and_says_what_to_install(run: Run, asked: dict[str, bool]) -> None:
    code, _, complaint = run("laporan", "--semua", "--data", "data", "--dask", "tcp://127.0.0.1:8786")
    assert (code, asked) == (2, {})
    assert "pip install 'kinerja_lab[dask]'" in complaint


def test_fewer_than_one_worker_is_wrong_use(run: Run, asked: dict[str, bool]) -> None:
    code, _, complaint = run("laporan", "--semua", "--data", "data", "--pekerja", "0")
    assert (code, asked) == (2, {})
    assert "--pekerja" in complaint
