from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import kinerja_lab as kl
from kinerja_lab.errors import NotAssessable, UnknownName
from kinerja_lab.training import data_kotor, penilai
from kinerja_lab.training.answers import Choice, Name, Number, WrongForm
from kinerja_lab.training.course import Exercise
from kinerja_lab.training.reply import Reply
from kinerja_lab.training.session import Session


@pytest.fixture
def session() -> Session:
    return kl.training.workshop("data_kotor")


def right(session: Session, name: str) -> object:
    return session.workshop.exercises[name].answer(session)


def test_an_unanswered_exercise_is_friendly_and_no_try(session: Session) -> None:
    assert [session.periksa.soal1(given).state for given in (None, ...)] == ["kosong", "kosong"]
    assert session.periksa.soal1().state == "kosong"
    assert session.record.tries("data_kotor", "soal1") == []


def test_the_right_answer_is_recognised_in_every_type_of_number(session: Session) -> None:
    found = right(session, "soal1")
    assert all(session.periksa.soal1(form(found)).right for form in (int, float, np.int64, np.float64))


def test_hints_get_more_concrete_and_the_answer_comes_with_the_third_try(session: Session) -> None:
    found = f"{right(session, 'soal1'):.0f}"
    told = [str(session.periksa.soal1(1000 + place)) for place in range(4)]
    assert len(set(told)) == 3
    assert [found in each for each in told] == [False, False, True, True]


def test_the_same_wrong_answer_again_is_no_new_try(session: Session) -> None:
    assert len({str(session.periksa.soal1(1000)) for _ in range(5)}) == 1
    assert len(session.record.tries("data_kotor", "soal1")) == 1


def test_a_typical_wrong_answer_gets_its_own_reply(session: Session) -> None:
    dropped = int(data_kotor.account(session)["dibuang"])
    assert "dibuang" in session.periksa.soal1(dropped).lines[0]
    assert len(session.periksa.soal1(1000).lines) == 1


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [
        ("soal1", "9", "tanpa tanda kutip"),
        ("soal1", True, "bool"),
        ("soal1", [9], "list"),
        ("soal1", float("nan"), "tidak mungkin"),
        ("soal1", -1, "tidak mungkin"),
        ("soal2", 5, "tanda kutip"),
        ("soal2", "rusak", "notasi ilmiah"),
    ],
)
def test_a_wrong_form_gets_a_sentence_and_is_no_try(session: Session, name: str, given: object, said: str) -> None:
    reply = getattr(session.periksa, name)(given)
    assert reply.state == "bentuk"
    assert said in reply.lines[0]
    assert session.record.tries("data_kotor", name) == []


def test_data_that_cannot_answer_get_a_sentence_and_no_traceback() -> None:
    def thin(_: Session) -> float:
        raise NotAssessable("too_few", n=3, need=10)

    for exercise in (
        Exercise(kind=Number(), answer=thin),
        Exercise(kind=Number(), answer=lambda _: 1.0, traps={"dibuang": thin}),
    ):
        session = Session(replace(data_kotor.WORKSHOP, exercises={"soal1": exercise}))
        assert session.periksa.soal1(2).state == "bentuk"


def test_capitals_and_blanks_around_a_choice_do_not_matter(session: Session) -> None:
    assert session.periksa.soal2(f"  {str(right(session, 'soal2')).upper()} ").right


def test_a_name_is_found_by_its_first_signs(session: Session) -> None:
    kind = Name(lambda _: ["abcd1", "abcd2", "efgh1"])
    assert [kind.read(given, session) for given in ("efgh", "ABCD1")] == ["efgh1", "abcd1"]
    for given in ("abcd", "zzzz", 1, ["efgh1"]):
        with pytest.raises(WrongForm):
            kind.read(given, session)


def test_a_year_is_told_without_a_separator() -> None:
    assert (Number(year=True).told(1988.0), Number(digits=0).told(1988.0)) == ("1988", "1.988")
    assert Choice(["ya"]).told("ya") == "ya"


def test_exercises_complete_and_an_unknown_one_names_those_there_are(session: Session) -> None:
    assert dir(session.periksa) == list(session.workshop.exercises)
    assert session.periksa.soal1.__doc__
    with pytest.raises(AttributeError, match="soal1, soal2"):
        _ = session.periksa.soal99
    with pytest.raises(UnknownName):
        kl.training.workshop("melukis")
    with pytest.raises(UnknownName):
        kl.training.workshop("penilai", "/tidak/ada")


def test_a_reply_is_escaped_html_and_the_same_as_text() -> None:
    reply = Reply("belum", "soal1", ["<script>alert(1)</script>"], [("<b>", "&")])
    assert "<script>" not in reply._repr_html_()
    assert "&lt;script&gt;" in reply._repr_html_()
    assert "&lt;b&gt;" in reply._repr_html_()
    assert repr(reply).splitlines()[0] == "✗ soal1 – belum tepat"


def test_the_truth_is_seen_only_after_every_exercise_was_tried(session: Session) -> None:
    assert session.kebenaran().state == "tertutup"
    for name in session.workshop.exercises:
        getattr(session.periksa, name)(right(session, name))
    told = dict(session.kebenaran().facts)
    assert told["nip terbaca yang berbeda"] == str(len(session.data.table("pegawai")))


def test_exercises_never_run_on_real_people(tmp_path: Path) -> None:
    with kl.training.workshop("data_kotor").files() as (home, _):
        for file in home.iterdir():
            text = file.read_text("utf-8").replace("simulasi = true", "simulasi = false")
            (tmp_path / file.name).write_text(text, "utf-8")
    reply = kl.training.workshop("data_kotor", tmp_path).periksa.soal1(1)
    assert reply.state == "bentuk"
    assert "simulasi" in reply.lines[0]


def test_the_lowest_mean_and_the_strictest_rater_are_two_people_in_the_sample() -> None:
    session = kl.training.workshop("penilai")
    lowest, strictest = penilai.raw_means(session.data).index[0], penilai.compared(session.data).index[0]
    assert lowest != strictest
    assert "rata-rata terendah" in session.periksa.soal2(lowest).lines[0]
    assert session.periksa.soal2(strictest[:6]).right
    assert session.workshop.planted(session.workshop.sample)["penilai_terketat"] == strictest
