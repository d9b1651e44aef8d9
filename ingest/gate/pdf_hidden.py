"""Words of a PDF page that a reader cannot see, and that a program would read all the same.

Two steps. What is drawn is looked through for text that something *could* hide: a shape or picture drawn later over
it, a colour near to what is behind it, a render mode that paints nothing, a place off the page. Only such text is then
tested for what it is: the page is drawn with it and without it, and a letter whose absence changes no point of the
picture cannot be seen. So table shading, highlights, bars under white headings, clipping and watermarks need no rules
of their own. Text that lies over other text is taken away in a turn of its own, for a label on a black box must not
vouch for the name beneath.

A scan with a layer of machine-read words is harmless where the picture shows those words: there is ink where they
stand and paper between them. A word of such a layer that stands on an even blot was blacked out in the picture alone.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.gate.pdf_objects import Box, Drawing, Shape, Text, drawing_of
from ingest.gate.reasons import Reason

Boxes = npt.NDArray[np.float64]
Picture = npt.NDArray[np.uint8]

SEEN = 12
"""Levels of 255 by which a point must change for text to be seen: less than this is lost on paper and on screens."""
_SCALE, _MOST_POINTS = 1.5, 3_000_000.0
_LIGHT, _NEAR, _FAINT = 190, 70, 60
_TINY = 1.0
_RUN = 2
_TURNS = 4
_WHOLE_PAGE = 0.5
_INK, _EVEN = 60, 40
_ALIGNED = 0.5


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters and digits of the page that belong to suspect text: object, place in the text, box, points high."""

    texts: list[Text]
    owner: npt.NDArray[np.int64]
    at: npt.NDArray[np.int64]
    boxes: Boxes
    sizes: npt.NDArray[np.float64]


def hidden_on(page: pdfium.PdfPage) -> set[Reason]:
    """Why text of this page cannot be seen; nothing when all can be. The page must not be used for other work after."""
    drawing = drawing_of(page.raw)
    suspects = suspects_of(drawing, page.get_bbox())
    if not suspects:
        return set()
    letters = _letters(page, suspects)
    if not len(letters.owner):
        return set()
    canvas = _Canvas(page)
    whole = canvas.draw()
    seen = _seen(canvas, whole, letters)
    tiny = letters.sizes < _TINY
    lost = _in_runs(letters, ~seen | tiny)
    lost &= ~_shown_by_scan(drawing, letters, canvas, whole, lost & ~tiny)
    owners = np.unique(letters.owner[lost]) if lost.any() else ()
    page_box = page.get_bbox()
    return {_why(letters.texts[owner], drawing, page_box, letters, lost & (letters.owner == owner)) for owner in owners}


def suspects_of(drawing: Drawing, page_box: Box) -> list[Text]:
    """Text that something on the page could hide, in drawing order."""
    if not drawing.texts:
        return []
    odd = [_is_odd(text, page_box) for text in drawing.texts]
    if drawing.shapes:
        odd = [bool(a or b) for a, b in zip(odd, _meets_shape(drawing), strict=True)]
    return [text for text, is_odd in zip(drawing.texts, odd, strict=True) if is_odd]


def _is_odd(text: Text, page_box: Box) -> bool:
    if text.invisible or text.layered or text.colour is None or text.alpha < _FAINT:
        return True
    left, bottom, right, top = text.box
    if min(text.colour) >= _LIGHT or text.size < _TINY:
        return True
    slack = 1.0
    return (
        left < page_box[0] - slack
        or bottom < page_box[1] - slack
        or right > page_box[2] + slack
        or top > page_box[3] + slack
    )


