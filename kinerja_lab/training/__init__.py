"""Workshops on simulated data: exercises that check themselves, and data sets of one's own for every participant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinerja_lab.lazy import on_first_use

if TYPE_CHECKING:
    from kinerja_lab.training.handout import write_handout
    from kinerja_lab.training.quiz import Quiz
    from kinerja_lab.training.score_sheet import write_score_sheet
    from kinerja_lab.training.series import SERIES, workshop

__all__ = ["SERIES", "Quiz", "workshop", "write_handout", "write_score_sheet"]

_HOMES = {
    "Quiz": "quiz",
    "SERIES": "series",
    "workshop": "series",
    "write_handout": "handout",
    "write_score_sheet": "score_sheet",
}
__getattr__ = on_first_use(__name__, _HOMES)
