"""Questions asked of every check of the standard suite."""

from __future__ import annotations

import math
import pickle
from dataclasses import replace

import pandas as pd
import pytest

from kinerja_lab.checks.protocol import EVIDENCE, LAMPS, CheckResult, Topic, once
from kinerja_lab.checks.suite import run, standard
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.checks.waiting_time import WaitingTime
from kinerja_lab.dataset import Dataset
from kinerja_lab.loaders.samples import load_sample, sample_regions
from tests.small import dataset, profile, tables

CHECKS = standard(profile())
STATUSES = {
    "ok",
    "missing_data",
    "too_few",
    "undefined_no_variation",
    "no_pairable_units",
    "not_identified",
    "separation",
    "not_converged",
}


@pytest.fixture(scope="module", params=sample_regions())
def results(request):
    return run(load_sample(request.param, "2025-S1"))


def only_employees() -> Dataset:
    return Dataset(profile=profile(), period="2025-S1", tables={"pegawai": tables()["pegawai"]})


def test_slugs_are_unique():
    assert len({check.slug for check in CHECKS}) == len(CHECKS)


def test_every_area_with_checks_has_a_headline():
    assert {check.topic for check in CHECKS} == set(Topic)
    assert {check.topic for check in CHECKS if check.headline} == set(LAMPS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.slug)
def test_the_name_is_the_name_of_the_module(check):
    assert type(check).__module__ == f"kinerja_lab.checks.{check.name}"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.slug)
def test_options_include_the_lines_of_the_rule(check):
    assert {"confidence", "rule"} < set(check.options)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.slug)
def test_without_its_tables_a_check_names_what_is_missing(check):
    result = check(only_employees())
    assert result.verdict is Verdict.INSUFFICIENT
    assert result.status == "missing_data"
    assert result.lacking


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.slug)
def test_twelve_employees_are_an_answer_and_never_an_exception(check):
    result = check(dataset())
    assert result.status in STATUSES
    assert result.verdict is not Verdict.PROBLEM


def test_every_result_keeps_the_contract(results):
    for item in results:
        assert item.status in STATUSES
        assert list(item.evidence.columns[: len(EVIDENCE)]) == list(EVIDENCE)
        assert isinstance(item.n, int)
        assert all(type(value) is float for value in (item.estimate, *item.interval, item.p_value, item.detectable))
        assert all(type(value) is float for value in item.quantities.values())
        assert pd.api.types.is_string_dtype(item.evidence["unit"]) or item.evidence.empty


def test_an_answer_has_a_number_inside_its_interval(results):
    for item in results:
        if item.status == "ok":
            assert item.n > 0
            assert item.interval.low <= item.estimate <= item.interval.high
        else:
            assert math.isnan(item.estimate)


def test_a_refusal_says_what_is_missing_or_how_many_are_needed(results):
    for item in results:
        if item.status == "missing_data":
            assert item.lacking
        if item.status == "too_few":
            assert item.need > item.n


def test_what_asks_for_more_than_the_region_has_is_out_of_reach(results):
    for item in results:
        beyond = item.status == "too_few" and item.need > results.n_employees
        assert item.out_of_reach is (beyond and item.check.topic != Topic.SERVICES)


def test_requests_of_citizens_are_not_counted_by_employees(results):
    few = CheckResult(check=WaitingTime(), status="too_few", n=3, need=20)
    assert not replace(results, items=(few,), n_employees=10, corrected=False).items[0].out_of_reach


def test_no_identity_is_in_any_evidence(results):
    known = set(load_sample(results.profile.slug, results.period).table("pegawai")["id_pegawai"])
    for item in results:
        assert known.isdisjoint(map(str, item.evidence["unit"]))


def test_results_survive_pickling(results):
    again = pickle.loads(pickle.dumps(results))
    assert again.record() == results.record()


def test_the_same_data_give_the_same_numbers(results):
    assert run(load_sample(results.profile.slug, results.period)).record() == results.record()


def test_what_was_found_out_is_remembered_for_each_thing_and_option():
    asked = []

    @once
    def question(data: Dataset, word: str) -> str:
        asked.append((data.period, word))
        return f"{data.period} {word}"

    data = only_employees()
    assert [question(data, "satu"), question(data, "dua"), question(data, "satu")] == [
        "2025-S1 satu",
        "2025-S1 dua",
        "2025-S1 satu",
    ]
    assert question(only_employees(), "satu") == "2025-S1 satu"
    assert len(asked) == 3
