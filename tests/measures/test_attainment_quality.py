"""Signs that attainment was not measured."""

from __future__ import annotations

import pandas as pd

from kinerja_lab.measures.attainment import attainment
from kinerja_lab.measures.attainment_quality import exactly_on_target, mixed_units, unmoved_targets


def rows(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame({"arah": "naik", **columns})


def test_realisations_equal_to_the_digit_are_counted_by_person():
    table = rows(id_pegawai=["a", "a", "b", "c"], target=[0.3, 10, 5, 5], realisasi=[0.1 + 0.2, 10, 4, None])
    found = exactly_on_target(table).set_index("id_pegawai")
    assert found["all_exact"].to_dict() == {"a": True, "b": False}
    assert found["n_exact"].to_dict() == {"a": 2, "b": 0}


def test_targets_that_never_move_need_two_periods():
    table = rows(
        periode=["1", "2", "1", "2", "1"],
        id_pegawai=["a"] * 4 + ["b"],
        indikator=["x", "x", "y", "y", "x"],
        target=[10, 10, 10, 11, 10],
    )
    found = unmoved_targets(table).set_index("indikator")["unmoved"]
    assert found.to_dict() == {"x": True, "y": False}


def test_spellings_of_a_unit_are_one_and_different_units_are_mixed():
    table = rows(
        indikator=["Arsip tertata", "arsip  tertata", "Surat", "Surat", "Rapat"],
        satuan=["%", "Persen", "dokumen", "hari", None],
    )
    assert mixed_units(table).set_index("indikator")["mixed"].to_dict() == {"arsip tertata": False, "surat": True}


def test_attainment_turns_with_the_direction_and_stops_at_the_cap():
    table = pd.DataFrame(
        {
            "id_pegawai": ["a", "b", "c", "d"],
            "arah": ["naik", "turun", "turun", "naik"],
            "target": [10.0, 10.0, 10.0, 10.0],
            "realisasi": [15.0, 5.0, 25.0, 9.0],
        }
    )
    assert attainment(table, cap=120).set_index("id_pegawai")["capaian"].to_dict() == {
        "a": 120,
        "b": 120,
        "c": 0,
        "d": 90,
    }
