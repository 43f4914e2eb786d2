"""Appendix table of predikat by unit: counts as they may be published, and how to read what is not told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from kinerja_lab.checks.results import Results
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import ReportFailed
from kinerja_lab.measures.cell_suppression import OTHERS, TOTAL
from kinerja_lab.plots.outcomes import in_order, levels_of, outcome_counts, outcome_name, published_outcomes
from kinerja_lab.report.content import Content
from kinerja_lab.report.document import Block, Cell, Heading, Paragraph, number, table
from kinerja_lab.report.known import beside, kept
from kinerja_lab.report.sections import source
from kinerja_lab.report.tables import WITHHELD


def published(found: Results, data: Dataset) -> pd.DataFrame:
    """Employees by unit and predikat as they may be published beside all the answers; empty where nothing may be told.

    Raises
    ------
    ReportFailed
        The answers alone already tell of a few people (``leak``); nothing may be published.
    """
    counts = outcome_counts(data)
    if counts.empty:
        return counts
    known = beside(found, counts.to_numpy().sum(axis=0).astype(np.int64))
    if not kept(known):
        raise ReportFailed("leak")
    return published_outcomes(counts, data.profile.small_cell, data.profile.small_group, known)


def spread_table(content: Content, made: pd.DataFrame) -> list[Block]:
    """Table of predikat by unit with its note; nothing where nothing may be told."""
    if made.empty:
        return []
    lang = content.language
    names = {name: outcome_name(levels_of(name), lang) for name in map(str, made.columns.drop(TOTAL))}
    heads = [content.part("spread_unit"), *names.values(), content.part("spread_n")]
    rows: list[list[Cell]] = [
        [str(name), *(WITHHELD if np.isnan(value) else number(value, "ribuan", lang) for value in counts)]
        for name, *counts in in_order(made, lang).itertuples(name=None)
    ]
    shown = table(content.part("spread"), heads, rows, range(1, len(heads)))
    profile = content.results.profile
    notes = [content.part("spread_units", least=profile.small_group)] if OTHERS in made.index else []
    notes += [content.part("spread_hidden", fewest=profile.small_cell)] if made.isna().any(axis=None) else []
    return [
        Heading(content.part("spread"), 2),
        replace(shown, label=content.label_after),
        *([Paragraph(" ".join(notes), "catatan")] if notes else []),
        source(content),
    ]
