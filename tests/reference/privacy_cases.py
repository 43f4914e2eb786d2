"""What the package publishes of the tables, people and files of a privacy case."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from kinerja_lab.measures import audit_cells, cell_suppression, k_anonymity
from kinerja_lab.measures.cell_suppression import TOTAL
from tests.report import canary

Answer = dict[str, Any]


def table(frame: pd.DataFrame, case: Answer) -> Answer:
    """What is hidden, what an attacker finds, and how much is left; the published numbers stand beside it."""
    counts = frame.set_index(case["columns"]["rows"]).astype("int64")
    threshold = int(case["params"]["threshold"])
    options: Answer = {"threshold": threshold, "margins": bool(case["params"].get("publish_margins", True))}
    published = cell_suppression(counts, **options)
    attacked, naive = (audit_cells(counts, complete=complete, **options) for complete in (True, False))
    inside = published[(published["row"] != TOTAL) & (published["column"] != TOTAL)]
    small = published["n"][(published["n"] > 0) & (published["n"] < threshold)]
    return {
        "primary_cells": len(naive),
        "exactly_recoverable_if_primary_only": int((naive["width"] == 0).sum()),
        "no_published_count_between": [1, threshold - 1] if small.empty else sorted(small.tolist()),
        "small_original_cell_interval_width_min": float(attacked["width"].min()),
        "published_share_min": float((inside["status"] == "shown").mean()),
        "published": published.astype({"n": "object"}).where(published.notna(), None).to_dict("records"),
    }


def classes(frame: pd.DataFrame, case: Answer) -> Answer:
    """Smallest class and people in classes below five, for every list of keys of the case."""
    found: Answer = {}
    for name, keys in case["params"].items():
        if isinstance(keys, list):
            number = name.removeprefix("keys")
            row = k_anonymity(frame, keys, threshold=5).iloc[0]
            found[f"k_{number}_keys"] = int(row["k"])
            found[f"rows_in_classes_below_5_{number}_keys"] = int(row["rows_below"])
    return found


def identity(given: Answer, case: Answer) -> Answer:
    """Which tokens, planted as numbers and names of employees and raters, are in no byte of a report made of them."""
    fewest = next((item["must"] for item in case["properties"] if item["name"] == "no_cell_below_threshold"), 5)
    with TemporaryDirectory() as place:
        report = canary.report(Path(place), given["tokens"])
        found = canary.found(report, given["tokens"])
        return {
            "absent_everywhere": [token for token in given["tokens"] if token not in found],
            "no_cell_below_threshold": fewest if not canary.few(report, fewest) else min(canary.few(report, fewest)),
            "no_individual_ranking": not canary.ranked(report),
        }
