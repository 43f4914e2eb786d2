"""What a participant answered, try by try, in ``jawaban.json`` beside the notebooks; a number and no name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kinerja_lab.errors import InvalidDataset, Problem
from kinerja_lab.files import write_whole

FILE = "jawaban.json"
Tries = list[dict[str, Any]]


class Record:
    """Tries by workshop and exercise, in the participant's folder; without one they are kept in memory only.

    Raises ``InvalidDataset``: the file is there and cannot be read.
    """

    def __init__(self, folder: Path | None = None, participant: int = 0) -> None:
        self._path = None if folder is None else folder / FILE
        self._kept: dict[str, Any] = {"peserta": participant, "jawaban": {}}
        self._read()

    def tries(self, part: str, item: str) -> Tries:
        """Tries of an exercise, oldest first."""
        self._read()
        found: Tries = self._kept["jawaban"].get(part, {}).get(item, [])
        return list(found)

    def add(self, part: str, item: str, answer: object, *, right: bool, shown: bool = False) -> int:
        """Keep a try and give how many there are now; the same answer again is no new try.

        ``part`` is a workshop, or ``pra`` and ``pasca`` of the quiz; ``shown``: the right answer was seen before.
        """
        self._read()
        kept = self._kept["jawaban"].setdefault(part, {}).setdefault(item, [])
        if not kept or kept[-1]["jawaban"] != answer:
            kept.append({"jawaban": answer, "benar": right, "setelah_jawaban_terlihat": shown})
            if self._path is not None:
                write_whole(self._path, json.dumps(self._kept, ensure_ascii=False, indent=1) + "\n")
        return len(kept)

    def _read(self) -> None:
        """Read the file anew: other notebooks of the same participant write into it too."""
        if self._path is not None and self._path.exists():
            self._kept = read_record(self._path)


def read_record(path: Path) -> dict[str, Any]:
    """Read the answers of one participant.

    Raises ``InvalidDataset``: no JSON, or none of this form.
    """
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        well = isinstance(kept["peserta"], int) and all(
            isinstance(tries, list) and all({"jawaban", "benar"} <= set(item) for item in tries)
            for items in kept["jawaban"].values()
            for tries in items.values()
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        well, found = False, type(error).__name__
    else:
        found = "peserta, jawaban"
    if not well:
        place = f"{path.parent.name}/{path.name}"
        raise InvalidDataset([Problem(rule="unreadable", table=FILE, file=place, found=found)])
    return kept
