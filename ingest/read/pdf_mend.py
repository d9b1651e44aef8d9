"""A PDF cut short has lost its index, which stands at the end: its pages are found again and given a new one."""

from __future__ import annotations

import re

_OBJECT = re.compile(rb"(?<![\w.])(\d{1,9})\s+\d{1,5}\s+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_HEAD = 4000  # how far into an object its kind is looked for; streams are not searched


def mended(data: bytes) -> bytes | None:
    """The file with a new page tree at its end, or None where no page is left. Encrypted files cannot be mended."""
    if b"/Encrypt" in data:
        return None
    starts = [(match.end(), int(match.group(1))) for match in _OBJECT.finditer(data)]
    if not starts:
        return None
    ends = [*(start for start, _ in starts[1:]), len(data)]
    pages = [number for (start, number), end in zip(starts, ends, strict=True) if _is_page(data, start, end)]
    if not pages:
        return None
    catalogue = max(number for _, number in starts) + 1
    kids = b" ".join(b"%d 0 R" % number for number in dict.fromkeys(pages))
    tree = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(set(pages)))
    return data + (
        b"\nendstream\nendobj\n%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n%d 0 obj\n%b\nendobj\n"
        b"trailer\n<< /Root %d 0 R /Size %d >>\nstartxref\n0\n%%%%EOF\n"
        % (catalogue, catalogue + 1, catalogue + 1, tree, catalogue, catalogue + 2)
    )


def _is_page(data: bytes, start: int, end: int) -> bool:
    head = data[start : min(end, start + _HEAD)].partition(b"stream")[0]
    return _PAGE.search(head) is not None
