"""What a participant answered, try by try, in ``jawaban.json`` beside the notebooks; a number and no name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kinerja_lab.errors import InvalidDataset, Problem
from kinerja_lab.files import whole

FILE = "jawaban.json"
Tries = list[dict[str, Any]]


class Record:
    """Tries by workshop and exercise; without a folder they are kept in memory only.

    Parameters
    ----------
    folder
        Folder of the participant.
    participant
        Number of the participant or table.

    Raises
    ------
    InvalidDataset
        The file is there and cannot be read.
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

        Parameters
        ----------
        part, item
            Workshop (or ``pra`` and ``pasca`` of the quiz) and exercise.
        answer
            As JSON can hold it.
        right
            Whether it was right.
        shown
            Whether the right answer has been shown before this try.
        """
        self._read()
        kept = self._kept["jawaban"].setdefault(part, {}).setdefault(item, [])
        if not kept or kept[-1]["jawaban"] != answer:
            kept.append({"jawaban": answer, "benar": right, "setelah_jawaban_terlihat": shown})
            self._write()
        return len(kept)

    def _read(self) -> None:
        """Read the file anew: other notebooks of the same participant write into it too."""
        if self._path is not None and self._path.exists():
            self._kept = read_record(self._path)

    def _write(self) -> None:
        """Write under another name, then rename."""
        if self._path is None:
            return
        with whole(self._path) as draft:
            draft.write_text(json.dumps(self._kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_record(path: Path) -> dict[str, Any]:
    """Read the answers of one participant.

    Raises
    ------
    InvalidDataset
        No JSON, or none of this form.
    """
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        well = isinstance(kept["peserta"], int) and all(
            isinstance(tries, list) and all({"jawaban", "benar"} <= set(item) for item in tries)
            for items in kept["jawaban"].values()
            for tries in items.values()
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unreadable(path, type(error).__name__) from None
    if not well:
        raise _unreadable(path, "peserta, jawaban")
    return kept


def _unreadable(path: Path, found: str) -> InvalidDataset:
    return InvalidDataset([Problem(rule="unreadable", table=FILE, file=f"{path.parent.name}/{path.name}", found=found)])
