"""What the source document of each region speaks of: the tables it needs, and the answer that each claim should get."""

from __future__ import annotations

from kinerja_lab.simulate.truths import (
    Coverage,
    Document,
    Evidence,
    Feedback,
    Findings,
    Objections,
    Reporting,
    Requests,
    Satisfaction,
    Survey,
    Training,
    Voices,
    Workshop,
)

_YES, _NO, _UNCLEAR, _NO_DATA = "didukung", "tidak didukung", "belum jelas", "tidak dapat dijawab data ini"
_PERSONNEL = "Badan Kepegawaian dan Pengembangan SDM"
_REGISTRY, _PERMITS = "Dinas Kependudukan dan Pencatatan Sipil", "Dinas Penanaman Modal dan PTSP"

_BUKITTINGGI = Document(
    coverage=Coverage(
        unit="Dinas Kesehatan",
        indicator="Cakupan imunisasi dasar lengkap",
        numerator=130,
        denominator=200,
        shrinking=0.015,
    ),
    satisfaction=Satisfaction(
        units=("Dinas Kesehatan", _REGISTRY, "Dinas Perhubungan", _PERMITS), monthly=25, index=77.0, rise=1.0
    ),
    workshop=Workshop(participants=48, before=11.0, gain=3.0),
    helped=0.65,
    actions=(
        ("Samakan pemahaman penilai tentang skala perilaku", _PERSONNEL, "2026-03-31", "berjalan"),
        ("Catat pembinaan setiap pegawai di bawah Baik", _PERSONNEL, "2025-12-31", "belum"),
        ("Perbarui jumlah sasaran imunisasi", "Dinas Kesehatan", "2025-11-28", "selesai"),
        ("Umumkan cara mengajukan keberatan", "Sekretariat Daerah", "2025-09-30", "selesai"),
    ),
    answers={1: _YES, 2: _YES, 3: _UNCLEAR, 4: _NO, 5: _YES, 6: _NO_DATA, 7: _NO},
)

# Who is trained after feedback scored lowest before: the gain is a return to the mean, not an effect.
_INSTANSI = Document(
    evidence=Evidence(covered=0.95, last_week=0.2),
    feedback=Feedback(share=0.15, followed=0.6, effect=0.0),
    last_day=0.6,
    actions=(
        ("Sebar penetapan predikat sepanjang bulan terakhir", "Biro Kepegawaian", "2025-12-15", "belum"),
        ("Unggah bukti kerja setiap bulan", "Sekretariat Utama", "2025-10-31", "berjalan"),
        ("Latih pegawai yang menerima umpan balik", "Pusat Pelatihan", "2025-11-30", "selesai"),
    ),
    answers={8: _YES, 9: _YES, 10: _UNCLEAR, 11: _NO, 12: _YES, 13: _UNCLEAR},
)

_SIBOLGA = Document(
    requests=(
        Requests(unit=_REGISTRY, service="Kartu keluarga", code="KK", standard=24, monthly=40, median=17.5, spread=0.7),
        Requests(unit=_REGISTRY, service="Akta kelahiran", code="AK", standard=24, monthly=30, median=17.5, spread=0.7),
        Requests(unit=_PERMITS, service="Izin usaha mikro", code="IU", standard=40, monthly=30, median=29, spread=0.7),
    ),
    voices=Voices(
        units=(_REGISTRY, _PERMITS, "Dinas Perhubungan", "Dinas Kesehatan"), services=450, complaints=8.0, praise=5.0
    ),
    findings=Findings(checked=10, wrong=0.04),
    survey=Survey(answering=44, waves={"2025-S1": 3.15, "2025-S2": 3.2}),
    actions=(
        ("Samakan cara menilai sebelum predikat ditetapkan", _PERSONNEL, "2025-12-31", "berjalan"),
        ("Umumkan standar waktu setiap layanan", _PERMITS, "2025-10-15", "selesai"),
        ("Periksa ulang dokumen keuangan", "Badan Pengelola Keuangan dan Aset", "2025-11-28", "selesai"),
        ("Jawab pengaduan dalam lima hari kerja", "Dinas Perhubungan", "2026-01-30", "belum"),
    ),
    answers={14: _YES, 15: _NO, 16: _UNCLEAR, 17: _UNCLEAR, 18: _UNCLEAR, 19: _UNCLEAR},
)

# From the change on a birth certificate takes hours instead of days; nothing changed for family cards.
_SAWAHLUNTO = Document(
    requests=(
        Requests(
            unit=_REGISTRY,
            service="Akta kelahiran",
            code="AK",
            standard=16,
            monthly=60,
            median=5.0,
            first="2022-07",
            before=26.0,
            change="2024-07",
        ),
        Requests(
            unit=_REGISTRY, service="Kartu keluarga", code="KK", standard=16, monthly=25, median=5.0, first="2022-07"
        ),
    ),
    objections=Objections(share=0.13, in_time=0.9, won=0.3),
    actions=(
        ("Tinjau predikat perempuan dan laki-laki pada unit yang sama", _PERSONNEL, "2025-12-31", "belum"),
        ("Kaitkan penghargaan dengan capaian target", "Sekretariat Daerah", "2026-06-30", "berjalan"),
        ("Pertahankan cara baru penerbitan akta kelahiran", _REGISTRY, "2025-09-30", "selesai"),
    ),
    answers={20: _YES, 21: _NO, 22: _UNCLEAR, 23: _UNCLEAR, 24: _YES, 25: _NO_DATA},
)

_BUKITINTAN = Document(
    satisfaction=Satisfaction(
        units=(
            "Kecamatan Bukit Intan",
            "Kelurahan Air Itam",
            "Kelurahan Air Mawar",
            "Kelurahan Bacang",
            "Kelurahan Pasir Putih",
            "Kelurahan Semabung Lama",
            "Kelurahan Sinar Bulan",
            "Kelurahan Temberan",
        ),
        monthly=3,
        index=79.0,
        rise=0.4,
    ),
    reporting=Reporting(backfilling=0.25, copying=0.3, answer_hours=140.0),
    dialogues=0.97,
    training=Training(share=0.25, column="jenis_kelamin", focal="P", odds_ratio=0.2),
    survey=Survey(answering=70, waves={"2025-S2": 3.3}, named=True),
    answers={26: _UNCLEAR, 27: _NO, 28: _YES, 29: _NO, 30: _NO, 31: _NO_DATA},
)

DOCUMENTS = {
    "bukittinggi": _BUKITTINGGI,
    "sibolga": _SIBOLGA,
    "sawahlunto": _SAWAHLUNTO,
    "bukitintan": _BUKITINTAN,
    "instansi-contoh": _INSTANSI,
}
