"""The kept results of the sample regions are what the checks find today."""

from __future__ import annotations

import json

import pytest
from hasil_contoh import kept

from kinerja_lab.loaders.samples import sample_regions
from kinerja_lab.report.comparison import SAMPLES
from kinerja_lab.report.record import records


def test_every_sample_region_is_kept_with_two_periods() -> None:
    found = [(record["wilayah"], record["periode"]) for record in records(SAMPLES)]
    assert sorted(found) == [(region, period) for region in sample_regions() for period in ("2025-S1", "2025-S2")]


@pytest.mark.slow
@pytest.mark.parametrize("region", sample_regions())
def test_the_kept_results_are_those_of_a_new_run(region: str) -> None:
    stored = json.loads((SAMPLES / region / "2025-S2" / "hasil.json").read_text("utf-8"))
    new = json.loads(json.dumps(kept(region, "2025-S2")))
    assert {name: new[name] for name in ("lampu", "utama", "aturan")} == {
        name: stored[name] for name in ("lampu", "utama", "aturan")
    }
    for slug, entry in new["pemeriksaan"].items():
        assert (stored["pemeriksaan"][slug]["estimasi"] or 0.0) == pytest.approx(entry["estimasi"] or 0.0, rel=1e-6)
        assert stored["pemeriksaan"][slug]["putusan"] == entry["putusan"]
        assert stored["pemeriksaan"][slug]["opsi"] == entry["opsi"]
