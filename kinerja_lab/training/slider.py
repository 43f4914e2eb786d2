"""A number to turn in a notebook; where widgets cannot be shown, its first value is shown."""

from __future__ import annotations

from collections.abc import Callable


def slider(show: Callable[[float], str], *, low: float, high: float, start: float) -> None:
    """Print what ``show`` says for a number between ``low`` and ``high``, again whenever the slider is moved.

    Without the package ipywidgets it is printed once, for ``start``.
    """
    try:
        from ipywidgets import FloatSlider, interact
    except ImportError:
        print(show(start))  # noqa: T201 - a notebook's output
        return
    interact(
        lambda ambang: print(show(ambang)),  # noqa: T201
        ambang=FloatSlider(value=start, min=low, max=high, step=0.05, continuous_update=False),
    )
