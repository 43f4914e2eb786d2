"""A workshop at work: its data set, the checker of its exercises, and the truth once it may be seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.suite import run, standard
from kinerja_lab.claims.claim import all_claims, answer_claims, resting_on
from kinerja_lab.dataset import Dataset
from kinerja_lab.errors import InvalidDataset, KinerjaError, Problem, UnknownName
from kinerja_lab.loaders.folder import load_folder
from kinerja_lab.loaders.samples import SAMPLES
from kinerja_lab.messages.explain import explain_error
from kinerja_lab.messages.numbers import number
from kinerja_lab.profile import FILE
from kinerja_lab.training.checker import Checker
from kinerja_lab.training.course import Workshop
from kinerja_lab.training.record import Record
from kinerja_lab.training.reply import Reply
from kinerja_lab.training.seal import opened
from kinerja_lab.training.words import said, words

PARTICIPANT = "peserta.json"
_OPEN_KEY = sha256(b"kinerja_lab: kunci lokakarya yang terbuka").hexdigest()


@dataclass(frozen=True, eq=False)
class Session:
    """One participant in one workshop; ``folder`` is the participant's, or of a simulated region (none: the sample)."""

    workshop: Workshop
    folder: Path | None = None
    _found: dict[str, CheckResult] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def data(self) -> Dataset:
        """The data set of the latest period.

        Raises ``InvalidDataset``: broken, or not simulated: exercises name raters and units, so they never run on real
        people.
        """
        with self.files() as (home, key):
            data = load_folder(home, key=key)
        if not data.profile.simulated:
            raise InvalidDataset([Problem(rule="not_simulated", table=FILE, file=FILE)])
        return data

    @contextmanager
    def files(self) -> Iterator[tuple[Path, Path]]:
        """Folder of the data set as it lies there, and a file with the open key of the workshops, for a while."""
        with TemporaryDirectory(prefix="kinerja-lab-") as place:
            key = Path(place, "kunci")
            key.touch(mode=0o600)
            key.write_text(_OPEN_KEY, encoding="ascii")
            yield self._home(Path(place, self.workshop.slug)), key

    def _home(self, spare: Path) -> Path:
        """Folder of the data set: the workshop's inside the participant's folder, or that folder, or the sample."""
        if self.folder is not None:
            own = self.folder / self.workshop.slug
            return own if own.is_dir() else self.folder
        if not self.workshop.raw:
            return SAMPLES / self.workshop.region
        self.workshop.write(self.workshop.sample, spare)
        return spare

    @cached_property
    def record(self) -> Record:
        """What was answered; kept in a file only for a participant."""
        known = self._participant
        return Record(self.folder, int(str(known["peserta"]))) if known else Record()

    @cached_property
    def periksa(self) -> Checker:
        """Checks answers: ``periksa.soal1(jawaban)``."""
        return Checker(self)

    def hasil(self, pemeriksaan: str) -> CheckResult:
        """What one check of the standard suite finds, such as ``severity`` or ``impact_ratio:jenis_kelamin``.

        Raises ``UnknownName``: the suite of this region has no such check.
        """
        if pemeriksaan not in self._found:
            suite = standard(self.data.profile)
            asked = tuple(check for check in suite if check.slug == pemeriksaan)
            if not asked:
                raise UnknownName("check", pemeriksaan, [check.slug for check in suite])
            self._found[pemeriksaan] = run(self.data, asked)[pemeriksaan]
        return self._found[pemeriksaan]

    def klaim(self, nomor: int) -> str:
        """What the data answer to a claim of the region's document, in one of the words of ``claims.Answer``."""
        wanted = next(item for item in all_claims() if item.number == nomor)
        suite = resting_on(self.data.profile.slug, usual := standard(self.data.profile))
        related = {check.family for check in usual if check.slug == wanted.check} - {None}
        asked = tuple(check for check in suite if check.slug == wanted.check or check.family in related)
        answers = answer_claims(run(self.data, asked))
        return str(next(item.answer for item in answers if item.claim.number == nomor))

    @property
    def _participant(self) -> dict[str, object]:
        """Number and seal of the participant; empty where the folder is none of a participant."""
        path = None if self.folder is None else self.folder / PARTICIPANT
        return json.loads(path.read_text(encoding="utf-8")) if path is not None and path.is_file() else {}

    def kebenaran(self, kunci: str | Path = "") -> Reply:
        """Show what was planted, once every exercise was tried: of a participant's data with the trainer's file."""
        slug, seal = self.workshop.slug, str(self._participant.get("segel", ""))
        title = words(slug)["judul"]
        untried = [name for name in self.workshop.exercises if not self.record.tries(slug, name)]
        if untried:
            return Reply("tertutup", title, [said("belum_dicoba", soal=", ".join(untried))])
        if self.folder is not None and not str(kunci):
            return Reply("tertutup", title, [said("disegel", segel=seal or "–")])
        try:
            told = opened(Path(kunci), seal)[slug] if self.folder else self.workshop.planted(self.workshop.sample)
        except KinerjaError as error:
            return Reply("bentuk", title, [explain_error(error)])
        shown = [(name, _told(value)) for name, value in told.items()]
        return Reply("terbuka", title, [said("segel_utuh" if self.folder else "ditanam")], shown)


def _told(value: str | float) -> str:
    """Write a planted value: counts are whole numbers."""
    return value if isinstance(value, str) else number(value, digits=0 if isinstance(value, int) else 2)
