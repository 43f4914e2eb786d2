"""What an exercise replies: right, not yet, or what is wrong with the form; as HTML that is escaped, and as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

from kinerja_lab.training.words import said

_GREY = "#555555"
_LOOKS = {
    "benar": ("✓", "#1b7837"),
    "belum": ("✗", "#b35806"),
    "bentuk": ("!", "#6a3d9a"),
    "kosong": ("○", _GREY),
    "tertutup": ("○", _GREY),
    "terbuka": ("●", "#1b5e8c"),
    "tercatat": ("●", "#1b5e8c"),
}


@dataclass(frozen=True, slots=True, repr=False)
class Reply:
    """A reply to the exercise ``name``: sentences, and below them pairs of name and value.

    ``state`` is ``benar``, ``belum``, ``bentuk`` (cannot be judged), ``kosong`` (not answered yet), ``tertutup`` (the
    truth is sealed), ``terbuka`` (the truth) or ``tercatat`` (kept, and not judged).
    """

    state: str
    name: str
    lines: Sequence[str]
    facts: Sequence[tuple[str, str]] = field(default=())

    @property
    def right(self) -> bool:
        """Whether the answer was right."""
        return self.state == "benar"

    def _head(self) -> str:
        return f"{_LOOKS[self.state][0]} {self.name} – {said(f'keadaan_{self.state}')}"

    def __repr__(self) -> str:
        told = (f"  {name}: {value}" for name, value in self.facts)
        return "\n".join([self._head(), *(f"  {line}" for line in self.lines), *told])

    def _repr_html_(self) -> str:
        colour = _LOOKS[self.state][1]
        head = f'<p style="margin:0;font-weight:bold;color:{colour}">{escape(self._head())}</p>'
        lines = "".join(f'<p style="margin:.3em 0 0">{escape(line)}</p>' for line in self.lines)
        pairs = "".join(
            f'<tr><th scope="row" style="text-align:left">{escape(name)}</th>'
            f'<td style="text-align:left">{escape(value)}</td></tr>'
            for name, value in self.facts
        )
        table = f"<table>{pairs}</table>" if pairs else ""
        style = f"border-left:4px solid {colour};padding:.4em .8em;max-width:46em"
        return f'<div style="{style}">{head}{lines}{table}</div>'
