"""Many reports: warm kernels leave no trace, workers may die, and a second run does what is missing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from multiprocessing import Pipe
from pathlib import Path

import nbformat
import psutil
import pytest
from IPython.core.interactiveshell import InteractiveShell

from kinerja_lab.errors import InvalidDataset, KinerjaError, NotAssessable, Problem, ReportFailed, UnknownName
from kinerja_lab.messages.explain import explain_error
from kinerja_lab.report import build, surroundings
from kinerja_lab.report.batch import Outcome, Task, lost, report_on, report_warm, reports
from kinerja_lab.report.notebook import WITHOUT_KERNEL, run_notebook
from kinerja_lab.report.warm import ENGINE, WarmEngine
from kinerja_lab.report.workers import spread
from tests.report import folders, labour

pytestmark = pytest.mark.notebook

LEAKS = """
import os, sys, warnings
import matplotlib, numpy, pandas
pandas.set_option("display.max_rows", 3)
os.environ["KENARI"] = "x"
os.environ.pop("PATH")
os.chdir("/")
warnings.simplefilter("ignore")
matplotlib.rcParams["font.size"] = 40
numpy.seterr(all="raise")
numpy.set_printoptions(precision=2)
sys.path.insert(0, "/kenari")
kenari = 1"""
STATE = """
import os, sys, warnings
import matplotlib, numpy, pandas
state = [pandas.get_option("display.max_rows"), sorted({"KENARI", "PATH"} & os.environ.keys()), os.getcwd()]
state += [matplotlib.rcParams["font.size"], numpy.geterr(), numpy.get_printoptions(), sys.path]
state += [("ignore", None, Warning, None, 0) in warnings.filters, sorted(globals().keys() & {"kenari", "lain"})]"""


def tasks(place: Path, n: int, output: str = "reports", **changes: object) -> list[Task]:
    """Regions in folders of their own."""
    given = []
    for number in range(n):
        name = f"kota-{number:03d}"
        folder = place / "data" / name
        if not folder.exists():
            folders.region(folder, slug=name, nama=f"Kota {number}", **changes)
        given.append(Task(name=name, folder=str(folder), output=place / output))
    return given


def files(outcomes: Sequence[Outcome]) -> dict[str, bytes]:
    """Every byte of some reports, by region and file."""
    found = [(each.task.name, path) for each in outcomes if each.folder for path in each.folder.iterdir()]
    return {f"{name}/{path.name}": path.read_bytes() for name, path in sorted(found)}


def figures(outcome: Outcome) -> int:
    """How many pictures the published notebook shows."""
    assert outcome.folder is not None
    notebook = nbformat.read(outcome.folder / "laporan.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return sum("image/png" in output.get("data", ()) for output in outputs)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("banyak")


@pytest.fixture(scope="module")
def plain(place: Path) -> list[Outcome]:
    """Two reports, each in a fresh kernel of papermill's own engine."""
    return [report_on(task) for task in tasks(place, 2, "satu")]


def test_one_process_makes_the_same_reports_alone_one_after_another_and_without_a_kernel(
    plain: list[Outcome], place: Path
) -> None:
    given = tasks(place, 2, "sendiri")
    here = list(reports([replace(task, output=place / "tanpa-kernel") for task in given[:1]], 1))
    assert files(here) == files(plain[:1])
    assert figures(here[0]) == figures(plain[0])
    assert files(list(reports(given, 1))) == files(plain)
    assert not InteractiveShell.initialized()


def test_what_cells_show_is_the_same_without_a_kernel(tmp_path: Path) -> None:
    shown = (
        "from IPython.display import display, HTML\nprint('a'); display(HTML('<p>1</p>'), 2); 3",
        "import io; from PIL import Image; Image.new('RGB', (2, 2))",
        "4;",
        "None",
        "import sys; print('b', file=sys.stderr)",
        "__name__, [name for name in dir() if name.startswith('tmp')]",
    )
    plain, direct = (
        run_notebook(notebook(tmp_path / f"{name}.ipynb", *shown), {"bahasa": "id"}, engine=engine)
        for name, engine in (("a", None), ("b", WITHOUT_KERNEL))
    )
    assert [cell.get("outputs") for cell in direct.cells] == [cell.get("outputs") for cell in plain.cells]


@pytest.fixture(scope="module")
def kernel() -> Iterator[None]:
    """The kernel of this thread; it ends with the tests."""
    yield
    WarmEngine.stop()


