"""The five sample regions: what is planted in each, and what a report on it should find."""

from __future__ import annotations

from kinerja_lab.simulate.plan import (
    Awarding,
    Expected,
    Judging,
    RegionPlan,
    ResultsGap,
    Scoring,
    Treatment,
    Unit,
)

_FAIR, _ATTENTION, _PROBLEM, _THIN, _SHOWN = (
    Expected(allowed=(verdict,))
    for verdict in ("wajar", "perlu perhatian", "bermasalah", "data tidak cukup", "ditampilkan")
)
_NO_GAP = Expected(allowed=("wajar", "data tidak cukup"))
_ALIGNED = Expected(allowed=("wajar",), diagnosis="sejalan")


def _units(kind: str, **sizes: int) -> tuple[Unit, ...]:
    """Units of one kind; underscores in the names stand for blanks."""
    return tuple(Unit(name=name.replace("_", " "), kind=kind, size=size) for name, size in sizes.items())


_BUKITTINGGI = RegionPlan(
    slug="bukittinggi",
    edition=38,
    institution="Pemerintah Kota Bukittinggi",
    units=(
        Unit(name="Sekretariat Daerah", kind="sekretariat_daerah", size=24),
        Unit(name="Dinas Pendidikan dan Kebudayaan", kind="pendidikan", size=42),
        Unit(name="Dinas Kesehatan", kind="kesehatan", size=46),
        Unit(name="Dinas Kependudukan dan Pencatatan Sipil", kind="kependudukan", size=26),
        Unit(name="Dinas Perhubungan", kind="perhubungan", size=40),
        Unit(name="Badan Kepegawaian dan Pengembangan SDM", kind="kepegawaian", size=22),
        Unit(name="Badan Perencanaan Pembangunan Daerah", kind="perencanaan", size=18),
        Unit(name="Badan Keuangan", kind="keuangan", size=26),
        Unit(name="Dinas Pekerjaan Umum", kind="pekerjaan_umum", size=34),
        Unit(name="Dinas Penanaman Modal dan PTSP", kind="perizinan", size=20),
        Unit(name="Satuan Polisi Pamong Praja", kind="ketertiban", size=32),
        *_units("kecamatan", Kecamatan_Guguak_Panjang=18, Kecamatan_Mandiangin_Koto_Selayan=16),
        *_units("kecamatan", Kecamatan_Aur_Birugo_Tigo_Baleh=16),
    ),
    contract=0.22,
    scoring=Scoring(
        severity_sd=0.5,
        halo_sd=0.15,
        self_inflation=0.6,
        mean=3.2,
        ratee_sd=0.8,
        noise_sd=0.45,
        roles=("atasan", "rekan", "diri"),
    ),
    judging=Judging(slopes=(2.4, 2.4, 2.4), missing=0.03),
    awarding=Awarding(share=0.12),
    verdicts={
        "completeness": _FAIR,
        "agreement:rekan": _FAIR,
        "agreement:atasan-rekan": _FAIR,
        "severity": _PROBLEM,
        "halo": _FAIR,
        "self_superior_gap": _PROBLEM,
        "comparable_pairs": _ALIGNED,
        "predikat_matrix": _FAIR,
        "ordinal_odds_ratio:jenis_kelamin": _NO_GAP,
        "impact_ratio:jenis_kelamin": _SHOWN,
        "ordinal_odds_ratio:jenis_pegawai": _NO_GAP,
        "impact_ratio:jenis_pegawai": _SHOWN,
        "awards_on_target": _FAIR,
    },
)

