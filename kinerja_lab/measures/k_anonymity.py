"""How many people share the same combination of attributes? Who is alone with it can be recognised."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kinerja_lab.measures.frames import require
from kinerja_lab.stats.suppression import class_sizes


def k_anonymity(frame: pd.DataFrame, keys: Sequence[str], threshold: int = 5) -> pd.DataFrame:
    """How small is the smallest class of people with equal keys, and how many people are in small classes?

    Parameters
    ----------
    frame
        One row a person.
    keys
        Columns that others may know of a person. A gap is a value like any other.
    threshold
        Size from which a class hides its people.

    Returns
    -------
    DataFrame
        One row: ``k`` (size of the smallest class, 0 where there is nobody), ``classes, rows, rows_below, share_below``
        (people in classes smaller than ``threshold``; the share is missing where there is nobody).

    Raises
    ------
    UnknownName
        A key that is no column.

    References
    ----------
    Sweeney (2002) International Journal of Uncertainty, Fuzziness and Knowledge-Based Systems 10, 557.

    Examples
    --------
    >>> people = pd.DataFrame({"sex": ["P", "P", "L"], "age": ["30", "30", "30"]})
    >>> k_anonymity(people, ["sex", "age"], threshold=2)[["k", "rows_below"]].to_numpy().tolist()
    [[1, 1]]
    """
    require(frame, keys)
    # Without a key everybody is in one class: a constant column stands for it.
    codes = [np.zeros(len(frame), dtype=np.int64)]
    codes += [pd.factorize(frame[key], use_na_sentinel=False)[0].astype(np.int64) for key in keys]
    sizes = class_sizes(np.column_stack(codes))
    below = int((sizes < threshold).sum())
    return pd.DataFrame(
        {
            "k": [int(sizes.min(initial=len(frame)))],
            "classes": [round(float((1 / sizes).sum()))],
            "rows": [len(frame)],
            "rows_below": [below],
            "share_below": [below / len(frame) if len(frame) else np.nan],
        }
    )
