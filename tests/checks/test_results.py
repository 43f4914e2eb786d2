"""Families, lamps and the record of a set of results."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

import pytest

from kinerja_lab.checks.protocol import Check, CheckResult, Topic
from kinerja_lab.checks.results import Results
from kinerja_lab.checks.verdict import Gap, Level, Verdict
from kinerja_lab.profile import RegionProfile
from kinerja_lab.stats.interval import Interval

PROFILE = RegionProfile(
    slug="uji",
    name="Kota Uji",
    code="07",
    code_issuer="kemendagri",
    level="kota",
    cycle="semester",
    cycle_source="-",
    regime="permenpanrb_6_2022",
)


@dataclass(frozen=True, kw_only=True)
class Asked(Check):
    name: ClassVar[str] = "asked"
    topic: ClassVar[Topic] = Topic.EQUALITY
    needs: ClassVar = ()
    headline: ClassVar[bool] = True
    family: ClassVar[str] = "kesetaraan"

    rule: Gap = Gap(practical=1.5, exclusion=2.0, log=True)
    option: str = "a"

    @property
    def slug(self):
        return f"asked:{self.option}"

    def evaluate(self, data):
        raise AssertionError("not called here")


@dataclass(frozen=True, kw_only=True)
class Other(Asked):
    name: ClassVar[str] = "other"
    topic: ClassVar[Topic] = Topic.RATERS
    family: ClassVar[None] = None


@dataclass(frozen=True, kw_only=True)
class Side(Asked):
    headline: ClassVar[bool] = False
    family: ClassVar[None] = None
    rule: Level = Level(problem=0.4, fine=0.6)


@dataclass(frozen=True, kw_only=True)
class Explored(Asked):
    exploratory: ClassVar[bool] = True


def answer(check, p, estimate=1.8):
    around = Interval(estimate / 1.3, estimate * 1.3)
    return CheckResult(check=check, estimate=estimate, interval=around, equivalence=around, p_value=p, n=100)


def results(*items):
    return Results(profile=PROFILE, period="2025-S1", content_hash="0", n_employees=1, n_units=1, items=items)


def test_holm_corrects_inside_a_family_only():
    found = results(answer(Asked(), 0.03), answer(Asked(option="b"), 0.04), answer(Other(), 0.04))
    assert [item.p_adjusted for item in found] == pytest.approx([0.06, 0.06, 0.04])
    assert [item.verdict for item in found] == [Verdict.ATTENTION, Verdict.ATTENTION, Verdict.PROBLEM]


def test_a_family_of_one_is_not_corrected():
    assert results(answer(Asked(), 0.04))["asked:a"].p_adjusted == pytest.approx(0.04)


def test_lamps_correct_over_the_headlines_of_the_areas():
    lamps = {lamp.topic: lamp for lamp in results(answer(Asked(), 0.03), answer(Other(), 0.04)).lamps()}
    assert len(lamps) == 8
    assert lamps[Topic.EQUALITY].verdict is Verdict.ATTENTION
    assert lamps[Topic.RATERS].verdict is Verdict.ATTENTION
    assert lamps[Topic.SERVICES].verdict is Verdict.INSUFFICIENT
    assert lamps[Topic.SERVICES].headline is None


def test_the_first_headline_of_an_area_is_its_lamp():
    fair = answer(Asked(), 0.8, estimate=1.0)
    lamps = {lamp.topic: lamp for lamp in results(fair, answer(Asked(option="b"), 0.9, estimate=1.1)).lamps()}
    assert lamps[Topic.EQUALITY].headline.check.slug == "asked:a"
    assert lamps[Topic.EQUALITY].verdict is Verdict.FAIR


def test_a_problem_elsewhere_in_the_area_raises_the_lamp_and_is_named():
    low = CheckResult(check=Side(option="s"), estimate=0.2, interval=Interval(0.1, 0.3), n=50)
    lamps = {lamp.topic: lamp for lamp in results(answer(Asked(), 0.8, estimate=1.0), low).lamps()}
    assert lamps[Topic.EQUALITY].verdict is Verdict.ATTENTION
    assert lamps[Topic.EQUALITY].raised_by.check.slug == "asked:s"


def test_an_exploratory_check_never_exceeds_attention():
    assert answer(Explored(), 0.0001).verdict is Verdict.ATTENTION


def test_a_status_other_than_ok_is_never_judged():
    assert CheckResult(check=Asked(), estimate=9.0, p_value=0.0, status="separation").verdict is Verdict.INSUFFICIENT


def test_about_selects_by_topic_name_or_slug():
    found = results(answer(Asked(), 0.03), answer(Asked(option="b"), 0.04), answer(Other(), 0.04))
    assert len(found.about("kesetaraan")) == 2
    assert len(found.about("other")) == 1
    assert len(found.about("asked:b")) == 1
    assert len(found.about("layanan")) == 0
    assert found.about("layanan").evidence().columns.tolist() == ["check", "unit", "n", "estimate", "low", "high"]


def test_the_record_is_plain_json_without_nan_and_keeps_codes_as_text():
    record = json.loads(json.dumps(results(CheckResult(check=Asked(), status="too_few")).record(), allow_nan=False))
    assert record["kode"] == "07"
    entry = record["pemeriksaan"]["asked:a"]
    assert entry["estimasi"] is None
    assert entry["putusan"] == "data tidak cukup"
    assert entry["opsi"] == {
        "confidence": 0.95,
        "option": "a",
        "rule": "gap",
        "practical": 1.5,
        "exclusion": 2.0,
        "log": True,
        "upward": False,
    }


def test_a_contested_answer_is_neither_fair_nor_a_problem():
    around = Interval(0.9, 1.1)
    fair = CheckResult(
        check=Asked(), estimate=1.0, interval=around, equivalence=around, p_value=0.9, n=99, contested=True
    )
    assert fair.verdict is Verdict.ATTENTION
    assert answer(Asked(), 0.001).verdict is Verdict.PROBLEM


def test_a_part_of_the_answers_keeps_the_correction_of_the_whole():
    found = results(answer(Asked(), 0.03), answer(Asked(option="b"), 0.04))
    (part,) = found.about("asked:b")
    assert part.p_adjusted == found["asked:b"].p_adjusted == pytest.approx(0.06)
    assert part.verdict is Verdict.ATTENTION


def test_correcting_over_the_areas_never_makes_a_problem_fair():
    narrow = Interval(1.14, 1.98)
    found = CheckResult(check=Asked(), estimate=1.5, interval=narrow, equivalence=narrow, p_value=0.03, n=900)
    lamps = {lamp.topic: lamp for lamp in results(found, answer(Other(), 0.9, estimate=1.0)).lamps()}
    assert found.judged(0.06) is Verdict.FAIR
    assert results(found)["asked:a"].verdict is Verdict.PROBLEM
    assert lamps[Topic.EQUALITY].verdict is Verdict.ATTENTION
    assert lamps[Topic.EQUALITY].raised_by is None
