"""Ratings from a many-facet Rasch model with known measures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True, kw_only=True)
class PlantedRasch:
    """Sizes, and standard deviations in logits; every ratee has ``per_ratee`` raters drawn from all."""

    ratees: int = 60
    raters: int = 8
    per_ratee: int = 3
    aspects: int = 4
    ratee_sd: float = 1.2
    rater_sd: float = 0.4
    steps: tuple[float, ...] = (-1.5, 0.0, 1.5)

    def ratings(self, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
        """Long table of ratings 1 … K + 1, and each rater's severity (centred)."""
        random = np.random.default_rng(seed)
        severity = random.normal(0.0, self.rater_sd, self.raters)
        severity -= severity.mean()
        able = random.normal(0.0, self.ratee_sd, self.ratees)
        chosen = np.array([random.permutation(self.raters)[: self.per_ratee] for _ in range(self.ratees)])
        ratee, place, aspect = (code.ravel() for code in np.indices((*chosen.shape, self.aspects)))
        rater = chosen[ratee, place]
        location = able[ratee] - severity[rater] - np.linspace(-0.6, 0.6, self.aspects)[aspect]
        height = np.cumsum(location[:, None] - np.array(self.steps), axis=1)
        chance = np.exp(np.column_stack([np.zeros(len(location)), height]))
        passed = random.random(len(location))[:, None] > np.cumsum(chance / chance.sum(axis=1, keepdims=True), axis=1)
        table = {"ratee": ratee, "rater": rater, "aspect": aspect, "score": 1 + passed[:, :-1].sum(axis=1)}
        return pd.DataFrame(table), severity
