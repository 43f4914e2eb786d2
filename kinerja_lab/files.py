"""Files of this computer: never an address of a network, and each complete or not there."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kinerja_lab.errors import ReportFailed, UnknownName

# ``Path`` folds the two strokes behind a colon into one; a single letter before it is a drive of Windows.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://?|\\\\|//")


def local(path: str | Path) -> Path:
    r"""Give the path if it lies on this computer.

    Raises
    ------
    UnknownName
        It is an address, such as ``http://…``, ``s3://…``, ``file://…`` or a share ``\\server``; of what stands
        behind the beginning, which may hold a password, nothing is repeated.
    """
    address = _ADDRESS.match(str(path))
    if address:
        raise UnknownName("address", f"{address[0]}…", ())
    return Path(path)


def there(folder: str | Path) -> Path:
    """Give the folder if it is one of this computer; else ``UnknownName`` lists the folders beside it."""
    place = local(folder)
    if not place.is_dir():
        raise UnknownName("folder", place.name, sorted(item.name for item in place.parent.glob("*") if item.is_dir()))
    return place


def write_whole(path: Path, content: bytes | str, *, mode: int = 0o666) -> Path:
    """Write a file, text in UTF-8, as :func:`whole` does, and give its path."""
    with whole(path, mode=mode) as draft:
        draft.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


@contextmanager
def whole(path: Path, *, mode: int = 0o666, new: bool = False) -> Iterator[Path]:
    """Give the name of a draft to write; when the block ends well it takes the place of ``path``, else it vanishes.

    What a killed run left under the draft's name is removed first. A link is never followed, neither there nor at
    ``path``.

    Parameters
    ----------
    path
        In a folder that is there.
    mode
        Who may read and write it; what the process masks is taken away.
    new
        Refuse a file that is there already.

    Raises
    ------
    ReportFailed
        ``not_writable``: the system refuses, whatever the reason.
    """
    draft = path.with_name(f".{path.name}.baru")
    try:
        if new and path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        draft.unlink(missing_ok=True)
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
        try:
            yield draft
            with draft.open("r+b") as written:
                os.fsync(written.fileno())  # a renamed file must not be empty after a power cut
            os.replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise ReportFailed("not_writable", f"{path.name}: {error.strerror or type(error).__name__}") from error
