"""Opens the first notebook in JupyterLab, as ``kinerja-lab lab`` starts it, in this computer's Chromium, and runs it.

``python tools/peramban.py docs/jupyterlab.png`` takes the picture of it that the READMEs show.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import psutil
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from playwright.sync_api import TimeoutError as NotInTime

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
START = "mulai.ipynb"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
_SECONDS = 180  # for each step; a machine that does nothing else needs half a minute for all of them
_WIDTH, _HEIGHT, _COLOURS = 1360, 1060, 128
_SETTLED = 1000  # milliseconds until a page that was scrolled has drawn everything
_HOSTS = ("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")

_LAB = """
import sys
from pathlib import Path
from kinerja_lab.report import build
build.NOTEBOOK = Path(sys.argv[1])
from kinerja_lab.cli import main
main(["lab"])
"""
# Imported by every Python that the server starts, its own and the kernel's: notes whom they call.
WATCH = """
import sys
def watch(event, given):
    if event == "socket.connect" and isinstance(given[1], tuple) and given[1][0] not in ("127.0.0.1", "::1"):
        with open({log!r}, "a", encoding="utf-8") as file:
            file.write(repr(given[1]) + chr(10))
sys.addaudithook(watch)
"""
_TRIES = 9
_BEGUN = """() => [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputPrompt")]
  .some(e => /[\\d*]/.test(e.textContent))"""
_ALL_RUN = """() => {
  const told = [...document.querySelectorAll(".jp-Notebook .jp-CodeCell .jp-InputPrompt")].map(e => e.textContent)
  return told.length && told.every(text => /^\\[\\d+\\]:/.test(text))
}"""


@dataclass(frozen=True)
class Seen:
    """What a visit found: addresses outside this computer, complaints of the console, outputs, who is still alive."""

    outside: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    alive: list[int] = field(default_factory=list)


def visit(folder: Path, picture: Path | None = None) -> Seen:
    """Open the first notebook of a fresh copy in ``folder``, run all its cells, and look at what is there."""
    seen = Seen()
    with _serving(_copied(folder / "buku kerja é 漢"), folder, seen) as address, _page(seen) as page:
        page.goto(address)
        page.wait_for_selector(".jp-Toolbar-kernelName:has-text('Python 3')")
        page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
        _run_all(page)
        page.wait_for_function(_ALL_RUN)
        page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]")
        seen.outputs.extend(page.locator(".jp-OutputArea-output").all_text_contents())
        seen.pictures.extend(page.eval_on_selector_all(".jp-OutputArea img", "them => them.map(i => i.naturalWidth)"))
        if picture is not None:
            _photograph(page, picture)
    return seen


def _run_all(page: Page) -> None:
    """Choose Run, Run All Cells; JupyterLab forgets it where the kernel is not quite there, so until a cell runs."""
    for _ in range(_TRIES):
        page.click(".lm-MenuBar-item:nth-child(4)")
        page.click("li[data-command='runmenu:run-all']")
        with suppress(NotInTime):
            page.wait_for_function(_BEGUN, timeout=1000 * _SECONDS / _TRIES)
            return


def _copied(folder: Path) -> Path:
    """The notebook as nobody has run it yet, away from the project's own files."""
    folder.mkdir(parents=True)
    notebook = nbformat.read(NOTEBOOKS / START, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    nbformat.write(notebook, folder / START)
    return folder / START


@contextmanager
def _serving(notebook: Path, folder: Path, seen: Seen) -> Iterator[str]:
    """Start the server from another folder, give the address it prints, and leave no process behind."""
    log, config = folder / "luar.txt", folder / "jupyter"
    config.mkdir()
    (config / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}', "utf-8")
    (folder / "sitecustomize.py").write_text(WATCH.format(log=str(log)), "utf-8")
    own = {"JUPYTER_CONFIG_DIR": config, "JUPYTER_RUNTIME_DIR": folder, "JUPYTER_DATA_DIR": config}
    other = {"IPYTHONDIR": config, "PYTHONPATH": folder, "BROWSER": "true"}
    environment = {**os.environ, **{name: str(value) for name, value in (own | other).items()}}
    command = [sys.executable, "-c", _LAB, str(notebook)]
    server = psutil.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    family = [server]
    try:
        yield _address(folder, server)
        family += server.children(recursive=True)
    finally:
        server.terminate()
        _, left = psutil.wait_procs(family, timeout=15)
        for process in left:
            process.kill()
        seen.alive.extend(process.pid for process in left)
        seen.outside.extend(log.read_text("utf-8").splitlines() if log.exists() else ())


def _address(folder: Path, server: psutil.Popen) -> str:
    """Where the server opens the notebook, its token included."""
    end = time.monotonic() + _SECONDS
    while not (found := list(folder.glob("jpserver-*.json"))):
        if server.poll() is not None or time.monotonic() > end:
            raise TimeoutError("JupyterLab did not start")
        time.sleep(0.1)
    told = json.loads(found[0].read_text("utf-8"))
    return f"{told['url']}?token={told['token']}"


@contextmanager
def _page(seen: Seen) -> Iterator[Page]:
    """A page of Chromium; everything it asks for, and everything it complains about, is noted."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": _WIDTH, "height": _HEIGHT}, locale="id-ID")
        context.set_default_timeout(_SECONDS * 1000)
        page = context.new_page()
        context.on("request", lambda request: seen.requests.append(request.url))
        page.on("websocket", lambda socket: seen.requests.append(socket.url))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("console", lambda said: seen.complaints.append(said.text) if said.type == "error" else None)
        try:
            yield page
        finally:
            seen.outside.extend(url for url in seen.requests if not url.startswith(_HOSTS))
            browser.close()


def _photograph(page: Page, path: Path) -> None:
    """A small picture of the lamps and of the first answer, in few colours."""
    page.locator(".jp-OutputArea img").first.evaluate("picture => picture.closest('.jp-Cell').scrollIntoView()")
    page.wait_for_timeout(_SETTLED)
    page.screenshot(path=path)
    with Image.open(path) as shot:
        few = shot.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        visit(Path(place), Path(sys.argv[1]).resolve())
