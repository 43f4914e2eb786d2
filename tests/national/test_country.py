"""The simulated country: as large as asked for, the same every time, and a region like any other."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kinerja_lab.checks.agreement import Agreement
from kinerja_lab.errors import InvalidOption
from kinerja_lab.national import counted, regions, write_country
from kinerja_lab.national import country as national_country
from kinerja_lab.national.engine import engine


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_numbers_give_the_same_bytes_and_another_seed_does_not(tmp_path: Path) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_country(tmp_path / name, 900, n_regions=3, seed=seed)
    one, same, other = (fingerprints(tmp_path / name) for name in "abc")
    assert one == same
    assert one != other


def test_regions_are_unequal_and_together_as_many_as_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(national_country, "_AT_ONCE", 400)
    write_country(tmp_path, 3_000, n_regions=4)
    found = regions(tmp_path)
    sizes = [region.rows["pegawai/bagian.parquet"] for region in found]
    assert sum(sizes) == 3_000
    assert max(sizes) > 1.5 * min(sizes)
    largest = found[sizes.index(max(sizes))]
    data = largest.data()
    assert len(data.table("pegawai")) == max(sizes)
    raters = data.table("butir").groupby(["id_pegawai", "peran"])["id_penilai"].nunique()
    assert raters.xs("rekan", level="peran").between(3, 6).all()
    with engine(tmp_path) as database:
        answers = counted(database, largest, "2025-S1")
    assert answers["agreement:rekan"].estimate == pytest.approx(Agreement()(data).estimate, rel=1e-9)
    assert answers["agreement:rekan"].verdict.value == "wajar"


@pytest.mark.parametrize(("employees", "n_regions"), [(299, 3), (2**31, 3), (1000, 0), (10**6, 1000)])
def test_impossible_sizes_are_refused(employees: int, n_regions: int, tmp_path: Path) -> None:
    with pytest.raises(InvalidOption):
        write_country(tmp_path, employees, n_regions=n_regions)
