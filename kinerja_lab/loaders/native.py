"""Reads a workbook in a process of its own, so that a file that breaks the reader breaks nothing else.

``python -m kinerja_lab.loaders.native FILE BYTES`` writes lines of JSON: for each worksheet its name, then its rows in
blocks. It may use ``BYTES`` of memory where the system can hold a process to that.
"""

from __future__ import annotations

import datetime
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum

_BLOCK = 1000  # rows of one line


def main(path: str, most_bytes: int) -> None:
    """Write all worksheets as lines of JSON, or one line saying why they cannot be read."""
    _hold(most_bytes)
    encode = json.JSONEncoder(ensure_ascii=False, default=_dated).encode
    try:
        for item in _pieces(path):
            sys.stdout.write(encode(item) + "\n")
    except PasswordError:
        sys.stdout.write('{"refused": "refused_encrypted"}\n')
    except MemoryError:
        sys.stdout.write('{"refused": "refused_memory"}\n')
    except (CalamineError, OSError, ValueError):
        sys.stdout.write('{"refused": "refused_reader"}\n')


def _pieces(path: str) -> Iterator[object]:
    """Name of each worksheet, followed by its rows; blank cells are None."""
    # From bytes, since from a path the reader would believe the name of the file.
    with CalamineWorkbook.from_filelike(io.BytesIO(Path(path).read_bytes())) as workbook:
        for about in workbook.sheets_metadata:
            if about.typ is SheetTypeEnum.WorkSheet:
                rows = workbook.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
                yield {"sheet": about.name}
                for start in range(0, len(rows), _BLOCK):
                    yield [[None if cell == "" else cell for cell in row] for row in rows[start : start + _BLOCK]]


def _dated(cell: datetime.date | datetime.time | datetime.timedelta) -> dict[str, str | float]:
    """Type and value of a cell for which JSON has no type."""
    if isinstance(cell, datetime.timedelta):
        return {"span": cell.total_seconds()}
    return {"clock" if isinstance(cell, datetime.time) else "date": cell.isoformat()}


def _hold(most_bytes: int) -> None:
    """Have the system refuse this process more memory."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main(sys.argv[1], int(sys.argv[2]))
