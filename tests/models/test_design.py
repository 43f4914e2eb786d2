"""What a set of ratings allows to be compared."""

from __future__ import annotations

import pandas as pd
import pytest

from kinerja_lab.errors import NotAssessable, UnknownName
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
