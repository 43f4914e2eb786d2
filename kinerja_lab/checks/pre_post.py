"""Did the participants of the workshop learn something?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from kinerja_lab.checks.clustered import mean_interval
from kinerja_lab.checks.protocol import EVIDENCE, Check, CheckResult, Needs, Topic
from kinerja_lab.checks.verdict import Impact, Rule
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.measures.pre_post import pre_post
from kinerja_lab.stats.mean_difference import MeanDifference, paired_means, separate_means

_TESTS, _PERSON, _WAVE, _MARK, _GROUP = "uji_lokakarya", "id_peserta", "gelombang", "nilai", "kelompok"
_BEFORE, _AFTER, _COMPARED = "pra", "pasca", "pembanding"
_FEWEST = 10


@dataclass(frozen=True, kw_only=True)
class PrePost(Check):
    """Mean gain between the tests ``pra`` and ``pasca`` of the same participants, in points.

    With a comparison group of people who were tested twice without the workshop, its gain is subtracted; without one
    the two tests alone prove nothing. ``best`` is the highest possible mark.
    """

    name: ClassVar[str] = "pre_post"
    topic: ClassVar[Topic] = Topic.ACCEPTANCE
    needs: ClassVar[tuple[Needs, ...]] = (Needs(_TESTS, (_WAVE, _MARK)),)

    rule: Rule = Impact()
    best: float = 20.0

    def evaluate(self, data: Dataset) -> CheckResult:
        """Pair the two tests of every participant; the evidence is the mean of each test."""
        taught, others = self._pairs(data)
        if len(taught) < _FEWEST:
            raise NotAssessable("too_few", n=len(taught), need=_FEWEST)
        best = self.best if taught.max(axis=None) <= self.best else None
        found = pre_post(taught, before=_BEFORE, after=_AFTER, best=best).iloc[0]
        if found["status"] != "ok":
            raise NotAssessable(str(found["status"]), n=len(taught))
        compared = len(others) >= _FEWEST
        change = _change(taught, others if compared else None)
        names = ("mean_before", "mean_after", "rank_biserial", "gain", "p_sign", "at_best")
        return CheckResult(
            check=self,
            estimate=change.difference,
            interval=change.interval(self.confidence),
            p_value=change.p_value if compared else float(found["p_value"]),
            n=len(taught),
            contested=not compared,
            quantities={name: float(found[name]) for name in names} | {"n_compared": float(len(others))},
            evidence=self._evidence(taught),
            caveats=("ceiling",) if found["ceiling"] else (),
        )

    def _pairs(self, data: Dataset) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Both marks of everybody who took both tests: participants, and the comparison group."""
        rows = data.table(_TESTS)
        if not {_BEFORE, _AFTER} <= set(rows[_WAVE]):
            raise NotAssessable("missing_data", lacking=(f"{_TESTS}.{_WAVE}",))
        both = rows.pivot(index=_PERSON, columns=_WAVE, values=_MARK)[[_BEFORE, _AFTER]].dropna()
        others = set(rows.loc[rows[_GROUP] == _COMPARED, _PERSON]) if _GROUP in rows else set()
        apart = both.index.isin(others)
        return both[~apart], both[apart]

    def _evidence(self, taught: pd.DataFrame) -> pd.DataFrame:
        """Mean mark before and after."""
        rows = [
            (name, len(taught), float(taught[name].mean()), *mean_interval(taught[name], self.confidence, (0, 1e9)))
            for name in (_BEFORE, _AFTER)
        ]
        return pd.DataFrame(rows, columns=list(EVIDENCE))


def _change(taught: pd.DataFrame, others: pd.DataFrame | None) -> MeanDifference:
    """Mean gain, less that of the comparison group where there is one."""
    gains = (taught[_AFTER] - taught[_BEFORE]).to_numpy()
    if others is None:
        return paired_means(gains)
    return separate_means((others[_AFTER] - others[_BEFORE]).to_numpy(), gains)
