from __future__ import annotations

import pandas as pd
import pytest
from matplotlib import pyplot as plt

from kinerja_lab import plots
from kinerja_lab.dataset import Dataset
from kinerja_lab.measures.cell_suppression import TOTAL
from kinerja_lab.messages.catalogue import LANGUAGES
from kinerja_lab.plots.outcomes import Part, _divisions, _rows, outcome_counts, published_outcomes
from tests import small

FEWEST, LEAST = 5, 10
Spread = tuple[int, int, int, int, int]
FINE, COARSE, COARSEST = _divisions("id")


def region(units: dict[str, Spread]) -> Dataset:
    """Region with so many employees of each predikat, lowest first, in each unit."""
    levels = ("sangat_kurang", "kurang", "butuh_perbaikan", "baik", "sangat_baik")
    rows = [
        (unit, level)
        for unit, spread in units.items()
        for level, size in zip(levels, spread, strict=True)
        for _ in range(size)
    ]
    people = [f"{place:016x}" for place in range(len(rows))]
    staff = {"id_pegawai": people, "jenis_kelamin": "L", "jenis_pegawai": "PNS", "jenis_jabatan": "pelaksana"}
    rated = {"periode": "2025-S1", "id_pegawai": people, "id_penilai": people[0], "rezim": "permenpanrb_6_2022"}
    tables = {
        "pegawai": pd.DataFrame({**staff, "jabatan": "analis", "unit_kerja": [unit for unit, _ in rows]}),
        "penilaian": pd.DataFrame({**rated, "predikat": [level for _, level in rows]}),
    }
    return Dataset(profile=small.profile(), period="2025-S1", tables=tables)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_outcomes_are_drawn_and_told(lang: str) -> None:
    made = plots.outcomes(region({"Dinas B": (0, 0, 0, 20, 10), "dinas a": (5, 5, 10, 30, 10)}), lang)
    assert made.png.startswith(b"\x89PNG")
    assert ("Sangat Baik 22,2%" if lang == "id" else "Sangat Baik 22.2%") in made.alt
    assert ("Sangat Kurang 5,6%" if lang == "id" else "Sangat Kurang 5.6%") in made.alt
    assert ("Semester I Tahun 2025" if lang == "id" else "first half of 2025") in made.caption
    assert plt.get_fignums() == []


def rows_of(units: dict[str, Spread]) -> pd.DataFrame:
    """Bars as they are drawn; the last part is what is not told."""
    return _rows(published_outcomes(outcome_counts(region(units)), FEWEST, LEAST), "id")


def test_the_region_stands_first_and_units_by_name() -> None:
    rows = rows_of({"Dinas C": (0, 0, 0, 20, 10), "dinas b": (0, 0, 0, 30, 10)})
    assert list(rows.index) == ["Seluruh wilayah", "dinas b", "Dinas C"]
    assert rows.iloc[0].tolist() == [0, 0, 0, 50, 20, 0]


def test_what_could_be_counted_back_is_drawn_as_one_part_without_a_name() -> None:
    units = {"Dinas A": (0, 0, 2, 40, 20), "Dinas B": (0, 0, 4, 40, 20), "Dinas C": (0, 0, 9, 40, 9)}
    rows = rows_of(units)
    assert rows.loc["Dinas A"].tolist() == [0, 40, 0, 22]
    assert rows.loc["Dinas C"].tolist() == [9, 40, 9, 0]
    assert rows.sum(axis=1).tolist() == [184, 62, 64, 58]
    assert "Disamarkan" not in plots.outcomes(region(units)).alt


def test_few_low_predikat_are_told_together_as_below_good() -> None:
    made = plots.outcomes(region({"Dinas A": (1, 2, 3, 20, 10), "Dinas B": (2, 2, 2, 30, 10)}))
    assert "Di bawah Baik" in made.alt
    assert "Sangat Kurang" not in made.alt


def test_few_in_one_unit_do_not_take_the_best_out_of_the_picture() -> None:
    made = plots.outcomes(
        region({"Dinas A": (1, 0, 5, 40, 20), "Dinas B": (0, 0, 3, 40, 20), "Dinas C": (2, 0, 6, 40, 9)})
    )
    assert "Sangat Baik 26,3%" in made.alt
    assert "Di bawah Baik" in made.alt


def test_a_region_with_few_of_the_best_tells_them_together_with_the_good() -> None:
    made = plots.outcomes(region({"Dinas A": (0, 0, 9, 40, 2), "Dinas B": (0, 0, 9, 40, 0)}))
    assert "Baik ke atas" in made.alt
    assert "Sangat Baik" not in made.alt


def test_a_region_with_few_of_the_lowest_tells_them_together_with_the_good() -> None:
    made = plots.outcomes(region({"Dinas A": (0, 0, 2, 40, 9), "Dinas B": (0, 0, 0, 40, 9)}))
    assert "Baik atau lebih rendah" in made.alt
    assert "Di bawah Baik" not in made.alt


def test_what_cannot_be_drawn_without_showing_few_people_is_not_drawn() -> None:
    made = plots.outcomes(region({"Dinas A": (0, 0, 2, 40, 1), "Dinas B": (0, 0, 0, 40, 1)}))
    assert made.alt.startswith("Sebaran predikat tidak digambar")


def test_the_agency_itself_may_see_everything() -> None:
    made = plots.outcomes(region({"Dinas A": (0, 0, 2, 40, 9), "Dinas B": (0, 0, 0, 40, 9)}), fewest=1)
    assert "Butuh Perbaikan 2,0%" in made.alt


def test_one_unit_is_never_hidden_alone() -> None:
    units = {"Dinas A": (0, 0, 0, 20, 10), "Dinas B": (0, 0, 0, 30, 10), "Seksi X": (0, 0, 0, 6, 0)}
    assert list(rows_of(units).index) == ["Seluruh wilayah", "Dinas B", "Unit lain, digabung"]


def test_picture_and_table_are_made_of_the_same_numbers() -> None:
    units = {"Dinas A": (1, 2, 3, 20, 10), "Dinas B": (2, 2, 2, 30, 10)}
    table = published_outcomes(outcome_counts(region(units)), FEWEST, LEAST)
    rows = rows_of(units)
    assert rows.iloc[0, :-1].tolist() == table.loc[TOTAL].drop(TOTAL).tolist()
    assert rows.sum(axis=1).tolist() == [table.loc[TOTAL, TOTAL], *table[TOTAL].drop(TOTAL)]


def test_a_region_without_outcomes_has_a_picture_that_says_so() -> None:
    tables = {"pegawai": small.tables()["pegawai"]}
    made = plots.outcomes(Dataset(profile=small.profile(), period="2025-S1", tables=tables), "en")
    assert made.alt == "Nothing can be drawn yet."


@pytest.mark.parametrize("parts", [FINE, COARSE, COARSEST], ids=len)
def test_parts_differ_in_grey_print_and_hold_every_predikat_once(parts: tuple[Part, ...]) -> None:
    assert len({(round(_grey(part.colour), 1), part.hatch) for part in parts}) == len(parts)
    assert [level for part in parts for level in part.levels] == [
        "sangat_kurang",
        "kurang",
        "butuh_perbaikan",
        "baik",
        "sangat_baik",
    ]


def _grey(colour: str) -> float:
    """Lightness of a colour in grey print."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
