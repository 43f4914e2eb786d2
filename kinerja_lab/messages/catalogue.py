"""The two catalogues of texts, ``id.toml`` and ``en.toml``: equal keys, equal placeholders."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kinerja_lab.errors import UnknownName

LANGUAGES = ("id", "en")
VARIABLE = "KINERJA_LANG"

Catalogue = Mapping[str, Mapping[str, str]]


@cache
def catalogue(lang: str) -> Catalogue:
    """Give all texts of a language, by section and key; read on first use.

    Raises ``UnknownName``: the language has no catalogue.
    """
    if lang not in LANGUAGES:
        raise UnknownName("language", lang, LANGUAGES)
    sections: Catalogue = tomllib.loads(files(__package__).joinpath(f"{lang}.toml").read_text(encoding="utf-8"))
    return sections


def spoken() -> str:
    """Language of whoever has not named one: KINERJA_LANG, else Indonesian."""
    wanted = os.environ.get(VARIABLE, "")
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def text(lang: str, section: str, key: str) -> str:
    """Give the text of a key, with its placeholders.

    Raises ``UnknownName``: the language has no catalogue, or the catalogue no such section or key.
    """
    found = find(lang, section, key)
    if found is None:
        raise UnknownName("text", f"{section}.{key}", sorted(catalogue(lang).get(section, catalogue(lang))))
    return found


def find(lang: str, section: str, *keys: str) -> str | None:
    """Give the text of the first of these keys that the section has."""
    texts = catalogue(lang).get(section, {})
    return next((texts[key] for key in keys if key in texts), None)


def label(code: str, lang: str = "id", *sections: str) -> str:
    """Name of a column, value, table or evidence row for people; names that are not codes stay as they are.

    ``code`` is what is written in data and results, such as ``jenis_kelamin``, ``P``, ``gwet_ac``; several, such as
    ``P|PPPK``, are named one by one. ``sections``: where to look, first come first served; everywhere if not given.
    """
    places = sections or ("value", "evidence", "column", "table")
    found = next((found for section in places if (found := find(lang, section, code))), None)
    parts = code.split("|")
    if found is None and len(parts) > 1:
        return ", ".join(label(part, lang, *sections) for part in parts)
    return code if found is None else found


def inline(name: str) -> str:
    """Name inside a sentence: without its capital, unless it is an abbreviation or capitals belong to it."""
    return name if any(letter.isupper() for letter in name[1:]) else name[:1].lower() + name[1:]
