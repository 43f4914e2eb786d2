"""Benchmarks are listed, their tasks are well formed, what they measure becomes one table; nothing is timed here."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

FOLDER = Path(__file__).parents[2] / "benchmarks"
OTHERS = {"run", "table", "task", "peer_numbers"}
BENCHMARKS = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem not in OTHERS)
WHERE = "A machine × 2, Python 3."


@pytest.fixture(scope="module", autouse=True)
def _on_the_path() -> Iterator[None]:
    """Benchmarks import one another as scripts do."""
    sys.path.insert(0, str(FOLDER))
    yield
    sys.path.remove(str(FOLDER))


@pytest.fixture
def task() -> ModuleType:
    return import_module("task")


@pytest.fixture
def table() -> ModuleType:
    return import_module("table")


@pytest.fixture
def run() -> ModuleType:
    return import_module("run")


def pinned(name: str) -> dict[str, str]:
    """Versions of packages by name in a file of requirements."""
    found = re.findall(r"^([\w.-]+)==([\w.]+)", (FOLDER / name).read_text("utf-8"), flags=re.MULTILINE)
    return {package.lower(): version for package, version in found}


def test_every_benchmark_is_listed(run: ModuleType) -> None:
    assert sorted(run.BENCHMARKS) == BENCHMARKS


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_tasks_are_well_formed(benchmark: str, task: ModuleType) -> None:
    tasks = import_module(benchmark).TASKS.values()
    works = [one.work for one in tasks]
    assert len(works) == len(set(works)) > 0
    assert [work for work in works if "|" in work] == []
    assert {next(iter(one.sides)) for one in tasks} == {task.OURS}
    goals = [*(goal for one in tasks for goal in one.at_most.values())]
    goals += [side.at_least for one in tasks for side in one.sides.values() if side.at_least is not None]
    assert all(goal > 0 for goal in goals)


@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_packages_of_peers_are_pinned(benchmark: str) -> None:
    sides = [side for one in import_module(benchmark).TASKS.values() for side in one.sides.values()]
    assert {side.needs.lower() for side in sides if side.needs} <= set(pinned("peers.txt"))


def test_peers_asked_for_are_the_peers_that_are_pinned() -> None:
    assert pinned("peers.in").items() <= pinned("peers.txt").items()


def lines(task: ModuleType, table: ModuleType, seconds: float = 2.0) -> list[str]:
    """Lines of one task: ours, and a peer that took ten seconds."""
    sides = {"ours": task.Side(lambda _: print), "lain": task.Side(lambda _: print, "lain", "less", at_least=10)}
    asked = task.Task("a piece of work", sides, {task.WALL: 3.0, "size: kB": 5.0})
    ours = {task.CPU: seconds, task.WALL: 2.5, task.PEAK: 99.0, "size: kB": 7.0}
    theirs = {task.CPU: 10.0, task.WALL: 11.0, task.PEAK: 70.0, "version": "1.2"}
    found = table.records("report", asked, {"ours": ours, "lain": theirs})
    return [table.line(record, 3, "1.5", "2026-01-01") for record in found]


def test_a_line_has_both_figures_their_ratio_and_whether_the_goal_is_met(task: ModuleType, table: ModuleType) -> None:
    told = "3 | 1.5 | 2026-01-01 |"
    assert lines(task, table) == [
        f"| report | a piece of work | CPU s | 2 | lain 1.2, less | 10 | 5 × | ≥ 10 ×: missed | {told}",
        f"| report | a piece of work | wall s | 2.5 | lain 1.2, less | 11 | 4.4 × | ≤ 3: met | {told}",
        f"| report | a piece of work | size: kB | 7 |  |  |  | ≤ 5: missed | {told}",
    ]


def test_a_task_measured_again_replaces_its_lines_and_keeps_the_others(task: ModuleType, table: ModuleType) -> None:
    other = "| agreement | another | CPU s | 1 |  |  |  |  | 3 | 0.1 | 2026-01-01 |"
    first = table.merged("", [*lines(task, table), other], WHERE, ("report", "agreement"))
    again = table.merged(first, lines(task, table, 0.5), WHERE, ("report", "agreement"))
    assert other in again
    assert again.count("| a piece of work | CPU s |") == 1
    assert "| 20 × | ≥ 10 ×: met |" in again
    assert again.index("a piece of work") < again.index(other)


def test_every_machine_has_a_table_of_its_own(task: ModuleType, table: ModuleType) -> None:
    first = table.merged("", lines(task, table), "Another machine.", ("report",))
    both = table.merged(first, lines(task, table, 0.5), WHERE, ("report",))
    assert [both.count(text) for text in (WHERE, "Another machine.", "| a piece of work | CPU s |")] == [1, 1, 2]
    assert both.index(WHERE) < both.index("Another machine.")
    assert table.measured_before(both)["Another machine."] == lines(task, table)
    assert table.merged(both, lines(task, table, 0.5), WHERE, ("report",)) == both


def test_medians_are_of_the_whole_work_where_a_peer_did_a_part(run: ModuleType, task: ModuleType) -> None:
    answers = [{task.CPU: cpu, task.WALL: 1.0, "share": 0.5, "version": "2"} for cpu in (1.0, 9.0, 2.0)]
    assert run.middle(answers) == {task.CPU: 4.0, task.WALL: 2.0, "version": "2"}


def test_large_tasks_are_left_out_unless_asked_for(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {"kecil": SimpleNamespace(large=False), "besar": SimpleNamespace(large=True)}
    monkeypatch.setattr(run, "tasks", lambda _: made)
    monkeypatch.setattr(run, "BENCHMARKS", ("a", "b"))
    assert {name: list(of) for name, of in run.chosen([], large=False).items()} == {"a": ["kecil"], "b": ["kecil"]}
    assert [list(of) for of in run.chosen(["b"], large=True).values()] == [["kecil", "besar"]]
    assert run.chosen(["a/besar"], large=False) == {"a": {"besar": made["besar"]}}


def test_a_benchmark_that_is_not_known_is_refused_with_those_that_are(
    run: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run.main(["agreemen"])
    assert "agreement/nine" in capsys.readouterr().err
