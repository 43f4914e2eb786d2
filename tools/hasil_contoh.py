"""Writes the kept results of the sample regions, from which the notebook on regions starts: ``data/hasil``.

Only the headline checks of the last two periods, without evidence: what a comparison reads. Use: python
tools/hasil_contoh.py
"""

from __future__ import annotations

import json
from typing import Any

from kinerja_lab.checks.suite import run
from kinerja_lab.files import write_whole
from kinerja_lab.loaders.samples import load_sample, sample_regions
from kinerja_lab.report.comparison import SAMPLES
from kinerja_lab.report.record import FILE, public_record

_KEPT = ("skema", "wilayah", "kode", "penerbit_kode", "periode", "simulasi", "nama", "utama", "aturan", "lampu")
_LEFT_OUT = ("bukti", "rincian", "catatan")


def kept(region: str, period: str) -> dict[str, Any]:
    """Record of a sample region and period, cut down to what a comparison reads."""
    record = public_record(run(load_sample(region, period)))
    wanted = {slug: entry for slug, entry in record["pemeriksaan"].items() if _asked(slug, entry, record["utama"])}
    entries = {
        slug: {name: value for name, value in entry.items() if name not in _LEFT_OUT} for slug, entry in wanted.items()
    }
    return {name: record[name] for name in _KEPT} | {"pemeriksaan": entries}


def _asked(slug: str, entry: dict[str, Any], headlines: list[str]) -> bool:
    return slug in headlines or bool(entry["unit_dua_periode"])


if __name__ == "__main__":
    for region in sample_regions():
        for period in load_sample(region).periods[-2:]:
            folder = SAMPLES / region / period
            folder.mkdir(parents=True, exist_ok=True)
            text = json.dumps(kept(region, period), indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
            write_whole(folder / FILE, text + "\n")
            print(folder.relative_to(SAMPLES.parents[1]), flush=True)
