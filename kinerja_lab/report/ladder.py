"""Raters beside employees on one ladder: how far do raters differ, next to the differences that they are to find?"""

from __future__ import annotations

from kinerja_lab import columns as col
from kinerja_lab import plots
from kinerja_lab.checks.ratings import multirater
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import NotAssessable
from kinerja_lab.models.multirater import Multirater
from kinerja_lab.report.content import CHAPTERS, Content
from kinerja_lab.report.document import Block, Heading, Paragraph
from kinerja_lab.report.markup import Figure
from kinerja_lab.report.sections import next_figure

_CHAPTER, _CHECK = 4, "severity"


def ladder(content: Content, data: Dataset) -> list[Block]:
    """Section with the ladder; nothing where raters cannot be told from employees, or not all of them compared."""
    if not any(item.check.name == _CHECK and item.status == "ok" for item in content.results):
        return []
    try:
        fit = multirater(data)
    except NotAssessable:
        return []
    ratees, raters = (fit.effects.facet(side)["effect"].to_numpy() for side in (fit.ratee, fit.rater))
    if min(len(ratees), len(raters)) < data.profile.small_group:
        return []
    fewest = data.profile.small_cell
    made = plots.rater_map(ratees, raters, _aspects(fit, data), fewest=fewest, lang=content.language)
    topics = CHAPTERS[_CHAPTER]
    caption = content.figure(_CHAPTER, next_figure(content, topics[-1]), made.caption)
    spread = {name: fit.effects.variance(side) ** 0.5 for name, side in (("ratees", fit.ratee), ("raters", fit.rater))}
    return [
        Heading(content.say("ladder"), 2, f"{_CHAPTER}.{len(topics) + 1}"),
        Paragraph(content.say("ladder_question"), "pertanyaan"),
        Paragraph(content.say("ladder_text", **spread)),
        Figure(made.png, made.alt, caption, made.svg),
    ]


def _aspects(fit: Multirater, data: Dataset) -> dict[str, float]:
    """Effect of every aspect on the scores, around their mean; the model measures them from one of them."""
    rows = fit.effects.fixed
    known = rows[rows["term"] == col.ASPECT].set_index("level")["estimate"].astype(float)
    effects = known.reindex(sorted(data.current("butir")[col.ASPECT].dropna().astype(str).unique()), fill_value=0.0)
    return {str(name): float(effect) for name, effect in (effects - effects.mean()).items()}