def _meets_shape(drawing: Drawing) -> npt.NDArray[np.bool_]:
    """Which texts lie under a later shape, or on an earlier one of nearly their own colour."""
    texts, shapes = drawing.texts, drawing.shapes
    a, b = np.array([text.box for text in texts]), np.array([shape.box for shape in shapes])
    wide = np.minimum(a[:, None, 2], b[None, :, 2]) - np.maximum(a[:, None, 0], b[None, :, 0])
    high = np.minimum(a[:, None, 3], b[None, :, 3]) - np.maximum(a[:, None, 1], b[None, :, 1])
    meets = (wide > 1) & (high > 1)
    order, placed = np.array([text.order for text in texts]), np.array([shape.order for shape in shapes])
    later = placed[None, :] > order[:, None]
    ours = np.array([text.colour or (0, 0, 0) for text in texts], dtype=np.int64)
    theirs = np.array([shape.colour or (0, 0, 0) for shape in shapes], dtype=np.int64)
    unknown = np.array([shape.colour is None for shape in shapes])
    near = (np.abs(ours[:, None, :] - theirs[None, :, :]).max(axis=2) < _NEAR) | unknown[None, :]
    return np.asarray((meets & (later | near)).any(axis=1))


def _letters(page: pdfium.PdfPage, suspects: Sequence[Text]) -> _Letters:
    """Every letter and digit of the suspect text, with its box; a letter without a box stands at a point."""
    places = {text.key: number for number, text in enumerate(suspects)}
    textpage = page.get_textpage()
    handle = textpage.raw
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    owner, at, boxes, sizes = [], [], [], []
    for index in range(raw.FPDFText_CountChars(handle)):
        item = raw.FPDFText_GetTextObject(handle, index)
        number = places.get(ctypes.addressof(item.contents)) if item else None
        if number is None or not chr(raw.FPDFText_GetUnicode(handle, index)).isalnum():
            continue
        raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
        owner.append(number)
        at.append(index)
        boxes.append((left.value, bottom.value, right.value, top.value))
        sizes.append(_size(handle, index) if top.value - bottom.value < 2 * _TINY else math.inf)
    textpage.close()
    return _Letters(
        list(suspects),
        np.array(owner, dtype=np.int64),
        np.array(at, dtype=np.int64),
        np.array(boxes, dtype=np.float64).reshape(-1, 4),
        np.array(sizes, dtype=np.float64),
    )


def _size(handle: Any, index: int) -> float:
    """How high the font of a letter stands on the page, in points."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, matrix)
    size: float = raw.FPDFText_GetFontSize(handle, index)
    return float(size * math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c)))


def _seen(canvas: _Canvas, whole: Picture, letters: _Letters) -> npt.NDArray[np.bool_]:
    """For each letter, whether the page looks different without it."""
    seen = np.zeros(len(letters.owner), dtype=bool)
    cores = canvas.cores(letters.boxes, _upright(letters))
    turns = _turns(letters.texts)
    for turn in range(max(turns) + 1):
        left_out = [text for text, when in zip(letters.texts, turns, strict=True) if when == turn]
        changed = canvas.changed(whole, left_out)
        mine = np.array(turns)[letters.owner] == turn
        if mine.any():
            seen[mine] = _any_in(changed, cores[mine])
    return seen


def _turns(texts: Sequence[Text]) -> list[int]:
    """When each text is taken away: text over other suspect text comes a turn later, as far as there are turns."""
    boxes = np.array([text.box for text in texts])
    areas = np.maximum(1e-6, (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
    turns: list[int] = []
    for number in range(len(texts)):
        before, box = boxes[:number], boxes[number]
        wide = np.minimum(before[:, 2], box[2]) - np.maximum(before[:, 0], box[0])
        high = np.minimum(before[:, 3], box[3]) - np.maximum(before[:, 1], box[1])
        over = (wide > 0) & (high > 0) & (wide * high > 0.3 * np.minimum(areas[:number], areas[number]))
        under = np.array(turns)[over] if turns else np.array([])
        turns.append(min(_TURNS - 1, int(under.max()) + 1) if len(under) else 0)
    return turns


def _upright(letters: _Letters) -> npt.NDArray[np.bool_]:
    """For each letter, whether its line runs along the width of the page (user space)."""
    middle = (letters.boxes[:, :2] + letters.boxes[:, 2:]) / 2
    step = np.abs(np.diff(middle, axis=0, append=middle[-1:]))
    same = np.append(letters.owner[1:] == letters.owner[:-1], False)
    along = step[:, 0] >= step[:, 1]
    for number in range(len(along) - 1, 0, -1):  # the last letter of an object runs as the one before it
        if not same[number] and same[number - 1]:
            along[number] = along[number - 1]
    along[~same & ~np.append(False, same[:-1])] = True
    return np.asarray(along)


def _in_runs(letters: _Letters, lost: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Lost letters that stand next to another lost one: a single letter is a flaw of the drawing, not a word."""
    follows = (np.diff(letters.at) == 1) & lost[1:] & lost[:-1]
    return lost & (np.append(follows, False) | np.append(False, follows)) if _RUN == 2 else lost


