"""Every benchmark, one table: ``make tolok-ukur`` or ``python benchmarks/run.py [NAME ...] [--besar] [--runs N]``.

A benchmark is a module beside this one with ``TASKS`` and, where its tasks share files, ``prepare(folder, large)``;
NAME is a module or ``module/task``. Every run is a process of its own; sides take turns, and the table has the medians.
Imports and the making of data are not timed, but the peak of memory is that of the whole process. Peers live in
``.venv-tolok-ukur``, pinned by ``peers.txt`` (of ``peers.in``); what is missing is left out and named. ``RESULTS.md``
keeps the lines of tasks that were not run, if they were measured on the same machine with the same packages.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import import_module, metadata
from pathlib import Path

from table import circumstances, line, merged, records, write
from task import CPU, PEAK, WALL, AbsentError, Answer, Task, Told, peak, used

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
RESULTS, PEERS = FOLDER / "RESULTS.md", "benchmarks/peers.txt"
BENCHMARKS = ("agreement", "rater", "checks", "loading", "report", "batch", "national")
PREPARE = "prepare"  # stands where the name of a task would
NEWEST_OF_PEERS = (3, 12)  # one of them pins a numpy without wheels for later versions


def tasks(benchmark: str) -> Mapping[str, Task]:
    """Tasks of a benchmark by name."""
    found: Mapping[str, Task] = import_module(benchmark).TASKS
    return found


def chosen(names: Sequence[str], large: bool) -> dict[str, dict[str, Task]]:
    """Tasks asked for by benchmark; those asked for by their own name whatever their size."""
    found: dict[str, dict[str, Task]] = {}
    for benchmark in BENCHMARKS:
        whole = not names or benchmark in names
        named = {
            name: task
            for name, task in tasks(benchmark).items()
            if f"{benchmark}/{name}" in names or (whole and (large or not task.large))
        }
        found |= {benchmark: named} if named else {}
    return found


def peers() -> Path | None:
    """Python of the environment of the peers, brought in step with its lock; none where that cannot be."""
    sys.path.append(str(ROOT / "tools"))
    pasang = import_module("pasang")
    if sys.version_info[:2] > NEWEST_OF_PEERS:
        print("peers left out: they need Python {}.{} or older".format(*NEWEST_OF_PEERS))
        return None
    environment = pasang.Environment(ROOT, name=".venv-tolok-ukur")
    try:
        environment.create()
        environment.bring(PEERS)
    except SystemExit as stop:
        print(f"peers left out: {stop}")
        return None
    return Path(environment.python)


def once(benchmark: str, name: str, side: str, folder: Path) -> Answer:
    """Measure one side of a task in this process."""
    task = tasks(benchmark)[name]
    asked = task.sides[side]
    version = {"version": metadata.version(asked.needs)} if asked.needs else {}
    work = asked.setup(folder)
    wall, cpu = time.perf_counter(), used()
    found = work()
    measured: Answer = {CPU: used() - cpu, WALL: time.perf_counter() - wall, PEAK: peak(), **version}
    if task.same:
        told = found.to_csv() if hasattr(found, "to_csv") else str(found)
        measured["answer"] = hashlib.sha256(told.encode()).hexdigest()
    return measured | (found if isinstance(found, Told) else {})


def inside(words: Sequence[str]) -> None:
    """What a process of its own is asked for: files, or one side of a task."""
    folder, benchmark, task, side = words
    if task == PREPARE:
        import_module(benchmark).prepare(Path(folder), side == "large")
        return
    try:
        print(json.dumps(once(benchmark, task, side, Path(folder))))
    except AbsentError as absent:
        print(json.dumps({"absent": str(absent)}))


def process(python: Path | str, *words: str) -> str:
    """Last line that this file prints in a process of its own, with one thread for linear algebra."""
    quiet = {name: "1" for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")}
    command = [str(python), __file__, "--inside", *words]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | quiet)
    if done.returncode:
        raise BrokenError((done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1])
    return done.stdout.strip().rpartition("\n")[2]


class BrokenError(Exception):
    """A process ended without an answer; the message is its last line."""


class Runner:
    """Measures tasks side by side.

    Parameters
    ----------
    peer
        Python of the peers, if there is one.
    runs
        How often each side does each task.
    """

    def __init__(self, peer: Path | None, runs: int) -> None:
        self.peer, self.runs = peer, runs
        self.failed: list[str] = []

    def measured(self, benchmark: str, name: str, task: Task, folder: Path) -> dict[str, Answer]:
        """Medians of every side that could do the task; ours first."""
        sides = {side: self.peer if asked.needs else sys.executable for side, asked in task.sides.items()}
        found: dict[str, list[Answer]] = {side: [] for side, python in sides.items() if python}
        for _ in range(self.runs):
            for side in list(found):
                try:
                    answer = json.loads(process(str(sides[side]), str(folder), benchmark, name, side))
                    if "absent" in answer:
                        raise AbsentError(answer["absent"])
                    found[side].append(answer)
                except (AbsentError, BrokenError) as error:
                    print(f"{benchmark}/{name}: {side} left out: {error}", flush=True)
                    self.failed += [f"{benchmark}/{name}: {side}"] if isinstance(error, BrokenError) else []
                    del found[side]
        if len({answer["answer"] for several in found.values() for answer in several if "answer" in answer}) > 1:
            self.failed.append(f"{benchmark}/{name}: the answers differ")
        return {side: middle(several) for side, several in found.items()}


def middle(several: Sequence[Answer]) -> Answer:
    """Medians of the numbers that every run has, for the whole of the work; texts as they are."""
    found = {
        name: value if isinstance(value, str) else statistics.median(float(one[name]) for one in several)
        for name, value in several[0].items()
        if all(name in one for one in several)
    }
    share = float(found.pop("share", 1.0))
    return found | {name: float(found[name]) / share for name in (CPU, WALL)}


def report(runner: Runner, wanted: Mapping[str, Mapping[str, Task]], where: str) -> None:
    """Measure, print and write task by task: what was measured stays if the rest is broken off."""
    for benchmark, several in wanted.items():
        with tempfile.TemporaryDirectory() as folder:
            if hasattr(import_module(benchmark), "prepare"):
                size = "large" if any(task.large for task in several.values()) else "small"
                process(sys.executable, folder, benchmark, PREPARE, size)
            for name, task in several.items():
                load = f"{os.getloadavg()[0]:.1f}"
                found = runner.measured(benchmark, name, task, Path(folder))
                lines = [line(r, runner.runs, load, date.today()) for r in records(benchmark, task, found)]
                print("\n".join(lines), flush=True)
                earlier = RESULTS.read_text("utf-8") if RESULTS.exists() else ""
                write(RESULTS, merged(earlier, lines, where, BENCHMARKS))


def main(words: Sequence[str]) -> None:
    """Measure what is asked for."""
    if words and words[0] == "--inside":
        inside(words[1:])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}, or NAME/task")
    parser.add_argument("--besar", action="store_true", help="the long tasks too")
    parser.add_argument("--runs", type=int, default=3, help="how often each side does each task")
    asked = parser.parse_args(words)
    known = {name for one in BENCHMARKS for name in (one, *(f"{one}/{task}" for task in tasks(one)))}
    if unknown := sorted(set(asked.names) - known):
        parser.error(f"{', '.join(unknown)} is not known; there are {', '.join(sorted(known))}")
    wanted = chosen(asked.names, asked.besar)
    sides = [side for several in wanted.values() for task in several.values() for side in task.sides.values()]
    runner = Runner(peers() if any(side.needs for side in sides) else None, asked.runs)
    report(runner, wanted, circumstances())
    if runner.failed:
        raise SystemExit(f"failed: {'; '.join(runner.failed)}")


if __name__ == "__main__":
    main(sys.argv[1:])
