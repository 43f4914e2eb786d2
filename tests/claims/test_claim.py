"""Claims rest on checks of the suite and take their answers from the verdicts."""

from __future__ import annotations

from collections import Counter

import pytest

from kinerja_lab.checks.results import Results
from kinerja_lab.checks.suite import standard
from kinerja_lab.claims.claim import Answer, all_claims, answer_claims, claims_of, resting_on
from kinerja_lab.loaders.samples import load_sample, sample_regions
from kinerja_lab.messages.catalogue import LANGUAGES, find
from kinerja_lab.messages.claims import claim_words
from kinerja_lab.messages.narrate import words
from kinerja_lab.stats.interval import Interval
from tests import small
from tests.results import checks, result


def test_there_are_thirty_one_claims_numbered_without_gaps() -> None:
    assert [claim.number for claim in all_claims()] == list(range(1, 32))
    assert Counter(claim.region for claim in all_claims()) == {
        "bukittinggi": 7,
        "instansi-contoh": 6,
        "sibolga": 6,
        "sawahlunto": 6,
        "bukitintan": 6,
    }


@pytest.mark.parametrize("region", sample_regions())
def test_every_claim_rests_on_a_check_that_its_region_is_asked(region: str) -> None:
    asked = {check.slug for check in standard(load_sample(region).profile)}
    assert {claim.check for claim in claims_of(region)} <= asked


def test_a_region_without_a_document_is_asked_the_general_claims() -> None:
    assert claims_of("kota-lain") == claims_of("instansi-contoh") != ()


def answers(**changes: object) -> dict[str, Answer]:
    """Answers of a region without a document, when comparable pairs came out like this."""
    return {item.claim.check: item.answer for item in answer_claims(made(**changes))}


def made(**changes: object) -> Results:
    """Results of a region without a document, of comparable pairs alone."""
    pairs = next(check for check in checks() if check.name == "comparable_pairs")
    return Results(
        profile=small.profile(),
        period="2025-S1",
        content_hash="",
        n_employees=12,
        n_units=2,
        items=(result(pairs, **changes),),
    )


@pytest.mark.parametrize(
    ("limits", "answer"),
    [
        ((0.41, 0.58), Answer.SUPPORTED),
        ((0.05, 0.15), Answer.UNSUPPORTED),
        ((0.25, 0.35), Answer.UNCLEAR),
        ((0.05, 0.58), Answer.UNCLEAR),
    ],
)
def test_only_a_verdict_that_takes_a_side_answers_a_claim(limits: tuple[float, float], answer: Answer) -> None:
    found = answers(estimate=sum(limits) / 2, interval=Interval(*limits))
    assert found["comparable_pairs"] is answer


def test_missing_tables_and_designs_that_cannot_tell_are_no_answer() -> None:
    assert answers(status="missing_data")["comparable_pairs"] is Answer.UNANSWERABLE
    assert answers(status="not_identified")["comparable_pairs"] is Answer.UNANSWERABLE
    assert answers(status="too_few")["comparable_pairs"] is Answer.UNCLEAR


def test_a_check_that_was_not_asked_answers_nothing() -> None:
    assert answers()["rating_timing"] is Answer.UNANSWERABLE


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_claim_that_is_tested_in_part_says_which_part(lang: str) -> None:
    said = {claim.number for claim in all_claims() if find(lang, "claim", f"{claim.number}|tested")}
    assert said == {claim.number for claim in all_claims() if claim.partial} >= {3, 5, 8, 23}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_claim_rests_on_is_the_answer_of_its_check(lang: str) -> None:
    results = made(estimate=0.5, interval=Interval(0.41, 0.58))
    said = {item.claim.check: claim_words(item, lang) for item in answer_claims(results)}
    (pairs,) = results
    assert said["comparable_pairs"].basis == words(pairs, lang).answer
    assert said["comparable_pairs"].tested == ""
    assert said["evidence_timing"].tested


def test_checks_are_asked_with_those_that_share_their_correction() -> None:
    asked = resting_on("bukitintan", standard(load_sample("bukitintan").profile))
    slugs = {check.slug for check in asked}
    assert {claim.check for claim in claims_of("bukitintan")} | {"training_access:jenis_pegawai"} == slugs
