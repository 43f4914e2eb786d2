"""What a set of ratings allows to be compared."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab import measures
from kinerja_lab.errors import InvalidOption, NotAssessable, UnknownName
from kinerja_lab.models.design import design


def ratings(pairs: str) -> pd.DataFrame:
    """Ratee (letter) and rater (digit) of each pair: ``"a1 a2 b1"``."""
    return pd.DataFrame([{"ratee": pair[0], "rater": pair[1]} for pair in pairs.split()])


@pytest.mark.parametrize(
    ("pairs", "kind", "identified", "lacking"),
    [
        ("a1 b1 c2 d2", "single_rater", False, ("second_rater",)),
        ("a1 a2 b3 b4", "nested", False, ("common_ratees",)),
        ("a1 a2 b1 b2", "crossed", True, ()),
        ("a1 a2 b1 b2 c2", "linked", True, ()),
        ("a1 a2 b2 b3", "linked", False, ("common_ratees",)),
        ("a1 a2 b1 b2 c3 c4 d3 d4", "disconnected", True, ()),
    ],
)
def test_a_design_is_named_and_says_what_it_lacks(
    pairs: str, kind: str, identified: bool, lacking: tuple[str, ...]
) -> None:
    found = design(ratings(pairs))
    assert (found.kind, found.severity_identified, found.lacking) == (kind, identified, lacking)


def test_blocks_are_numbered_from_the_one_with_most_raters() -> None:
    found = design(ratings("a1 a2 b3 b4 b5"))
    assert dict(zip(found.raters["rater"], found.raters["block"], strict=True)) == {
        "1": 1,
        "2": 1,
        "3": 0,
        "4": 0,
        "5": 0,
    }
    assert found.ratees.set_index("ratee")["block"].to_dict() == {"a": 1, "b": 0}


def test_rows_without_a_rater_are_left_out() -> None:
    table = pd.concat([ratings("a1 a2 b1 b2"), pd.DataFrame({"ratee": ["c"], "rater": [None]})])
    assert design(table).n_ratees == 2


def test_no_rating_at_all_is_not_assessable() -> None:
    with pytest.raises(NotAssessable, match="too_few"):
        design(pd.DataFrame({"ratee": [], "rater": []}))


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownName, match="penilai"):
        design(ratings("a1"), rater="penilai")


@pytest.mark.parametrize(
    ("pairs", "reliability", "named", "unnamed"),
    [
        ("a1 b1 c2 d2", None, (), ("icc1", "gwet_ac", "cohen_kappa")),
        ("a1 a2 b3 b4", "icc1", ("icc1", "gwet_ac"), ("icc2", "conger_kappa", "cohen_kappa")),
        ("a1 a2 b2 b3", "icc1", ("icc1",), ("icc2",)),
        ("a1 a2 b1 b2", "icc2", ("icc3", "cohen_kappa", "conger_kappa"), ()),
        ("a1 a2 a3 b1 b2 b3", "icc2", ("conger_kappa",), ("cohen_kappa", "scott_pi")),
        ("a1 a2 b1 b2 c3 c4 d3 d4", "icc2", ("icc1",), ("cohen_kappa",)),
    ],
)
def test_a_design_names_the_coefficients_that_it_identifies(
    pairs: str, reliability: str | None, named: tuple[str, ...], unnamed: tuple[str, ...]
) -> None:
    found = design(ratings(pairs))
    assert found.reliability == reliability
    assert set(named) <= set(found.coefficients)
    assert not set(unnamed) & set(found.coefficients)


def test_a_design_of_single_ratings_says_how_many_double_ratings_would_identify_agreement() -> None:
    alone = pd.DataFrame({"ratee": range(400), "rater": [place // 10 for place in range(400)]})
    needed = design(alone).double_ratings(0.10, expected=0.52)
    assert 170 < needed < 205
    second = alone.head(needed).assign(rater=lambda rows: rows["rater"] + 1)
    assert design(pd.concat([alone, second])).double_ratings(0.10, expected=0.52) == 0


@pytest.mark.parametrize("option", [{"half_width": 0.0}, {"expected": 1.0}, {"confidence": 1.0}])
def test_an_impossible_precision_is_refused(option: dict[str, float]) -> None:
    with pytest.raises(InvalidOption):
        design(ratings("a1 b1")).double_ratings(**option)


def test_researchers_and_rater_models_share_one_design() -> None:
    assert measures.design is design
