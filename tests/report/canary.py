"""Names and numbers planted in raw files, and a search for them in every byte that a report publishes."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

from kinerja_lab.loaders.folder import load_folder
from kinerja_lab.loaders.pseudonym import LENGTH, open_key
from kinerja_lab.report.build import build_report
from kinerja_lab.report.coarse import counts_people
from tests.loaders import folders
from tests.loaders.exports import appraisal, ekinerja, nip, workbook

N_PEOPLE = 60
KEY = "KINERJA_KUNCI"
_BLOB = re.compile(rb"[A-Za-z0-9+/]{200,}={0,2}")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_LEVELS = ("SANGAT BAIK", "BAIK", "BUTUH PERBAIKAN")


def report(place: Path, tokens: Sequence[str], language: str = "id") -> Path:
    """Report of a region whose employees and raters bear the tokens as numbers, names and codes, from raw files."""
    data, own = raw(place, tokens), temporary(place)
    with patch.dict(os.environ, {KEY: str(key(place)), "TMPDIR": str(own)}), patch.object(tempfile, "tempdir", None):
        return build_report("", folder=data, output=place / "reports", language=language)


def temporary(place: Path) -> Path:
    """Folder of everything that is written for a while only."""
    folder = place / "sementara"
    folder.mkdir(exist_ok=True)
    return folder


def key(place: Path) -> Path:
    """File of the key, outside the folder of the data."""
    return place / "rahasia" / "kunci"


def raw(place: Path, tokens: Sequence[str]) -> Path:
    """Write an export of sixty employees in three units; every sixth of them bears the tokens."""
    data, shuffle = folders.profile(place / "data"), random.Random(11)
    numbers = [token for token in tokens if token.isdigit()]
    names = [token for token in tokens if not token.isdigit()]
    rows = []
    for person in range(N_PEOPLE):
        head = person % 20 == 0
        post = {"skp_unor": f"Dinas {person // 20}", **folders.POSTS}
        post |= {"skp_jabatan": "Kepala Dinas" if head else "Arsiparis Ahli Muda"}
        row = appraisal(person, **post, pegawai_atasan_nip=nip(99) if head else nip(person // 20 * 20))
        row["hasil_akhir"] = shuffle.choices(_LEVELS, weights=(3, 6, 1))[0]
        if person % 6 == 1:
            row |= {"nama": " ".join(names), "pegawai_atasan_nama": " ".join(names)}
            row |= {"pegawai_penilai_id": names[-1] if names else "x", "pegawai_atasan_id": names[-1] if names else "x"}
        if person % 6 == 1 and numbers and person // 6 < len(numbers):
            row["nip"] = numbers[person // 6]
        rows.append(row)
    rows.append(rows[1] | {"nip": "1,99E+17"})  # cannot be loaded, and its name must not be told for it
    workbook(data / f"unduhan {' '.join(numbers)}.xlsx", {"skp": ekinerja(rows)})
    open_key(key(place))
    return data


def people(place: Path) -> list[str]:
    """Pseudonyms of the planted region: in no published file either."""
    with patch.dict(os.environ, {KEY: str(key(place))}):
        return load_folder(place / "data").table("pegawai")["id_pegawai"].tolist()


def found(folder: Path, tokens: Iterable[str]) -> set[str]:
    """Tokens that stand anywhere in the files of a folder, or in their names."""
    wanted = {token: [token.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")] for token in tokens}
    surfaces = [(str(path.relative_to(folder)).encode(), path) for path in sorted(folder.rglob("*")) if path.is_file()]
    return {
        token
        for name, path in surfaces
        for surface in (name, *opened(path.read_bytes()))
        for token, forms in wanted.items()
        if any(form in surface for form in forms)
    }


def opened(content: bytes, depth: int = 4) -> Iterator[bytes]:
    """A file, the members of an archive, embedded pictures and packed streams, each in turn opened."""
    yield content
    if depth == 0:
        return
    inside: list[bytes] = []
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            inside += [archive.comment, *(archive.read(name) for name in archive.namelist())]
            inside += [name.encode() for name in archive.namelist()]
    inside += [_decoded(blob) for blob in _BLOB.findall(content.replace(b"\\n", b""))]
    inside += [_inflated(stream) for stream in _STREAM.findall(content)]
    inside += [_inflated(chunk) for chunk in _packed_texts(content)]
    inside += [_drawn(content)] if content.startswith(b"%PDF") else []
    for part in inside:
        yield from opened(part, depth - 1)


def few(folder: Path, fewest: int) -> list[float]:
    """Counts of one to ``fewest`` − 1 people in ``hasil.json``."""
    record = json.loads((folder / "hasil.json").read_text("utf-8"))
    counts = [
        count
        for entry in record["pemeriksaan"].values()
        for count in (
            entry["n"],
            *(row["n"] for row in entry["bukti"]),
            *(value for name, value in entry["rincian"].items() if counts_people(name)),
        )
    ]
    return [count for count in counts if count is not None and 0 < count < fewest]


def ranked(folder: Path) -> bool:
    """Whether the report holds a row about a single person, under a name or a pseudonym."""
    return bool(found(folder, people(folder.parents[2])))


def _decoded(blob: bytes) -> bytes:
    return base64.b64decode(blob[: len(blob) // 4 * 4], validate=False)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def _packed_texts(content: bytes) -> list[bytes]:
    """Compressed texts of a PNG."""
    if not content.startswith(b"\x89PNG"):
        return []
    plain = [part.split(b"\0", 1)[-1][1:] for part in content.split(b"zTXt")[1:]]
    international = [part.split(b"\0", 1)[-1][2:] for part in content.split(b"iTXt")[1:]]
    return plain + [part.split(b"\0", 2)[-1] for part in international]


def _drawn(content: bytes) -> bytes:
    """Text that a PDF shows: its letters are numbers of shapes there, so that no search of bytes finds them."""
    if shutil.which("pdftotext") is None:
        return b""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=False)
    return b" ".join(done.stdout.split())


def digests(number: str) -> list[str]:
    """What anybody can compute from a number, as a whole and cut to the length of a pseudonym."""
    made = [hashlib.new(name, number.encode()).hexdigest() for name in ("md5", "sha1", "sha256", "sha512", "blake2b")]
    return [part for digest in made for part in (digest[:LENGTH], digest[-LENGTH:])]
