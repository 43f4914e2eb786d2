"""People of two groups in four units, two of which say nothing: nobody passes in one, everybody in the other."""

from __future__ import annotations

import numpy as np
import pandas as pd

TABLES = np.array([[[10, 5], [7, 9]], [[0, 6], [0, 8]], [[3, 0], [4, 0]], [[12, 9], [6, 14]]])
SIDES = {"group": "kelamin", "focal": "P", "reference": "L"}


def people() -> pd.DataFrame:
    """One row a person."""
    rows = [
        (f"U{unit}", sex, passed)
        for unit, table in enumerate(TABLES)
        for sex, counts in zip("PL", table, strict=True)
        for passed, count in zip((True, False), counts, strict=True)
        for _ in range(count)
    ]
    return pd.DataFrame(rows, columns=["unit", "kelamin", "lulus"])
