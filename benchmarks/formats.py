"""What does a report cost, and how large are its files? ``python benchmarks/formats.py [WILAYAH] [--dingin]``.

A sample region in one process: checks, what may be published, pictures, arrangement, each format. Seconds are those of
the processor. Pictures are drawn once for the screen and once more as vectors for the PDF; the budget of the formats
is without both. ``--dingin`` makes the whole report by its command as well, kernel and imports included.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from kinerja_lab.checks.suite import run
from kinerja_lab.loaders.samples import load_sample, sample_regions
from kinerja_lab.report.as_docx import to_docx
from kinerja_lab.report.as_html import to_html
from kinerja_lab.report.as_pdf import to_pdf
from kinerja_lab.report.as_xlsx import to_xlsx
from kinerja_lab.report.chapters import document
from kinerja_lab.report.content import topics
from kinerja_lab.report.display import Report
from kinerja_lab.report.document import Block, Document, Part
from kinerja_lab.report.markup import Figure

WRITERS: dict[str, Callable[[Document], bytes]] = {"html": to_html, "pdf": to_pdf, "docx": to_docx, "xlsx": to_xlsx}
LARGEST = {"html": 800_000, "pdf": 400_000, "docx": 1_200_000}
BUDGET_SECONDS, BUDGET_COLD = 0.6, 5.0
Answer = TypeVar("Answer")


def timed(name: str, work: Callable[[], Answer], told: Callable[[Answer], str] = lambda _: "") -> tuple[Answer, float]:
    """Do something, print its processor seconds and what is told about the answer."""
    start = time.process_time()
    answer = work()
    spent = time.process_time() - start
    print(f"{name:<12} {spent:>7.2f}  {told(answer)}")
    return answer, spent


def drawn(report: Document) -> Document:
    """The same report with its vectors drawn already."""

    def block(given: Block) -> Block:
        if not isinstance(given, Figure) or given.svg is None:
            return given
        made = given.svg()
        return replace(given, svg=lambda: made)

    def part(given: Part) -> Part:
        return replace(given, blocks=tuple(map(block, given.blocks)))

    return replace(report, chapters=tuple(map(part, report.chapters)))


def cold(region: str, period: str) -> float:
    """Processor seconds of the whole command, with everything that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "kinerja_lab", "laporan", region, "--periode", period, "--keluaran", folder]
        subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Time every step of one report, print the table and whether the budgets hold."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("wilayah", nargs="?", default="bukittinggi", choices=sample_regions())
    asked.add_argument("--dingin", action="store_true")
    given = asked.parse_args()
    data = load_sample(given.wilayah)
    print(f"{given.wilayah} {data.period}\n{'step':<12} {'s':>7}  bytes")
    results, _ = timed("checks", lambda: run(data))
    report, _ = timed("published", lambda: Report(results))
    timed("pictures", lambda: [*map(report.pictures, topics()), report.spread(data), report.ladder_blocks(data)])
    arranged, _ = timed("arranged", lambda: document(report, data))
    ready, _ = timed("vectors", lambda: drawn(arranged))
    spent, kept = 0.0, True
    for name, write in WRITERS.items():
        content, seconds = timed(name, lambda write=write: write(ready), lambda made: f"{len(made):,}")
        spent += seconds
        kept = kept and len(content) <= LARGEST.get(name, len(content))
    print(f"{'formats':<12} {spent:>7.2f}  budget {BUDGET_SECONDS} s")
    if given.dingin:
        whole = cold(given.wilayah, data.period)
        print(f"{'cold':<12} {whole:>7.2f}  budget {BUDGET_COLD} s")
    print("within the budget" if kept and spent <= BUDGET_SECONDS else "over the budget")


if __name__ == "__main__":
    main()
