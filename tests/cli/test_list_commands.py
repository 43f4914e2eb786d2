"""Lists of single people, on request only."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from kinerja_lab.loaders.samples import SAMPLES

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize(
    ("kind", "region", "column"),
    [("penilai", "bukittinggi", "id_penilai"), ("laporan-harian", "bukitintan", "id_pegawai")],
)
def test_a_list_is_written_for_its_owner_alone(run: Run, tmp_path: Path, kind: str, region: str, column: str) -> None:
    file = tmp_path / "daftar.csv"
    code, shown, _ = run("daftar", kind, SAMPLES / region, "--berkas", file, "--periode", "2025-S2")
    assert (code, "bukan temuan" in " ".join(shown.split())) == (0, True)
    assert len(pd.read_csv(file)[column]) > 0
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0


def test_an_unknown_list_names_those_there_are(run: Run, tmp_path: Path) -> None:
    code, _, complaint = run("daftar", "unit", SAMPLES / "sibolga", "--berkas", tmp_path / "daftar.csv")
    assert (code, "laporan-harian" in complaint) == (2, True)
