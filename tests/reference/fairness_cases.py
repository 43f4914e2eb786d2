"""What does the package answer to a fairness case? Dispatch on the check and the roles of columns, not on the case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from tests.reference import group_cases as group
from tests.reference import identity_cases as identity
from tests.reference import objectivity_cases as objectivity
from tests.reference import people_cases as people
from tests.reference import privacy_cases as privacy
from tests.reference import services_cases as services

Answer = dict[str, Any]

CHECKS: dict[str, Callable[[Any, Answer], Answer]] = {
    "rasio_dampak": group.two_by_two,
    "rasio_persen": group.percentages,
    "mh_strata": group.stratified,
    "cliff_delta": group.dominance,
    "ordinal_kelompok": group.ordinal,
    "opd_penyaringan": group.units,
    "kruskal_pasca": group.many_groups,
    "oaxaca": group.decomposition,
    "dif_butir": group.items,
    "konkordansi_jabatan": objectivity.pairs,
    "asosiasi_ordinal": objectivity.association,
    "penghargaan_target": objectivity.awards,
    "pola_distribusi": objectivity.pattern,
    "tumpukan_ambang": objectivity.threshold,
    "kalibrasi": objectivity.calibration,
    "its": services.series,
    "did": services.panel,
    "waktu_tunggu": services.waits,
    "reliabilitas": people.items,
    "pra_pasca": people.before_after,
    "mcnemar": people.changed_answers,
    "nonrespons": people.who_answered,
    "kepatuhan_harian": people.diary,
    "teks_mirip": people.twins,
    "latensi_umpan_balik": people.latency,
    "rapat_hasil": people.meetings,
    "pseudonim": identity.pseudonym,
    "penekanan_sel": privacy.table,
    "k_anonim": privacy.classes,
    "bebas_identitas": privacy.identity,
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
