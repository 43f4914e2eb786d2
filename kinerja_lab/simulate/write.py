"""Sample regions as files: tables, profile, and the truth that was planted."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from kinerja_lab import columns as col
from kinerja_lab.files import write_whole
from kinerja_lab.profile import FILE
from kinerja_lab.simulate.assemble import region
from kinerja_lab.simulate.plan import PERIODS, RegionPlan
from kinerja_lab.simulate.regions import REGIONS

TRUTH = "kebenaran.json"


def write_samples(folder: Path) -> tuple[Path, ...]:
    """Write every sample region into ``folder``; the same bytes every time.

    Returns
    -------
    tuple of Path
        The files written, region by region. Each is complete or not there: it is written under another name first.
    """
    return tuple(path for plan in REGIONS for path in write_region(plan, folder / plan.slug))


def write_region(plan: RegionPlan, folder: Path) -> tuple[Path, ...]:
    """Write one region: a CSV a table, ``wilayah.toml`` and ``kebenaran.json``."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = {f"{name}.csv": _csv(name, frame) for name, frame in region(plan).items()}
    contents[FILE] = profile_text(plan.slug)
    contents[TRUTH] = _json(truth(plan))
    return tuple(write_whole(folder / name, text) for name, text in sorted(contents.items()))


def profile_text(region: str) -> str:
    """``wilayah.toml`` of a sample region."""
    return files(__package__).joinpath("wilayah", f"{region}.toml").read_text(encoding="utf-8")


def truth(plan: RegionPlan) -> dict[str, Any]:
    """What was planted, in numbers, what each check should find in each period, and each claim in the latest one."""
    return {
        "wilayah": plan.slug,
        "simulasi": True,
        "pegawai": sum(unit.size for unit in plan.units),
        "ditanam": _planted(plan),
        "klaim": {str(number): answer for number, answer in plan.document.answers.items()},
        "putusan": {period: {slug: _verdict(plan, slug, period) for slug in plan.verdicts} for period in PERIODS},
    }


def _planted(plan: RegionPlan) -> dict[str, Any]:
    """Planted numbers by Indonesian name; the unit of measure is the end of the name."""
    scoring, judging, awarding = plan.scoring, plan.judging, plan.awarding
    return {
        "sebaran_keketatan_penilai_poin": scoring.severity_sd,
        "sebaran_halo_poin": scoring.halo_sd,
        "inflasi_diri_poin": scoring.self_inflation,
        "sebaran_antarpegawai_poin": scoring.ratee_sd,
        "kesalahan_penilai": {fault.kind: fault.size for fault in plan.faults},
        "bagian_pegawai_dinilai_per_butir": scoring.share,
        "peran_penilai": list(scoring.roles),
        "pengaruh_capaian_logit_per_simpangan_baku": dict(zip(PERIODS, judging.slopes, strict=True)),
        "bagian_dinilai_seragam": judging.uniform,
        "rasio_odds_perlakuan": {f"{item.column}:{item.focal}": item.odds_ratio for item in judging.treatments},
        "selisih_capaian_sah_poin_persen": {f"{item.column}:{item.focal}": item.points for item in plan.results_gaps},
        "unit_ketat_logit": {unit.name: unit.strictness for unit in plan.units if unit.strictness},
        "bagian_predikat_menyimpang_dari_matriks": judging.deviating,
        "bagian_tanpa_penilaian": judging.missing,
        "bagian_diberi_penghargaan": awarding.share,
        "bagian_penghargaan_di_bawah_target": awarding.off_target,
        "rasio_odds_penghargaan": (
            {f"{awarding.treatment.column}:{awarding.treatment.focal}": awarding.treatment.odds_ratio}
            if awarding.treatment
            else {}
        ),
        **_planted_in_document(plan),
    }


def _planted_in_document(plan: RegionPlan) -> dict[str, Any]:
    """Planted numbers of the tables that the region's document speaks of."""
    document = plan.document
    told: dict[str, Any] = {
        "median_tunggu_jam_kerja": {
            item.service: [item.median] if item.before is None else [item.before, item.median]
            for item in document.requests
        },
        "bagian_dinilai_hari_terakhir": document.last_day,
        "bagian_unit_bulan_dengan_dialog": document.dialogues,
        "bagian_pembinaan_yang_dijalankan": document.helped,
    }
    pieces = {
        "penyusutan_sasaran_per_bulan": (document.coverage, "shrinking"),
        "kenaikan_ikm_poin_per_periode": (document.satisfaction, "rise"),
        "pengaduan_per_1000_layanan": (document.voices, "complaints"),
        "bagian_dokumen_keuangan_salah": (document.findings, "wrong"),
        "bagian_pelapor_susulan": (document.reporting, "backfilling"),
        "bagian_pelapor_menyalin": (document.reporting, "copying"),
        "rata_rata_waktu_tanggapan_jam": (document.reporting, "answer_hours"),
        "bagian_bukti_pekan_terakhir": (document.evidence, "last_week"),
        "pengaruh_pelatihan_poin": (document.feedback, "effect"),
        "rasio_odds_pelatihan_perempuan": (document.training, "odds_ratio"),
        "rata_rata_penerimaan": (document.survey, "waves"),
        "kenaikan_nilai_lokakarya": (document.workshop, "gain"),
        "bagian_keberatan_tepat_waktu": (document.objections, "in_time"),
    }
    return told | {name: getattr(truth, number) for name, (truth, number) in pieces.items() if truth is not None}


def _verdict(plan: RegionPlan, slug: str, period: str) -> dict[str, Any]:
    """Allowed and forbidden verdicts of a check, and the diagnosis where one was planted."""
    expected = plan.expected(slug, period)
    named = {"diagnosis": expected.diagnosis} if expected.diagnosis else {}
    return {"boleh": list(expected.allowed), "dilarang": list(expected.forbidden), **named}


def _json(content: dict[str, Any]) -> str:
    """JSON with one line for each innermost list or object, so that a change of one verdict is a change of one line."""
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return re.sub(r"([\[{])\s+([^\[\]{}]*?)\s+([\]}])", _on_one_line, text) + "\n"


def _on_one_line(found: re.Match[str]) -> str:
    opening, inside, closing = found.groups()
    return opening + " ".join(inside.split()) + closing


def _csv(name: str, frame: pd.DataFrame) -> str:
    """Table as text: rows sorted, numbers without trailing zeros."""
    flags = [item.name for item in col.TABLES[name].columns if item.kind is col.Kind.FLAG and item.name in frame]
    told = frame.assign(**{flag: frame[flag].map({True: "ya", False: "tidak"}) for flag in flags})
    key = list(col.TABLES[name].key or told.columns)
    return str(told.sort_values(key).to_csv(index=False, lineterminator="\n", float_format="%.10g"))
