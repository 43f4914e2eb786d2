"""Regions built for one question at a time: what is planted is what the check must see."""

from __future__ import annotations

import numpy as np
import pandas as pd

from kinerja_lab.dataset import Dataset
from tests.small import profile

PERIOD = "2025-S1"
ASPECTS = ("akuntabel", "kompeten", "harmonis", "loyal")
_OUTCOMES = np.array(["kurang", "butuh_perbaikan", "baik", "sangat_baik"])
_RATINGS = {
    "sangat_baik": ("di_atas", "di_atas"),
    "baik": ("sesuai", "sesuai"),
    "butuh_perbaikan": ("di_bawah", "sesuai"),
    "kurang": ("sesuai", "di_bawah"),
}


def appraised_region(n: int = 300, *, follows: float = 2.0, sex: float = 0.0, seed: int = 1) -> dict[str, pd.DataFrame]:
    """Employees, appraisals, one indicator each; predikat = results × ``follows`` + women × ``sex`` + noise (logit)."""
    rng = np.random.default_rng(seed)
    people = np.array([f"{place:016x}" for place in range(n)])
    women = rng.random(n) < 0.5
    result = rng.normal(size=n)
    latent = follows * result + sex * women + rng.logistic(size=n)
    outcome = _OUTCOMES[np.digitize(latent, [-3.0, -1.5, 2.0])]
    employees = pd.DataFrame(
        {
            "id_pegawai": people,
            "jenis_kelamin": np.where(women, "P", "L"),
            "jenis_pegawai": "PNS",
            "jenis_jabatan": "pelaksana",
            "jabatan": np.where(np.arange(n) % 2, "pengelola data", "arsiparis"),
            "unit_kerja": [f"Dinas {place % 6}" for place in range(n)],
        }
    )
    appraisals = pd.DataFrame(
        {
            "periode": PERIOD,
            "id_pegawai": people,
            "id_penilai": "f" * 16,
            "rating_hasil_kerja": [_RATINGS[each][0] for each in outcome],
            "rating_perilaku": [_RATINGS[each][1] for each in outcome],
            "predikat": outcome,
            "rezim": "permenpanrb_6_2022",
        }
    )
    indicators = pd.DataFrame(
        {
            "periode": PERIOD,
            "id_pegawai": people,
            "indikator": "dokumen",
            "arah": "naik",
            "target": 100.0,
            "realisasi": np.clip(100 + 8 * result, 0, None),
        }
    )
    return {"pegawai": employees, "penilaian": appraisals, "indikator": indicators}


def rated_region(
    n: int = 80, *, severity: float = 0.0, halo: float = 0.0, own: float = 0.0, spread: float = 1.0, seed=2
):
    """``appraised_region`` plus scores of two colleagues, a superior and oneself, on a scale of half points."""
    rng = np.random.default_rng(seed)
    tables = appraised_region(n)
    people = tables["pegawai"]["id_pegawai"].to_numpy()
    lenient = dict(zip(people, rng.normal(0, severity, n), strict=True))
    rows = []
    for place, person in enumerate(people):
        true = 3 + rng.normal(0, spread)
        raters = [("rekan", people[(place + step) % n]) for step in (1, 2)]
        raters += [("atasan", people[place // 8 * 8]), ("diri", person)]
        for role, rater in raters:
            if role == "atasan" and rater == person:
                continue
            shift = own if role == "diri" else lenient[rater]
            impression = true + shift + rng.normal(0, halo)
            rows += [(person, rater, role, aspect, impression + rng.normal(0, 0.4)) for aspect in ASPECTS]
    scores = pd.DataFrame(rows, columns=["id_pegawai", "id_penilai", "peran", "aspek", "skor"])
    scores["skor"] = (scores["skor"] * 2).round().clip(0, 12) / 2
    return tables | {"butir": scores.assign(periode=PERIOD)}


def dataset(tables: dict[str, pd.DataFrame], **changes: object) -> Dataset:
    """These tables as a region whose score scale has half points."""
    levels = [place / 2 for place in range(13)]
    return Dataset(profile=profile(skala_skor=levels, **changes), period=PERIOD, tables=tables)
