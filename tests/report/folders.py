"""Folders of canonical tables for reports: thirty employees, with names that try to be markup."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tests import small

PAYLOAD = "<script>document.title='X'</script><img src=x onerror=\"document.title='X'\">"
PERIOD = "2025-S1"


def region(folder: Path, *, hostile: bool = False, **changes: object) -> Path:
    """Write one region of sixty employees in two units; ``hostile`` names are payloads."""
    folder.mkdir(parents=True)
    unit, name = (f"Dinas {PAYLOAD}", f"Kota {PAYLOAD}") if hostile else ("Dinas A", "Kota Uji")
    profile = small.PROFILE | {"nama": name, "simulasi": True, "kop": ["PEMERINTAH KOTA UJI", name]} | changes
    (folder / "wilayah.toml").write_text(
        "\n".join(f"{key} = {_toml(value)}" for key, value in profile.items()), encoding="utf-8"
    )
    for table, frame in _enlarged(unit).items():
        frame.to_csv(folder / f"{table}.csv", index=False)
    return folder


def _enlarged(unit: str) -> dict[str, pd.DataFrame]:
    """The small region five times over, in larger units."""
    tables: dict[str, pd.DataFrame] = {}
    for name, frame in small.tables().items():
        copies = [frame.assign(id_pegawai=frame["id_pegawai"].str[:-1] + letter) for letter in "abcde"]
        copies = [copy.assign(id_pegawai=copy["id_pegawai"] + frame.index.map("{:02d}".format)) for copy in copies]
        tables[name] = pd.concat(copies, ignore_index=True)
    tables["pegawai"]["unit_kerja"] = [unit, "Dinas B"] * 30
    tables["penilaian"]["id_penilai"] = tables["pegawai"]["id_pegawai"].iloc[0]
    return tables


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return "'''" + str(value) + "'''"
