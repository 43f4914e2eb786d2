"""What every measure asks of the data frame it is given."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from kinerja_lab.errors import UnknownName


def require(frame: pd.DataFrame, names: Iterable[str | None]) -> None:
    """Refuse a frame without the columns named; ``None`` names none.

    Raises
    ------
    UnknownName
        Naming every column that is not there, and those that are.
    """
    unknown = [name for name in names if name is not None and name not in frame.columns]
    if unknown:
        raise UnknownName("column", ", ".join(unknown), map(str, frame.columns))
