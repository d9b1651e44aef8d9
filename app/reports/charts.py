"""Charts for exported documents: one hue in steps, labels on the data, readable in greyscale and in print."""

from __future__ import annotations

import io
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

_TEAL, _TEXT, _QUIET = "#0B5563", "#1B2329", "#4A5560"
_INCHES = 6.5
_DOTS = 200


def bars(labels: Sequence[str], values: Sequence[int], of: int | Sequence[int], unit: str) -> bytes:
    """A horizontal bar for each label, longest first as given, each with "n of N" at its end; a PNG.

    ``of`` is the denominator of all, or one for each bar; ``unit`` names what is counted, on the axis.
    """
    figure = Figure(figsize=(_INCHES, 0.5 + 0.32 * max(1, len(labels))), dpi=_DOTS, layout="constrained")
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


def line(years: Sequence[int], values: Sequence[int], unit: str) -> bytes:
    """One line over the years, every point with its value; a PNG. A year without any is a point at 0."""
    figure = Figure(figsize=(_INCHES, 2.6), dpi=_DOTS, layout="constrained")
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


def _png(figure: Figure) -> bytes:
    stream = io.BytesIO()
    FigureCanvasAgg(figure)
    figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()
