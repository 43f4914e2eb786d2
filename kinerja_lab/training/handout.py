"""What a workshop hands out: for every participant other data and the notebooks, and the truth for the trainer only."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from kinerja_lab.errors import InvalidOption, ReportFailed
from kinerja_lab.simulate.write import TRUTH
from kinerja_lab.training.seal import sealed
from kinerja_lab.training.series import SERIES, find
from kinerja_lab.training.session import PARTICIPANT

NOTEBOOKS = Path(__file__).parents[2] / "notebooks" / "pelatihan"
TRAINER, SEALS = "pelatih", "segel.csv"
MOST, _SEEDS = 99, 2**31
_OWNER_ONLY, _OWNERS_FOLDER = 0o600, 0o700
_DATA = re.compile(r'^data = ""', re.MULTILINE)


def write_handout(
    folder: Path, participants: int, seed: int | None = None, progress: Callable[[int], object] = lambda _: None
) -> Path:
    """Write a new folder: ``peserta-01`` … with notebooks and data, ``pelatih`` with the sealed truth, ``segel.csv``.

    ``pelatih`` is its owner's only; the seals are to be published before the workshop.

    Parameters
    ----------
    folder, participants
        Where, and how many participants or tables, 1–99.
    seed
        The same seed gives the same data; the seals differ, since their keys are drawn anew. Who knows the seed can
        simulate the truth, so none given means one drawn by lot; it is kept with the truth.
    progress
        Called with the number of each participant who is done.

    Raises
    ------
    InvalidOption
        The number of participants or the seed is out of range.
    ReportFailed
        ``not_empty``: the folder is there already; ``not_writable``.
    """
    if not 1 <= participants <= MOST:
        raise InvalidOption("peserta", participants, f"1–{MOST}")
    seed = secrets.randbelow(_SEEDS) if seed is None else seed
    if seed < 0:
        raise InvalidOption("benih", seed, "0, 1, 2, …")
    if folder.exists():
        raise ReportFailed("not_empty", folder.name)
    draft = folder.with_name(f".{folder.name}.baru")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)  # a link in its place stays, and is refused here
        (draft / TRAINER).mkdir(mode=_OWNERS_FOLDER)
        lines = ["peserta,segel"]
        for number in range(1, participants + 1):
            lines.append(f"{number},{_participant(draft, number, seed)}")
            progress(number)
        (draft / SEALS).write_text("\n".join(lines) + "\n", encoding="utf-8")
        os.replace(draft, folder)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise ReportFailed("not_writable", f"{folder.name}: {error.strerror}") from error
    return folder


def own_folder(number: int) -> str:
    """Name of a participant's folder, which is also the participant's name."""
    return f"peserta-{number:02d}"


def _participant(folder: Path, number: int, seed: int) -> str:
    """Write the folder of one participant and the trainer's file about it; give the seal."""
    own = folder / own_folder(number)
    own.mkdir()
    truth: dict[str, Any] = {"peserta": number, "benih": seed}
    for place, slug in enumerate(SERIES):
        workshop = find(slug)
        plan = workshop.drawn(np.random.default_rng([seed, number, place]))
        workshop.write(plan, own / slug)
        (own / slug / TRUTH).unlink(missing_ok=True)
        truth[slug] = dict(workshop.planted(plan))
    for notebook in sorted(NOTEBOOKS.glob("*.ipynb")):
        (own / notebook.name).write_text(_own_copy(notebook), encoding="utf-8")
    kept, seal = sealed(truth)
    _write_json(own / PARTICIPANT, {"peserta": number, "segel": seal})
    secret = folder / TRAINER / f"kunci-{number:02d}.json"
    secret.touch(mode=_OWNER_ONLY)
    _write_json(secret, kept)
    return seal


def _own_copy(path: Path) -> str:
    """A notebook that works on the data beside it, without the results of the sample."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
        if "parameters" in cell["metadata"].get("tags", ()):
            source = _DATA.sub('data = "."', "".join(cell["source"]))
            cell["source"] = source.splitlines(keepends=True)
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
