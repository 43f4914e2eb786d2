"""What several checks ask of the same region is found out once, and no check can change it for the next."""

from __future__ import annotations

import gc
import weakref

from kinerja_lab.checks.cohort import appraised
from kinerja_lab.checks.groups import compared
from kinerja_lab.checks.protocol import once
from kinerja_lab.dataset import Dataset
from tests import small


def test_what_one_check_changes_is_not_changed_for_the_next() -> None:
    data = small.dataset()
    before = appraised(data)
    rows = appraised(data)
    rows["predikat"] = "sangat_kurang"
    rows.loc[0, "unit_kerja"] = "Dinas C"
    people = compared(data, "jenis_kelamin", ("P", "L"))
    people["predikat"] = "kurang"
    assert appraised(data).equals(before)
    assert set(compared(data, "jenis_kelamin", ("P", "L"))["predikat"]) == set(before["predikat"])


def test_a_region_is_asked_once_and_forgotten_with_it() -> None:
    asked = []
    question = once(lambda data: asked.append(data.period))
    data, other = small.dataset(), small.dataset()
    for each in (data, data, other):
        question(each)
    assert len(asked) == 2
    gone = weakref.ref(data)
    del data, each
    gc.collect()
    assert gone() is None


def test_no_answer_keeps_its_region_alive() -> None:
    data = small.dataset()
    compared(data, "jenis_kelamin", ("P", "L"))
    gone: weakref.ref[Dataset] = weakref.ref(data)
    del data
    gc.collect()
    assert gone() is None