_SIBOLGA = RegionPlan(
    slug="sibolga",
    edition=5,
    institution="Pemerintah Kota Sibolga",
    units=(
        Unit(name="Sekretariat Daerah", kind="sekretariat_daerah", size=24),
        Unit(name="Dinas Pendidikan dan Kebudayaan", kind="pendidikan", size=32),
        Unit(name="Dinas Kesehatan", kind="kesehatan", size=30),
        Unit(name="Dinas Kependudukan dan Pencatatan Sipil", kind="kependudukan", size=24),
        Unit(name="Badan Pengelola Keuangan dan Aset", kind="keuangan", size=28),
        Unit(name="Dinas Penanaman Modal dan PTSP", kind="perizinan", size=24),
        Unit(name="Dinas Perhubungan", kind="perhubungan", size=22),
        Unit(name="Dinas Perikanan dan Ketahanan Pangan", kind="perikanan", size=20),
        Unit(name="Badan Kepegawaian dan Pengembangan SDM", kind="kepegawaian", size=18),
        Unit(name="Dinas Pekerjaan Umum", kind="pekerjaan_umum", size=26),
        Unit(name="Satuan Polisi Pamong Praja", kind="ketertiban", size=20),
        *_units("kecamatan", Kecamatan_Sibolga_Utara=13, Kecamatan_Sibolga_Kota=13),
        *_units("kecamatan", Kecamatan_Sibolga_Selatan=13, Kecamatan_Sibolga_Sambas=13),
    ),
    contract=0.25,
    scoring=Scoring(
        severity_sd=0.1,
        halo_sd=0.8,
        self_inflation=0.23,
        mean=3.2,
        ratee_sd=0.35,
        noise_sd=0.8,
        roles=("atasan", "rekan", "diri"),
    ),
    judging=Judging(slopes=(-1.2, 0.0, 0.7), cuts=(-4.8, -4.0, -2.5, 2.4), missing=0.05),
    awarding=Awarding(share=0.13, off_target=0.09),
    verdicts={
        "completeness": _FAIR,
        "agreement:rekan": _ATTENTION,
        "agreement:atasan-rekan": _ATTENTION,
        "severity": _FAIR,
        "halo": _PROBLEM,
        "self_superior_gap": _ATTENTION,
        "comparable_pairs": (
            Expected(allowed=("bermasalah",), diagnosis="terbalik"),
            Expected(allowed=("bermasalah",), diagnosis="acak"),
            Expected(allowed=("perlu perhatian",), diagnosis="lemah"),
        ),
        "predikat_matrix": _FAIR,
        "ordinal_odds_ratio:jenis_kelamin": _NO_GAP,
        "impact_ratio:jenis_kelamin": _SHOWN,
        "ordinal_odds_ratio:jenis_pegawai": _NO_GAP,
        "impact_ratio:jenis_pegawai": _SHOWN,
        "awards_on_target": _ATTENTION,
    },
)

_SAWAHLUNTO = RegionPlan(
    slug="sawahlunto",
    edition=3,
    institution="Pemerintah Kota Sawahlunto",
    units=(
        Unit(name="Sekretariat Daerah", kind="sekretariat_daerah", size=42),
        Unit(name="Rumah Sakit Umum Daerah", kind="rumah_sakit", size=88),
        Unit(name="Dinas Pendidikan", kind="pendidikan", size=72),
        Unit(name="Dinas Kesehatan", kind="kesehatan", size=54),
        Unit(name="Dinas Kependudukan dan Pencatatan Sipil", kind="kependudukan", size=40),
        Unit(name="Dinas Perhubungan", kind="perhubungan", size=34),
        Unit(name="Badan Kepegawaian dan Pengembangan SDM", kind="kepegawaian", size=30),
        Unit(name="Badan Pengelola Keuangan dan Aset", kind="keuangan", size=38),
        Unit(name="Dinas Pekerjaan Umum", kind="pekerjaan_umum", size=48),
        Unit(name="Dinas Penanaman Modal dan PTSP", kind="perizinan", size=32),
        Unit(name="Satuan Polisi Pamong Praja", kind="ketertiban", size=50),
        *_units("kecamatan", Kecamatan_Lembah_Segar=18, Kecamatan_Barangin=18),
        *_units("kecamatan", Kecamatan_Silungkang=18, Kecamatan_Talawi=18),
    ),
    contract=0.24,
    scoring=Scoring(severity_sd=0.15, halo_sd=0.2, mean=3.6, share=0.3, roles=("atasan",)),
    judging=Judging(
        slopes=(2.4, 2.4, 2.4),
        treatments=(Treatment(column="jenis_kelamin", focal="P", odds_ratio=0.4),),
        deviating=0.055,
        missing=0.04,
    ),
    awarding=Awarding(share=0.1, off_target=0.35),
    verdicts={
        "completeness": _FAIR,
        "agreement:rekan": _THIN,
        "agreement:atasan-rekan": _THIN,
        "severity": _THIN,
        "halo": _THIN,
        "self_superior_gap": _THIN,
        "comparable_pairs": _ALIGNED,
        "predikat_matrix": _PROBLEM,
        "ordinal_odds_ratio:jenis_kelamin": _PROBLEM,
        "impact_ratio:jenis_kelamin": _SHOWN,
        "ordinal_odds_ratio:jenis_pegawai": _NO_GAP,
        "impact_ratio:jenis_pegawai": _SHOWN,
        "awards_on_target": _PROBLEM,
    },
)

