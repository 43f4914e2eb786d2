"""Curves of a many-facet Rasch model: every combination of levels at every node of a grid of ratees' measures."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_CACHED = 100_000


class Curves:
    """Log-normalisers and expected scores (C, Q) and chances of passing each step (K, C, Q), per combination and node.

    Odds multiply, so that no exponential is taken per combination and node. ``room`` (K, C, Q) is written over.
    """

    def __init__(self, difficulties: Floats, theta: Floats, room: Floats) -> None:
        count = len(difficulties)
        odds, ease = np.exp(theta), np.exp(-difficulties.T)[:, :, None]
        self.passing = room
        self.log_normaliser, self.expected = np.empty((count, len(theta))), np.empty((count, len(theta)))
        for part in self._parts():
            passing, total = room[:, part], self.log_normaliser[part]
            for step, easier in enumerate(ease[:, part]):
                np.multiply(easier, odds, out=passing[step])
                if step:
                    passing[step] *= passing[step - 1]
            for step in range(len(passing) - 2, -1, -1):
                passing[step] += passing[step + 1]
            np.add(passing[0], 1.0, out=total)
            passing *= 1.0 / total
            np.log(total, out=total)
            passing.sum(axis=0, out=self.expected[part])

    def _parts(self) -> list[slice]:
        """Combinations in slices that a cache can hold."""
        top, count, nodes = self.passing.shape
        height = max(1, _CACHED // (top * nodes))
        return [slice(first, first + height) for first in range(0, count, height)]

    def excess(self, weights: Floats) -> Floats:
        """Weighted sums of the chances of passing, shape (C, K)."""
        return np.column_stack([np.einsum("cq,cq->c", passing, weights) for passing in self.passing])

    def complete(self, weights: Floats, z: Floats) -> tuple[Floats, Floats, float]:
        """Information if ratees were known: between steps (C, K, K), of steps with the spread (C, K), of the spread."""
        top, count, _ = self.passing.shape
        steps, spread, squares = np.empty((top, top, count)), np.empty((count, top)), 0.0
        powers, place = np.column_stack([np.ones(len(z)), z, z**2]), np.arange(top)
        for part in self._parts():
            passing, leaning = self.passing[:, part], z * self.expected[part]
            weighted = passing * weights[part]
            once, tilted, twice = np.moveaxis(weighted @ powers, 2, 0)
            for one in range(top):
                for other in range(one, top):
                    between = once[other] - np.einsum("cq,cq->c", weighted[one], passing[other])
                    steps[one, other, part] = steps[other, one, part] = between
            behind = np.cumsum(tilted[::-1], axis=0)[::-1] - tilted
            lost = np.einsum("kcq,cq->kc", weighted, leaning)
            spread[part] = ((place + 1)[:, None] * tilted + behind - lost).T
            squares += float(((2.0 * place + 1.0) @ twice).sum() - (weights[part] * leaning**2).sum())
        return steps.transpose(2, 0, 1), spread, squares
