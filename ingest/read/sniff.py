"""What the bytes of a file are, told from the bytes: publishers' names and endings are often wrong."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import Path

from ingest.errors import BadDocument


class Format(StrEnum):
    """The formats that are read, by media type."""

    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    HTML = "text/html"
    PLAIN = "text/plain"


WORD_PART = "word/document.xml"

# Endings that promise an office file. A web page under such a name is what a server sent in its place.
_DOCUMENT_ENDINGS = {".pdf", ".docx", ".doc"}

_STRANGERS = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Word (.doc) or other Office 97 file; save it as .docx or PDF",
    ),
    (b"\x89PNG", "a picture (PNG), not a document"),
    (b"\xff\xd8\xff", "a picture (JPEG), not a document"),
    (b"GIF8", "a picture (GIF), not a document"),
    (b"{\\rtf", "a rich text (.rtf) file; save it as .docx or PDF"),
    (b"\x1f\x8b", "a compressed (gzip) file; unpack it first"),
    (b"7z\xbc\xaf", "a compressed (7-Zip) archive; unpack it first"),
    (b"Rar!", "a compressed (RAR) archive; unpack it first"),
    (b"\x7fELF", "a program, not a document"),
    (b"MZ\x90", "a program, not a document"),
)

_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|h1|div|p|article|main)[\s>]", re.I)


def sniff(path: Path, data: bytes) -> Format:
    """Name the format of ``data``, or say in the reason of a BadDocument why nothing here can read it."""
    if not data.strip(b"\x00\t\n\r\f "):
        raise BadDocument(str(path), "the file is empty")
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data[:4] == b"PK\x03\x04":
        return _zip(path, data)
    for magic, what in _STRANGERS:
        if data.startswith(magic):
            raise BadDocument(str(path), f"this is {what}")
    return _text_format(path, data)


def _zip(path: Path, data: bytes) -> Format:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except NotImplementedError as error:
        raise BadDocument(
            str(path), "a Word file or archive of a newer kind than is read; save it anew as .docx"
        ) from error
    except (zipfile.BadZipFile, ValueError) as error:
        raise BadDocument(str(path), "a Word file or archive that is damaged or cut short") from error
    if WORD_PART in names:
        return Format.DOCX
    raise BadDocument(str(path), "an archive or Office file that is not a Word document")


def _text_format(path: Path, data: bytes) -> Format:
    ending = path.suffix.lower()
    if is_html(data):
        if ending in _DOCUMENT_ENDINGS:
            raise BadDocument(
                str(path),
                f"named {ending} but it is a web page, probably the notice that the document was not found",
            )
        return Format.HTML
    if ending in _DOCUMENT_ENDINGS:
        raise BadDocument(str(path), f"named {ending} but the contents are not such a file")
    if not looks_like_text(data):
        raise BadDocument(str(path), "the contents are neither PDF, Word, HTML nor plain text")
    return Format.PLAIN


def is_html(data: bytes) -> bool:
    """True when markup opens the file, after any byte-order mark, comment or XML declaration."""
    head = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return head.startswith(b"<") and _HTML_START.search(head) is not None


def looks_like_text(data: bytes) -> bool:
    """True when the bytes decode to something with hardly any control characters."""
    sample = decode(data[:65536])
    odd = sum(1 for c in sample if (ord(c) < 32 and c not in "\t\n\r\f\x0b\x1a\x1e") or c == "\ufffd")
    return odd <= len(sample) * 0.005


def decode(data: bytes) -> str:
    """Bytes to text: byte-order marks first, then UTF-8, then Windows-1252, which every byte string fits."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A sample may end inside a character; that does not make it another encoding.
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return data[: error.start].decode("utf-8")
    return data.decode("cp1252", errors="replace")
