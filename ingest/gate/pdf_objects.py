"""What a PDF page draws, in the order it is drawn: text, and the things that can lie over or under text.

Forms are walked into, with their matrices, since redaction tools and Word alike put boxes and words in them.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as raw

_DEPTH = 8
_MOST = 200_000
_INVISIBLE_MODES = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})
_SMALL = 1.0
_THIN = 1.5
"""Points: a rule thinner than this underlines or strikes through, and covers nothing."""

Box = tuple[float, float, float, float]


class Matrix(NamedTuple):
    """An affine map of the plane, in the order of the PDF operator ``cm``."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def after(self, first: Matrix) -> Matrix:
        """The map that does ``first`` and then this one."""
        return Matrix(
            first.a * self.a + first.b * self.c,
            first.a * self.b + first.b * self.d,
            first.c * self.a + first.d * self.c,
            first.c * self.b + first.d * self.d,
            first.e * self.a + first.f * self.c + self.e,
            first.e * self.b + first.f * self.d + self.f,
        )

    def box(self, box: Box) -> Box:
        """The upright box around the image of a box."""
        xs = [self.a * x + self.c * y + self.e for x in (box[0], box[2]) for y in (box[1], box[3])]
        ys = [self.b * x + self.d * y + self.f for x in (box[0], box[2]) for y in (box[1], box[3])]
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True, slots=True)
class Text:
    """A text object: its place in the drawing order, its box, how it is painted. ``colour`` is None for a pattern.

    ``size`` is how high its font stands on the page, in points; it is asked only of what is drawn small.
    """

    order: int
    handle: Any
    key: int
    box: Box
    mode: int
    colour: tuple[int, int, int] | None
    alpha: int
    layered: bool
    size: float = math.inf

    @property
    def invisible(self) -> bool:
        """Whether it paints nothing by its own render mode."""
        return self.mode in _INVISIBLE_MODES


@dataclass(frozen=True, slots=True)
class Shape:
    """Something that can cover text or stand behind it: a filled path, a thick line, a picture or a shading."""

    order: int
    box: Box
    colour: tuple[int, int, int] | None
    picture: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that a page draws, in order."""

    texts: tuple[Text, ...]
    shapes: tuple[Shape, ...]


class TooMuchDrawn(ValueError):
    """A page that draws more objects than are looked at."""


def drawing_of(page: Any) -> Drawing:
    """The drawing of a pdfium page (a raw handle). Raises ``TooMuchDrawn``."""
    walk = _Walk()
    walk.page(page)
    over = (Shape(_LAST, note.box, None, picture=False) for note in notes_on(page) if note.kind not in _UNPAINTED)
    return Drawing(tuple(walk.texts), (*walk.shapes, *over))


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation: its kind (pdfium's number) and its box. Annotations are painted after the page."""

    kind: int
    box: Box


def notes_on(page: Any) -> Iterator[Note]:
    """The annotations of a page that a viewer shows."""
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        box = raw.FS_RECTF()
        hidden = raw.FPDFAnnot_GetFlags(annotation) & (raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW)
        if raw.FPDFAnnot_GetRect(annotation, box) and not hidden:
            xs, ys = sorted((box.left, box.right)), sorted((box.bottom, box.top))
            yield Note(raw.FPDFAnnot_GetSubtype(annotation), (xs[0], ys[0], xs[1], ys[1]))
        raw.FPDFPage_CloseAnnot(annotation)


