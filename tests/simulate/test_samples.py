"""The committed sample data are what the simulator writes, fit in their budget and load without a problem."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kinerja_lab.errors import ReportFailed
from kinerja_lab.loaders.canonical import load_profile
from kinerja_lab.loaders.samples import SAMPLES, load_sample, sample_regions
from kinerja_lab.simulate import REGIONS, RegionPlan, write_samples
from kinerja_lab.simulate.plan import PERIODS
from kinerja_lab.simulate.write import write_region

_SLUGS = tuple(plan.slug for plan in REGIONS)
_IMPACTS = {"terbukti membaik", "belum terbukti"}
_VERDICTS = {"wajar", "perlu perhatian", "bermasalah", "data tidak cukup", "ditampilkan"} | _IMPACTS


def test_five_regions_are_there() -> None:
    assert sample_regions() == tuple(sorted(_SLUGS))
    assert set(_SLUGS) == {"bukittinggi", "sibolga", "sawahlunto", "bukitintan", "instansi-contoh"}


def test_regenerating_gives_the_committed_bytes(tmp_path: Path) -> None:
    written = write_samples(tmp_path)
    committed = {path.relative_to(SAMPLES) for slug in _SLUGS for path in (SAMPLES / slug).iterdir()}
    assert {path.relative_to(tmp_path) for path in written} == committed
    assert {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()} == committed
    for path in written:
        assert path.read_bytes() == (SAMPLES / path.relative_to(tmp_path)).read_bytes(), path.name


def test_the_samples_fit_in_their_budget() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 14_000_000


def test_no_file_holds_18_digits_or_a_carriage_return() -> None:
    for path in SAMPLES.rglob("*.*"):
        content = path.read_bytes()
        assert not re.search(rb"\d{18}", content), path.name
        assert b"\r" not in content, path.name
        content.decode("utf-8")


@pytest.mark.parametrize("slug", _SLUGS)
def test_every_region_and_period_is_a_valid_dataset(slug: str) -> None:
    for period in PERIODS:
        data = load_sample(slug, period)
        assert data.periods == PERIODS
        assert data.profile.slug == slug
        assert data.profile.simulated
        assert len(data.current("penilaian")) > 0.6 * len(data.table("pegawai"))


def test_profiles_say_where_cycle_and_weights_come_from() -> None:
    for slug in _SLUGS:
        profile = load_profile(SAMPLES / slug)
        assert "dokumen sumber" in profile.cycle_source
        assert bool(profile.role_weights) == (slug in ("bukittinggi", "sibolga"))
        assert "tanpa bobot" in profile.role_weights_source or not profile.role_weights


def test_a_kecamatan_names_its_city_and_the_agency_has_no_region_code() -> None:
    kecamatan, agency = (load_profile(SAMPLES / slug) for slug in ("bukitintan", "instansi-contoh"))
    assert (kecamatan.level, kecamatan.code, kecamatan.parent) == (
        "kecamatan",
        "19.71.01",
        "Kota Pangkal Pinang (19.71)",
    )
    assert (agency.level, agency.code_issuer) == ("instansi", "instansi")


def test_the_truth_names_numbers_and_verdicts_for_every_period() -> None:
    for plan in REGIONS:
        truth = json.loads((SAMPLES / plan.slug / "kebenaran.json").read_text(encoding="utf-8"))
        assert truth["pegawai"] == sum(unit.size for unit in plan.units)
        assert truth["ditanam"]["sebaran_keketatan_penilai_poin"] == plan.scoring.severity_sd
        assert truth["klaim"] == {str(number): answer for number, answer in plan.document.answers.items()}
        assert tuple(truth["putusan"]) == PERIODS
        for checks in truth["putusan"].values():
            assert set(checks) == set(plan.verdicts)
            for expected in checks.values():
                assert set(expected["boleh"]) <= _VERDICTS
                assert not set(expected["boleh"]) & set(expected["dilarang"])


def test_every_verdict_and_every_diagnosis_is_planted_somewhere() -> None:
    planted = [plan.expected(slug, period) for plan in REGIONS for slug in plan.verdicts for period in PERIODS]
    assert {verdict for expected in planted for verdict in expected.allowed} == _VERDICTS
    diagnoses = {expected.diagnosis for expected in planted} - {None}
    assert diagnoses == {
        *("sejalan", "lemah", "acak", "seragam", "terbalik"),
        *("penilai_tertentu", "penyebut_mengecil"),
    }


def test_the_readme_tells_of_every_region_and_its_size() -> None:
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    for plan in REGIONS:
        (row,) = re.findall(rf"^\| `{plan.slug}` \|.*$", text, flags=re.MULTILINE)
        assert f"| {sum(unit.size for unit in plan.units)} |" in row


def test_a_broken_write_leaves_the_old_file_whole(
    tmp_path: Path, quiet: RegionPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile = tmp_path / "wilayah.toml"
    profile.write_text("lama", encoding="utf-8")
    known = next(plan for plan in REGIONS if plan.slug == "bukitintan")
    monkeypatch.setattr("kinerja_lab.simulate.write.region", lambda _: {})
    monkeypatch.setattr("kinerja_lab.files.os.replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(ReportFailed, match="not_writable"):
        write_region(known, tmp_path)
    assert profile.read_text(encoding="utf-8") == "lama"
