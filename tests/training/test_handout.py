from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pandas as pd
import pytest

import kinerja_lab as kl
from kinerja_lab.errors import InvalidDataset, InvalidOption, ReportFailed
from kinerja_lab.training import handout
from kinerja_lab.training.handout import write_handout
from kinerja_lab.training.seal import opened
from kinerja_lab.training.session import Session


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(handout, "SERIES", ("data_kotor",))
    return write_handout(tmp_path / "meja baru", 2, 7)


def session(made: Path, number: int = 1) -> Session:
    return kl.training.workshop("data_kotor", made / f"peserta-{number:02d}")


def answer_all(one: Session) -> None:
    for name, exercise in one.workshop.exercises.items():
        assert getattr(one.periksa, name)(exercise.answer(one)).right


def test_every_participant_has_other_data_and_the_same_seed_gives_the_same(made: Path, tmp_path: Path) -> None:
    again = write_handout(tmp_path / "lagi", 2, 7)
    texts = [
        (folder / f"peserta-{n:02d}/data_kotor/unduhan_ekinerja.csv").read_bytes()
        for folder in (made, again)
        for n in (1, 2)
    ]
    assert texts[:2] == texts[2:]
    assert texts[0] != texts[1]
    answers = [[item.answer(session(made, n)) for item in session(made, n).workshop.exercises.values()] for n in (1, 2)]
    assert answers[0] != answers[1]


def test_without_a_seed_data_are_drawn_by_lot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handout, "SERIES", ("data_kotor",))
    truths = [
        json.loads((write_handout(tmp_path / name, 1) / "pelatih/kunci-01.json").read_text("utf-8")) for name in "ab"
    ]
    assert truths[0]["kebenaran"]["benih"] != truths[1]["kebenaran"]["benih"]


def test_the_truth_is_nowhere_but_with_the_trainer(made: Path) -> None:
    truth = json.loads((made / "pelatih/kunci-01.json").read_text("utf-8"))
    for file in (made / "peserta-01").rglob("*"):
        if file.is_file():
            text = file.read_text("utf-8")
            assert truth["kunci"] not in text
            assert "nip terbaca" not in text
    assert not list(made.glob("peserta-*/**/kebenaran.json"))


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_only_its_owner_can_read_the_truth(made: Path) -> None:
    assert stat.S_IMODE((made / "pelatih").stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in (made / "pelatih").iterdir()} == {0o600}


def test_notebooks_of_a_participant_read_the_data_beside_them_and_hold_no_results(made: Path) -> None:
    notebook = json.loads((made / "peserta-02/01_data_kotor.ipynb").read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert 'data = "."' in "".join(code[0]["source"])
    assert all(cell["outputs"] == [] for cell in code)


def test_answers_are_kept_beside_the_notebooks_under_a_number(made: Path) -> None:
    session(made).periksa.soal1(1000)
    assert len(session(made).record.tries("data_kotor", "soal1")) == 1
    kept = json.loads((made / "peserta-01/jawaban.json").read_text("utf-8"))
    assert kept["peserta"] == 1
    assert kept["jawaban"]["data_kotor"]["soal1"][0]["benar"] is False
    assert not (made / "peserta-02/jawaban.json").exists()


def test_two_notebooks_of_a_participant_do_not_lose_each_others_answers(made: Path) -> None:
    first, second = session(made), session(made)
    assert first.record.tries("data_kotor", "soal1") == second.record.tries("data_kotor", "soal1") == []
    first.periksa.soal1(1000)
    second.periksa.soal5(1000)
    assert len(first.record.tries("data_kotor", "soal1")) == len(first.record.tries("data_kotor", "soal5")) == 1


def test_a_broken_file_of_answers_gets_a_sentence(made: Path) -> None:
    (made / "peserta-01/jawaban.json").write_text("{", "utf-8")
    with pytest.raises(InvalidDataset):
        _ = session(made).record


def test_the_sealed_truth_opens_with_the_trainers_file_and_no_other(made: Path) -> None:
    one = session(made)
    answer_all(one)
    assert one.kebenaran().state == "tertutup"
    shown = dict(one.kebenaran(made / "pelatih/kunci-01.json").facts)
    assert shown["nip terbaca yang berbeda"] == str(len(one.data.table("pegawai")))
    other = one.kebenaran(made / "pelatih/kunci-02.json")
    assert (other.state, other.facts) == ("bentuk", ())
    assert one.kebenaran(made / "tidak-ada").state == "bentuk"


def test_a_changed_truth_breaks_the_seal(made: Path) -> None:
    path, seals = made / "pelatih/kunci-01.json", pd.read_csv(made / "segel.csv", index_col="peserta")["segel"]
    assert opened(path, seals[1])["benih"] == 7
    path.write_text(path.read_text("utf-8").replace('"benih": 7', '"benih": 8'), "utf-8")
    with pytest.raises(InvalidDataset):
        opened(path, seals[1])


@pytest.mark.parametrize(("participants", "seed"), [(0, 1), (100, 1), (2, -1)])
def test_impossible_numbers_are_refused(tmp_path: Path, participants: int, seed: int) -> None:
    with pytest.raises(InvalidOption):
        write_handout(tmp_path / "x", participants, seed)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_never_written_into(made: Path) -> None:
    with pytest.raises(ReportFailed, match="not_empty"):
        write_handout(made, 1, 1)


def test_a_handout_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(handout, "_participant", full)
    with pytest.raises(ReportFailed, match="not_writable"):
        write_handout(tmp_path / "x", 1, 1)
    assert list(tmp_path.iterdir()) == []
