"""How long does the check on copied daily reports take? ``python benchmarks/diaries.py``.

A hundred thousand reports of 800 employees on 125 working days: routine work with other numbers every day, the same
text again in one of twenty, and a text with a slip of the pen in another. Seconds are those of the processor: a busy
machine does not change them. The peak of memory is that of the whole process, imports included.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np
import pandas as pd

from kinerja_lab.measures.copied_text import copied_text

EMPLOYEES, DAYS = 800, 125
BUDGET_SECONDS, BUDGET_MEGABYTES = 20.0, 1024.0
_VERBS = ("Memeriksa", "Menyusun", "Melayani", "Mengarsipkan", "Membahas", "Menyalin", "Mencatat", "Mengirim")
_THINGS = ("berkas permohonan", "laporan bulanan", "surat masuk", "data keluarga", "rencana anggaran", "undangan rapat")
_PLACES = ("loket pelayanan", "ruang arsip", "aula kantor", "kelurahan", "ruang rapat", "kantor camat", "lapangan")
_COPIED, _SLIPPED = 0.05, 0.05


def reports(seed: int = 1) -> pd.DataFrame:
    """Reports of all employees; a text with a slip lacks one letter."""
    rng, n = np.random.default_rng(seed), EMPLOYEES * DAYS
    verbs, things, places = (rng.choice(choice, n) for choice in (_VERBS, _THINGS, _PLACES))
    parts = zip(verbs, rng.integers(1, 400, size=n), things, places, strict=True)
    texts = [f"{verb} {number} {thing} di {place}" for verb, number, thing, place in parts]
    kind = rng.random(n)
    for place in range(1, n):
        if place % DAYS and kind[place] < _COPIED + _SLIPPED:
            texts[place] = texts[place - 1] if kind[place] < _COPIED else texts[place - 1][:-1]
    days = np.busday_offset(np.datetime64("2025-01-06"), np.arange(DAYS))
    people = np.repeat([f"{place:016x}" for place in range(EMPLOYEES)], DAYS)
    return pd.DataFrame({"id_pegawai": people, "tanggal": np.tile(days, EMPLOYEES), "uraian": texts})


def main() -> None:
    """Compare all reports, print what it took and whether the budget holds."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    entries = reports()
    start = time.process_time()
    twin = copied_text(entries)
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    kept = spent <= BUDGET_SECONDS and peak <= BUDGET_MEGABYTES
    print(f"{len(entries)} reports, {twin.mean():.1%} with a twin: {spent:.1f} s, {peak:.0f} MB", end="; ")
    print(f"budget {BUDGET_SECONDS:.0f} s, {BUDGET_MEGABYTES:.0f} MB")
    print("within the budget" if kept else "over the budget")


if __name__ == "__main__":
    main()
