"""Who was rated by all the sources promised."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.score_sources import ScoreSources
from kinerja_lab.dataset import Dataset
from tests import small


def answer(complete: int, partial: int) -> CheckResult:
    """So many employees scored by superior, peer and themselves, and so many by the superior only."""
    people = small.tables()["pegawai"]["id_pegawai"].tolist()
    rows = [
        ("2025-S1", name, people[0] if role == "atasan" else name if role == "diri" else people[11], role, "loyal", "3")
        for place, name in enumerate(people[1 : 1 + complete + partial])
        for role in (("atasan", "rekan", "diri") if place < complete else ("atasan",))
        if not (role == "rekan" and name == people[11])
    ]
    columns = ["periode", "id_pegawai", "id_penilai", "peran", "aspek", "skor"]
    tables = small.tables() | {"butir": pd.DataFrame(rows, columns=columns)}
    return ScoreSources()(Dataset(profile=small.profile(), period="2025-S1", tables=tables))


def test_the_share_is_of_those_who_were_scored_at_all() -> None:
    result = answer(complete=4, partial=6)
    assert (result.estimate, result.n) == (pytest.approx(0.4), 10)
    assert result.quantities["share_atasan"] == 1.0
    assert result.quantities["share_rekan"] == pytest.approx(0.4)
    assert result.quantities["n_staff"] == 11.0


def test_fewer_than_ten_scored_people_are_too_few() -> None:
    assert answer(complete=4, partial=2).status == "too_few"


def test_its_name_tells_which_sources_are_asked_for() -> None:
    assert ScoreSources(roles=("atasan", "bawahan")).slug == "score_sources:atasan-bawahan"