class _Walk:
    def __init__(self) -> None:
        self.texts: list[Text] = []
        self.shapes: list[Shape] = []
        self._order = 0
        self._floats = [ctypes.c_float() for _ in range(4)]
        self._levels = [ctypes.c_uint() for _ in range(4)]
        self._fill, self._stroke, self._width = ctypes.c_int(), ctypes.c_int(), ctypes.c_float()
        self._name = (ctypes.c_ushort * 8)()
        self._length = ctypes.c_ulong()

    def page(self, page: Any) -> None:
        """Everything on the page."""
        items = (raw.FPDFPage_GetObject(page, number) for number in range(raw.FPDFPage_CountObjects(page)))
        self._items(items, Matrix(), 0, False)

    def _items(self, items: Iterator[Any], place: Matrix, depth: int, layered: bool) -> None:
        for item in items:
            self._order += 1
            if self._order > _MOST:
                raise TooMuchDrawn(f"more than {_MOST:,} objects")
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self._text(item, place, layered)
            elif kind == raw.FPDF_PAGEOBJ_FORM:
                self._form(item, place, depth, layered)
            else:
                self._shape(item, kind, place)

    def _form(self, form: Any, place: Matrix, depth: int, layered: bool) -> None:
        if depth >= _DEPTH:
            raise TooMuchDrawn("forms within forms")
        given = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(form, given)
        inner = place.after(Matrix(given.a, given.b, given.c, given.d, given.e, given.f))
        items = (raw.FPDFFormObj_GetObject(form, number) for number in range(raw.FPDFFormObj_CountObjects(form)))
        self._items(items, inner, depth + 1, layered or self._in_layer(form))

    def _text(self, item: Any, place: Matrix, layered: bool) -> None:
        box = self._box(item, place)
        colour, alpha = self._colour(item, raw.FPDFPageObj_GetFillColor)
        mode = raw.FPDFTextObj_GetTextRenderMode(item)
        key = ctypes.addressof(item.contents)
        size = self._size(item, place) if min(box[2] - box[0], box[3] - box[1]) < _SMALL else math.inf
        self.texts.append(Text(self._order, item, key, box, mode, colour, alpha, layered or self._in_layer(item), size))

    def _size(self, item: Any, place: Matrix) -> float:
        """Spaces and full stops are small too: only their font tells them from words of no size."""
        given = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(item, given)
        raw.FPDFTextObj_GetFontSize(item, self._width)
        whole = place.after(Matrix(given.a, given.b, given.c, given.d, given.e, given.f))
        return float(self._width.value * math.sqrt(abs(whole.a * whole.d - whole.b * whole.c)))

    def _shape(self, item: Any, kind: int, place: Matrix) -> None:
        box = self._box(item, place)
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            return
        if kind != raw.FPDF_PAGEOBJ_PATH:
            self.shapes.append(Shape(self._order, box, None, picture=kind == raw.FPDF_PAGEOBJ_IMAGE))
            return
        raw.FPDFPath_GetDrawMode(item, self._fill, self._stroke)
        if self._fill.value:
            colour, alpha = self._colour(item, raw.FPDFPageObj_GetFillColor)
        elif self._stroke.value and self._is_thick(item):
            colour, alpha = self._colour(item, raw.FPDFPageObj_GetStrokeColor)
        else:
            return
        if alpha:
            self.shapes.append(Shape(self._order, box, colour, picture=False))

    def _is_thick(self, item: Any) -> bool:
        return bool(raw.FPDFPageObj_GetStrokeWidth(item, self._width)) and self._width.value > _THIN

    def _box(self, item: Any, place: Matrix) -> Box:
        left, bottom, right, top = self._floats
        if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return (0.0, 0.0, 0.0, 0.0)
        box = (left.value, bottom.value, right.value, top.value)
        return box if place == _HERE else place.box(box)

    def _colour(self, item: Any, ask: Any) -> tuple[tuple[int, int, int] | None, int]:
        red, green, blue, alpha = self._levels
        if not ask(item, red, green, blue, alpha):
            return None, 255
        return (red.value, green.value, blue.value), alpha.value

    def _in_layer(self, item: Any) -> bool:
        """Whether it belongs to a layer that a viewer may switch off."""
        for number in range(raw.FPDFPageObj_CountMarks(item)):
            mark = raw.FPDFPageObj_GetMark(item, number)
            if raw.FPDFPageObjMark_GetName(mark, self._name, 16, self._length) and self._name[:3] == _LAYER:
                return True
        return False


_HERE = Matrix()
_LAST = _MOST + 1
_UNPAINTED = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_WIDGET})
_LAYER = [ord("O"), ord("C"), 0]