def _shown_by_scan(
    drawing: Drawing, letters: _Letters, canvas: _Canvas, whole: Picture, lost: npt.NDArray[np.bool_]
) -> npt.NDArray[np.bool_]:
    """Which of the lost letters are only the machine-read layer of a page-filling scan that shows them."""
    shown = np.zeros(len(lost), dtype=bool)
    scans = [shape for shape in drawing.shapes if shape.picture and canvas.share(shape.box) > _WHOLE_PAGE]
    if not scans or not lost.any():
        return shown
    words = _words(letters, lost)
    grey = np.minimum(np.minimum(whole[:, :, 0], whole[:, :, 1]), whole[:, :, 2])
    ink, gaps = [], []
    for number, word in enumerate(words):
        range_, darkest = canvas.levels(grey, _around(letters.boxes[word]))
        ink.append(range_ > _INK)
        after = words[number + 1] if number + 1 < len(words) else None
        if after is not None and (gap := _gap(letters.boxes[word], letters.boxes[after])):
            even, lightest = canvas.levels(grey, gap)
            gaps.append(range_ > _INK and even < _INK and lightest > darkest + _INK)
    if not gaps or sum(gaps) / len(gaps) < _ALIGNED:
        return shown
    for word, has_ink in zip(words, ink, strict=True):
        shown[word] = has_ink or len(word) < 3
    return shown


def _words(letters: _Letters, lost: npt.NDArray[np.bool_]) -> list[list[int]]:
    words: list[list[int]] = []
    for number in np.flatnonzero(lost):
        if words and letters.at[number] == letters.at[words[-1][-1]] + 1:
            words[-1].append(int(number))
        else:
            words.append([int(number)])
    return words


def _around(boxes: Boxes) -> Box:
    return float(boxes[:, 0].min()), float(boxes[:, 1].min()), float(boxes[:, 2].max()), float(boxes[:, 3].max())


def _gap(word: Boxes, after: Boxes) -> Box | None:
    """The space between two words of a line."""
    one, two = _around(word), _around(after)
    low, high = max(one[1], two[1]), min(one[3], two[3])
    wide = two[0] - one[2]  # the layer may stand a point beside the picture
    return (one[2] + wide / 4, low, two[0] - wide / 4, high) if wide > 1 and high - low > 1 else None


def _why(text: Text, drawing: Drawing, page_box: Box, letters: _Letters, lost: npt.NDArray[np.bool_]) -> Reason:
    box = _around(letters.boxes[lost])
    if (letters.sizes[lost] < _TINY).any():
        return Reason.TINY
    if text.invisible or text.alpha < _FAINT:
        return Reason.INVISIBLE
    if box[2] <= page_box[0] or box[0] >= page_box[2] or box[3] <= page_box[1] or box[1] >= page_box[3]:
        return Reason.OUTSIDE
    if any(shape.order > text.order and _over(shape, box) for shape in drawing.shapes):
        return Reason.COVERED
    return Reason.HIDDEN if text.layered else Reason.BLENDED


def _over(shape: Shape, box: Box) -> bool:
    return shape.box[0] < box[2] and box[0] < shape.box[2] and shape.box[1] < box[3] and box[1] < shape.box[3]


def _any_in(changed: npt.NDArray[np.bool_], cores: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """For each core (left, top, right, bottom in points of the picture), whether any point in it changed."""
    first, last = cores.min(axis=0), cores.max(axis=0)
    part = changed[first[1] : last[3], first[0] : last[2]]
    sums = np.zeros((part.shape[0] + 1, part.shape[1] + 1), dtype=np.int32)
    np.cumsum(np.cumsum(part, axis=0, dtype=np.int32), axis=1, out=sums[1:, 1:])
    left, top, right, bottom = (cores - (first[0], first[1], first[0], first[1])).T
    return np.asarray(sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left] > 0)


