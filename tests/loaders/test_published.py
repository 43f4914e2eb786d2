"""Published examples: the data are the reference cases', and our numbers round to those printed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kinerja_lab.errors import UnknownName
from kinerja_lab.loaders.published import PUBLISHED, beside, load_published
from kinerja_lab.measures import icc

CASES = Path(__file__).parents[1] / "reference"


@pytest.mark.parametrize(("name", "case"), [
    ("shrout_fleiss_1979", "agreement/shrout_fleiss_1979.csv"),
    ("krippendorff_2011", "agreement/gwet12x4.csv"),
])  # fmt: skip
def test_ratings_are_those_of_the_reference_case(name: str, case: str) -> None:
    wide = pd.read_csv(CASES / case).drop(columns="unit", errors="ignore")
    judges = [column for column in wide if column.startswith(("judge", "rater"))]
    ratings = load_published(name)[0].pivot(index="id_pegawai", columns="id_penilai", values="skor")
    assert (
        ratings.astype(float).fillna(0).to_numpy().tolist() == wide[judges].astype(float).fillna(0).to_numpy().tolist()
    )


def test_guilfords_judges_have_the_totals_that_he_printed() -> None:
    ratings = load_published("guilford_1954")[0]
    assert ratings.groupby("id_penilai")["skor"].sum().tolist() == [171, 156, 181]


def test_berkeley_counts_every_applicant_of_the_six_departments() -> None:
    counts = load_published("berkeley_1973")[0]
    assert counts.groupby("jenis_kelamin")["jumlah"].sum().to_dict() == {"L": 2691, "P": 1835}


def test_ours_stands_beside_the_printed_number_and_rounds_to_it() -> None:
    ratings, printed = load_published("shrout_fleiss_1979")
    told = beside(printed, icc(ratings).set_index("coefficient")["estimate"])
    assert told["sama"].all()
    off = beside(printed, pd.Series({"icc1": 0.176, "icc2": 0.2951}))
    assert off["sama"].tolist() == [False] * 6
    assert off["selisih"].iloc[0] == pytest.approx(0.006)


def test_every_number_has_a_source_and_every_example_its_data() -> None:
    printed = pd.read_csv(PUBLISHED / "angka.csv")
    assert printed.notna().all(axis=None)
    assert {f"{name}.csv" for name in printed["kumpulan"]} == {path.name for path in PUBLISHED.glob("*_*.csv")}


def test_an_unknown_example_names_the_known_ones() -> None:
    with pytest.raises(UnknownName, match="guilford_1954"):
        load_published("tidak_ada")
