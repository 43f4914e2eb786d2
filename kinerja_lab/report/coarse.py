"""Shares and counts of a few people, told so that nobody can count them back.

A share says how many people it stands for as soon as the size of its group is known. One that stands for fewer people
than may be told apart, or for all but so few, is replaced by the middle of all such shares, and its interval by one
that holds those of all of them. Who knows this rule knows no more than: it is one of these numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.messages.numbers import SMALL_CELL
from kinerja_lab.report.spans import Span, method_of, span_of, span_of_estimate
from kinerja_lab.stats.interval import UNDEFINED, Interval

CAVEAT = "few_people"
LIMITS = ["estimate", "low", "high"]
_ESTIMATE = "estimate"
_FEW = 0.5  # stands for every count that is few: read as *fewer than five*, written into no file
_THINGS = (  # counts that are not of people
    "n_units",
    "n_aspects",
    "n_now",
    "n_months",
    "n_dialogues",
    "n_items",
    "n_entries",
    "n_reports",
    "n_open",
    "n_appraisals",
    "n_wrong",
)


def counts_people(name: str) -> bool:
    """Tell whether a number is a count of people, by its name."""
    return name.startswith("n_") and not name.startswith(_THINGS)


def coarse(result: CheckResult, fewest: int) -> CheckResult:
    """Give the answer without numbers from which fewer than ``fewest`` people could be counted back.

    What a check declares as ``parts`` of a group is looked at, as a share or as a count; what it declares as ``crude``
    follows from parts alone and is told to one decimal where one of them is hidden.
    """
    shares = spans(result, fewest)
    hidden = _hidden_counts(result, fewest, shares.get(_ESTIMATE))
    changed = replace(result, quantities=_counted({**result.quantities, **hidden, **_beside(result, shares)}, fewest))
    return _told(result, changed, shares) if shares else changed


def spans(result: CheckResult, fewest: int, *, counts: bool = False) -> dict[str, Span]:
    """Hidden shares, or counts, and what they may be."""
    found: dict[str, Span] = {}
    for name in result.check.parts:
        value, n = _value(result, name), _size(result, name)
        if name.startswith("n_") is not counts or not math.isfinite(value) or not n >= 1:
            continue
        if name == _ESTIMATE:
            span = span_of_estimate(result, round(n), fewest)
        else:
            span = span_of(round(value if counts else value * n), round(n), fewest)
        found |= {name: span} if span else {}
    if counts:
        return found
    return {**found, **(_together(result, found, fewest) or _linked(result, found))}


def _together(result: CheckResult, found: Mapping[str, Span], fewest: int) -> dict[str, Span]:
    """Hidden parts of a headline that is enough people by itself: it is told, and nothing of how it is divided."""
    parts = result.check.linked.get(_ESTIMATE, {})
    if not parts or _ESTIMATE in found or not set(parts) <= set(found):
        return {}
    n, shares = result.n, {name: _value(result, name) for name in parts}
    whole = sum(round(min(share, 1 - share) * n) for share in shares.values())
    if whole < fewest:
        return {}
    whole += 1 - whole % 2  # the middle of an even number of counts is none of them
    return {name: Span(0, whole, n) if share < 1 / 2 else Span(n - whole, n, n) for name, share in shares.items()}


def _linked(result: CheckResult, found: Mapping[str, Span]) -> dict[str, Span]:
    """Shares that move with hidden ones by known amounts, as wide as all of these together."""
    made: dict[str, Span] = {}
    for name, others in result.check.linked.items():
        hidden = {other: sign for other, sign in others.items() if other in found}
        if name in found or not hidden or not math.isfinite(_value(result, name)):
            continue
        n = round(_size(result, name))
        least = most = round(_value(result, name) * n)
        for other, sign in hidden.items():
            ends = [sign * (end - round(_value(result, other) * found[other].n)) for end in found[other][:2]]
            least, most = least + min(ends), most + max(ends)
        made[name] = Span(max(least, 0), min(most, n), n)
    return made


def _hidden_counts(result: CheckResult, fewest: int, estimate: Span | None) -> dict[str, float]:
    """Counts that are few, that leave few, or from which the hidden headline share would follow."""
    made = {
        name: result.quantities[name] if 0 < result.quantities[name] < fewest else math.nan
        for name in spans(result, fewest, counts=True)
    }
    if estimate is None:
        return made
    few = min(estimate.most, estimate.n - estimate.least)
    stands = _FEW if few < min(fewest, SMALL_CELL) else math.nan
    for name, whole in result.check.parts.items():
        if whole == "n" and name.startswith("n_"):
            count = result.quantities[name]
            made |= {name: stands} if count <= few else {name: math.nan} if estimate.n - count <= few else {}
    return made


def _value(result: CheckResult, name: str) -> float:
    return result.estimate if name == _ESTIMATE else result.quantities.get(name, math.nan)


def _size(result: CheckResult, name: str) -> float:
    """Size of the group that a number is a part of."""
    return {**result.quantities, "n": float(result.n)}.get(result.check.parts[name], math.nan)


def _counted(quantities: Mapping[str, float], fewest: int) -> dict[str, float]:
    """Counts of few people become one and the same; where *fewer than five* would not be true they are left out."""
    stands = _FEW if fewest <= SMALL_CELL else math.nan
    return {name: stands if counts_people(name) and 0 < value < fewest else value for name, value in quantities.items()}


def _beside(result: CheckResult, shares: Mapping[str, Span]) -> dict[str, float]:
    """Hidden shares with the limits that stand beside them as ``x_low`` and ``x_high``."""
    made = {name: span.middle for name, span in shares.items() if name != _ESTIMATE}
    for name, span in shares.items():
        stem = name.removesuffix("_share")
        beside = f"{stem}_low", f"{stem}_high"
        if all(limit in result.quantities for limit in beside):
            now = tuple(result.quantities[limit] for limit in beside)
            made |= dict(zip(beside, _limits(result, name, span, now), strict=True))
    return made


def _limits(result: CheckResult, name: str, span: Span, now: tuple[float, ...]) -> Interval:
    """Limits of all counts of a span, by the method of the limits that the share has now."""
    confidence = result.check.confidence
    return span.limits(confidence, method_of(now, round(_value(result, name) * span.n), span.n, confidence))


def _told(before: CheckResult, changed: CheckResult, shares: Mapping[str, Span]) -> CheckResult:
    """Set the hidden shares into estimate, interval and evidence, and say so."""
    check, evidence = before.check, before.evidence.copy()
    for name, span in shares.items():
        same = np.isclose(evidence["estimate"], _value(before, name), rtol=1e-12) & (evidence["n"] == span.n)
        for place in evidence.index[same]:
            now = float(evidence.at[place, "low"]), float(evidence.at[place, "high"])
            evidence.loc[place, LIMITS] = [span.middle, *_limits(before, name, span, now)]
    crude = evidence["unit"].isin(check.crude)
    evidence.loc[crude, LIMITS] = evidence.loc[crude, LIMITS].astype("float64").round(1)
    kept = {name: round(value, 1) if name in check.crude else value for name, value in changed.quantities.items()}
    told = replace(changed, evidence=evidence, quantities=kept, caveats=(*changed.caveats, CAVEAT))
    if _ESTIMATE not in shares:
        return told
    span = shares[_ESTIMATE]
    limits = _limits(before, _ESTIMATE, span, tuple(before.interval))
    return replace(told, estimate=span.middle, interval=limits, equivalence=UNDEFINED, detectable=math.nan)
