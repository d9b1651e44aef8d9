"""Characters and words: what is technical is put right, what the author wrote is left alone.

Ligatures become letters, odd spaces become spaces, private-use bullets become bullets. Accents, quotation marks,
dashes and raised digits stay. Nothing here changes which letters and digits a line has (fidelity.py proves it).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u202f\u205f\u3000"
_NOTHING = "\u200b\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
_TABLE = str.maketrans(
    {
        **_LIGATURES,
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_NOTHING, ""),
        **{chr(c): "" for c in (*range(9), *range(14, 32), 127)},
        "\x0b": " ",
        "\u2010": "-",
        "\u2011": "-",
    }
)
# Symbol fonts put their bullets into the private-use area; some readers give a lone "o" or "§" instead.
_PRIVATE_BULLET = re.compile(r"^[\uf000-\uf0ff](?=\s|\w)")
_PRIVATE_SPACE = re.compile(r"[\uf020\uf0a0]")
_INNER_SPACE = re.compile(r" *\t[ \t]*| {2,}")
_SOFT_HYPHEN = "\u00ad"

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+(?:[-'’][^\W\d_]+)*)(-|\u00ad)$")
_NEXT = re.compile(r"([^\W\d_]+(?:[-'’][^\W\d_]+)*)")
# First halves that English joins with a hyphen that stays.
_FIRST_HALVES = """
    multi inter intra non self co pre post anti ex cross half semi quasi long short high low part full well ill one two
    three four five six seven eight nine ten first second third year month week day step follow decision policy
    evidence child family trauma front face early on off in out up by over under mid sub pro risk whole age so
"""
# Second halves that are endings and no words, whatever stands before them.
_SECOND_HALVES = """
    ing ings ed er ers es tion tions sion sions ment ments ness ly ally ity ities ble able ible ance ence ant ent al ous
    ive ism ist ists ies ied cated mation ation ations ational ship ful less ture tures
"""
_KEEPING = frozenset(_FIRST_HALVES.split())
_ENDINGS = frozenset(_SECOND_HALVES.split())


def tidy(text: str) -> str:
    """One line with its characters put right; a hyphen or soft hyphen at its end stays for `join`."""
    text = unicodedata.normalize("NFC", _PRIVATE_SPACE.sub(" ", text).translate(_TABLE)).strip()
    text = _PRIVATE_BULLET.sub("•", text)
    if _SOFT_HYPHEN in text:
        text = text[:-1].replace(_SOFT_HYPHEN, "") + text[-1]
    return _INNER_SPACE.sub(lambda m: "\t" if "\t" in m.group() else " ", text)


@dataclass(frozen=True, slots=True)
class Known:
    """What a document itself says about its words: how often each stands whole, and whether it breaks words."""

    counts: Counter[str]
    breaks_words: bool = False


def known_words(lines: Sequence[str]) -> Known:
    """Count the whole words of a document, and see whether the words at its line ends were broken by a machine."""
    counts: Counter[str] = Counter()
    halves: list[tuple[str, str]] = []
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        words = _WORD.findall(line.casefold())
        broken, follows = _broken(line), _NEXT.match(following)
        counts.update(words[:-1] if broken else words)
        if broken and follows and follows.group()[0].islower():
            halves.append((broken.group(1).casefold(), follows.group().casefold()))
    whole = sum(1 for head, tail in halves if counts[head + tail] > counts[f"{head}-{tail}"])
    return Known(counts, whole >= 1 and whole >= 0.3 * len(halves))


def _broken(line: str) -> re.Match[str] | None:
    return _BROKEN.search(line) if line.endswith(("-", _SOFT_HYPHEN)) else None


def join(first: str, second: str, known: Known) -> tuple[str, str]:
    """The first line as it must end so that the second can follow, and what stands between them."""
    if first.endswith(_SOFT_HYPHEN):
        return first[:-1], ""
    broken, follows = _broken(first), _NEXT.match(second)
    if broken is None:
        return first, "" if _ends_open(first, second) else " "
    if follows is None or not follows.group()[0].islower():
        return first, "" if second[:1].isalnum() else " "
    head, tail = broken.group(1).casefold(), follows.group(1).casefold()
    return (first[:-1], "") if _was_one_word(head, tail, known) else (first, "")


def _ends_open(first: str, second: str) -> bool:
    """True where a break follows a hyphen between figures, a slash or a dash without a space: "2016-" "2018"."""
    if first.endswith(("-", "/")):
        return len(first) > 1 and first[-2].isalnum() and second[:1].isalnum()
    return False


def _was_one_word(head: str, tail: str, known: Known) -> bool:
    """Whether "head-" at a line's end and "tail" were one word without a hyphen."""
    whole, hyphened = known.counts[head + tail], known.counts[f"{head}-{tail}"]
    if whole or hyphened:
        return whole >= hyphened
    if "-" in head:
        # "non-atten-" "dance": the part after the hyphen that stays is judged alone.
        return known.counts[head.rpartition("-")[2] + tail] > 0
    if head in _KEEPING:
        return False
    if tail in _ENDINGS:
        return True
    # Word and web pages never break a word: there each hyphen at a line's end is the author's.
    return known.breaks_words and not (known.counts[head] and known.counts[tail])
