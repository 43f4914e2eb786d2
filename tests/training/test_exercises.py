"""Workshops 4 to 7 on the data of two participants: right, typically wrong, and answers of another kind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from kinerja_lab.claims.claim import Answer
from kinerja_lab.simulate.plan import RegionPlan
from kinerja_lab.training import ambang, keadilan, laporan, layanan
from kinerja_lab.training.answers import Value
from kinerja_lab.training.course import Workshop
from kinerja_lab.training.elsewhere import elsewhere
from kinerja_lab.training.sentence import Rows, Sentence
from kinerja_lab.training.series import find
from kinerja_lab.training.session import Session
from kinerja_lab.training.words import words

SLUGS, SEEDS = ("keadilan", "ambang", "layanan", "laporan"), (1, 4)
MOSTLY_DIFFERENT = 0.6
Drawn = tuple[RegionPlan, Session]


def drawn(workshop: Workshop, seed: int, folder: Path) -> Drawn:
    plan = workshop.drawn(np.random.default_rng(seed))
    workshop.write(plan, folder)
    return plan, Session(workshop, folder)


@pytest.fixture(scope="module")
def participants(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], Drawn]:
    return {
        (slug, seed): drawn(find(slug), seed, tmp_path_factory.mktemp(f"{slug}-{seed}"))
        for slug in SLUGS
        for seed in SEEDS
    }


@pytest.fixture(scope="module")
def answers(participants: Mapping[tuple[str, int], Drawn]) -> dict[tuple[str, int], dict[str, Value]]:
    return {
        key: {name: exercise.answer(session) for name, exercise in session.workshop.exercises.items()}
        for key, (_, session) in participants.items()
    }


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("slug", SLUGS)
def test_right_and_typically_wrong_answers_are_told_apart(participants, answers, slug, seed) -> None:
    session = participants[slug, seed][1]
    for name, exercise in session.workshop.exercises.items():
        if isinstance(exercise.kind, Sentence):
            continue
        right = answers[slug, seed][name]
        check = getattr(session.periksa, name)
        for key, trap in exercise.traps.items():
            wrong = trap(session)
            if exercise.kind.same(wrong, right):
                continue
            reply = check(_given(exercise.kind, wrong))
            assert reply.state == "belum", (name, key)
            replies = words(slug)[name]["jebakan"].values()
            assert reply.lines[0] in replies, (name, key)
        assert check(_given(exercise.kind, right)).right, name


@pytest.mark.parametrize("slug", SLUGS)
def test_an_answer_of_another_kind_is_no_try(participants, slug) -> None:
    session = Session(participants[slug, SEEDS[0]][1].workshop, participants[slug, SEEDS[0]][1].folder)
    for name in session.workshop.exercises:
        assert getattr(session.periksa, name)({"a": 1}).state == "bentuk", name
        assert session.record.tries(slug, name) == []


def test_participants_have_other_answers(answers) -> None:
    pairs = [
        (answers[slug, SEEDS[0]][name], answers[slug, SEEDS[1]][name])
        for slug in SLUGS
        for name in answers[slug, SEEDS[0]]
    ]
    numbers = [one != other for one, other in pairs if isinstance(one, float)]
    assert np.mean(numbers) >= MOSTLY_DIFFERENT


def test_what_was_planted_is_found(participants, answers) -> None:
    for seed in SEEDS:
        treated = participants["keadilan", seed][0].judging.treatments
        assert answers["keadilan", seed]["soal3"] == ("ya" if treated else "tidak")
        assert answers["ambang", seed]["soal1"] == session_truth(participants["ambang", seed])["ambang_yang_dilompati"]
        assert answers["layanan", seed]["soal2"] == session_truth(participants["layanan", seed])["bulan_perubahan"]
    assert {bool(participants["keadilan", seed][0].judging.treatments) for seed in SEEDS} == {True, False}


def session_truth(drawn: Drawn) -> Mapping[str, str | float]:
    plan, session = drawn
    return session.workshop.planted(plan)


def test_the_application_changed_nothing_and_seems_to(participants) -> None:
    for seed in SEEDS:
        found = layanan.change(layanan.launched(participants["layanan", seed][1].data))
        assert found["difference_p"] < 0.001
        assert found["low"] < 0 < found["high"]


def test_a_claim_without_a_survey_cannot_be_answered(participants, answers) -> None:
    for seed in SEEDS:
        asked = participants["layanan", seed][0].document.survey is not None
        assert (answers["layanan", seed]["soal9"] == str(Answer.UNANSWERABLE)) != asked


def test_the_hidden_cell_follows_from_the_rest_until_everything_is_hidden_that_must_be(participants, answers) -> None:
    for seed in SEEDS:
        session = participants["laporan", seed][1]
        table = laporan.attacked(session)
        cell = laporan.target(table)
        assert laporan.published(table).loc[cell["unit"], cell["predikat"]] == "<5"
        assert 1 <= answers["laporan", seed]["soal4"] <= 4
        assert answers["laporan", seed]["soal5"] >= 4


def test_printed_tables_add_up_to_the_people(participants) -> None:
    table = laporan.attacked(participants["laporan", SEEDS[0]][1])
    printed = laporan.published(table, complete=True)
    assert printed.loc["Jumlah", "Jumlah"] == str(int(table.to_numpy().sum()))


def test_the_rule_rings_less_in_large_places_and_more_at_high_thresholds(participants) -> None:
    rows = keadilan.people(participants["keadilan", SEEDS[0]][1].data)
    usual, strict = keadilan.false_alarms(rows)["alarm_palsu"], keadilan.false_alarms(rows, 0.95)["alarm_palsu"]
    assert usual.is_monotonic_decreasing
    assert (strict > usual).all()


def test_awards_below_target_are_those_that_the_check_counts(participants) -> None:
    session = participants["ambang", SEEDS[0]][1]
    rows = ambang.awarded(session.data)
    wrong = 1 - rows.loc[rows["penghargaan"], "tercapai"].mean()
    assert wrong == pytest.approx(session.hasil("awards_on_target").estimate)


def test_another_region_is_the_same_every_time_and_another_for_each_participant(participants) -> None:
    first, second = (participants["keadilan", seed][1] for seed in SEEDS)
    again = Session(first.workshop, first.folder)
    ids = [set(elsewhere(session, "sibolga").data.table("pegawai")["id_pegawai"]) for session in (first, again, second)]
    assert ids[0] == ids[1]
    assert not ids[0] & ids[2]


def _given(kind: object, value: Value) -> object:
    """An answer as a participant types it."""
    if isinstance(kind, Rows):
        return [int(place) for place in value]
    return value
