"""Ratings with known effects of ratees, raters and mutual impressions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True, kw_only=True)
class Planted:
    """Sizes and standard deviations, in rating points; every ratee has ``per_ratee`` raters drawn from all."""

    ratees: int = 80
    raters: int = 25
    per_ratee: int = 3
    aspects: int = 5
    ratee_sd: float = 0.5
    rater_sd: float = 0.3
    halo_sd: float = 0.3
    profile_sd: float = 0.2
    noise_sd: float = 0.5
    role_gap: float = 0.0

    def scores(self, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
        """Long table of scores, and the effect of each rater."""
        random = np.random.default_rng(seed)
        raters = random.normal(0.0, self.rater_sd, self.raters)
        chosen = np.array([random.permutation(self.raters)[: self.per_ratee] for _ in range(self.ratees)])
        pairs = (self.ratees, self.per_ratee)
        values = (
            3.0
            + random.normal(0.0, self.ratee_sd, (self.ratees, 1, 1))
            + raters[chosen][:, :, None]
            + random.normal(0.0, self.halo_sd, pairs)[:, :, None]
            + random.normal(0.0, self.profile_sd, (self.ratees, 1, self.aspects))
            + random.normal(0.0, self.noise_sd, (*pairs, self.aspects))
        )
        role = (chosen < self.raters // 3).astype(np.int64)
        values += self.role_gap * role[:, :, None]
        ratee, place, aspect = np.indices(values.shape)
        table = {
            "ratee": ratee.ravel(),
            "rater": chosen[ratee.ravel(), place.ravel()],
            "role": np.array(["rekan", "atasan"])[role[ratee.ravel(), place.ravel()]],
            "aspect": aspect.ravel(),
            "score": values.ravel(),
        }
        return pd.DataFrame(table), raters
