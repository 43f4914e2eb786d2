"""How erratic or how muted are a rater's single scores? A description, never the only evidence."""

from __future__ import annotations

import pandas as pd

from kinerja_lab.models.expectations import Expectations


def rater_fit(expected: Expectations) -> pd.DataFrame:
    """How large are residuals beside what the model expects of them, rater by rater?

    Values near 1 are as expected; above 1.3 the rater is erratic, below 0.7 muted (scores closer to expectation than
    chance allows). Cut-offs on these numbers miss most raters with a large range or halo effect and are no test.

    Returns
    -------
    DataFrame
        ``rater, n_ratees, infit`` (weighted by information), ``outfit`` (mean of squared standardised residuals).

    References
    ----------
    Wright and Masters (1982) Rating Scale Analysis, ch. 5 (mean squares). Linacre (2002) Rasch Measurement Transactions
    16, 878 (0.5 to 1.5 productive).
    """
    rows = expected.rows.assign(squares=expected.rows["residual"] ** 2)
    rows["standard"] = rows["squares"] / rows["information"]
    raters = rows.groupby("rater")
    table = pd.DataFrame(
        {
            "n_ratees": raters["ratee"].nunique(),
            "infit": raters["squares"].sum() / raters["information"].sum(),
            "outfit": raters["standard"].mean(),
        }
    )
    return table.reset_index()
