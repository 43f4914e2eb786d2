"""Numbers of people become pseudonyms on the way in: keyed, so that nobody can guess them back."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from glob import escape
from pathlib import Path

import pandas as pd

from kinerja_lab.errors import KeyRefused, ReportFailed
from kinerja_lab.files import whole

VARIABLE = "KINERJA_KUNCI"
LENGTH = 16  # characters of a pseudonym, as many hexadecimal digits of the HMAC
PATTERN = "[0-9a-f]{16}"
_BYTES = 32
_TAIL = 4  # bytes in the name of a draft
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Key:
    """A secret key; it never shows itself, only its ``fingerprint``.

    ``issued`` collects who got which pseudonym, where somebody asked for it; by default nobody does.
    """

    _secret: bytes = field(repr=False)
    issued: dict[str, str] | None = field(default=None, repr=False, compare=False)

    def __reduce__(self) -> str:
        """Refuse to be written anywhere."""
        raise TypeError("a key is never written but by open_key")

    @property
    def fingerprint(self) -> str:
        """Eight characters that tell whether two keys are the same, and nothing about them."""
        return hmac.new(self._secret, b"kinerja_lab: sidik kunci", hashlib.sha256).hexdigest()[:8]

    def pseudonym(self, number: str) -> str:
        """First 16 hexadecimal digits of HMAC-SHA256 of the digits as ASCII (RFC 2104)."""
        return hmac.new(self._secret, number.encode("ascii"), hashlib.sha256).hexdigest()[:LENGTH]

    def pseudonyms(self, numbers: pd.Series) -> pd.Series:
        """Pseudonym of each number; empty where there is none. Every different number is hashed once."""
        codes, different = pd.factorize(numbers)
        made = pd.Series([self.pseudonym(number) if number else "" for number in different], dtype="str")
        if self.issued is not None:
            self.issued.update((name, number) for name, number in zip(made, different, strict=True) if name)
        return made.reindex(codes).fillna("").set_axis(numbers.index)


def key_path(path: str | Path | None = None) -> Path:
    """Where the key lies: as told, else as ``KINERJA_KUNCI`` tells, else in the user's own settings."""
    told = str(path or os.environ.get(VARIABLE, ""))
    if told:
        return Path(told)
    home = Path.home() / ("AppData/Roaming" if sys.platform == "win32" else ".config")
    settings = os.environ.get("APPDATA" if sys.platform == "win32" else "XDG_CONFIG_HOME") or home
    return Path(settings) / "kinerja_lab" / "kunci"


def write_key_table(issued: Mapping[str, str], path: str | Path, *, outside: str | Path) -> None:
    """Write who bears which pseudonym, for whoever answers to the people concerned; only its owner may read it.

    A CSV with ``id_pegawai`` and ``nip`` of what ``Key.issued`` collected.

    Raises ``KeyRefused``: the file would lie in ``outside``, the folder of the data, or cannot be written.
    """
    file = Path(path)
    if file.resolve().is_relative_to(Path(outside).resolve()):
        raise KeyRefused("table_inside_data", file.name)
    try:
        with whole(file, mode=0o600) as draft, draft.open("w", encoding="ascii", newline="\n") as opened:
            opened.write("id_pegawai,nip\n")
            opened.writelines(f"{name},{number}\n" for name, number in sorted(issued.items()))
    except ReportFailed:
        raise KeyRefused("table_unreachable", file.name) from None


def open_key(path: str | Path | None = None, *, outside: str | Path | None = None) -> Key:
    """Read the key (see ``key_path``), or make one on first use: 32 random bytes that only their owner may read.

    Raises ``KeyRefused``: the file is not a key, lies in ``outside``, a folder that is handed on, cannot be read or
    made, or others may read it.
    """
    file = key_path(path)
    if outside is not None and file.resolve().is_relative_to(Path(outside).resolve()):
        raise KeyRefused("inside_data", file.name)
    try:
        key = _read(file) if file.exists() else _make(file)
    except OSError:
        raise KeyRefused("unreachable", file.name) from None
    for left in file.parent.glob(f".{escape(file.name)}.{'[0-9a-f]' * 2 * _TAIL}"):
        with suppress(OSError):
            left.unlink()  # of a run that was killed while it made the key
    return key


def _read(file: Path) -> Key:
    """Read a key that nobody but its owner can read."""
    with file.open("rb") as opened:
        if os.name == "posix" and stat.S_IMODE(os.fstat(opened.fileno()).st_mode) & _OTHERS:
            raise KeyRefused("others_may_read", file.name)
        content = opened.read(4 * _BYTES).strip()
    try:
        secret = bytes.fromhex(content.decode("ascii"))
    except ValueError:
        secret = b""
    if len(secret) != _BYTES:
        raise KeyRefused("not_a_key", file.name)
    return Key(secret)


def _make(file: Path) -> Key:
    """Write a new key under a temporary name, then link it: two first uses at once give one key."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = secrets.token_bytes(_BYTES)
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(_TAIL)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(secret.hex() + "\n")
        os.link(temporary, file)
    except (FileExistsError, FileNotFoundError):  # another run made the key, or has swept this draft since it did
        return _read(file)
    finally:
        temporary.unlink(missing_ok=True)
    return Key(secret)
