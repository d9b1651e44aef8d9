"""How a cue of the vocabulary is read: a small language for those who write it, made into a regular expression.

A cue is matched on whole words. A space is any white space; a hyphen between letters is a hyphen, a dash, a space or
nothing; an apostrophe may be curly or absent; capitals in a row stand for capitals alone; an ellipsis stands for up to
six words of the same sentence. Everything else is read without regard to case. Of regular expressions a cue may use
groups, choices, classes, escapes and repetition, and no more: so what is broken is found without compiling anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

_GAP = r"[^\w.;!?]+(?:[\w'’-]+[^\w.;!?]+){0,6}?"

_EASEMENTS = re.compile(
    r"(?P<kept>\\.|\[[^\]]*\])"
    r"|(?P<gap> … )"
    r"|(?P<optional> \?)"
    r"|(?P<space> +)"
    r"|(?P<hyphen>(?<=[\w)])-(?=[\w(]))"
    r"|(?P<apostrophe>')"
    r"|(?P<capitals>\b[A-Z][A-Z&]+(?![?*{]))"
)
_EASED = {"gap": _GAP, "optional": r"\s*", "space": r"\s+", "hyphen": r"[-‐‑–\s]?", "apostrophe": "['’]?"}

_TOKENS = re.compile(
    r"(?P<escape>\\[bdswBDSW.?*+()\[\]|&])"
    r"|(?P<class>\[\^?-?(?:\\[dsw]|[^\[\]\\^-])+-?\])"
    r"|(?P<repeat>[?*+]|\{\d{1,2},?\d{0,2}\})"
    r"|(?P<open>\()|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<letters>[^\\\[\](){}?*+|^$]+(?![?*{])|[^\\\[\](){}?*+|^$])"
    r"|(?P<stray>.)",
    re.DOTALL,
)
_UNREPEATABLE = re.compile(r"[ '-][*+{]|… +[?*+{]")
_WORD = re.compile(r"[a-z]{3,}")


def flaw(cue: str) -> str | None:
    """What is wrong with a cue, in words, or ``None``."""
    depth, before = 0, "start"
    for token in _TOKENS.finditer(cue):
        kind = token.lastgroup or "stray"
        depth += (kind == "open") - (kind == "close")
        if kind == "stray" or _backwards(token[0]):
            return f"“{token[0]}” cannot stand there"
        if depth < 0:
            return "a bracket is closed that was not opened"
        if kind == "repeat" and before in ("start", "open", "bar", "repeat"):
            return f"“{token[0]}” has nothing to repeat"
        before = kind
    return "a bracket is not closed" if depth else _unfit(cue)


def _backwards(token: str) -> bool:
    """Whether it is a repetition from more to fewer."""
    least, _, most = token.strip("{}").partition(",")
    return token.startswith("{") and most.isdigit() and int(least) > int(most)


def _unfit(cue: str) -> str | None:
    """What is wrong with a cue whose brackets and repetitions are in order."""
    repeated = _UNREPEATABLE.search(cue)
    if repeated:
        return f"“{repeated[0]}”: a space, hyphen, apostrophe or ellipsis is not repeated"
    return None if _WORD.search(cue.lower()) or re.search(r"[A-Z]{2}", cue) else "it holds no word"


def expression(cue: str) -> str:
    """The plain regular expression that a sound cue stands for."""
    return rf"(?<!\w)(?:{_EASEMENTS.sub(_ease, cue)})(?!\w)"


@cache
def pattern(cue: str) -> re.Pattern[str]:
    """A cue, compiled."""
    return re.compile(expression(cue), re.IGNORECASE)


def any_of(cues: Sequence[str]) -> re.Pattern[str]:
    """One pattern that matches whatever one of the cues matches; the first that matches at a place wins."""
    return re.compile("|".join(map(expression, cues)) or r"(?!)", re.IGNORECASE)


@cache
def required(cue: str) -> frozenset[str]:
    """Words in lower case of which one at least stands in every match; empty where nothing can be promised.

    Looking for them first spares nearly all of the slow matching: ``any(word in text for word in required(cue))``.
    """
    tokens = [(token.lastgroup or "stray", token[0]) for token in _TOKENS.finditer(cue)]
    return _choice(iter(_with_optional(tokens)))


def _with_optional(tokens: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The tokens without repetition; a group or letter that may be absent is followed by ``maybe``."""
    for kind, text in tokens:
        if kind != "repeat":
            yield kind, text
        elif text[0] in "?*" or text.startswith("{0"):
            yield "maybe", text


def _choice(tokens: Iterator[tuple[str, str]]) -> frozenset[str]:
    """What one of several alternatives requires: all of their words together, or nothing where one has none."""
    alternatives: list[frozenset[str]] = []
    best: frozenset[str] = frozenset()
    last = best
    for kind, text in tokens:
        if kind == "close":
            break
        if kind == "bar":
            alternatives.append(_better(best, last))
            best = last = frozenset()
            continue
        if kind != "maybe":
            best = _better(best, last)
        last = _choice(tokens) if kind == "open" else _words(kind, text)
    alternatives.append(_better(best, last))
    return frozenset().union(*alternatives) if all(alternatives) else frozenset()


def _words(kind: str, text: str) -> frozenset[str]:
    found = _WORD.findall(text.lower()) if kind == "letters" else []
    return frozenset({max(found, key=len)}) if found else frozenset()


def _better(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The more telling of two requirements: the one whose shortest word is longer."""
    return max(one, other, key=lambda words: (min(map(len, words), default=0), -len(words)))


def _ease(found: re.Match[str]) -> str:
    kind = found.lastgroup or "kept"
    if kind == "capitals":
        return f"(?-i:{found[0]})"
    return _EASED.get(kind, found[0])
