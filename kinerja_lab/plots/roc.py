"""Picture of detectors: how many raters with a fault are found at each price of false alarms?"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from kinerja_lab.messages.catalogue import label, text
from kinerja_lab.messages.numbers import number
from kinerja_lab.models.detection import LEVEL, curve
from kinerja_lab.plots.style import LINE, POINT, SMALL, LocalNumbers, Picture, bare, explained, figure, house_style
from kinerja_lab.stats.roc import Roc

_ACROSS = 3


def roc(found: pd.DataFrame, lang: str = "id") -> Picture:
    """Draw one ROC curve for each planted fault of ``models.detection.detected``, with a dot where p is 0.05."""
    plans = dict(list(found.groupby("planted", sort=False)))
    curves = {label(str(planted), lang, "planted"): curve(raters) for planted, raters in plans.items()}
    titles = [f"{name} {number(drawn.area, lang)}" for name, drawn in curves.items()]
    down = -(-len(plans) // _ACROSS)
    with house_style():
        made = figure(2.1 * down + 0.3)
        every = made.subplots(down, _ACROSS, sharex=True, sharey=True, squeeze=False).ravel()
        for axes, drawn, title in zip(every, curves.values(), titles, strict=False):
            _panel(axes, drawn, title, lang)
        for axes in every[len(plans) :]:
            axes.set_visible(False)
        made.supxlabel(text(lang, "plot", "roc_false"), fontsize=SMALL)
        made.supylabel(text(lang, "plot", "roc_true"), fontsize=SMALL)
        return explained(made, "roc", {"areas": "; ".join(titles)}, lang)


def _panel(axes: Axes, drawn: Roc, title: str, lang: str) -> None:
    """One curve beside that of guessing."""
    import seaborn  # heavy, and nothing else needs it

    told = int((-drawn.threshold < LEVEL).sum()) - 1
    axes.plot([0, 1], [0, 1], color=LINE, linewidth=0.8, linestyle="--")
    steps = {"x": drawn.false_positive, "y": drawn.true_positive, "drawstyle": "steps-post", "sort": False}
    seaborn.lineplot(**steps, estimator=None, color=POINT, linewidth=1.3, ax=axes)
    axes.plot(drawn.false_positive[told], drawn.true_positive[told], "o", color=POINT, markersize=4)
    axes.set_title(title)
    axes.xaxis.set_major_formatter(LocalNumbers(lang, share=True))
    axes.yaxis.set_major_formatter(LocalNumbers(lang, share=True))
    bare(axes, "top", "right")
