from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from kinerja_lab.cli import main
from kinerja_lab.errors import InvalidDataset, ReportFailed
from kinerja_lab.measures import pre_post
from kinerja_lab.training import handout
from kinerja_lab.training.record import Record
from kinerja_lab.training.score_sheet import write_score_sheet
from kinerja_lab.training.scores import collect


def record(folder: Path, number: int) -> Record:
    own = folder / f"peserta-{number:02d}"
    own.mkdir(parents=True, exist_ok=True)
    return Record(own, number)


def tried(folder: Path, number: int, pattern: str, item: str = "soal1") -> None:
    """Tries of one exercise: ``x`` is wrong, ``o`` is right."""
    for place, sign in enumerate(pattern):
        record(folder, number).add("penilai", item, place, right=sign == "o")


def quiz(folder: Path, wave: str, marks: Sequence[int]) -> None:
    for number, mark in enumerate(marks, start=1):
        for item in range(20):
            record(folder, number).add(wave, f"soal{item + 1}", "a", right=item < mark)


def sheets(path: Path) -> dict[str, pd.DataFrame]:
    return pd.read_excel(path, sheet_name=None, engine="calamine")


def test_difficulty_counts_who_was_right_before_the_answer_was_shown(tmp_path: Path) -> None:
    for number, pattern in enumerate(("o", "xo", "xxxo", "xx"), start=1):
        tried(tmp_path, number, pattern)
    item = collect(tmp_path).items.iloc[0]
    assert (item["dicoba"], item["kesukaran"], item["sekali_benar"]) == (4, 0.5, 0.25)
    assert [item[f"petunjuk_{level}"] for level in (1, 2, 3)] == [3, 2, 1]


def test_the_sheet_shows_participants_by_number_and_tries(tmp_path: Path) -> None:
    for number, pattern in enumerate(("o", "xo", "xxxo", "xx"), start=1):
        tried(tmp_path, number, pattern)
    path, _ = write_score_sheet(tmp_path)
    told = sheets(path)["Peserta"].astype(str)
    assert told["penilai soal1"].tolist() == ["1", "2", "setelah terlihat", "belum"]
    assert told["benar"].tolist() == ["1", "1", "0", "0"]


def test_a_right_answer_after_a_wrong_one_later_on_stays_right(tmp_path: Path) -> None:
    tried(tmp_path, 1, "xox")
    assert collect(tmp_path).people.iloc[0][["percobaan", "benar", "petunjuk"]].tolist() == [2, True, 1]


def test_the_effect_of_the_workshop_is_what_the_measure_says(tmp_path: Path) -> None:
    before = [8, 9, 10, 11, 12, 7, 10, 9, 13, 11, 8, 10]
    after = [12, 11, 13, 15, 13, 12, 14, 10, 16, 14, 13, 11]
    quiz(tmp_path, "pra", before)
    quiz(tmp_path, "pasca", after)
    path, scores = write_score_sheet(tmp_path)
    assert scores.effect is not None
    expected = pre_post(pd.DataFrame({"pra": before, "pasca": after}), before="pra", after="pasca", best=20).iloc[0]
    assert scores.effect.estimate == pytest.approx(expected["mean_after"] - expected["mean_before"])
    assert scores.effect.p_value == pytest.approx(expected["p_value"])
    assert scores.effect.interval.low > 0
    assert str(scores.effect.verdict) == "belum terbukti"
    assert sheets(path)["Kuis"]["pasca"].tolist() == after
    tests = pd.read_csv(tmp_path / "pelatih/uji_lokakarya.csv")
    assert tests.columns.tolist() == ["id_peserta", "gelombang", "nilai"]
    assert len(tests) == 24


def test_the_last_answer_to_a_question_of_the_quiz_counts(tmp_path: Path) -> None:
    record(tmp_path, 1).add("pra", "soal1", "a", right=True)
    record(tmp_path, 1).add("pra", "soal1", "b", right=False)
    assert collect(tmp_path).marks["nilai"].tolist() == [0]


def test_few_participants_are_an_answer_and_no_error(tmp_path: Path) -> None:
    quiz(tmp_path, "pra", [8, 9])
    quiz(tmp_path, "pasca", [10, 12])
    effect = collect(tmp_path).effect
    assert effect is not None
    assert str(effect.verdict) == "data tidak cukup"


def test_no_cell_of_the_sheet_is_a_formula(tmp_path: Path) -> None:
    record(tmp_path, 1).add("=1+1", "soal1", "=1+1", right=True)
    path, _ = write_score_sheet(tmp_path)
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist() if "worksheets" in name)


def test_no_answers_and_broken_answers_are_told(tmp_path: Path) -> None:
    with pytest.raises(ReportFailed, match="no_answers"):
        collect(tmp_path)
    for content in ("{", "[]", '{"peserta": "Budi", "jawaban": {}}', '{"peserta": 1, "jawaban": {"a": {"b": [1]}}}'):
        (tmp_path / "peserta-01").mkdir(exist_ok=True)
        (tmp_path / "peserta-01/jawaban.json").write_text(content, "utf-8")
        with pytest.raises(InvalidDataset):
            collect(tmp_path)


def test_answers_in_a_strange_folder_are_refused(tmp_path: Path) -> None:
    tried(tmp_path, 1, "o")
    (tmp_path / "peserta-01").rename(tmp_path / "peserta-02")
    tried(tmp_path, 1, "x")
    with pytest.raises(InvalidDataset) as caught:
        collect(tmp_path)
    assert [(item.rule, item.file) for item in caught.value.problems] == [
        ("other_participant", "peserta-02/jawaban.json")
    ]


def test_the_command_hands_out_and_collects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(handout, "SERIES", ("data_kotor",))
    folder = tmp_path / "lokakarya"
    codes = []
    for arguments in (
        ["--peserta", "1", "--keluaran", str(folder), "--benih", "3"],
        ["--nilai", str(folder)],
        ["--keluaran", str(folder)],
    ):
        with pytest.raises(SystemExit) as left:
            main(["lokakarya", *arguments])
        codes.append(left.value.code)
        if (folder / "peserta-01").exists():
            Record(folder / "peserta-01", 1).add("data_kotor", "soal1", 3, right=True)
    assert codes == [0, 0, 4]
    assert json.loads((folder / "pelatih/kunci-01.json").read_text("utf-8"))["kebenaran"]["benih"] == 3
    told = capsys.readouterr()
    assert "data_kotor" in told.out
    assert "sudah ada" in told.err
