"""The commands of ``kinerja-lab``."""

from kinerja_lab.cli.commands import main

__all__ = ["main"]
