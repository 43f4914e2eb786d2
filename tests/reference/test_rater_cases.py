"""The models of rater effects equal lme4 on its own examples and find what was planted, without false alarms."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from numpy.testing import assert_allclose

from tests.reference.rater_cases import answer

FOLDER = Path(__file__).parent / "rater"
CASES = {case["id"]: case for case in (json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json")))}
EXPECTED = [
    pytest.param(case, item, id=f"{name}-{item['name']}")
    for name, case in CASES.items()
    for item in case["expected"]
    if not item["name"].startswith("baseline_detector")
]
PLANTED = [pytest.param(case, id=name) for name, case in CASES.items() if "power_at_05" in case.get("acceptance", {})]

pytestmark = pytest.mark.reference


@cache
def answered(name: str) -> dict[str, Any]:
    """Answer of the package, once a case."""
    return answer(CASES[name], FOLDER)


def within(got: Any, value: Any, item: dict[str, Any]) -> None:
    """Compare number with number, list with list, and maps key by key."""
    if isinstance(value, dict):
        for key, part in value.items():
            within(got[key], part, item)
        return
    assert_allclose(got, value, rtol=item.get("tol_rel", 0.0), atol=item.get("tol_abs", 0.0))


def test_every_copied_case_expects_something() -> None:
    assert len(CASES) >= 10
    assert all(case["expected"] for case in CASES.values())


@pytest.mark.parametrize(("case", "item"), EXPECTED)
def test_the_answer_is_within_the_tolerance_of_the_reference(case: dict[str, Any], item: dict[str, Any]) -> None:
    within(answered(case["id"])[item["name"]], item["value"], item)


@pytest.mark.slow
@pytest.mark.parametrize("case", PLANTED)
def test_planted_raters_are_found_and_others_are_left_alone(case: dict[str, Any]) -> None:
    got, asked = answered(case["id"]), case["acceptance"]
    assert got["power_at_05"] >= float(asked["power_at_05"].removeprefix(">="))
    assert got["power_after_BH"] >= float(asked["power_after_BH"].removeprefix(">="))
    assert got["false_positive_rate_null_raters"] <= 0.08
    assert got["false_discovery_rate"] <= 0.10
    assert got.get("sign", 1.0) == 1.0


@pytest.mark.slow
def test_clean_raters_are_flagged_at_the_nominal_rate() -> None:
    (case,) = (case for case in CASES.values() if case["model"].get("effect") == "none")
    got = answered(case["id"])
    assert all(0.03 <= rate <= 0.07 for rate in got["false_positive_rate"].values())
    assert all(rate <= 0.10 for rate in got["familywise"].values())


@pytest.mark.parametrize("effect", ["self", "similar"])
def test_a_planted_fixed_effect_is_found_in_every_replication(effect: str) -> None:
    (case,) = (case for case in CASES.values() if case["model"].get("effect") == effect)
    got = answered(case["id"])
    term = {"self": "self", "similar": "match"}[effect]
    estimates = [value[term] for name, value in got.items() if name.endswith("fixef")]
    errors = [value[term] for name, value in got.items() if name.endswith("fixef_se")]
    assert len(estimates) >= 4
    assert all(estimate > 3.3 * error for estimate, error in zip(estimates, errors, strict=True))


def test_a_kind_without_a_model_is_refused_by_name() -> None:
    with pytest.raises(SystemExit, match="astrology"):
        answer({"kind": "astrology"}, FOLDER)
