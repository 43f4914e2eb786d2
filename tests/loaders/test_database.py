from __future__ import annotations

import datetime
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from kinerja_lab.errors import InvalidDataset
from kinerja_lab.loaders.database import SOURCE, read_database
from tests.loaders.servers import Unavailable, postgresql

TABLE = """
CREATE TABLE penilaian (
    nip bigint, hasil_kerja varchar(40), nilai numeric(6, 2), waktu_dinilai timestamp, plt boolean
)"""
ROWS = (
    "INSERT INTO penilaian VALUES (198003152005012901, 'SESUAI EKSPEKTASI', 91.25, '2025-07-01 08:30:00', true),"
    " (198003152005012902, 'DIATAS 50%: EKSPEKTASI', NULL, NULL, false)"
)
ALL = "SELECT nip, hasil_kerja, nilai, waktu_dinilai FROM penilaian ORDER BY nip"


def filled(url: str) -> str:
    """Database with two appraisals."""
    engine = sqlalchemy.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(TABLE)
        connection.execute(sqlalchemy.text(ROWS.replace(":", "\\:")))
    engine.dispose()
    return url


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return filled(f"sqlite:///{tmp_path / 'simpeg.db'}")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    try:
        with postgresql() as url:
            yield filled(url)
    except Unavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(params=["sqlite", "server"])
def database(request: pytest.FixtureRequest) -> str:
    return request.getfixturevalue(request.param)


def rules(url: str, **queries: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDataset) as caught:
        read_database(url, queries)
    assert not any(secret in "".join(traceback.format_exception(caught.value)) for secret in ("rahasia", "19800315"))
    return [(problem.rule, problem.sheet) for problem in caught.value.problems]


def test_each_query_becomes_a_sheet_with_its_header_in_the_first_row(database: str) -> None:
    sheets = read_database(database, {"penilaian": ALL, "jumlah": "SELECT count(*) AS n FROM penilaian"})
    assert [(sheet.file, sheet.name, sheet.cells.shape) for sheet in sheets] == [
        (SOURCE, "penilaian", (3, 4)),
        (SOURCE, "jumlah", (2, 1)),
    ]
    assert sheets[0].cells.loc[1].tolist() == ["nip", "hasil_kerja", "nilai", "waktu_dinilai"]
    assert sheets[0].cells.index.tolist() == [1, 2, 3]


def test_whole_numbers_keep_all_their_digits_as_text(database: str) -> None:
    cells = read_database(database, {"p": ALL})[0].cells
    assert cells[0].tolist()[1:] == ["198003152005012901", "198003152005012902"]


def test_other_values_keep_their_kind_and_null_is_nothing(database: str) -> None:
    cells = read_database(database, {"p": ALL})[0].cells
    assert cells.loc[2, 2] == pytest.approx(91.25)
    assert cells.loc[3, [2, 3]].isna().all()


def test_colons_and_percent_signs_in_a_query_are_taken_as_they_are(database: str) -> None:
    query = "SELECT nip FROM penilaian WHERE hasil_kerja LIKE '%50%: EKS%' AND ':a' <> ':b'"
    assert len(read_database(database, {"p": query})[0].cells) == 2


def test_a_query_can_change_nothing(database: str) -> None:
    with pytest.raises(InvalidDataset):
        read_database(database, {"p": "DELETE FROM penilaian"})
    assert len(read_database(database, {"p": ALL})[0].cells) == 3


def test_all_failing_queries_are_told_at_once_and_none_repeats_a_value(database: str) -> None:
    found = rules(database, a="SELECT x FROM tidak_ada", b=ALL, c="SELEKT 198003152005012901")
    assert found == [("database_query", "a"), ("database_query", "c")]


def test_a_timestamp_of_postgresql_is_a_moment(server: str) -> None:
    assert read_database(server, {"p": ALL})[0].cells.loc[2, 3] == datetime.datetime(2025, 7, 1, 8, 30)


def test_a_view_without_end_is_refused_beside_a_sound_query(sqlite: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kinerja_lab.loaders.database.MOST_CELLS", 1000)
    endless = "WITH RECURSIVE a(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM a) SELECT n FROM a"
    assert rules(sqlite, a=ALL, b=endless) == [("refused_extent", "b")]


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("bukan alamat", "database_address"),
        ("tidakada://u:rahasia@h/d", "database_driver"),
        ("postgresql+pg8000://u:rahasia@127.0.0.1:9/d", "database_silent"),
        ("sqlite:///tidak-ada.db", "database_silent"),
        ("sqlite://", "database_silent"),
    ],
)
def test_a_database_that_cannot_be_reached_is_told_without_its_password(
    url: str, rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert rules(url, p=ALL) == [(rule, "")]
    assert list(tmp_path.iterdir()) == []
