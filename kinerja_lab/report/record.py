"""``hasil.json``: everything a report found, for machines; nothing in it that may not be published."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.results import Results
from kinerja_lab.errors import ReportFailed
from kinerja_lab.report.claims import claims_record
from kinerja_lab.report.disclosure import countable, disclosed
from kinerja_lab.report.publish import write_text

FILE = "hasil.json"


def save(results: Results, folder: str | Path) -> None:
    """Write ``hasil.json`` into a folder, complete or not at all; an empty name of a folder writes nothing.

    Raises
    ------
    ReportFailed
        The folder cannot be written.
    """
    if not str(folder):
        return
    text = json.dumps(public_record(results), indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    try:
        write_text(Path(folder) / FILE, text + "\n")
    except OSError as error:
        raise ReportFailed("not_writable", f"{FILE}: {error.strerror}") from error


def public_record(results: Results) -> dict[str, Any]:
    """Record of the results with the published evidence, without counts of few people.

    The profile's rules of appraisal and the headline checks are added, since regions are compared by this file alone.
    """
    shown, profile = disclosed(results), results.profile
    record = shown.record()
    for item in shown:
        entry = record["pemeriksaan"][item.check.slug]
        entry["bukti"] = _evidence(item)
        entry["n"] = entry["n"] if countable("n", entry["n"], profile.small_cell) else None
        entry["rincian"] = {
            name: value if value is None or countable(name, value, profile.small_cell) else None
            for name, value in entry["rincian"].items()
        }
    return record | {
        "nama": profile.name,
        "klaim": claims_record(shown),
        "utama": [lamp.headline.check.slug for lamp in shown.lamps() if lamp.headline is not None],
        "aturan": {"rezim": profile.regime, "skala_skor": list(profile.score_levels)},
    }


def _evidence(item: CheckResult) -> list[dict[str, Any]]:
    """Rows of published evidence; undefined and withheld numbers are ``None``."""
    return [
        {str(name): _plain(value) for name, value in row.items()} for row in item.evidence.to_dict(orient="records")
    ]


def _plain(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
