"""A region in which superiors and two appointed colleagues rate every employee; one superior may have a fault."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.checks.regions import ASPECTS, PERIOD, appraised_region

PERIODS = ("2024-S1", "2024-S2", PERIOD)
_TEAM = 20


def scored_region(
    n: int = 360,
    *,
    middle: float = 0.0,
    drift: float = 0.0,
    copied: float = 0.0,
    women: float = 0.0,
    alike: float = 0.0,
    contrast: float = 0.0,
    noise: float = 0.5,
    seed: int = 5,
) -> dict[str, pd.DataFrame]:
    """Scores of three periods in half points; the first superior has the fault, everybody the preference for likeness.

    ``middle``: share by which differences shrink; ``drift``: points a period; ``copied``: share of scores repeated;
    ``women``: points for women; ``alike``: points for the own sex, by all raters; ``contrast``: points for each point
    of the employee before, by all superiors.
    """
    rng = np.random.default_rng(seed)
    tables = appraised_region(n, seed=seed)
    people = tables["pegawai"]["id_pegawai"].to_numpy()
    sex = (tables["pegawai"]["jenis_kelamin"] == "P").to_numpy()
    ratee = np.repeat(np.arange(n), 3)
    panel = np.arange(5, n, 10)
    first, second = panel[(np.arange(n) * 7 + 3) % len(panel)], panel[(np.arange(n) * 11 + 4) % len(panel)]
    rater = np.column_stack([np.arange(n) // _TEAM * _TEAM, first, second]).ravel()
    role = np.tile(["atasan", "rekan", "rekan"], n)
    keep = (ratee != rater) & ~pd.DataFrame({"a": ratee, "b": rater}).duplicated().to_numpy()
    ratee, rater, role = ratee[keep], rater[keep], role[keep]
    severity, faulty = rng.normal(0, 0.2, n), rater == 0
    level = 3.0 + rng.normal(0, 0.8, n)
    rank = rng.permutation(n)
    before = _before(rank, level)
    frames, earlier = [], None
    for place, period in enumerate(PERIODS):
        mean = level[ratee] + severity[rater] + alike * (sex[ratee] == sex[rater])
        mean = mean + faulty * (drift * place + women * sex[ratee] - middle * (level[ratee] - 3.0))
        mean = mean + contrast * (role == "atasan") * before[ratee]
        score = mean[:, None] + rng.normal(0, noise, (len(ratee), len(ASPECTS)))
        score = np.clip(np.round(score * 2), 0, 12) / 2
        if earlier is not None:
            score = np.where(faulty[:, None] & (rng.random(score.shape) < copied), earlier, score)
        earlier = score
        names = {"periode": period, "id_pegawai": people[ratee], "id_penilai": people[rater], "peran": role}
        wide = pd.DataFrame(names).join(pd.DataFrame(score, columns=list(ASPECTS)))
        frames.append(wide.melt(list(names), var_name="aspek", value_name="skor"))
    times = pd.Timestamp("2025-07-01") + pd.to_timedelta(rank, unit="min")
    tables["penilaian"] = tables["penilaian"].assign(
        id_penilai=people[np.arange(n) // _TEAM * _TEAM], waktu_dinilai=times
    )
    return tables | {"butir": pd.concat(frames, ignore_index=True)}


def _before(rank: np.ndarray, level: np.ndarray) -> np.ndarray:
    """How much better than average the employee before is, in each superior's order."""
    frame = pd.DataFrame({"team": np.arange(len(rank)) // _TEAM, "rank": rank, "level": level - 3.0})
    return frame.sort_values("rank").groupby("team")["level"].shift().sort_index().fillna(0.0).to_numpy()
