"""Picture of detectors: how many raters with a fault are found at each price of false alarms?"""

from __future__ import annotations

import pandas as pd

from kinerja_lab.messages.catalogue import label, text
from kinerja_lab.messages.numbers import fill, number
from kinerja_lab.models.detection import LEVEL, curve
from kinerja_lab.plots.style import LINE, POINT, LocalNumbers, Picture, bare, figure, house_style, picture

_ACROSS = 3


def roc(found: pd.DataFrame, lang: str = "id") -> Picture:
    """Draw one ROC curve for each planted fault, with a dot where p is 0.05.

    Parameters
    ----------
    found
        Answer of ``models.detection.detected``.
    lang
        ``id`` or ``en``.
    """
    plans = dict(list(found.groupby("planted", sort=False)))
    down = -(-len(plans) // _ACROSS)
    told = []
    with house_style():
        made = figure(2.1 * down + 0.3)
        every = made.subplots(down, _ACROSS, sharex=True, sharey=True, squeeze=False).ravel()
        for axes, (planted, raters) in zip(every, plans.items(), strict=False):
            drawn, name = curve(raters), label(planted, lang, "planted")
            told.append(f"{name} {number(drawn.area, lang)}")
            axes.plot([0, 1], [0, 1], color=LINE, linewidth=0.8, linestyle="--")
            axes.step(drawn.false_positive, drawn.true_positive, where="post", color=POINT)
            at = -drawn.threshold < LEVEL
            axes.plot(drawn.false_positive[at][-1], drawn.true_positive[at][-1], "o", color=POINT, markersize=4)
            axes.set_title(told[-1])
            axes.xaxis.set_major_formatter(LocalNumbers(lang, share=True))
            axes.yaxis.set_major_formatter(LocalNumbers(lang, share=True))
            bare(axes, "top", "right")
        for axes in every[len(plans) :]:
            axes.set_visible(False)
        made.supxlabel(text(lang, "plot", "roc_false"), fontsize=8.0)
        made.supylabel(text(lang, "plot", "roc_true"), fontsize=8.0)
        alt = fill(text(lang, "plot", "roc_alt"), {"areas": "; ".join(told)}, lang)
        return picture(made, alt, text(lang, "plot", "roc_caption"))
