"""Which share of the code lines was written twice? Fails above the limit."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from pathlib import Path

from pylint.checkers.symilar import Symilar

BLOCK = 6
LIMIT = 5.0


def duplication(files: Iterable[Path]) -> tuple[float, str]:
    """Return the percentage of code lines that repeat a block found elsewhere, and the list of those blocks.

    Comments, docstrings, imports, signatures and blank lines count neither as code nor as repetition.
    """
    search = Symilar(BLOCK, ignore_comments=True, ignore_docstrings=True, ignore_imports=True, ignore_signatures=True)
    for file in files:
        with file.open(encoding="utf-8") as stream:
            search.append_stream(str(file), stream)
    with redirect_stdout(io.StringIO()) as printed:
        search.run()
    report, total = printed.getvalue().rsplit("TOTAL", maxsplit=1)
    repeated = int(re.findall(r"duplicates=(\d+)", total)[0])
    code = sum(len(lines.stripped_lines) for lines in search.linesets)
    return 100 * repeated / max(code, 1), report


def main(folders: Sequence[str]) -> None:
    """Measure the Python files of some folders and print what was found."""
    files = sorted(file for folder in folders for file in Path(folder).rglob("*.py"))
    share, report = duplication(files)
    print(f"{report.rstrip()}\n{share:.2f} % of the code in {len(files)} files is repeated (limit {LIMIT} %)".strip())
    if share >= LIMIT:
        raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
