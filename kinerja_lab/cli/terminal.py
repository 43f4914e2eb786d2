"""A screen on which nothing that data or names of files hold comes alive."""

from __future__ import annotations

from typing import Any

from rich.console import Console

from kinerja_lab.cli.screen import visible


class Terminal(Console):
    """A console that prints texts without control characters; colours of its own stay."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print texts as they can be seen, and tables as they are."""
        super().print(*(visible(each) if isinstance(each, str) else each for each in objects), **options)
