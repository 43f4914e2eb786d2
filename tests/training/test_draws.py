"""What is drawn for a participant is found again in the participant's data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kinerja_lab.simulate.plan import RegionPlan
from kinerja_lab.training import data_kotor, penilai, predikat
from kinerja_lab.training.course import Workshop
from kinerja_lab.training.raw_export import DAMAGES, export_rows
from kinerja_lab.training.session import Session


def session(workshop: Workshop, plan: RegionPlan, folder: Path) -> Session:
    workshop.write(plan, folder)
    return Session(workshop, folder)


def test_the_drawn_strict_rater_is_found_though_somebody_else_has_the_lowest_mean(tmp_path: Path) -> None:
    plan = penilai.WORKSHOP.drawn(np.random.default_rng(4))
    one, truth = session(penilai.WORKSHOP, plan, tmp_path), penilai.WORKSHOP.planted(plan)
    assert truth["kelonggaran_poin"] < -0.4
    found = penilai.compared(one.data)
    assert found.index[0] == truth["penilai_terketat"]
    # pooled towards nought
    assert truth["kelonggaran_poin"] < found["kelonggaran"].iloc[0] < truth["kelonggaran_poin"] / 2
    assert penilai.raw_means(one.data).index[0] != truth["penilai_terketat"]


def test_upside_down_predikat_are_found_as_reversed(tmp_path: Path) -> None:
    sample = predikat.WORKSHOP.sample
    plan = replace(sample, verdicts={}, judging=replace(sample.judging, slopes=(-1.2, -1.2, -1.2)))
    one = session(predikat.WORKSHOP, plan, tmp_path)
    assert one.periksa.soal5("terbalik").right
    assert one.periksa.soal6("tidak didukung").right
    pairs, counts = predikat.reversed_pairs(one.data), predikat.counts(one.data)
    assert len(pairs) == round(counts["terbalik"] * counts["pasangan"] / 100)
    assert not {"id_pegawai", "id_atasan"} & {name.removesuffix("_a").removesuffix("_b") for name in pairs}


def test_every_kind_of_damage_is_planted_and_accounted_for(tmp_path: Path) -> None:
    plan = data_kotor.WORKSHOP.drawn(np.random.default_rng(4))
    one = session(data_kotor.WORKSHOP, plan, tmp_path)
    planted = data_kotor.WORKSHOP.planted(plan)
    log = one.data.log
    for damage, told in data_kotor.DAMAGE.items():
        assert 1 <= planted[f"nip rusak: {told}"] == (log["reason"] == damage).sum(), damage
    assert set(data_kotor.DAMAGE) == set(DAMAGES)
    counts = data_kotor.account(one)
    assert counts["dibaca"] == counts[["dipakai", "dibuang", "dikarantina"]].sum()
    assert len(data_kotor.rows(one)) == len(export_rows(plan))


def test_no_number_of_the_export_is_one_that_a_person_may_have() -> None:
    rows = export_rows(data_kotor.WORKSHOP.drawn(np.random.default_rng(4)))
    superiors = {row["pegawai_atasan_nip"] for row in rows}
    assert all(900 <= int(number[-3:]) <= 999 for number in superiors)


@pytest.mark.parametrize("workshop", [data_kotor.WORKSHOP, predikat.WORKSHOP], ids=lambda item: item.slug)
def test_the_same_draw_gives_the_same_plan_and_another_draw_another(workshop: Workshop) -> None:
    plans = [workshop.drawn(np.random.default_rng(seed)) for seed in (1, 1, 2)]
    assert plans[0] == plans[1]
    assert plans[0].edition != plans[2].edition
    assert not plans[0].verdicts
