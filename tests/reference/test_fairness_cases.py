"""The answers of the package equal published values and those of R, and no verdict is a forbidden one."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from numpy.testing import assert_allclose

from tests.reference.fairness_cases import answer

FOLDER = Path(__file__).parent / "fairness" / "cases"
CASES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
EXPECTED = [pytest.param(case, item, id=f"{case['id']}-{item['name']}") for case in CASES for item in case["expect"]]
JUDGED = [pytest.param(case, id=case["id"]) for case in CASES if "verdict" in case]
PROPERTIES = [
    pytest.param(case, item, id=f"{case['id']}-{item['name']}")
    for case in CASES
    for item in case.get("properties", [])
    if "info" not in item
]

pytestmark = pytest.mark.reference


def has_names(value: object) -> bool:
    """Whether there is text in a value, or in a list of lists of any lengths."""
    return isinstance(value, str) or (isinstance(value, list) and any(map(has_names, value)))


@cache
def answered(place: int) -> dict[str, Any]:
    """Answer of the package, once a case."""
    return answer(CASES[place], FOLDER)


def leaves(tree: Any) -> list[Any]:
    """Values of a tree of dictionaries, each level in the order of its keys."""
    return [leaf for key in sorted(tree) for leaf in leaves(tree[key])] if isinstance(tree, dict) else [tree]


def test_every_copied_case_expects_something() -> None:
    assert len(CASES) >= 30
    assert all(case["expect"] or case["properties"] for case in CASES)


@pytest.mark.parametrize(("case", "item"), EXPECTED)
def test_the_answer_is_within_the_tolerance_of_the_reference(case: dict[str, Any], item: dict[str, Any]) -> None:
    got, value = answered(CASES.index(case))[item["name"]], item["value"]
    if isinstance(value, dict):
        assert got.keys() == value.keys()
        got, value = leaves({key: got[key] for key in value}), leaves(value)
    if has_names(value):
        assert got == value
        return
    assert_allclose(got, value, rtol=item["rel"], atol=item["abs"])


@pytest.mark.parametrize("case", JUDGED)
def test_the_verdict_is_an_allowed_one(case: dict[str, Any]) -> None:
    verdict = answered(CASES.index(case))["verdict"]
    assert verdict not in case["verdict"]["forbidden"]
    assert verdict in (case["verdict"]["allowed"] or [verdict])


@pytest.mark.parametrize(("case", "item"), PROPERTIES)
def test_the_property_of_the_case_holds(case: dict[str, Any], item: dict[str, Any]) -> None:
    got = answered(CASES.index(case))[item["name"]]
    if "must" in item and item["name"].endswith("_min"):
        assert got >= item["must"]
    elif "must" in item:
        assert got == item["must"]
    assert item.get("min", got) <= got <= item.get("max", got)
