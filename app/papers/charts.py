"""Charts for exported documents: one hue in steps, labels on the data, readable in greyscale and in print."""

from __future__ import annotations

import io
from collections.abc import Sequence
from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Canvas

Figure = tuple[int | None, int]
"""n of N; n is ``None`` where it is hidden."""

_LIGHT = "#D5E3E6"
_TEAL, _TEXT, _QUIET = "#0B5563", "#1B2329", "#4A5560"
_INCHES = 6.5
_WRAP = 32
"""Letters of a label on one line, where two bars leave room for two lines."""
_DOTS = 200


def bars(labels: Sequence[str], values: Sequence[int], of: int | Sequence[int], unit: str) -> bytes:
    """A horizontal bar for each label, longest first as given, each with "n of N" at its end; a PNG.

    ``of`` is the denominator of all, or one for each bar; ``unit`` names what is counted, on the axis.
    """
    figure = Canvas(figsize=(_INCHES, 0.5 + 0.32 * max(1, len(labels))), dpi=_DOTS, layout="constrained")
    axes = figure.add_subplot()
    places = range(len(labels))
    wholes = [of] * len(labels) if isinstance(of, int) else of
    axes.barh(places, values, color=_TEAL, height=0.62)
    axes.set_yticks(places, labels, fontsize=8.5, color=_TEXT)
    axes.invert_yaxis()
    for place, value, whole in zip(places, values, wholes, strict=True):
        axes.annotate(
            f"{value} of {whole}",
            (value, place),
            (4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color=_TEXT,
        )
    axes.set_xlim(0, max([*values, 1]) * 1.18)
    axes.set_xticks([])
    axes.set_xlabel(unit, fontsize=8.5, color=_QUIET)
    _quiet(axes)
    return _png(figure)


def pairs(labels: Sequence[str], now: Sequence[Figure], before: Sequence[Figure], names: tuple[str, str]) -> bytes:
    """Two bars for each label, as shares of their own reviews: ``now`` dark, ``before`` light and hatched; a PNG.

    Each bar has "6 of 9 in 2018" at its end. A figure that is ``None`` is hidden and has no bar.
    """
    figure = Canvas(figsize=(_INCHES, 0.45 + 0.35 * max(1, len(labels))), dpi=_DOTS, layout="constrained")
    axes = figure.add_subplot()
    axes.set_yticks(range(len(labels)), [fill(label, _WRAP) for label in labels], fontsize=8.5, color=_TEXT)
    for side, name, shift, look in (
        (now, names[0], -0.2, {"color": _TEAL}),
        (before, names[1], 0.2, {"color": _LIGHT, "edgecolor": _TEAL, "hatch": "////", "linewidth": 0.6}),
    ):
        shares = [(number or 0) / of if of else 0.0 for number, of in side]
        places = [place + shift for place in range(len(labels))]
        axes.barh(places, shares, height=0.34, **look)
        for place, share, (number, of) in zip(places, shares, side, strict=True):
            said = f"{'few' if number is None else number} of {of} in {name}"
            axes.annotate(
                said, (share, place), (4, 0), textcoords="offset points", va="center", fontsize=7.5, color=_TEXT
            )
    axes.invert_yaxis()
    axes.set_xlim(0, 1.18 + 0.026 * max(map(len, names)))
    axes.set_xticks([])
    axes.set_xlabel("Share of the reviews of each period", fontsize=8.5, color=_QUIET)
    _quiet(axes)
    return _png(figure)


def line(years: Sequence[int], values: Sequence[int], unit: str) -> bytes:
    """One line over the years, every point with its value; a PNG. A year without any is a point at 0."""
    figure = Canvas(figsize=(_INCHES, 2.6), dpi=_DOTS, layout="constrained")
    axes = figure.add_subplot()
    axes.plot(years, values, color=_TEAL, marker="o", markersize=4, linewidth=1.6)
    for year, value in zip(years, values, strict=True):
        axes.annotate(
            str(value), (year, value), (0, 6), textcoords="offset points", ha="center", fontsize=8, color=_TEXT
        )
    axes.set_xticks(list(years), [str(year) for year in years], fontsize=8, color=_TEXT)
    axes.set_ylim(0, max([*values, 1]) * 1.25)
    axes.set_yticks([])
    axes.set_ylabel(unit, fontsize=8.5, color=_QUIET)
    _quiet(axes)
    return _png(figure)


def _quiet(axes: Axes) -> None:
    """No frame and no grid: the values stand on the data."""
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color("#C9D1D6")
    axes.tick_params(length=0)


def _png(figure: Canvas) -> bytes:
    stream = io.BytesIO()
    FigureCanvasAgg(figure)
    figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()
