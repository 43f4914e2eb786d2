from __future__ import annotations

import pandas as pd

from kinerja_lab.loaders.log import Decision, LoadLog, balance
from kinerja_lab.loaders.people import identify
from kinerja_lab.loaders.pseudonym import Key

KEY = Key(b"k" * 32)
ANI, BUDI, PPPK = "198003152005012901", "197905062004011902", "199001012024212903"


def identified(**columns: list[object]) -> tuple[pd.DataFrame, list[str], LoadLog]:
    log, frame = LoadLog(), pd.DataFrame(columns, dtype=object)
    frame.index = pd.RangeIndex(9, 9 + len(frame))
    log.read("ekspor.xlsx", "Jan", len(frame))
    made, problems = identify(frame, "ekspor.xlsx", "Jan", key=KEY, log=log)
    return made, [str(problem) for problem in problems], log


def test_numbers_and_names_leave_and_pseudonyms_come() -> None:
    made, problems, _ = identified(
        nip=[ANI], nama=["A"], gelar_depan=["Dr."], nik=["3275010101800001"], penilai_nip=[BUDI], penilai_nama=["B"]
    )
    assert problems == []
    assert made.columns.tolist() == ["id_pegawai", "id_penilai", "jenis_kelamin", "tanggal_lahir", "jenis_pegawai"]
    assert made.iloc[0, :2].tolist() == [KEY.pseudonym(ANI), KEY.pseudonym(BUDI)]


def test_a_person_has_one_pseudonym_as_employee_and_as_rater() -> None:
    made, _, _ = identified(nip=[ANI, BUDI], penilai_nip=["19790506 200401 1 902", "-"])
    assert made["id_penilai"].tolist() == [made["id_pegawai"].iloc[1], ""]


def test_what_the_file_does_not_tell_is_read_from_the_nip() -> None:
    made, _, _ = identified(nip=[ANI, PPPK], jenis_kelamin=["P", None])
    assert made["jenis_kelamin"].tolist() == ["P", "P"]
    assert made["jenis_pegawai"].tolist() == ["PNS", "PPPK"]
    assert made["tanggal_lahir"].tolist() == [pd.Timestamp("1980-03-15"), pd.Timestamp("1990-01-01")]


def test_a_birth_date_that_differs_from_the_nip_is_flagged_and_stands() -> None:
    made, _, log = identified(nip=[ANI], tanggal_lahir=[pd.Timestamp("1981-03-15")])
    assert made["tanggal_lahir"].tolist() == [pd.Timestamp("1981-03-15")]
    assert log.rows(Decision.FLAGGED) == {("ekspor.xlsx", "Jan"): {9}}
    assert balance(log.frame())["kept"].tolist() == [1]


def test_damaged_rows_are_quarantined_with_their_reason() -> None:
    made, _, log = identified(nip=[ANI, "1,98E+17", "131234567"], penilai_nip=[BUDI, BUDI, BUDI])
    assert made.index.tolist() == [9]
    frame = log.frame().query("row > 0").sort_values("row")
    assert frame[["row", "reason"]].to_numpy().tolist() == [[10, "nip_scientific"], [11, "nip_old"]]


def test_a_rater_outside_the_civil_service_goes_by_another_number() -> None:
    made, _, _ = identified(nip=[ANI, BUDI], penilai_nip=["3275010101800001", "131234567"])
    assert made["id_penilai"].nunique() == 2
    assert (made["id_penilai"].str.len() == 16).all()


def test_a_rater_with_a_damaged_number_sends_the_row_to_quarantine() -> None:
    made, _, log = identified(nip=[ANI], penilai_nip=["198003152005012000"])
    assert made.empty
    assert log.frame()["column"].tolist() == ["", "penilai_nip"]


def test_numeric_cells_are_a_problem_that_names_sheet_column_and_count() -> None:
    _, problems, _ = identified(nip=[198003152005012901, 1.97e17, ANI], penilai_nip=[BUDI, BUDI, 5.0])
    assert problems == [
        "ekspor.xlsx, sheet Jan, column nip: numeric_identity (2 rows); found -; allowed -",
        "ekspor.xlsx, sheet Jan, column penilai_nip: numeric_identity; found -; allowed -",
    ]


def test_canary_pairs_stay_two_people() -> None:
    made, _, _ = identified(nip=["198003152005012901", "198003152005012902", "198003152005012903"])
    assert made["id_pegawai"].nunique() == 3
