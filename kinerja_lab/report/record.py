"""``hasil.json``: everything a report found, for machines; nothing that may not be published. Written and read."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path
from typing import Any

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.results import Results
from kinerja_lab.errors import ReportFailed
from kinerja_lab.files import write_whole
from kinerja_lab.report.claims import claims_record

FILE = "hasil.json"
_PERIOD = re.compile(r"\d{4}-\w+")  # the kept example lies in a folder that is no period

Record = dict[str, Any]


def save(results: Results, folder: str | Path) -> None:
    """Write ``hasil.json`` into a folder, complete or not at all; an empty name of a folder writes nothing.

    Raises
    ------
    ReportFailed
        The folder cannot be written.
    """
    if str(folder):
        save_record(public_record(results), Path(folder))


def save_record(record: Record, folder: Path) -> None:
    """Write a record that may be published into a folder, complete or not at all.

    Raises
    ------
    ReportFailed
        The folder cannot be written.
    """
    text = json.dumps(record, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    write_whole(folder / FILE, text + "\n")


def public_record(results: Results) -> Record:
    """Record of the results with the published evidence, without counts of few people.

    The profile's rules of appraisal and the headline checks are added, since regions are compared by this file alone.
    """
    # Whoever only reads records does without statistics, which take a second to import.
    from kinerja_lab.report.disclosure import countable, disclosed

    shown, profile = disclosed(results), results.profile
    record = shown.record()
    for item in shown:
        entry = record["pemeriksaan"][item.check.slug]
        entry["bukti"] = _evidence(item)
        few = math.isfinite(item.fewer_than)
        entry |= {"n": None, "n_kurang_dari": int(item.fewer_than)} if few else {"n_kurang_dari": None}
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


def records(output: str | Path) -> list[Record]:
    """Read the records of all reports in a folder, by name of the region and period.

    Raises
    ------
    ReportFailed
        A record cannot be read (``no_results``).
    """
    found = (read(path) for path in record_files(output))
    return sorted(found, key=lambda record: (*alphabetical(record), record["periode"]))


def record_files(output: str | Path) -> list[Path]:
    """Records that lie where reports lie, ``<region>/<period>/hasil.json``; half-made reports are passed over."""
    return [path for path in sorted(Path(output).glob(f"[!.]*/[!.]*/{FILE}")) if _PERIOD.fullmatch(path.parts[-2])]


def read(path: Path) -> Record:
    """One record.

    Raises
    ------
    ReportFailed
        It cannot be read, or is about something else than its folder says (``no_results``).
    """
    try:
        record: Record = json.loads(path.read_text(encoding="utf-8"))
        _ = record["nama"], record["utama"], record["aturan"], record["pemeriksaan"], record["lampu"]
        at_home = path.parts[-3:-1] == (record["wilayah"], record["periode"])
    except (OSError, ValueError, KeyError, TypeError):
        at_home = False
    if not at_home:
        raise ReportFailed("no_results", "/".join(path.parts[-3:]))
    return record


def alphabetical(record: Record) -> tuple[str, str]:
    """Order of regions, wherever they are listed."""
    return record["nama"].casefold(), record["wilayah"]