def notebook(path: Path, *sources: str) -> Path:
    """A notebook of some cells, and one of parameters."""
    new = nbformat.v4.new_code_cell
    cells = [new("bahasa = ''", id="parameter", metadata={"tags": ["parameters"]})]
    cells += [new(source, id=f"sel-{number}") for number, source in enumerate(sources)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    return path


def answers(path: Path, *sources: str, engine: str | None = ENGINE) -> list[str]:
    """What the cells of a notebook show."""
    made = run_notebook(notebook(path, *sources), {"bahasa": "id"}, engine=engine)
    return [cell.outputs[0].data["text/plain"] for cell in made.cells[2:] if cell.outputs]


@pytest.mark.usefixtures("kernel")
def test_a_report_in_a_kernel_that_others_littered_is_that_of_a_fresh_kernel(
    plain: list[Outcome], place: Path, tmp_path: Path
) -> None:
    shown = (f"{STATE}\nstate", "os.getpid()")
    clean, _ = answers(tmp_path / "a.ipynb", *shown, engine=None)
    littered = answers(tmp_path / "b.ipynb", LEAKS, *shown)
    again, process = answers(tmp_path / "c.ipynb", *shown)
    assert littered[0] != clean
    assert (again, process) == (clean, littered[1])
    made = report_warm(tasks(place, 2, "hangat")[1])
    assert files([made]) == files(plain[1:])
    assert figures(made) == figures(plain[1]) >= 1
    assert answers(tmp_path / "d.ipynb", "import os; os.getpid()") == [process]


@pytest.mark.usefixtures("kernel")
def test_what_cannot_be_put_back_costs_the_kernel(tmp_path: Path) -> None:
    patch = "import pandas; pandas.DataFrame.describe = lambda self: 'kenari'"
    seen = [answers(tmp_path / "a.ipynb", "import os; os.getpid()", patch)[0]]
    seen += answers(tmp_path / "b.ipynb", "import os, pandas; os.getpid()", "pandas.DataFrame.describe.__name__")
    assert seen[1:] == [*(set(seen[1:]) - {seen[0]} - {"'describe'"}), "'describe'"]


@pytest.mark.parametrize("name", ["json.dumps", "pandas.DataFrame.head", "kinerja_lab.report.export.FORMATS"])
def test_a_replaced_function_method_or_constant_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dict(surroundings._names())
    monkeypatch.setattr(name, lambda *_: "kenari")
    found = [home for home, now in surroundings._names() if not surroundings._same(home, before.get(home, now), now)]
    assert found == [name.rpartition(".")[0]]


def test_one_worker_dies_and_only_its_task_is_done_again(tmp_path: Path) -> None:
    places = [tmp_path / name for name in ("a", "b", "c", "d")]
    for path in places:
        path.mkdir()
    (places[1] / labour.ONCE).touch()
    (places[2] / labour.ALWAYS).touch()
    answered = dict(spread(labour.deadly, map(str, places), 2, labour.rest))
    assert {Path(path).name: (told or "").split()[:1] for path, told in answered.items()} == {
        "a": ["a"],
        "b": ["b"],
        "c": [],
        "d": ["d"],
    }


def test_processes_live_long_and_end_with_the_work(tmp_path: Path) -> None:
    told = [str(answer) for _, answer in spread(labour.deadly, [str(tmp_path)] * 6, 2, labour.rest)]
    processes = {int(answer.split()[1]) for answer in told}
    assert len(told) == 6
    assert 1 <= len(processes) <= 2
    assert os.getpid() not in processes
    assert [process for process in processes if psutil.pid_exists(process)] == []


@pytest.mark.parametrize(
    ("regions", "once", "always"), [(2, 1, 1), pytest.param(552, 5, 5, marks=pytest.mark.slow)], ids=str
)
def test_a_run_with_killed_workers_names_their_regions_and_the_next_one_makes_exactly_those(
    regions: int, once: int, always: int, place: Path, plain: list[Outcome]
) -> None:
    given = tasks(place, regions + always, f"dua-{regions}")
    doomed, unlucky = given[-always:], given[:once]
    for mark, chosen in ((labour.ALWAYS, doomed), (labour.ONCE, unlucky)):
        for task in chosen:
            Path(task.folder, mark).touch()
    first = [outcome or lost(task) for task, outcome in spread(labour.deadly_report, given, 2, WarmEngine.stop)]
    assert sorted(each.task.name for each in first if each.error) == [task.name for task in doomed]
    assert {str(each.error) for each in first if each.error} == {"worker_died"}
    assert sum(each.made for each in first) == regions
    for task in doomed:
        Path(task.folder, labour.ALWAYS).unlink()
    second = list(reports(given, 2))
    assert sorted(each.task.name for each in second if each.made) == [task.name for task in doomed]
    assert [each.error for each in second if each.error] == []
    twins = [each for each in second if each.task.name in {made.task.name for made in plain}]
    assert files(twins) == files(plain)


def test_a_report_is_made_again_when_a_file_of_it_its_input_or_its_form_changed(
    plain: list[Outcome], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data = folders.region(tmp_path / "data", slug="kota-000", nama="Kota 0")
    (made,) = plain[:1]
    target = shutil.copytree(made.folder.parents[1], tmp_path / "reports") / "kota-000" / folders.PERIOD
    monkeypatch.setattr(build, "run_notebook", _refuse)
    task = replace(made.task, folder=str(data), output=tmp_path / "reports")

    def stands(**changes: object) -> bool:
        return report_on(replace(task, **changes)).error is None

    assert stands()
    assert not stands(again=True)
    assert not stands(language="en")
    assert not stands(formats=("html",))
    (target / "laporan.html").write_text("diubah", encoding="utf-8")
    assert not stands()
    shutil.copyfile(made.folder / "laporan.html", target / "laporan.html")
    assert stands()
    monkeypatch.setattr(build, "_program", lambda _: "another program")
    assert not stands()
    monkeypatch.undo()
    monkeypatch.setattr(build, "run_notebook", _refuse)
    table = data / "penilaian.csv"
    table.write_text(table.read_text("utf-8").replace("sangat_baik", "baik"), encoding="utf-8")
    assert not stands()


def _refuse(*_: object, **__: object) -> None:
    raise ReportFailed("timeout")


@pytest.mark.parametrize(
    "error",
    [
        ReportFailed("timeout", "600 s"),
        UnknownName("region", "x", ["a", "b"]),
        InvalidDataset([Problem(rule="missing_table", table="pegawai")]),
        NotAssessable("too_few", n=3, need=10),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_reaches_another_process_as_it_is(error: KinerjaError) -> None:
    here, there = Pipe()
    here.send(error)
    arrived = there.recv()
    assert (type(arrived), vars(arrived).keys(), str(arrived)) == (type(error), vars(error).keys(), str(error))
    assert explain_error(arrived) == explain_error(error)
