"""What becomes of published files when the system refuses, or the run is killed? A process of its own that only forks.

``python -m tests.end_to_end.faults FOLDER SEED KILLS TRIAL…`` tells by trial and writer how often it was tried, and all
that was wrong: a file that is neither the old nor the new one, something left behind, a run that cannot be repeated.
"""

from __future__ import annotations

import errno
import gc
import json
import os
import random
import resource
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path

from kinerja_lab.errors import KinerjaError
from tests.end_to_end.writers import ONCE, WRITERS, region

Tree = dict[str, bytes | None]
REFUSED = ("open", "os.rename", "os.link", "os.mkdir")
KILLED = (*REFUSED, "os.remove", "os.rmdir")
NOBODY = 65534
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_WHOLE = ("laporan", "gudang")  # published folder by folder
_SIZES = (0, 1, 100, 1000, 5000, 20_000)


class Steps:
    """Counts what is done to files under a folder, and does something at one of the steps."""

    def __init__(self) -> None:
        self.kinds: tuple[str, ...] = ()
        self.under, self.at, self.done = "", 0, 0
        self.act: Callable[[], None] = int
        sys.addaudithook(self._heard)

    def arm(self, kinds: tuple[str, ...], under: Path, at: int, act: Callable[[], None]) -> None:
        """Begin to count; ``at`` zero only counts."""
        self.kinds, self.under, self.at, self.done, self.act = kinds, str(under), at, 0, act

    def _heard(self, event: str, arguments: tuple[object, ...]) -> None:
        if event not in self.kinds or not str(arguments[0]).startswith(self.under):
            return
        if event == "open" and not int(str(arguments[2])) & _WRITING:
            return
        self.done += 1
        if self.done == self.at:
            self.act()


STEPS = Steps()


def refuse() -> None:
    """Answer as a full disk and as a broken one, in turn."""
    code = (errno.ENOSPC, errno.EIO)[STEPS.at % 2]
    raise OSError(code, os.strerror(code))


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def tree(folder: Path) -> Tree:
    """Every file with its bytes, and every hidden folder."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*")}
    return {
        name: None if path.is_dir() else path.read_bytes()
        for name, path in found.items()
        if path.is_file() or path.name.startswith(".")
    }


def in_child(work: Callable[[], object], *, seconds: float = 0) -> tuple[int, str]:
    """Signal or exit code of a fork that works, and what it said; killed after ``seconds`` if any are given."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _work(work, writing)
    os.close(writing)
    if seconds:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as told:
        said = told.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said


def _work(work: Callable[[], object], writing: int) -> None:
    """Work in the fork, tell how it ended, and leave without cleaning up after the parent."""
    code = 0
    try:
        said = str(work() or "")
    except (KinerjaError, OSError) as error:
        code, said = 1, type(error).__name__
    except BaseException:
        code, said = 2, traceback.format_exc()
    os.write(writing, said.encode())
    os._exit(code)


