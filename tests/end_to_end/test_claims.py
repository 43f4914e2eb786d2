"""What the documents claim is answered as planted, in the latest period of every sample region."""

from __future__ import annotations

import json

import pytest

from kinerja_lab.checks.suite import run, standard
from kinerja_lab.claims.claim import Answer, all_claims, answer_claims, resting_on
from kinerja_lab.loaders.samples import SAMPLES, load_sample, sample_regions


def planted(region: str) -> dict[str, str]:
    answers: dict[str, str] = json.loads((SAMPLES / region / "kebenaran.json").read_text(encoding="utf-8"))["klaim"]
    return answers


@pytest.mark.parametrize("region", sample_regions())
def test_claims_are_answered_as_planted(region: str) -> None:
    data = load_sample(region)
    results = run(data, resting_on(region, standard(data.profile)))
    found = {str(item.claim.number): item.answer.value for item in answer_claims(results)}
    assert found == planted(region)


def test_an_answer_is_planted_for_every_claim_and_each_answer_somewhere() -> None:
    answers = {number: answer for region in sample_regions() for number, answer in planted(region).items()}
    assert sorted(answers, key=int) == [str(claim.number) for claim in all_claims()]
    assert set(answers.values()) == set(Answer)
