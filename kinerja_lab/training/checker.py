"""``periksa.soal1(jawaban)``: is it right, and if not, which hint is due?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kinerja_lab.errors import KinerjaError
from kinerja_lab.messages.explain import explain_error
from kinerja_lab.messages.numbers import fill
from kinerja_lab.training.answers import Value, WrongForm
from kinerja_lab.training.course import Exercise
from kinerja_lab.training.reply import Reply
from kinerja_lab.training.words import said, words

if TYPE_CHECKING:
    from kinerja_lab.training.session import Session

OPENING = 3  # tries after which the answer is shown


class Checker:
    """Exercises of a session by name: ``soal1``, ``soal2`` …; each takes an answer and gives a ``Reply``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, Value] = {}

    def __dir__(self) -> list[str]:
        return list(self._session.workshop.exercises)

    def __getattr__(self, name: str) -> Callable[[object], Reply]:
        exercises = self._session.workshop.exercises
        if name not in exercises:
            raise AttributeError(said("tidak_ada_soal", soal=name, pilihan=", ".join(exercises)))

        def check(jawaban: object = None) -> Reply:
            return self._reply(name, exercises[name], jawaban)

        check.__name__, check.__doc__ = name, words(self._session.workshop.slug)[name]["tanya"]
        return check

    def _reply(self, name: str, exercise: Exercise, given: object) -> Reply:
        """Judge one answer; what has no form that can be judged is no try."""
        if given is None or given is Ellipsis:
            return Reply("kosong", name, [said("belum_dijawab")])
        try:
            return self._judged(name, exercise, exercise.kind.read(given, self._session))
        except WrongForm as complaint:
            return Reply("bentuk", name, [str(complaint)])
        except KinerjaError as error:
            return Reply("bentuk", name, [explain_error(error)])

    def _judged(self, name: str, exercise: Exercise, value: Value) -> Reply:
        """Reply to an answer that was read, and keep it."""
        right = self._right(name, exercise)
        record, part = self._session.record, self._session.workshop.slug
        texts, told = words(part)[name], {"jawaban": exercise.kind.told(right)}
        good = exercise.kind.same(value, right)
        wrong = [item for item in record.tries(part, name) if not item["benar"]]
        count = record.add(part, name, value, right=good, shown=len(wrong) >= OPENING)
        if good:
            return Reply("benar", name, [fill(texts["benar"], told, "id")])
        place = min(count, len(texts["petunjuk"])) - 1
        hint = fill(texts["petunjuk"][place], told if count >= OPENING else {}, "id")
        return Reply("belum", name, [*self._trapped(texts, exercise, value), said("petunjuk", petunjuk=hint)])

    def _trapped(self, texts: dict[str, Any], exercise: Exercise, value: Value) -> list[str]:
        """Reply to a typical wrong answer, if this is one."""
        met = (key for key, trap in exercise.traps.items() if exercise.kind.same(value, trap(self._session)))
        return [texts["jebakan"][key] for key in met][:1]

    def _right(self, name: str, exercise: Exercise) -> Value:
        """The right answer, computed once."""
        if name not in self._known:
            self._known[name] = exercise.answer(self._session)
        return self._known[name]
