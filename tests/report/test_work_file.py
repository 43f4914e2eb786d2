"""The lists of single people: complete, private, and never where reports lie."""

from __future__ import annotations

import stat

import pandas as pd
import pytest

from kinerja_lab.errors import ReportFailed
from kinerja_lab.report.record import FILE
from kinerja_lab.report.work_file import write_diary_list, write_rater_list
from tests.checks.diaries import dataset as reported
from tests.checks.diaries import sent
from tests.checks.regions import dataset
from tests.checks.scored import scored_region

_MINUTES = [480, 480, 1500] + 8 * [480]


@pytest.fixture(scope="module")
def data():
    return dataset(scored_region(n=240, drift=0.35))


def test_the_list_says_who_what_from_how_many_and_how_much(data, tmp_path):
    listed = pd.read_csv(write_rater_list(data, tmp_path / "penilai.csv"))
    assert set(listed["pemeriksaan"]) >= {"severity", "central_tendency", "drift", "rater_by_group", "copied_scores"}
    assert (listed["pegawai"] >= 10).all()
    assert ((listed["batas_bawah"] <= listed["taksiran"]) & (listed["taksiran"] <= listed["batas_atas"])).all()
    drifting = listed[(listed["pemeriksaan"] == "drift") & (listed["menyimpang"] == "ya")]
    assert "0000000000000000" in set(drifting["id_penilai"])


def test_only_the_owner_may_read_it_and_nothing_is_overwritten(data, tmp_path):
    path = write_rater_list(data, tmp_path / "penilai.csv")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(ReportFailed, match="not_writable"):
        write_rater_list(data, path)


def test_it_never_lies_in_or_under_the_folder_of_a_report(data, tmp_path):
    (tmp_path / FILE).write_text("{}")
    (tmp_path / "lampiran").mkdir()
    for place in (tmp_path, tmp_path / "lampiran"):
        with pytest.raises(ReportFailed, match="beside_report"):
            write_rater_list(data, place / "penilai.csv")
    above = tmp_path / "keluaran"
    (above / "kota" / "2025-S1").mkdir(parents=True)
    (above / "kota" / "2025-S1" / FILE).write_text("{}")
    with pytest.raises(ReportFailed, match="beside_report"):
        write_rater_list(data, above / "penilai.csv")
    assert not list(tmp_path.rglob("*.csv"))


def test_where_severity_is_not_identified_the_list_is_empty(tmp_path):
    tables = scored_region(n=60)
    tables["butir"] = tables["butir"][tables["butir"]["peran"] == "atasan"]
    assert pd.read_csv(write_rater_list(dataset(tables), tmp_path / "penilai.csv")).empty


@pytest.fixture(scope="module")
def diaries():
    """Ten reports of each of eleven: the first fills in afterwards, the second copies, the third works 25 hours."""

    def entry(person: int, day: int) -> dict[str, object]:
        late = {"after": 12, "minute": day} if person == 0 else {"after": 0}
        text = "Menyusun laporan kegiatan" if person == 1 else f"Melayani {20 * person + day} permohonan surat"
        return {
            "waktu_kirim": sent(0 if person == 0 else day, **late),
            "uraian": text,
            "durasi_menit": _MINUTES[person],
        }

    return reported(entry)


def test_the_list_of_reports_marks_those_to_be_asked(diaries, tmp_path):
    listed = pd.read_csv(write_diary_list(diaries, tmp_path / "laporan.csv"))
    assert len(listed) == 11
    assert listed.index[listed["diisi_di_belakang"] == "ya"].tolist() == [0]
    assert listed.index[listed["salinan"] == "ya"].tolist() == [1]
    assert listed["hari_lebih_24_jam"].tolist() == [0, 0, 10] + 8 * [0]
    assert stat.S_IMODE((tmp_path / "laporan.csv").stat().st_mode) == 0o600


def test_who_reported_seldom_is_not_listed(diaries, tmp_path):
    assert pd.read_csv(write_diary_list(diaries, tmp_path / "laporan.csv", fewest=11)).empty


def test_reports_without_a_time_of_writing_give_an_empty_list(data, tmp_path):
    assert pd.read_csv(write_diary_list(data, tmp_path / "laporan.csv")).empty


def test_the_list_of_reports_never_lies_beside_a_report(diaries, tmp_path):
    (tmp_path / FILE).write_text("{}")
    with pytest.raises(ReportFailed, match="beside_report"):
        write_diary_list(diaries, tmp_path / "laporan.csv")
