"""Sentences about results: what is missing, and what says too much."""

from __future__ import annotations

import pytest

import kinerja_lab as kl
from kinerja_lab.training.laporan import SENTENCES, causal_rows, numbered
from kinerja_lab.training.sentence import FAULTS, causal, faults
from kinerja_lab.training.session import Session
from kinerja_lab.training.words import words

GOOD = "Perubahan IKM 0,46 poin (selang -1,70 sampai 2,63; 144 responden); arahnya belum diketahui."


@pytest.fixture(scope="module")
def session() -> Session:
    return kl.training.workshop("laporan")


def test_the_sentences_of_the_toolkit_have_no_fault(session: Session) -> None:
    found = session.hasil("satisfaction_index")
    assert faults(kl.narrate(found), found) == []
    assert faults(GOOD, found) == []


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (GOOD.replace("0,46 poin ", ""), "taksiran"),
        (GOOD.replace("2,63", "tinggi"), "selang"),
        (GOOD.replace("144 responden", "banyak responden"), "jumlah"),
        (GOOD.replace("arahnya", "aplikasi meningkatkan kepuasan walaupun arahnya"), "sebab"),
        (GOOD.replace("arahnya", "kenaikan terbukti dan arahnya"), "mutlak"),
        (GOOD.replace("arahnya", "kepuasan tidak berubah dan arahnya"), "menenangkan"),
        (GOOD.replace("belum diketahui", "naik"), "kepastian"),
    ],
)
def test_each_fault_is_found_alone(session: Session, said: str, fault: str) -> None:
    found = session.hasil("satisfaction_index")
    assert faults(said, found) == [fault]
    reply = session.periksa.soal2(said)
    assert (reply.state, reply.lines[0]) == ("belum", words("laporan")["soal2"]["jebakan"][fault])


def test_every_fault_has_a_reply() -> None:
    assert all(set(words("laporan")[name]["jebakan"]) == set(FAULTS) for name in ("soal1", "soal2"))


def test_a_sentence_is_kept_as_its_faults_and_never_in_its_words(session: Session) -> None:
    session.periksa.soal2("Kepuasan warga kota ini naik tajam sekali")
    kept = session.record.tries("laporan", "soal2")[-1]["jawaban"]
    assert set(kept) <= set(FAULTS)


@pytest.mark.parametrize("said", [7, ["a"], "Naik saja."])
def test_what_is_no_sentence_cannot_be_judged(session: Session, said: object) -> None:
    assert session.periksa.soal1(said).state == "bentuk"


def test_causal_words_count_unless_they_are_denied() -> None:
    assert causal("Dialog meningkatkan predikat.")
    assert not causal("Belum dapat dikatakan apakah dialog meningkatkan predikat.")
    assert not causal("Kepuasan meningkat.")


def test_the_written_sentences_are_what_their_list_says() -> None:
    lists = words("kalimat")
    assert all(map(causal, lists["bersebab"]))
    assert not any(map(causal, lists["jujur"]))


def test_the_rows_are_those_of_the_printed_sentences(session: Session) -> None:
    printed = dict(line.split(". ", 1) for line in numbered(session.data).splitlines())
    assert len(printed) == SENTENCES
    assert causal_rows(session.data) == [int(place) for place, text in printed.items() if causal(text)]
    assert session.periksa.soal3(causal_rows(session.data)).right
    assert session.periksa.soal3([0, 99]).state == "bentuk"
