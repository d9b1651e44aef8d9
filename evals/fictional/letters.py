"""What typesetters do to words: hyphens at line ends and ligatures."""

import re
from itertools import pairwise

_VOWELS = "aeiouy"
_LONG_WORD = re.compile(r"\b[A-Za-z]{8,}\b")
_DIGRAPHS = frozenset(("ch", "ck", "gh", "ng", "ph", "sh", "th", "wh", "qu"))
_LIGATURES = (("fi", "ﬁ"), ("fl", "ﬂ"))
_SHY = "\u00ad"


def hyphenate(text: str) -> str:
    """Offer line-end hyphens in long words; the typesetter shows only those that it needs."""
    return _LONG_WORD.sub(lambda found: _syllables(found[0]), text)


def ligate(text: str) -> str:
    """Join letters as a word processor with good fonts does."""
    for letters, sign in _LIGATURES:
        text = text.replace(letters, sign)
    return text


def _syllables(word: str) -> str:
    """Break between two consonants that stand between vowels, three letters or more from either end."""
    breaks = [at for at in range(3, len(word) - 2) if _breakable(word.lower(), at)]
    edges = [0, *breaks, len(word)]
    return _SHY.join(word[start:end] for start, end in pairwise(edges))


def _breakable(word: str, at: int) -> bool:
    pattern = "".join("v" if letter in _VOWELS else "c" for letter in word[at - 2 : at + 2])
    return pattern == "vccv" and word[at - 1 : at + 1] not in _DIGRAPHS
