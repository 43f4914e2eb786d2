"""What does the package answer to a fairness case? Dispatch on the check and the roles of columns, not on the case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from tests.reference import group_cases as group
from tests.reference import objectivity_cases as objectivity

Answer = dict[str, Any]

CHECKS: dict[str, Callable[[Any, Answer], Answer]] = {
    "rasio_dampak": group.two_by_two,
    "rasio_persen": group.percentages,
    "mh_strata": group.stratified,
    "cliff_delta": group.dominance,
    "ordinal_kelompok": group.ordinal,
    "opd_penyaringan": group.units,
    "kruskal_pasca": group.many_groups,
    "konkordansi_jabatan": objectivity.pairs,
    "asosiasi_ordinal": objectivity.association,
    "penghargaan_target": objectivity.awards,
    "kalibrasi": objectivity.calibration,
}


def answer(case: Answer, folder: Path) -> Answer:
    """All that the package can say about the case, named as cases name it; ``folder`` is the folder of the case."""
    check = case["check"]
    if check not in CHECKS:
        raise SystemExit(f"no measure answers the check {check!r}")
    if "data" not in case:
        return CHECKS[check](case["input"], case)
    places = [place / case["data"] for place in (folder, folder.parent)]
    return CHECKS[check](pd.read_csv(next(path for path in places if path.exists())), case)
