"""Every error raised on purpose; all share the root ``KinerjaError``.

Thin data is an *answer* (``NotAssessable``, caught by the check protocol and turned into a result), a broken table or a
wrong option is an *error*, anything else is a bug and stays a traceback.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class KinerjaError(Exception):
    """Root of all errors that this package raises on purpose."""

    def __reduce__(self) -> tuple[object, ...]:
        """Let an error go to another process as it is, whatever its class is built from."""
        return Exception.__new__, (type(self), *self.args), vars(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in a table or profile: where it is, what was found, what is allowed.

    ``rule`` is the key of the sentence in the catalogues (section ``problem``). ``row`` is the row in the file, header
    included, or ``None`` where the whole column or table is meant. ``found`` never holds the value of an identity
    column.
    """

    rule: str
    table: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    found: str = ""
    allowed: str = ""
    count: int = 1

    def __str__(self) -> str:
        """Say the problem on one line, for developers."""
        place = ", ".join(
            part
            for part in (
                self.file or self.table,
                f"sheet {self.sheet}" if self.sheet else "",
                f"row {self.row}" if self.row is not None else "",
                f"column {self.column}" if self.column else "",
            )
            if part
        )
        times = f" ({self.count} rows)" if self.count > 1 else ""
        return f"{place}: {self.rule}{times}; found {self.found or '-'}; allowed {self.allowed or '-'}"


class InvalidDataset(KinerjaError):
    """Tables or profile break their rules; ``problems`` lists all of them at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problem(s):\n" + "\n".join(str(problem) for problem in self.problems))


class UnknownName(KinerjaError):
    """A name that is not among the known ones: a region, a period, a parameter, a level, a check, a column."""

    def __init__(self, kind: str, given: str, known: Iterable[str]) -> None:
        self.kind, self.given, self.known = kind, given, tuple(known)
        super().__init__(f"unknown {kind} {given!r}; known: {', '.join(self.known) or 'none'}")


class InvalidOption(KinerjaError):
    """An option of a check or measure outside its allowed values."""

    def __init__(self, option: str, given: object, allowed: str) -> None:
        self.option, self.given, self.allowed = option, given, allowed
        super().__init__(f"{option} must be {allowed}, but got {given!r}")


class ReportFailed(KinerjaError):
    """A report could not be completed and nothing was published.

    ``reason`` is a key of the catalogues (section ``report_failed``), ``detail`` the place or the kernel's own words.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(f"{reason}: {detail}" if detail else reason)


class KeyRefused(KinerjaError):
    """The key of the pseudonyms cannot be used; ``reason`` is a key of the catalogues (section ``key_refused``).

    ``file`` is the name of its file, never its folder and never what is in it.
    """

    def __init__(self, reason: str, file: str) -> None:
        self.reason, self.file = reason, file
        super().__init__(f"{reason}: {file}")


class NotAssessable(KinerjaError):
    """The data cannot answer the question. ``status`` says why, ``n`` how much there was, ``need`` how much is needed.

    Statuses: ``missing_data``, ``too_few``, ``undefined_no_variation``, ``no_pairable_units``, ``not_identified``,
    ``separation``, ``not_converged``.
    """

    def __init__(self, status: str, *, n: int = 0, need: float = float("nan"), lacking: tuple[str, ...] = ()) -> None:
        self.status, self.n, self.need, self.lacking = status, n, need, lacking
        super().__init__(f"{status} (n = {n}, need {need}, lacking {', '.join(lacking) or '-'})")
