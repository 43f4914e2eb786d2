"""What was measured as lines of one table, and the table as a file."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from task import CPU, OURS, PEAK, Answer, Record, Side, Task, figure

PACKAGES = ("numpy", "scipy", "pandas", "pyarrow", "duckdb", "matplotlib", "papermill", "typst")
COLUMNS = ("benchmark", "work", "quantity", "ours", "peer", "of the peer", "ratio", "goal", "runs", "load", "date")
INTRODUCTION = (
    "# What was measured",
    "",
    "Written by `make tolok-ukur` (`benchmarks/run.py`): medians of processes of their own, sides in turn; `ratio` is",
    "the peer's figure by ours. `load` is that of the machine as the task began: above the number of processors, wall",
    "seconds say little, and CPU seconds are too large for both sides.",
    "",
)


def records(benchmark: str, task: Task, found: Mapping[str, Answer]) -> Iterator[Record]:
    """Lines of the results: CPU and wall seconds, what has a goal, and what the sides told themselves."""
    ours = {name: value for name, value in found.get(OURS, {}).items() if not isinstance(value, str)}
    others = [(told(side, task.sides[side], found[side]), side) for side in found if side != OURS]
    for quantity in ours:
        if quantity == PEAK and PEAK not in task.at_most:
            continue
        beside = [(peer, side) for peer, side in others if quantity in found[side]]
        for peer, side in beside or [("", "")]:
            yield Record(
                benchmark,
                task.work,
                quantity,
                ours[quantity],
                peer,
                float(found[side][quantity]) if side else None,
                task.at_most.get(quantity),
                task.sides[side].at_least if side and quantity == CPU else None,
            )


def told(name: str, side: Side, found: Answer) -> str:
    """A peer with its version and what it does less."""
    return ", ".join(filter(None, (f"{name} {found.get('version', '')}".strip(), side.note)))


def line(record: Record, *others: object) -> str:
    """One line of the table."""
    theirs = "" if record.theirs is None else figure(record.theirs)
    ratio = "" if record.ratio is None else f"{figure(record.ratio)} ×"
    parts = (record.benchmark, record.work, record.quantity, figure(record.ours), record.peer, theirs, ratio)
    return f"| {' | '.join(map(str, (*parts, record.goal, *others)))} |"


def circumstances() -> str:
    """The machine and what is installed."""
    known = Path("/proc/cpuinfo")
    models = [text for text in known.read_text("utf-8").splitlines() if "model name" in text] if known.exists() else []
    kind = models[0].partition(":")[2].strip() if models else platform.processor() or platform.machine()
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    return f"{kind} × {os.cpu_count()}, {platform.system()}, Python {platform.python_version()}, {versions}."


def merged(earlier: str, lines: Iterable[str], where: str, order: Sequence[str]) -> str:
    """The file anew: a table for each machine; these lines in place of those of the same tasks on the same machine."""
    fresh = list(lines)
    done = {task_of(text) for text in fresh}
    tables = measured_before(earlier)
    kept = [text for text in tables.pop(where, []) if task_of(text) not in done]
    head = [f"| {' | '.join(COLUMNS)} |", "|" + "---|" * len(COLUMNS)]
    made = list(INTRODUCTION)
    for machine, rows in {where: kept + fresh, **tables}.items():
        made += [machine, "", *head, *sorted(rows, key=lambda text: order.index(task_of(text)[0])), ""]
    return "\n".join(made)


def measured_before(earlier: str) -> dict[str, list[str]]:
    """Lines of the file by the machine and the packages with which they were measured."""
    tables: dict[str, list[str]] = {}
    before = above = ""
    for text in earlier.splitlines():
        if text == f"| {' | '.join(COLUMNS)} |":
            before = above
        elif text.startswith("| "):
            tables.setdefault(before, []).append(text)
        above = text or above
    return tables


def task_of(text: str) -> tuple[str, str]:
    """Benchmark and work of a line of the table."""
    benchmark, work, *_ = text.removeprefix("| ").split(" | ")
    return benchmark, work


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = path.with_suffix(".tmp")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
