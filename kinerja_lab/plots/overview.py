"""Pictures of the whole: a hundred comparable pairs, and the eight lamps."""

from __future__ import annotations

from matplotlib.axes import Axes

from kinerja_lab.checks.protocol import CheckResult
from kinerja_lab.checks.results import Results
from kinerja_lab.messages.catalogue import text
from kinerja_lab.messages.narrate import lamp_words, sentence
from kinerja_lab.messages.numbers import fill, hundred
from kinerja_lab.plots import style as house

_PAIRS = ("concordant", "tied", "reversed")
_SIDE = 10


def pairs(result: CheckResult, lang: str = "id") -> house.Picture:
    """Draw of 100 comparable pairs how many follow results, are rated alike, and are reversed."""
    if result.status != "ok":
        return house.message(sentence(result, lang))
    numbers = hundred([result.quantities[f"{name}_100"] for name in _PAIRS])
    with house.house_style():
        made = house.figure(2.5)
        made.suptitle(text(lang, "plot", "pairs_title"), **house.TITLE)
        icons, key = made.subplots(1, 2, width_ratios=(1, 1.5))
        _icons(icons, numbers)
        key.set(xlim=(0, 10), ylim=(_SIDE - 0.4, -0.6))
        key.axis("off")
        for place, (name, number) in enumerate(zip(_PAIRS, numbers, strict=True)):
            colour, marker = house.PAIR_COLOURS[place], house.PAIR_MARKERS[place]
            height = 2.0 + 2.4 * place
            key.plot([0.4], [height], marker, color=colour, markersize=10, markeredgewidth=2.4 if marker == "_" else 0)
            said = fill(text(lang, "plot", name), {"k": number}, lang)
            key.text(1.1, height, said, va="center", fontsize=10, color=house.INK)
        told = {"pairs": result.quantities["pairs"], "sentence": sentence(result, lang)}
        return house.explained(made, "pairs", told | dict(zip(_PAIRS, numbers, strict=True)), lang)


def _icons(axes: Axes, numbers: tuple[int, ...]) -> None:
    """A hundred symbols in rows of ten, kind after kind."""
    kinds = [place for place, number in enumerate(numbers) for _ in range(number)]
    for place, (colour, marker) in enumerate(zip(house.PAIR_COLOURS, house.PAIR_MARKERS, strict=True)):
        at = [index for index, kind in enumerate(kinds) if kind == place]
        width = 2.0 if marker == "_" else 0.0
        across, down = [index % _SIDE for index in at], [index // _SIDE for index in at]
        axes.plot(across, down, marker, color=colour, markersize=8, markeredgewidth=width)
    axes.set(xlim=(-0.6, _SIDE - 0.4), ylim=(_SIDE - 0.4, -0.6), aspect="equal")
    axes.axis("off")


def lamps(results: Results, lang: str = "id") -> house.Picture:
    """Draw the eight lamps: shape, colour and word, with the headline number."""
    told = [lamp_words(lamp, lang) for lamp in results.lamps()]
    with house.house_style():
        made = house.figure(0.35 + 0.27 * len(told))
        axes = made.subplots()
        axes.set(xlim=(0, 100), ylim=(len(told) - 0.4, -0.7))
        axes.axis("off")
        for place, said in enumerate(told):
            axes.text(0, place, said.title, va="center", fontsize=8.5)
            axes.text(41, place, said.symbol, va="center", ha="center", fontsize=12, color=said.colour)
            axes.text(44, place, said.word, va="center", fontsize=house.SMALL, color=said.colour, fontweight="bold")
            axes.text(100, place, said.number, va="center", ha="right", fontsize=house.SMALL)
            axes.axhline(place + 0.5, color="#e6e8ea", linewidth=0.8)
        items = (
            fill(text(lang, "plot", "lamps_item"), {"title": x.title, "verdict": x.word.lower()}, lang) for x in told
        )
        return house.explained(made, "lamps", {"lamps": " ".join(items)}, lang)
