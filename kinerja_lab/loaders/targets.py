"""Targets and realisations of employees, with their units of measure."""

from __future__ import annotations

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.loaders.intake import Intake
from kinerja_lab.loaders.values import texts


def read_targets(intake: Intake) -> pd.DataFrame:
    """Targets of a table; rows without a period, a direction or a target are quarantined."""
    names = intake.cells(col.INDICATOR).fillna(intake.cells("rhk"))
    direction = intake.cells(col.DIRECTION).astype("str").fillna(intake.table.rules.direction or pd.NA)
    intake.frame = intake.frame.assign(
        **{
            col.PERIOD: intake.periods(one_export=True),
            col.INDICATOR: names,
            col.DIRECTION: direction,
            "satuan": intake.cells("satuan").fillna(_units(intake.table.frame)).astype("str"),
        }
    )
    for rows, reason, field in (
        (intake.frame[col.PERIOD] == "", "period_unclear", "nama_periode"),
        (names.isna(), "indicator_missing", col.INDICATOR),
        (direction.isna(), "direction_missing", col.DIRECTION),
        (intake.cells(col.TARGET).isna(), "target_missing", col.TARGET),
    ):
        intake.quarantine(rows.reindex(intake.frame.index), reason, field)
    return intake.placed(intake.frame.reindex(columns=col.TABLES["indikator"].names))


def _units(frame: pd.DataFrame) -> pd.Series:
    """Unit of measure behind the number of a target: ``2 Dokumen``, ``100%``."""
    said = texts(frame[col.TARGET]) if col.TARGET in frame else pd.Series(None, index=frame.index, dtype="str")
    return said.str.extract(r"^[+-]?\d[\d.,]*\s*(\D.*)$", expand=False).str.lower().replace("%", "persen")
