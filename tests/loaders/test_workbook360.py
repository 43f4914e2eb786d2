"""Scores of several raters, long or wide; roles are declared or proved by the line of command."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.loaders.mapping import ROLE_OF_RATEE, ROLE_OF_RATER, Rules
from kinerja_lab.loaders.pseudonym import LENGTH
from tests.loaders.exports import Loaded, Rows, appraisal, ekinerja, identity, load, nip, sheet, table

PEOPLE = sheet(ekinerja([appraisal(place) for place in (0, 1, 2, 3)]))  # 1, 2 and 3 answer to 0
POSTS = {"jenis_jabatan": {"1": "jpt", "2": "fungsional"}}
LONG = "NIP Pegawai|NIP Penilai|Hubungan / Tipe Penilai|Aspek|Skor|Periode"


def scored(rows: Rows, **rules: object) -> Loaded:
    """Scores beside the export that tells posts and superiors."""
    return load(PEOPLE, sheet(rows, "360.xlsx"), rules=Rules(values=POSTS, **rules))  # type: ignore[arg-type]


def long(*rows: tuple[int, int, object, object]) -> Rows:
    """Rows (ratee, rater, role, score) of a long table on one aspect."""
    told = (
        [nip(ratee), nip(rater), role, "Berorientasi Pelayanan", score, "2025-T1"] for ratee, rater, role, score in rows
    )
    return table(LONG, *told)


def roles(made: Loaded) -> list[tuple[str, float]]:
    """Roles and scores of employee 1, sorted."""
    frame = made.tables["butir"]
    mine = frame[frame["id_pegawai"] == identity(1)]
    return sorted(zip(mine["peran"], mine["skor"], strict=True))


def reasons(made: Loaded) -> dict[int, str]:
    """What was quarantined of the 360 table."""
    frame = made.log.frame().query("file == '360.xlsx' and decision == 'dikarantina'")
    return dict(zip(frame["row"], frame["reason"], strict=True))


def test_a_long_table_becomes_scores_by_role() -> None:
    made = scored(
        long((1, 0, "Atasan", "4"), (1, 2, "Rekan Kerja", 5.0), (0, 1, "Bawahan", 3), (1, 1, "Diri Sendiri", "5"))
    )
    assert made.problems == []
    assert roles(made) == [("atasan", 4.0), ("diri", 5.0), ("rekan", 5.0)]
    assert set(made.tables["butir"]["aspek"]) == {"berorientasi_pelayanan"}


def test_labels_that_name_the_ratee_are_turned_where_the_line_of_command_proves_it() -> None:
    made = scored(long((1, 0, "SUBORDINATE", 4), (2, 0, "SUBORDINATE", 3), (0, 1, "SUPERIOR", 5), (1, 2, "PEER", 4)))
    assert made.problems == []
    assert roles(made) == [("atasan", 4.0), ("rekan", 4.0)]
    assert made.log.frame().query("reason == 'role_turned'")["row"].tolist() == [2, 3, 4]


def test_labels_that_name_the_rater_stay_where_the_line_of_command_proves_it() -> None:
    assert roles(scored(long((1, 0, "SUPERIOR", 4), (1, 2, "PEER", 5)))) == [("atasan", 4.0), ("rekan", 5.0)]


def test_labels_whose_direction_nothing_proves_are_refused() -> None:
    made = scored(long((1, 2, "SUBORDINATE", 4), (2, 3, "PEER", 4)))
    assert (made.problem().rule, made.problem().column) == ("undeclared_roles", "Hubungan / Tipe Penilai")
    assert made.problem().allowed.startswith("label_peran")


@pytest.mark.parametrize(("declared", "role"), [(ROLE_OF_RATER, "bawahan"), (ROLE_OF_RATEE, "atasan")])
def test_a_declared_direction_of_roles_is_taken(declared: str, role: str) -> None:
    assert roles(scored(long((1, 2, "SUBORDINATE", 4)), role_labels=declared)) == [(role, 4.0)]


def test_a_declared_direction_against_the_line_of_command_is_refused() -> None:
    assert scored(long((1, 0, "SUBORDINATE", 4)), role_labels=ROLE_OF_RATER).rules() == ["contradicted_roles"]


def test_labels_that_contradict_each_other_are_refused_even_where_they_are_indonesian() -> None:
    assert scored(long((1, 0, "Atasan", 4), (2, 0, "Bawahan", 4))).rules() == ["undeclared_roles"]


def test_without_labels_the_line_of_command_tells_the_role_and_others_wait_for_correction() -> None:
    made = scored(long((1, 0, "", 4), (1, 1, "-", 5), (0, 1, None, 3), (1, 2, "", 2)))
    assert roles(made) == [("atasan", 4.0), ("diri", 5.0)]
    assert reasons(made) == {5: "role_missing"}


def test_unknown_roles_and_scores_off_the_scale_wait_for_correction_and_blank_scores_are_left_out() -> None:
    made = scored(
        long(
            (1, 0, "Atasan", 4),
            (1, 2, "Tetangga", 4),
            (1, 3, "Rekan", 4.5),
            (2, 0, "Atasan", "-"),
            (3, 0, "Atasan", 0),
            (3, 2, "Rekan", "lima"),
        )
    )
    assert roles(made) == [("atasan", 4.0)]
    assert reasons(made) == {3: "unknown_value", 4: "score_off_scale", 7: "not_number"}
    assert made.log.frame().query("decision == 'dibuang' and reason == 'not_rated'")["row"].tolist() == [5, 6]


def test_repeated_scores_count_once_and_conflicting_ones_not_at_all() -> None:
    made = scored(long((1, 0, "Atasan", 4), (1, 0, "Atasan", 4), (2, 0, "Atasan", 3), (2, 0, "Atasan", 5)))
    assert roles(made) == [("atasan", 4.0)]
    assert reasons(made) == {4: "conflicting_rows", 5: "conflicting_rows"}
    assert made.log.frame().query("reason == 'duplicate_row'")["row"].tolist() == [3]


@pytest.mark.parametrize(("rule", "score", "gone"), [("pertama", 3.0, 3), ("terakhir", 5.0, 2)])
def test_which_of_several_scores_counts_can_be_chosen(rule: str, score: float, gone: int) -> None:
    made = scored(long((1, 0, "Atasan", 3), (1, 0, "Atasan", 5)), repeated=rule)
    assert roles(made) == [("atasan", score)]
    assert made.log.frame().query("reason == 'replaced_row' and decision == 'dibuang'")["row"].tolist() == [gone]


def test_the_choice_says_nothing_about_scores_of_two_files() -> None:
    rules = Rules(values=POSTS, repeated="terakhir")
    files = (sheet(long((1, 0, "Atasan", score)), f"{score}.xlsx") for score in (3, 5))
    made = load(PEOPLE, *files, rules=rules)
    assert made.log.frame().query("reason == 'conflicting_rows'")["file"].tolist() == ["3.xlsx", "5.xlsx"]


def test_a_wide_table_with_a_rater_in_each_row_has_one_column_an_aspect() -> None:
    rows = table(
        "NIP Pegawai|NIP Penilai|Peran|Loyal|Adaptif|Kerja Sama|Periode",
        [nip(1), nip(0), "Atasan", 4, 5, "", "2025-T1"],
    )
    frame = scored(rows).tables["butir"]
    assert sorted(zip(frame["aspek"], frame["skor"], strict=True)) == [("adaptif", 5.0), ("loyal", 4.0)]
    assert set(frame["id_penilai"]) == {identity(0)}


def test_a_wide_table_with_one_column_a_rater_names_them_as_far_as_it_can() -> None:
    rows = [
        ["PENILAIAN 360 TRIWULAN I TAHUN 2025"],
        *table("NIP|Nama|Atasan|Rekan 1|Rekan 2|Bawahan 1|Diri", [nip(1), "x", 4, 3, 5, "-", 5]),
    ]
    frame = scored(rows).tables["butir"]
    assert sorted(zip(frame["peran"], frame["skor"], strict=True)) == [
        ("atasan", 4.0),
        ("diri", 5.0),
        ("rekan", 3.0),
        ("rekan", 5.0),
    ]
    raters = frame.set_index("skor").sort_index()["id_penilai"]
    assert set(frame.loc[frame["peran"] == "atasan", "id_penilai"]) == {identity(0)}
    assert set(frame.loc[frame["peran"] == "diri", "id_penilai"]) == {identity(1)}
    assert raters.str.len().eq(LENGTH).all()
    assert frame["id_penilai"].nunique() == 4
    assert set(frame["aspek"]) == {"keseluruhan"}


def test_a_wide_table_with_banners_of_roles_has_a_column_for_each_pair() -> None:
    rows = [
        ["TRIWULAN I TAHUN 2025"],
        ["NIP", "ATASAN", "", "DIRI", ""],
        ["", "Loyal", "Adaptif", "Loyal", "Adaptif"],
        [nip(1), 5, 4, 3, 2],
        [nip(2), 1, 2, 3, 4],
    ]
    frame = scored(rows).tables["butir"]
    mine = frame[frame["id_pegawai"] == identity(1)]
    assert sorted(zip(mine["peran"], mine["aspek"], mine["skor"], strict=True)) == [
        ("atasan", "adaptif", 4.0),
        ("atasan", "loyal", 5.0),
        ("diri", "adaptif", 2.0),
        ("diri", "loyal", 3.0),
    ]


def test_long_and_wide_give_the_same_scores() -> None:
    wide = table(
        "NIP Pegawai|NIP Penilai|Peran|Loyal|Adaptif|Periode",
        *([nip(place), nip(0), "Atasan", 4, place, "2025-T1"] for place in (1, 2, 3)),
    )
    narrow = table(
        LONG,
        *(
            [nip(place), nip(0), "Atasan", aspect, score, "2025-T1"]
            for place in (1, 2, 3)
            for aspect, score in (("Loyal", 4), ("Adaptif", place))
        ),
    )
    first, second = (
        scored(rows).tables["butir"].sort_values(["id_pegawai", "aspek"], ignore_index=True) for rows in (wide, narrow)
    )
    pd.testing.assert_frame_equal(first, second)


def test_means_of_several_raters_are_no_scores_and_wait_for_correction() -> None:
    rows = [
        ["TRIWULAN I TAHUN 2025"],
        *table("NIP|Nilai Atasan|Nilai Rekan|Nilai Akhir 360°", [nip(1), "86,25", "88,5", "87,4"]),
    ]
    assert reasons(scored(rows)) == {3: "score_off_scale"}


def test_scores_without_a_period_wait_for_correction() -> None:
    rows = table("NIP Pegawai|NIP Penilai|Peran|Aspek|Skor", [nip(1), nip(0), "Atasan", "Loyal", 4])
    assert reasons(scored(rows)) == {2: "period_unclear"}
    assert scored(rows, period="2025-T1").tables["butir"]["periode"].tolist() == ["2025-T1"]
