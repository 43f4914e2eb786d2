"""A unit is named only if two semesters in a row point to it, on the same side."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.checks.two_periods import pointed_to_twice
from kinerja_lab.checks.unit_residual import UnitResidual
from kinerja_lab.checks.unit_screen import UnitScreen
from kinerja_lab.errors import NotAssessable
from kinerja_lab.messages.narrate import words
from tests.checks.regions import appraised_region, dataset
from tests.checks.test_unit_screen import region


def with_period_before(now: dict[str, pd.DataFrame], before: dict[str, pd.DataFrame], period: str) -> object:
    """The same employees, appraised in two periods."""
    older = {name: before[name].assign(periode=period) for name in ("penilaian", "indikator")}
    return dataset({**now, **{name: pd.concat([now[name], older[name]], ignore_index=True) for name in older}})


def generous(seed: int = 1, rating: str = "sangat_baik") -> dict[str, pd.DataFrame]:
    tables = appraised_region(seed=seed)
    tables["penilaian"].loc[tables["pegawai"]["unit_kerja"] == "Dinas 0", "predikat"] = rating
    return tables


def test_one_semester_gives_no_name_but_says_what_is_awaited() -> None:
    result = UnitScreen()(dataset(region(unfair=("Dinas 04",))))
    assert (result.named, result.quantities["waiting"]) == ((), 1)
    assert words(result).caveats == (
        "Satu unit; menunggu konfirmasi semester berikut, sehingga tidak disebut namanya.",
    )


def test_the_same_unit_in_two_semesters_is_named_and_the_ladder_still_names_nobody() -> None:
    result = UnitResidual()(with_period_before(generous(), generous(2), "2024-S2"))
    assert "Dinas 0" in result.named
    assert "dua semester berturut-turut: Dinas 0" in words(result).caveats[-1]
    assert not result.evidence["unit"].str.contains("Dinas").any()


@pytest.mark.parametrize(
    ("before", "period"),
    [(appraised_region(seed=2), "2024-S2"), (generous(2, "kurang"), "2024-S2"), (generous(2), "2024-S1")],
    ids=["not before", "on the other side", "not in a row"],
)
def test_other_histories_confirm_nothing(before: dict[str, pd.DataFrame], period: str) -> None:
    assert "Dinas 0" not in UnitResidual()(with_period_before(generous(), before, period)).named


def test_the_screen_by_group_names_after_two_semesters_too() -> None:
    data = with_period_before(region(unfair=("Dinas 04",)), region(unfair=("Dinas 04", "Dinas 07")), "2024-S2")
    result = UnitScreen()(data)
    assert result.named == ("Dinas 04",)
    assert result.caveats == ("unit_dua_periode",)


def test_a_period_that_cannot_be_screened_confirms_nothing() -> None:
    def refuse(_: object) -> dict[str, bool]:
        raise NotAssessable("too_few", n=1, need=5)

    data = with_period_before(generous(), generous(2), "2024-S2")
    assert pointed_to_twice(data, {"Dinas 0": True}, refuse) == ()
