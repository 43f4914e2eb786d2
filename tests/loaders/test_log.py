from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kinerja_lab.loaders.log import COLUMNS, Decision, LoadLog, balance

DECIDED = st.lists(
    st.tuples(st.sampled_from(("drop", "quarantine", "note")), st.lists(st.integers(1, 30), max_size=8)), max_size=8
)


def logged() -> LoadLog:
    log = LoadLog()
    log.read("ekspor.xlsx", "Jan", 10)
    log.drop("ekspor.xlsx", "Jan", [1, 2], "total_row")
    log.quarantine("ekspor.xlsx", "Jan", [4, 5], "nip_length", "nip")
    log.note("ekspor.xlsx", "Jan", [6], "birth_differs", "tanggal_lahir")
    log.read("ekspor.xlsx", "Dokumen", 3)
    return log


def test_every_row_that_was_read_is_kept_dropped_or_quarantined() -> None:
    balanced = balance(logged().frame()).set_index("sheet")
    assert balanced.loc["Jan", ["read", "kept", "dropped", "quarantined"]].tolist() == [10, 6, 2, 2]
    assert balanced.loc["Dokumen", ["read", "kept", "dropped", "quarantined"]].tolist() == [3, 3, 0, 0]


def test_the_log_names_file_sheet_row_decision_reason_and_column_and_no_cell() -> None:
    frame = logged().frame()
    assert tuple(frame.columns) == COLUMNS
    row = frame[frame["row"] == 4].iloc[0]
    assert row.tolist() == ["ekspor.xlsx", "Jan", 4, "dikarantina", "nip_length", "nip", 1]


def test_a_flagged_row_is_kept() -> None:
    log = LoadLog()
    log.read("a.csv", "", 2)
    log.note("a.csv", "", [2], "birth_differs")
    assert balance(log.frame())["kept"].tolist() == [2]


def test_a_row_with_several_reasons_counts_once_and_quarantine_is_stronger_than_dropping() -> None:
    log = LoadLog()
    log.read("a.csv", "", 5)
    log.quarantine("a.csv", "", [3], "nip_length", "nip")
    log.quarantine("a.csv", "", [3], "nip_sex", "penilai_nip")
    log.drop("a.csv", "", [3, 4], "older_row")
    assert balance(log.frame())[["kept", "dropped", "quarantined"]].to_numpy().tolist() == [[3, 1, 1]]
    assert log.rows(Decision.QUARANTINED) == {("a.csv", ""): {3}}


def test_equal_sheet_names_of_different_files_are_told_apart() -> None:
    log = LoadLog()
    for file in ("a.xlsx", "b.xlsx"):
        log.read(file, "Sheet1", 2)
    log.drop("b.xlsx", "Sheet1", [1], "total_row")
    assert balance(log.frame())["dropped"].tolist() == [0, 1]


def test_an_empty_log_is_an_empty_table_with_its_columns() -> None:
    assert LoadLog().frame().empty
    assert balance(LoadLog().frame()).columns.tolist() == ["file", "sheet", "read", "kept", "dropped", "quarantined"]


@given(DECIDED)
def test_the_balance_holds_for_any_decisions(decisions: list[tuple[str, list[int]]]) -> None:
    log = LoadLog()
    log.read("a.csv", "", 30)
    for method, rows in decisions:
        getattr(log, method)("a.csv", "", rows, "reason")
    made = balance(log.frame()).iloc[0]
    assert made["read"] == made["kept"] + made["dropped"] + made["quarantined"]
    removed = {row for method, rows in decisions if method != "note" for row in rows}
    assert made["kept"] == 30 - len(removed)
