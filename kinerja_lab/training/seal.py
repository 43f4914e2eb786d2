"""Was the truth fixed before the workshop, and is it still the same? A commitment, no secret box.

The trainer keeps the truth with a random key of 32 bytes; participants get the HMAC-SHA256 of the truth under that key.
Nobody can learn the truth from it or find another truth that fits. It hides nothing from who can read the trainer's
folder, or knows the seed and simulates anew.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from kinerja_lab.errors import InvalidDataset, Problem

_BYTES = 32


def sealed(truth: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """Give the content of the trainer's file and the seal for the participant; the truth is what JSON can hold."""
    key = secrets.token_bytes(_BYTES)
    return {"kunci": key.hex(), "kebenaran": truth}, _seal(key, truth)


def opened(path: Path, seal: str) -> Mapping[str, Any]:
    """Read the truth and prove that it is the one that was sealed.

    Raises ``InvalidDataset``: the file cannot be read (``unreadable``), or the seal is another one (``broken_seal``).
    """
    problem = partial(Problem, table="kebenaran", file=path.name)
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        truth, found = kept["kebenaran"], _seal(bytes.fromhex(kept["kunci"]), kept["kebenaran"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InvalidDataset([problem(rule="unreadable", found=type(error).__name__)]) from None
    if not hmac.compare_digest(found, seal):
        raise InvalidDataset([problem(rule="broken_seal", found=found[:8])])
    return dict(truth)


def _seal(key: bytes, truth: Mapping[str, Any]) -> str:
    text = json.dumps(truth, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, text.encode("utf-8"), hashlib.sha256).hexdigest()