class Trial:
    """One writer: its two versions, and what is wrong with a folder in which it was disturbed."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder, self.write = name, folder, WRITERS[name]
        self.counts, self.wrong = Counter[str](), list[str]()
        self.moments, self.kills = random.Random(name), 0
        started = time.monotonic()
        self.first, self.second = (self._clean(version) for version in (1, 2))
        self.lasts = (time.monotonic() - started) / 2

    def _clean(self, version: int) -> Tree:
        place = self.place(old=False)
        code, said = in_child(lambda: self.write(place, version))
        assert code == 0, said
        return tree(place)

    def place(self, *, old: bool = True) -> Path:
        """Empty folder, or one with the first version in it."""
        place = self.folder / self.name.replace(" ", "-")
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        if old and self.name not in ONCE:
            for name, content in self.first.items():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_bytes(content or b"")
        return place

    def judge(self, place: Path, what: str, *, ended: str = "", again: bool = True) -> None:
        """Published files are old or new, and a second run puts everything right."""
        self.counts["tried"] += 1
        shown = {name: content for name, content in tree(place).items() if "/." not in f"/{name}"}
        broken = [name for name in shown if shown[name] not in (self.first.get(name), self.second.get(name))]
        if broken or (self.name in _WHOLE and shown not in ({}, self.first, self.second)):
            self.wrong.append(f"{what}: partial {broken or sorted(shown)}")
        if "Traceback" in ended:
            self.wrong.append(f"{what}: {ended}")
        self.counts["left"] += any("/." in f"/{name}" for name in tree(place))
        if again:
            code, said = in_child(lambda: self.write(place, 2))
            if code or tree(place) != self.second:
                self.wrong.append(f"{what}: second run {said or sorted(tree(place))}")


def refused(trial: Trial) -> None:
    """The n-th time that something is opened for writing, renamed, linked or made, for every n."""
    for n in count(1):
        place = trial.place()

        def work(n: int = n, place: Path = place) -> None:
            STEPS.arm(REFUSED, place, n, refuse)
            trial.write(place, 2)
            if STEPS.done < n:
                raise StopIteration

        code, said = in_child(work)
        if "StopIteration" in said:
            return
        trial.counts["told"] += code == 1
        trial.judge(place, f"step {n}", ended=said)


def killed_at(trial: Trial) -> None:
    """SIGKILL at the n-th step, for every n."""
    for n in count(1):
        place = trial.place()

        def work(n: int = n, place: Path = place) -> None:
            STEPS.arm(KILLED, place, n, die)
            trial.write(place, 2)

        code, said = in_child(work)
        if code != -signal.SIGKILL:
            return
        trial.judge(place, f"killed at {n}", ended=said)


def killed(trial: Trial) -> None:
    """SIGKILL at random moments, while both versions are written again and again."""
    for n in range(trial.kills):
        place = trial.place()

        def work(place: Path = place) -> None:
            for version in count():
                for name in trial.second if trial.name in ONCE else ():
                    (place / name).unlink(missing_ok=True)
                trial.write(place, 1 + version % 2)

        _, said = in_child(work, seconds=trial.moments.uniform(0, 3 * trial.lasts))
        trial.judge(place, f"killed {n}", ended=said)


def large(trial: Trial) -> None:
    """No file may grow larger than so many bytes: the write itself fails, in whichever library."""
    for size in _SIZES:
        place = trial.place()

        def work(size: int = size, place: Path = place) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
            trial.write(place, 2)

        code, said = in_child(work)
        trial.counts["told"] += code == 1
        trial.judge(place, f"{size} bytes", ended=said)


def full(trial: Trial) -> None:
    """A disk with so many free bytes; the folder lies on a small one of its own."""
    for size in _SIZES:
        place, filler = trial.place(), trial.folder / "penuh"
        free = os.statvfs(trial.folder)
        filler.write_bytes(bytes(max(free.f_bavail * free.f_frsize - size, 0)))
        code, said = in_child(lambda place=place: trial.write(place, 2))
        filler.unlink()
        trial.counts["told"] += code == 1
        trial.judge(place, f"{size} bytes free", ended=said)


def closed(trial: Trial) -> None:
    """A folder, and all in it, in which this user may read only."""
    place = trial.place()
    before = tree(place)
    for path in (place, *place.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)

    def work() -> None:
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        trial.write(place, 2)

    code, said = in_child(work)
    trial.counts["told"] += code == 1
    trial.judge(place, "read-only", ended=said, again=False)
    if tree(place) != before:
        trial.wrong.append("read-only: changed")
    for path in (place, *(path for path in place.rglob("*") if path.is_dir())):
        path.chmod(0o755)


def linked(trial: Trial) -> None:
    """A link to a file or folder elsewhere, in the place of each published file, and of every draft and lock."""
    outside = trial.folder / "luar"
    homes = {home for name in trial.second for home in Path(name).parents if home.name}
    spots = [(Path(name), spelled) for name in trial.second for spelled in ("{}", ".{}.baru", ".{}.kunci")]
    spots += [(home, spelled) for home in sorted(homes) for spelled in (".{}.baru", ".{}.lama", ".{}.kunci")]
    for path, spelled in spots:
        place = trial.place()
        shutil.rmtree(outside, ignore_errors=True)
        outside.mkdir()
        (outside / "isi").write_bytes(b"luar")
        link = (place / path).with_name(spelled.format(path.name))
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(outside if path in homes and "kunci" not in spelled else outside / "isi")
        code, said = in_child(lambda place=place: trial.write(place, 2))
        trial.counts["tried"] += 1
        trial.counts["told"] += code == 1
        if tree(outside) != {"isi": b"luar"} or "Traceback" in said:
            trial.wrong.append(f"link at {link.name}: {said}")


TRIALS = {trial.__name__: trial for trial in (refused, killed_at, killed, large, full, closed, linked)}


def main(folder: str, seed: str, kills: str, *trials: str) -> None:
    """Run the trials on every writer and print what they found; the random kills are dealt out among the writers."""
    region(1), region(2)  # made once, before the forks
    gc.freeze()
    found: dict[str, dict[str, object]] = {kind: {} for kind in trials}
    names = random.Random(int(seed)).sample(list(WRITERS), len(WRITERS))
    for place, name in enumerate(names):
        trial = Trial(name, Path(folder))
        trial.moments, trial.kills = random.Random(f"{seed} {name}"), len(range(place, int(kills), len(names)))
        for kind in trials:
            trial.counts, trial.wrong = Counter(tried=0, told=0, left=0), []
            TRIALS[kind](trial)
            found[kind][name] = {**trial.counts, "wrong": trial.wrong}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
