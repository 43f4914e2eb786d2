"""What other packages answered on the same ratings, kept beside these ratings."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from kinerja_lab.errors import UnknownName

PEERS = Path(__file__).parents[2] / "data" / "pembanding"


def peer_sets() -> tuple[str, ...]:
    """Names of the sets of ratings, in their order."""
    return tuple(pd.read_csv(PEERS / "skor.csv")["kumpulan"].unique())


def load_peers(name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Load a set of ratings, and the answers of other packages to it.

    One row a rating: ``id_pegawai, id_penilai, skor`` (numbers, or labels). One row a coefficient: ``paket, versi,
    panggilan, bobot, koefisien, taksiran, galat_baku`` and, where the package raised an error, ``kesalahan``.

    Raises ``UnknownName``: no such set; the error lists those there are.
    """
    if name not in peer_sets():
        raise UnknownName("set of ratings", name, peer_sets())
    parts = (pd.read_csv(PEERS / file) for file in ("skor.csv", "paket.csv"))
    ratings, answers = (
        part[part["kumpulan"] == name].drop(columns="kumpulan").reset_index(drop=True) for part in parts
    )
    numbers = pd.to_numeric(ratings["skor"], errors="coerce")
    ratings = ratings.assign(skor=ratings["skor"] if numbers.isna().any() else numbers)
    return ratings, answers.fillna({"koefisien": "", "kesalahan": ""})
