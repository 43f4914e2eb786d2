"""What a paper says of how its answers came about: written from the options that were really used."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from kinerja_lab.checks.results import Results
from kinerja_lab.messages.catalogue import inline, label, spoken, text
from kinerja_lab.messages.narrate import words
from kinerja_lab.messages.numbers import fill
from kinerja_lab.report.explained import sources
from kinerja_lab.report.tables import options


def methods(results: Results, lang: str = "") -> str:
    """Give the paragraph on methods of a paper about these results, and its references.

    Parameters
    ----------
    results
        All answers, or a part of them: ``results.about("penilai")``.
    lang
        ``id`` or ``en``; the language of ``KINERJA_LANG`` if not given.

    Returns
    -------
    str
        Markdown: data and versions, every check with its rule and options, corrections for many tests, floors; then
        the sources that the code itself names, and how to cite it.

    Example
    -------
    ``print(methods(run(load_sample("sibolga")).about("penilai"), "en"))``
    """
    lang = lang or spoken()
    told = " ".join(_sentences(results, lang))
    cited = dict.fromkeys(said for item in results for said in sources(sys.modules[type(item.check).__module__]))
    software = fill(text(lang, "methods", "software"), {"version": _versions(results)[0]}, lang)
    listed = "\n".join(f"* {said}" for said in (*cited, software))
    return f"{told}\n\n**{text(lang, 'methods', 'references')}**\n\n{listed}\n"


def _sentences(results: Results, lang: str) -> Iterator[str]:
    """What was examined with what, check by check, and what holds for all of them."""
    profile, (version, others) = results.profile, _versions(results)
    known: dict[str, object] = {
        "name": profile.name,
        "period": results.period,
        "n": results.n_employees,
        "units": results.n_units,
        "version": version,
        "versions": others,
        "small_cell": profile.small_cell,
        "small_group": profile.small_group,
    }
    yield fill(text(lang, "methods", "data"), known, lang)
    if profile.simulated:
        yield text(lang, "methods", "simulated")
    for item in results:
        if item.status == "ok":
            said = words(item, lang)
            used = {"title": said.title, "estimate": said.estimate, "options": options(item, lang)}
            yield fill(text(lang, "methods", "check"), used, lang)
    titles = [words(item, lang).title for item in results if item.status != "ok"]
    if titles:
        yield fill(text(lang, "methods", "unanswered"), {"titles": "; ".join(titles)}, lang)
    tested = [item for item in results if item.check.family and item.p_adjusted != item.p_value]
    for family in dict.fromkeys(str(item.check.family) for item in tested if item.status == "ok"):
        named = inline(label(family, lang, "topic"))
        yield fill(text(lang, "methods", "family"), {"family": named}, lang)
    yield fill(text(lang, "methods", "floors"), known, lang)


def _versions(results: Results) -> tuple[str, str]:
    """Version of this package, and those of what it rests on."""
    found = dict(results.record()["versi"])
    own = found.pop("kinerja_lab")
    return own, ", ".join(f"{name} {version}" for name, version in found.items())
