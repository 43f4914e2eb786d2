"""``index.html``: every report in a folder, by region and period, with its eight lamps and its files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from urllib.parse import quote

from kinerja_lab.checks.protocol import LAMPS
from kinerja_lab.checks.verdict import Verdict
from kinerja_lab.errors import ReportFailed
from kinerja_lab.files import write_whole
from kinerja_lab.messages.catalogue import text
from kinerja_lab.messages.numbers import period
from kinerja_lab.report.as_html import cell
from kinerja_lab.report.document import lit
from kinerja_lab.report.export import FORMATS
from kinerja_lab.report.html import COMPARISON, HISTORY, page
from kinerja_lab.report.markup import Markup, element, fragment, paragraph, table
from kinerja_lab.report.publish import in_turn, report_folder
from kinerja_lab.report.record import Record, alphabetical, read, record_files

PAGE = "index.html"


def write_index(output: str | Path, language: str) -> Path:
    """Write the index of a folder of reports and return its path.

    Whoever writes it last has seen every report that is there: runs side by side write one after the other. A record
    that cannot be read is named below the list and breaks nothing.

    Raises
    ------
    ReportFailed
        Another run holds the page for too long (``busy``), or the folder cannot be written.
    """
    target = report_folder(output, PAGE)
    title = text(language, "comparison", "index_title")
    with in_turn(target):
        write_whole(target, page(_body(Path(output), title, language), title=title, language=language))
    return target


def _body(output: Path, title: str, lang: str) -> Markup:
    """Heading, list, and what could not be read."""
    say = partial(text, lang, "comparison")
    found: list[Record] = []
    unread = []
    for path in record_files(output):
        try:
            found.append(read(path))
        except ReportFailed:
            unread.append("/".join(path.parts[-3:]))
    found.sort(key=lambda record: (*alphabetical(record), record["periode"]))
    heads = [say(key) for key in ("region", "period", "verdict", "files")]
    rows = [_row(output, record, lang) for record in found]
    return fragment(
        element("h1", title),
        paragraph(say("index_note" if found else "index_none")),
        element("p", _link(say("index_comparison"), COMPARISON)) if (output / COMPARISON).exists() else None,
        table(title, heads, rows) if rows else None,
        paragraph(say("index_unread").format(files=", ".join(unread)) if unread else "", "catatan"),
    )


def _row(output: Path, record: Record, lang: str) -> list[str]:
    """One report: region, period, lamps, links to its files and to the page of its region."""
    folder = Path(record["wilayah"], record["periode"])
    simulated = f" ({text(lang, 'comparison', 'index_simulated')})" if record["simulasi"] else ""
    links = [
        _link(form.upper(), f"{folder.as_posix()}/laporan.{form}") for form in FORMATS if _there(output, folder, form)
    ]
    if (output / record["wilayah"] / HISTORY).exists():
        links.append(_link(text(lang, "comparison", "index_history"), f"{record['wilayah']}/{HISTORY}"))
    files = fragment(*[part for link in links for part in (" · ", link)][1:])
    return [f"{record['nama']}{simulated}", period(record["periode"], lang), _lamps(record, lang), files]


def _lamps(record: Record, lang: str) -> Markup:
    """Eight lamps: a line a verdict, with the areas that have it."""
    areas: dict[Verdict, list[str]] = {}
    for topic in LAMPS:
        areas.setdefault(Verdict(record["lampu"][topic]), []).append(text(lang, "topic", topic))
    lines = ((lit(verdict, lang), areas[verdict]) for verdict in Verdict if verdict in areas)
    return fragment(*(element("div", cell(lamp), f": {'; '.join(names)}") for lamp, names in lines))


def _there(output: Path, folder: Path, form: str) -> bool:
    return (output / folder / f"laporan.{form}").exists()


def _link(told: str, target: str) -> Markup:
    """A link to a file below the page."""
    return element("a", told, href=quote(target))
