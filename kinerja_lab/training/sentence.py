"""What is wrong with a sentence that reports a result? Numbers that are missing, and words that say too much."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.training.answers import Kind, WrongForm
from kinerja_lab.training.words import said, words

if TYPE_CHECKING:
    from kinerja_lab.training.session import Session

_LEXICON = "kalimat"
_SHORTEST, _REACH = 5, 5  # words of a sentence; words before a word in which it may be negated
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_DECIDED = (Verdict.FAIR, Verdict.PROBLEM, Verdict.IMPROVED, Verdict.WORSENED)


FAULTS = ("taksiran", "selang", "jumlah", "sebab", "mutlak", "menenangkan", "kepastian")


@dataclass(frozen=True, slots=True)
class Sentence(Kind):
    """A sentence about a result, right when it has no fault; what is kept of it is its faults, never its words."""

    about: Callable[[Session], CheckResult]

    def read(self, given: object, session: Session) -> list[str]:
        """Read a sentence: its faults."""
        if not isinstance(given, str):
            raise WrongForm(said("teks", jenis=type(given).__name__))
        if len(given.split()) < _SHORTEST:
            raise WrongForm(str(words(_LEXICON)["pendek"]))
        return faults(given, self.about(session))

    def same(self, value: Any, right: Any) -> bool:
        """Whether there is no fault; asked for faults, whether these are among those found."""
        return set(right) <= set(value) if right else not value

    def told(self, right: Any) -> str:  # noqa: ARG002 - one signature for all kinds
        """Say what a sentence without fault has."""
        return str(words(_LEXICON)["lengkap"])


@dataclass(frozen=True, slots=True)
class Rows(Kind):
    """Numbers of rows of a table, in any order."""

    most: int

    def read(self, given: object, session: Session) -> list[str]:  # noqa: ARG002
        """Read whole numbers from a list, tuple or set."""
        items = list(given) if isinstance(given, list | tuple | set | frozenset) else [None]
        if not all(isinstance(item, int) and 1 <= item <= self.most for item in items):
            raise WrongForm(str(words(_LEXICON)["nomor"]))
        return sorted(set(map(str, items)))

    def same(self, value: Any, right: Any) -> bool:
        """Whether these are the same rows."""
        return set(value) == set(right)

    def told(self, right: Any) -> str:
        """Write the numbers."""
        return ", ".join(right)


def faults(text: str, result: CheckResult) -> list[str]:
    """Give the keys of everything that is wrong with a sentence about a result, in the order of their weight."""
    lexicon, low = words(_LEXICON), text.casefold()
    undecided = result.verdict not in _DECIDED
    found = (
        not _tells(text, result.estimate),
        not all(_tells(text, limit) for limit in result.interval),
        not _tells(text, result.n),
        causal(text),
        any(_unnegated(low, lexicon["mutlak"])),
        undecided and any(word in low for word in lexicon["menenangkan"]),
        undecided and not any(word in low for word in lexicon["keraguan"]),
    )
    return [key for key, wrong in zip(FAULTS, found, strict=True) if wrong]


def causal(text: str) -> bool:
    """Does a sentence say that something brought about something else?"""
    return any(_unnegated(text.casefold(), words(_LEXICON)["sebab"]))


def _unnegated(text: str, listed: Sequence[str]) -> Iterator[str]:
    """Words of a list that stand in a text without a negation shortly before."""
    lexicon, tokens = words(_LEXICON), re.findall(r"\w+", text)
    for place, token in enumerate(tokens):
        before = tokens[max(place - _REACH, 0) : place]
        if token in listed and not set(before) & set(lexicon["ingkar"]):
            yield token


def _tells(text: str, number: float) -> bool:
    """Does a text tell a number, itself or in per cent, to the digits that it writes?"""
    told = [reading for match in _NUMBER.findall(text) for reading in _readings(match)]
    wanted = (abs(number), 100 * abs(number))
    return any(math.isclose(value, one, abs_tol=0.51 * 10.0**-digits) for value, digits in told for one in wanted)


def _readings(written: str) -> Iterator[tuple[float, int]]:
    """What a number may mean, and with how many decimals: 1.234,5 or 1.5 or 0,46."""
    plain = written.replace(".", "").replace(",", ".")
    yield float(plain) if plain.count(".") < 2 else math.nan, len(plain.partition(".")[2])
    if written.count(".") == 1 and "," not in written:
        yield float(written), len(written.partition(".")[2])