class _Canvas:
    """Draws one page, again and again without some of its text, annotations included."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page
        wide, high = page.get_size()
        self._scale = min(_SCALE, math.sqrt(_MOST_POINTS / max(1.0, wide * high)))
        self._map = self._affine()
        self._wide, self._high = 0, 0
        self._page_box: Box = page.get_bbox()
        left, bottom, right, top = self._page_box
        self._area: float = max(1e-6, (right - left) * (top - bottom))

    def draw(self) -> Picture:
        """The page as points of three colours."""
        bitmap = self._page.render(scale=self._scale, draw_annots=True)
        points: Picture = bitmap.to_numpy()[:, :, :3].copy()
        bitmap.close()
        self._high, self._wide = points.shape[:2]
        return points

    def changed(self, whole: Picture, left_out: Sequence[Text]) -> npt.NDArray[np.bool_]:
        """Which points change when these texts are not drawn."""
        for text in left_out:
            raw.FPDFPageObj_SetIsActive(text.handle, False)
        without = self.draw()
        for text in left_out:
            raw.FPDFPageObj_SetIsActive(text.handle, True)
        apart = (np.maximum(whole, without) - np.minimum(whole, without)) >= SEEN
        return np.asarray(apart[:, :, 0] | apart[:, :, 1] | apart[:, :, 2])

    def cores(self, boxes: Boxes, along: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
        """The middle of each letter, in points of the picture: a box need not hide the last tip of a tall letter."""
        inner = boxes.copy()
        for axis, turned in ((1, along), (0, ~along)):
            trim = 0.22 * (boxes[:, axis + 2] - boxes[:, axis])
            inner[turned, axis] += trim[turned]
            inner[turned, axis + 2] -= trim[turned]
        return self._points(inner)

    def levels(self, grey: npt.NDArray[np.uint8], box: Box) -> tuple[int, int]:
        """How far the levels of grey in a box lie apart, and the darkest, but for specks."""
        left, top, right, bottom = self._points(np.array([box]))[0]
        part = grey[top:bottom, left:right]
        if not part.size:
            return 0, 255
        dark, light = np.percentile(part, (5, 95))
        return int(light - dark), int(dark)

    def share(self, box: Box) -> float:
        """How much of the page a box fills."""
        page = self._page_box
        wide = min(box[2], page[2]) - max(box[0], page[0])
        high = min(box[3], page[3]) - max(box[1], page[1])
        return max(0.0, wide) * max(0.0, high) / self._area

    def _points(self, boxes: Boxes) -> npt.NDArray[np.int64]:
        """Boxes of user space as points of the picture, at least one point each way where they meet the page."""
        a, b, c, d, e, f = self._map
        xs = np.stack([a * boxes[:, i] + c * boxes[:, j] + e for i in (0, 2) for j in (1, 3)]) * self._wide
        ys = np.stack([b * boxes[:, i] + d * boxes[:, j] + f for i in (0, 2) for j in (1, 3)]) * self._high
        left, right = np.round(xs.min(axis=0)), np.round(xs.max(axis=0))
        top, bottom = np.round(ys.min(axis=0)), np.round(ys.max(axis=0))
        right, bottom = np.maximum(right, left + 1), np.maximum(bottom, top + 1)
        limits = (self._wide, self._high, self._wide, self._high)
        sides = zip((left, top, right, bottom), limits, strict=True)
        return np.stack([np.clip(side, 0, limit) for side, limit in sides], axis=1).astype(np.int64)

    def _affine(self) -> tuple[float, float, float, float, float, float]:
        """User space to fractions of the picture, whatever the page's rotation and box."""
        x, y = ctypes.c_int(), ctypes.c_int()
        fine, found = 100_000_000, []
        for at in ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)):
            raw.FPDF_PageToDevice(self._page.raw, 0, 0, fine, fine, 0, *at, x, y)
            found.append((x.value / fine, y.value / fine))
        (e, f), (ax, ay), (cx, cy) = found
        return ax - e, ay - f, cx - e, cy - f, e, f
