"""What was planted in the sample regions is what the checks find, in every region and period."""

from __future__ import annotations

import json

import pytest

from kinerja_lab.checks.suite import run
from kinerja_lab.loaders.samples import SAMPLES, load_sample, sample_regions

_PERIODS = ("2024-S2", "2025-S1", "2025-S2")


@pytest.mark.parametrize("period", _PERIODS)
@pytest.mark.parametrize("region", sample_regions())
def test_verdicts_are_those_of_the_planted_truth(region: str, period: str) -> None:
    truth = json.loads((SAMPLES / region / "kebenaran.json").read_text(encoding="utf-8"))["putusan"][period]
    results = run(load_sample(region, period))
    assert {result.check.slug for result in results} == set(truth)
    surprises = [
        f"{result.check.slug}: {result.verdict} ({result.diagnosis}), {result.estimate:.3f}; planted {expected}"
        for result, expected in ((result, truth[result.check.slug]) for result in results)
        if result.verdict not in expected["boleh"]
        or result.verdict in expected["dilarang"]
        or expected.get("diagnosis", result.diagnosis) != result.diagnosis
    ]
    assert not surprises, "\n".join(surprises)
