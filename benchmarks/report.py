"""What does a report cost, stage by stage and as a whole, and how large are its files?

Stages of a sample region in one process: checks, what may be published, pictures, arrangement, each format; the goal
of the formats is without the pictures.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from task import CPU, OURS, WALL, Run, Side, Task, Told

REGION, PERIOD = "bukittinggi", "2025-S1"
FORMATS = ("html", "pdf", "docx", "xlsx")
ALL_FORMATS = f"the four formats: {CPU}"
Answer = TypeVar("Answer")


def stages(_folder: Path) -> Run:
    """A report in one process, data loaded and everything imported before; tells the seconds of each stage."""
    from importlib import import_module

    begun = time.process_time()
    from kinerja_lab.checks.suite import run
    from kinerja_lab.loaders.samples import load_sample
    from kinerja_lab.report.chapters import document
    from kinerja_lab.report.content import topics
    from kinerja_lab.report.display import Report

    writers = {name: getattr(import_module(f"kinerja_lab.report.as_{name}"), f"to_{name}") for name in FORMATS}
    spent = {f"imports: {CPU}": time.process_time() - begun}

    def timed(name: str, work: Callable[[], Answer]) -> Answer:
        start = time.process_time()
        answer = work()
        spent[f"{name}: {CPU}"] = time.process_time() - start
        return answer

    data = timed("loading", lambda: load_sample(REGION, PERIOD))

    def whole() -> Told:
        results = timed("checks", lambda: run(data))
        report = timed("what may be published", lambda: Report(results))
        timed("pictures", lambda: [*map(report.pictures, topics()), report.spread(data), report.ladder_blocks(data)])
        arranged = timed("arrangement", lambda: document(report, data))
        sizes = {
            f"{name}: kB": len(timed(name, lambda write=write: write(arranged))) / 1000
            for name, write in writers.items()
        }
        return Told(spent | {ALL_FORMATS: sum(spent[f"{name}: {CPU}"] for name in FORMATS)} | sizes)

    return whole


def command(*words: str) -> Callable[[Path], Run]:
    """A command of ``kinerja-lab`` as a process, its imports, and whatever it starts, included."""

    def once() -> None:
        with tempfile.TemporaryDirectory() as folder:
            asked = [folder if word == "FOLDER" else word for word in words]
            subprocess.run([sys.executable, "-m", "kinerja_lab", *asked], check=True, capture_output=True)

    return lambda _folder: once


COLD = command("laporan", REGION, "--periode", PERIOD, "--keluaran", "FOLDER")
SIZES = {"html: kB": 800.0, "pdf: kB": 400.0, "docx: kB": 1200.0}
TASKS = {
    "help": Task("kinerja-lab --help", {OURS: Side(command("--help"))}, {CPU: 0.3, WALL: 0.3}),
    "cold": Task(f"report of {REGION} from its command, four formats", {OURS: Side(COLD)}, {CPU: 5.0}),
    "stages": Task(f"report of {REGION} in one process", {OURS: Side(stages)}, {ALL_FORMATS: 0.6, **SIZES}),
}
