"""What a participant may answer: numbers, choices, names from the data; and when is an answer the right one?"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import TYPE_CHECKING, Any

from kinerja_lab.messages.numbers import number
from kinerja_lab.training.words import said

if TYPE_CHECKING:
    from kinerja_lab.training.session import Session

Value = float | str | list[str]
_SHORTEST = 4  # first signs of a name that are enough where they are unambiguous
_SHOWN = 8


class WrongForm(Exception):
    """The answer has a form that cannot be judged; the text is the sentence for the participant."""


class Kind(ABC):
    """A kind of answer: as it is kept, when it is as good as the right one, and how that is written for people."""

    @abstractmethod
    def read(self, given: object, session: Session) -> Value:
        """Read what was given, as it is kept; ``WrongForm`` where that cannot be done."""

    def same(self, value: Any, right: Any) -> bool:
        """Whether an answer that was read is as good as the right one."""
        return bool(value == right)

    def told(self, right: Any) -> str:
        """Write the right answer for people."""
        return str(right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Kind):
    """A number between ``low`` and ``high``, right within ``tolerance``; told with ``digits`` decimals.

    ``year``: it is told as a year, without a separator of thousands.
    """

    low: float = -math.inf
    high: float = math.inf
    tolerance: float = 0.005
    digits: int = 2
    year: bool = False

    def read(self, given: object, session: Session) -> float:  # noqa: ARG002 - one signature for all kinds
        """Read a number; text is refused with advice, since ``"1,5"`` is a common slip."""
        if isinstance(given, bool) or not isinstance(given, Real):
            key = "angka_teks" if isinstance(given, str) else "angka"
            raise WrongForm(said(key, jenis=type(given).__name__))
        value = float(given)
        if not self.low <= value <= self.high:
            raise WrongForm(said("luar_batas", bawah=self.told(self.low), atas=self.told(self.high)))
        return value

    def same(self, value: Any, right: Any) -> bool:
        """Whether the two differ by no more than the tolerance."""
        return abs(float(value) - float(right)) <= self.tolerance + 1e-9

    def told(self, right: Any) -> str:
        """Write the number."""
        return f"{right:.0f}" if self.year else number(float(right), digits=self.digits)


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One of a few words, such as ``ya`` and ``tidak``; capitals and blanks around it do not matter."""

    options: Sequence[str]

    def read(self, given: object, session: Session) -> str:  # noqa: ARG002
        """Read one of the options."""
        word = " ".join(_text(given).lower().split())
        if word not in self.options:
            raise WrongForm(said("pilihan", pilihan=", ".join(self.options)))
        return word


@dataclass(frozen=True, slots=True)
class Name(Kind):
    """A name that occurs in the data, such as a pseudonym or a unit; its first signs are enough where unambiguous."""

    known: Callable[[Session], Iterable[str]]

    def read(self, given: object, session: Session) -> str:
        """Read the one name that this may stand for."""
        word, known = _text(given).strip().lower(), list(self.known(session))
        found = [name for name in known if name.lower() == word]
        found = found or [name for name in known if len(word) >= _SHORTEST and name.lower().startswith(word)]
        if len(found) != 1:
            shown = ", ".join(known[:_SHOWN]) + (", …" if len(known) > _SHOWN else "")
            raise WrongForm(said("nama", diberikan=word, pilihan=shown))
        return found[0]


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise WrongForm(said("teks", jenis=type(given).__name__))
    return given
