"""Crossed levels taken apart by few of them give what they give as one dense block."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy import sparse

from kinerja_lab.stats import separators
from kinerja_lab.stats.crossproducts import Crossproducts, Elimination, crossproducts
from kinerja_lab.stats.expected_scores import expected_scores
from kinerja_lab.stats.reml import RemlFit, fit_reml
from kinerja_lab.stats.separators import separation


def units(n_units: int, staff: int, peers: int, seed: int = 1) -> np.ndarray:
    """Who (first) is rated by whom: peers of the unit, its head; heads by some other heads and by one secretary."""
    random, pairs = np.random.default_rng(seed), []
    heads = staff * np.arange(n_units)
    for head in heads:
        for ratee in range(head, head + staff):
            others = np.setdiff1d(np.arange(head + 1, head + staff), [ratee])
            pairs += [(ratee, rater) for rater in random.choice(others, peers, replace=False)]
            pairs += [(ratee, head)] if ratee != head else []
        pairs += [(head, rater) for rater in random.choice(np.setdiff1d(heads, [head]), 3, replace=False)]
        pairs.append((head, n_units * staff))
    return np.array(pairs)


def cliques(pairs: np.ndarray) -> tuple[sparse.csr_array, sparse.csr_array]:
    """What ``separation`` is given when each ratee is eliminated."""
    size = int(pairs.max()) + 1
    met = sparse.coo_array((np.ones(len(pairs)), pairs.T), shape=(size, size)).tocsr()
    return met, sparse.csr_array((size, size))


def crossing(label: np.ndarray, pairs: np.ndarray) -> int:
    """How many ratees have raters of two groups."""
    grouped = pairs[label[pairs[:, 1]] >= 0]
    met = np.unique(np.column_stack([grouped[:, 0], label[grouped[:, 1]]]), axis=0)
    return int((np.bincount(met[:, 0]) > 1).sum())


def test_units_linked_by_their_heads_fall_apart_into_groups_of_their_size() -> None:
    pairs = units(40, 25, 6)
    label, beside = separation(*cliques(pairs))
    assert 5 < (label < 0).sum() < 100
    assert np.bincount(label[label >= 0]).max() < 60
    assert crossing(label, pairs) == 0
    assert (label[beside[0]] >= 0).all()
    assert (label[beside[1]] < 0).all()


def test_the_search_answers_alike_at_each_call_and_as_well_under_other_numbers() -> None:
    pairs = units(40, 25, 6)
    usual = separation(*cliques(pairs)).label
    assert_array_equal(separation(*cliques(pairs)).label, usual)
    renumbered = np.column_stack([pairs[:, 0], np.random.default_rng(2).permutation(len(usual))[pairs[:, 1]]])
    label = separation(*cliques(renumbered)).label
    assert crossing(label, renumbered) == 0
    assert (label < 0).sum() == pytest.approx((usual < 0).sum(), rel=0.5)
    assert np.bincount(label[label >= 0]).max() < 60


def test_random_peers_of_a_whole_region_are_left_together() -> None:
    random = np.random.default_rng(3)
    for size in (700, 4_000):
        pairs = np.column_stack([np.repeat(np.arange(size), 8), random.integers(0, size, 8 * size)])
        found = separation(*cliques(pairs))
        assert not found.label.any()
        assert len(found.beside[0]) == 0


def test_few_levels_are_left_together_and_parts_that_nothing_links_apart() -> None:
    pairs = np.vstack([units(4, 12, 4), 100 + units(5, 10, 4)])
    label = separation(*cliques(pairs)).label
    assert label.min() == 0
    assert len(np.unique(label[np.unique(pairs[:, 1])])) == 2


def test_a_level_next_to_all_others_is_put_aside() -> None:
    pairs = units(40, 25, 6)
    met, none = cliques(np.vstack([pairs, np.column_stack([np.arange(1_001), np.full(1_001, 1_002)])]))
    assert separation(met, none).label[1_002] == -1


class Model:
    """Linked units beside one another, and parts that nothing links; ratees, raters and perhaps a third factor."""

    def __init__(self, factors: int, seed: int = 1) -> None:
        random = np.random.default_rng(seed)
        first, second = units(9, 9, 3, seed), 200 + units(8, 9, 3, seed + 1)
        alone = 400 + np.column_stack([random.integers(0, 9, 40), random.integers(0, 5, 40)])
        pairs = np.repeat(np.vstack([first, second, alone]), 3, axis=0)
        n = len(pairs)
        ratee, rater = (np.unique(side, return_inverse=True)[1] for side in pairs.T)
        rater[random.random(n) < 0.02] = -1
        part = pairs[:, 0] // 200
        self.codes = [ratee, rater]
        if factors > 2:
            self.codes.append(np.tile(np.arange(3), n // 3) + 3 * (part == 2))
            self.codes[2][random.random(n) < 0.02] = -1
        within_unit = np.where(pairs[:, 0] < 9, random.normal(size=n), 0.0)
        within_part = np.where(part == 2, random.normal(size=n), 0.0)
        self.x = np.column_stack([np.ones(n), part == 1, part == 2, random.normal(size=n), within_unit, within_part])
        effects = sum(random.normal(0, 0.7, code.max() + 2)[code] for code in self.codes)
        y = effects + 0.4 * self.x[:, 4] + random.normal(size=n)
        self.products = crossproducts(y - y.mean(), self.x, self.codes)

    def written_out(self, scale: np.ndarray) -> np.ndarray:
        """The matrix that an elimination factorises."""
        products, size = self.products, len(self.products.factor)
        whole = np.block([[products.zz.toarray(), products.zx], [products.zx.T, products.xx]])
        factors = np.append(scale, np.ones(self.x.shape[1]))
        whole = factors[:, None] * whole * factors
        whole[np.diag_indices(size)] += 1.0
        return whole


def search_small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search among few levels too, where little is gained."""
    monkeypatch.setattr(separators, "_SMALL", 30)
    monkeypatch.setattr(separators, "_CLEARLY", 0.6)
    monkeypatch.setattr(separators, "_DENSE", 2.0)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search among few levels, and keep factors that cross apart."""
    search_small(monkeypatch)
    monkeypatch.setattr("kinerja_lab.stats.crossproducts._LARGEST_BLOCK", 20)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("factors", [2, 3])
@pytest.mark.parametrize("fixed", [True, False], ids=["with fixed effects", "of the random ones"])
def test_factors_solutions_and_inverse_equal_those_of_the_matrix_written_out(factors: int, fixed: bool) -> None:
    model = Model(factors)
    random, size = np.random.default_rng(4), len(model.products.factor)
    scale = random.uniform(0.3, 2.0, size)
    whole, plan = model.written_out(scale), Elimination(model.products)
    assert 2 < len(plan.blocks.border) < 40
    assert len(np.unique(plan.blocks.block)) > 10
    if not fixed:
        whole, plan = whole[:size, :size], plan.of_random
    found = plan.factorise(scale)
    inverse, right = np.linalg.inv(whole), random.normal(size=(len(whole), 3))
    assert_allclose(found.solve(right), inverse @ right, rtol=1e-10, atol=1e-10 * np.abs(inverse @ right).max())
    assert_allclose(found.inverse_diagonal(), np.diag(inverse), rtol=1e-10)
    of_random = np.linalg.slogdet(whole[:size, :size])[1]
    assert_allclose(found.log_determinant, of_random, rtol=1e-12)
    assert_allclose(found.log_determinant_fixed, np.linalg.slogdet(whole)[1] - of_random, rtol=1e-10, atol=1e-10)


def test_a_fixed_effect_stays_in_its_part_only_where_nothing_is_put_aside(small: None) -> None:
    plan = Elimination(Model(2).products)
    size = len(plan.products.factor)
    assert (plan.base[plan.base >= size] - size).tolist() == [2, 5]
    assert (plan.border - size).tolist() == [0, 1, 3, 4]


def answers(fit: RemlFit) -> list[np.ndarray]:
    """Everything that is read off a fit."""
    fixed = [fit.point.fixed, fit.fixed_se, fit.variance_covariance]
    return [fit.variances, fit.effects, fit.conditional_sd, *fit.deviations(), *fixed, np.array(fit.log_likelihood)]


@pytest.mark.parametrize("factors", [2, 3])
@pytest.mark.parametrize("method", ["REML", "ML"])
def test_a_fit_is_that_of_levels_left_together(monkeypatch: pytest.MonkeyPatch, factors: int, method: str) -> None:
    products: Crossproducts = Model(factors).products
    together = fit_reml(products, method)
    search_small(monkeypatch)
    apart = fit_reml(products, method)
    assert len(together.plan.blocks.border) == 0
    assert len(apart.plan.blocks.border) > 2
    assert apart.converged
    for one, other in zip(answers(apart), answers(together), strict=True):
        assert_allclose(one, other, rtol=1e-7, atol=1e-9)


def test_expected_scores_are_those_of_levels_left_together(monkeypatch: pytest.MonkeyPatch, small: None) -> None:
    pairs = units(8, 9, 4)
    assert (separation(*cliques(pairs)).label < 0).any()
    ratee, rater = pairs.T.repeat(3, axis=1)
    random = np.random.default_rng(3)
    level = random.normal(0, 1, ratee.max() + 1)[ratee] + random.normal(0, 0.5, rater.max() + 1)[rater]
    score = np.clip(np.round(3 + level + random.normal(0, 0.5, len(level))), 1, 5)
    aspect = np.arange(len(ratee)) % 3
    apart = expected_scores(score, ratee, (rater, aspect))
    monkeypatch.setattr(separators, "_SMALL", len(ratee))
    together = expected_scores(score, ratee, (rater, aspect))
    assert_allclose(apart.expected, together.expected, rtol=1e-9)
