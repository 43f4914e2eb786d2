"""Daily reports that repeat each other."""

from __future__ import annotations

import pytest

from kinerja_lab.checks.copied_text import CopiedText
from kinerja_lab.checks.verdict import Verdict
from tests.checks.diaries import dataset

WORDS = ("surat", "arsip", "rapat", "kunjungan", "laporan", "anggaran", "aset", "loket", "paparan", "survei")


def test_different_work_every_day_is_no_copy() -> None:
    result = CopiedText()(dataset(lambda _, day: {"uraian": f"Menangani {WORDS[day]} bidang"}))
    assert (result.estimate, result.n) == (0.0, 11)


def test_the_same_sentence_every_day_is_a_problem() -> None:
    data = dataset(lambda person, day: {"uraian": "Menyusun laporan." if person < 8 else f"Menangani {WORDS[day]}"})
    result = CopiedText()(data)
    assert result.estimate == pytest.approx(8 / 11)
    assert result.verdict is Verdict.PROBLEM
    assert result.quantities["mostly"] == pytest.approx(8 / 11)


def test_routine_work_with_other_numbers_is_no_copy() -> None:
    assert CopiedText()(dataset(lambda _, day: {"uraian": f"Melayani {10 + day} pemohon"})).estimate == 0.0
