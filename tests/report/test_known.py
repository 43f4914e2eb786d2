from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest

from kinerja_lab.checks.inflation import Inflation
from kinerja_lab.checks.ordinal_odds_ratio import OrdinalOddsRatio
from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.results import Results
from kinerja_lab.errors import ReportFailed
from kinerja_lab.report import spread
from kinerja_lab.report.content import Content
from kinerja_lab.report.known import beside, kept
from kinerja_lab.stats.proportion import proportion_interval
from tests import small
from tests.report.test_display import results

COUNTS = np.array([0, 0, 30, 220, 50])
SIDES = {"focal": (10, 100, 3), "reference": (20, 200, 47), "others": (0, 0, 0)}  # below Baik, all, above


@dataclass(frozen=True, kw_only=True)
class Unlinked(OrdinalOddsRatio):
    """Tells the reference group exactly, whatever is hidden of the focal group."""

    linked: ClassVar[Mapping[str, Mapping[str, int]]] = {}


def told(check: OrdinalOddsRatio, sides: Mapping[str, tuple[int, int, int]] | None = None) -> Results:
    """Answers about three hundred people, three of whom are in the focal group and above *Baik*."""
    shares = {"modal_share": 220 / 300, "good_share": 270 / 300, "top_share": 50 / 300}
    quantities: dict[str, float] = {}
    for name, (low, n, top) in (sides or SIDES).items():
        quantities |= {f"n_{name}": float(n), f"low_{name}": low / n if n else math.nan}
        quantities |= {f"top_{name}": top / n if n else math.nan}
    region = CheckResult(
        check=Inflation(), estimate=80 / 300, interval=proportion_interval(80, 300), n=300, quantities=shares
    )
    return results(region, CheckResult(check=check, estimate=0.2, n=300, quantities=quantities))


def test_a_group_of_few_is_kept_because_the_other_group_is_blurred_with_it() -> None:
    known = beside(told(OrdinalOddsRatio()), COUNTS)
    assert len(known.secrets) == 1
    assert kept(known)


def test_a_group_of_few_follows_from_the_region_and_an_exact_other_group() -> None:
    assert not kept(beside(told(Unlinked()), COUNTS))


def test_few_who_are_in_neither_group_are_kept_too() -> None:
    sides = {"focal": (10, 100, 10), "reference": (18, 195, 38), "others": (2, 5, 2)}
    assert kept(beside(told(OrdinalOddsRatio(), sides), COUNTS))
    assert not kept(beside(told(Unlinked(), sides), COUNTS))


def test_answers_that_tell_of_a_few_people_stop_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "kept", lambda known: known is None)
    with pytest.raises(ReportFailed, match="leak"):
        spread.published(results(), small.dataset())


@pytest.mark.parametrize(("lang", "sign"), [("id", "Tanda – bukan nol"), ("en", "A – is not zero")])
def test_the_table_says_how_to_read_what_is_not_shown(lang: str, sign: str) -> None:
    table = small_table()
    blocks = spread.spread_table(Content(results(), lang), table)
    assert any(sign in str(block) for block in blocks)
    assert not any(sign in str(block) for block in spread.spread_table(Content(results(), lang), table.fillna(7.0)))


def test_where_nothing_may_be_told_there_is_no_table() -> None:
    assert spread.spread_table(Content(results(), "id"), small_table().iloc[:0, :0]) == []


def small_table() -> pd.DataFrame:
    """One unit with a hidden count, and the region."""
    rows = {"Dinas A": [np.nan, np.nan, 40.0], "Dinas B": [np.nan, np.nan, 50.0], "jumlah": [20.0, 70.0, 90.0]}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["di_bawah_baik", "baik", "jumlah"])