_BUKITINTAN = RegionPlan(
    slug="bukitintan",
    edition=2,
    institution="Pemerintah Kota Pangkal Pinang",
    units=(
        Unit(name="Kecamatan Bukit Intan", kind="kecamatan", size=30),
        *_units("kelurahan", Kelurahan_Air_Itam=12, Kelurahan_Air_Mawar=12, Kelurahan_Bacang=12),
        *_units("kelurahan", Kelurahan_Pasir_Putih=12, Kelurahan_Semabung_Lama=12, Kelurahan_Sinar_Bulan=12),
        *_units("kelurahan", Kelurahan_Temberan=12),
        *(
            Unit(name=name, kind="puskesmas", size=size, parent="Dinas Kesehatan Kota Pangkal Pinang")
            for name, size in (("Puskesmas Air Itam", 42), ("Puskesmas Pasir Putih", 40))
        ),
        *(
            Unit(name=name, kind="sekolah", size=size, parent="Dinas Pendidikan Kota Pangkal Pinang")
            for name, size in (("SMP Negeri A", 32), ("SMP Negeri B", 28), ("SD Negeri A", 16), ("SD Negeri B", 15))
        ),
        Unit(name="SD Negeri C", kind="sekolah", size=13, parent="Dinas Pendidikan Kota Pangkal Pinang"),
    ),
    contract=0.3,
    scoring=Scoring(severity_sd=0.06, halo_sd=0.06, mean=3.95, ratee_sd=0.1, noise_sd=0.35, share=0.3),
    judging=Judging(slopes=(2.0, 2.0, 2.0), uniform=0.98, deviating=0.02, missing=0.3),
    awarding=Awarding(share=0.035),
    diarists=60,
    verdicts={
        "completeness": _ATTENTION,
        "agreement:rekan": _ATTENTION,
        "agreement:atasan-rekan": _ATTENTION,
        "severity": _FAIR,
        "halo": _FAIR,
        "self_superior_gap": _FAIR,
        "comparable_pairs": Expected(allowed=("bermasalah",), diagnosis="seragam"),
        "predikat_matrix": _ATTENTION,
        "ordinal_odds_ratio:jenis_kelamin": _THIN,
        "impact_ratio:jenis_kelamin": _THIN,
        "ordinal_odds_ratio:jenis_pegawai": _THIN,
        "impact_ratio:jenis_pegawai": _THIN,
        "awards_on_target": _THIN,
    },
)

# Women work mostly in the strict units; PPPK reach less of their targets. Neither is unequal treatment.
_INSTANSI = RegionPlan(
    slug="instansi-contoh",
    edition=4,
    institution="Instansi Contoh",
    units=(
        Unit(name="Sekretariat Utama", kind="sekretariat", size=40),
        Unit(name="Biro Kepegawaian", kind="biro", size=44, women=0.8, strictness=2.0),
        Unit(name="Biro Keuangan", kind="biro", size=46, women=0.8, strictness=2.0),
        Unit(name="Biro Umum", kind="biro", size=52),
        Unit(name="Pusat Data dan Informasi", kind="pusat_data", size=48, women=0.25),
        Unit(name="Pusat Pelatihan", kind="pelatihan", size=40),
        Unit(name="Inspektorat", kind="pengawasan_internal", size=36, women=0.7, strictness=2.0),
        Unit(name="Direktorat Perizinan", kind="direktorat", size=60, women=0.8, strictness=2.0),
        Unit(name="Direktorat Pengawasan", kind="direktorat", size=62, women=0.25),
        Unit(name="Direktorat Pengaduan", kind="direktorat", size=50, women=0.8, strictness=2.0),
        Unit(name="Balai Layanan I", kind="balai", size=90, women=0.8, strictness=2.0),
        Unit(name="Balai Layanan II", kind="balai", size=74, women=0.25),
        Unit(name="Balai Layanan III", kind="balai", size=62, women=0.25),
        Unit(name="Balai Layanan IV", kind="balai", size=52, women=0.25),
        Unit(name="Balai Layanan V", kind="balai", size=44, women=0.25),
    ),
    contract=0.25,
    scoring=Scoring(severity_sd=0.12, halo_sd=0.15, ratee_sd=0.6, noise_sd=0.45, share=0.16),
    judging=Judging(slopes=(2.4, 2.4, 2.4), cuts=(-7.5, -6.3, -3.4, 0.8), missing=0.02),
    awarding=Awarding(share=0.1, off_target=0.0125),
    results_gaps=(ResultsGap(column="jenis_pegawai", focal="PPPK", points=-5.0),),
    verdicts={
        "completeness": _FAIR,
        "agreement:rekan": _FAIR,
        "agreement:atasan-rekan": _FAIR,
        "severity": _FAIR,
        "halo": _FAIR,
        "self_superior_gap": _FAIR,
        "comparable_pairs": _ALIGNED,
        "predikat_matrix": _FAIR,
        "ordinal_odds_ratio:jenis_kelamin": _FAIR,
        "impact_ratio:jenis_kelamin": _SHOWN,
        "ordinal_odds_ratio:jenis_pegawai": _FAIR,
        "impact_ratio:jenis_pegawai": _SHOWN,
        "awards_on_target": _FAIR,
    },
)

REGIONS: tuple[RegionPlan, ...] = (_BUKITTINGGI, _SIBOLGA, _SAWAHLUNTO, _BUKITINTAN, _INSTANSI)
