"""Who is who: the labels of the children whom a review is about, and how its sentences point at them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.facts.told import Told
from ingest.written.subjects import members_of, subject_in, subject_key

RELATIVE = (
    r"(?:mother|father|step\w+|brother|half-\w+|sister|sibling|parent|partner|grand\w+|uncle|aunt|cousin|boyfriend"
    r"|girlfriend|ex-\w+|husband|wife|lover|niece|nephew|carer|friend|mum|mam|dad|nan|nain|gran|lodger|neighbour"
    r"|man|woman|adult|perpetrator|practitioner|worker|officer|nurse|doctor|driver|men|women)"
)
_CHILD_NOUN = (
    r"(?:girl|boy|baby|infant|toddler|teenager|child(?! (?:in need|protection|and adolescent|care|health|benefit"
    r"|abuse))|newborn|young person|young man|young woman|son|daughter|pupil)"
)
_NAME = (
    r"(?!(?:Child|Children|Baby|Babies|Young|Family|Subject|Mother|Father|Mr|Mrs|Ms|Dr|Adult|Sibling|Mum|Dad"
    r"|Health|Social|The|In|It|He|She|They)\b)[A-Z][a-z]{2,}"
)
_OWNER_BEFORE = re.compile(rf"\b{RELATIVE}s? (?:of|to|for)\s+$", re.IGNORECASE)
_APPOSED = rf"(?i:then )?(?i:an?|the|her|his|their) (?:[\w-]+ ){{0,3}}?(?i:{_CHILD_NOUN}|{RELATIVE})"
_LABEL = rf"(?:{_NAME}|(?:Child|Baby|Young Person)\s+(?:[A-Z]{{1,3}}\d?|\d)\b|[A-Z]{{1,3}}\d?\b)"
_CALLED = re.compile(
    rf"\b(?P<whom>{_CHILD_NOUN}|children|babies|siblings|sisters|brothers|she|he|who|they|them|him|her)\b"
    r"(?P<between>[^.;]{0,60}?)\b(?:called|known (?:here )?as|referred to (?:here |throughout )?as|named|name)\s+"
    rf"(?P<name>{_LABEL}(?:(?:, | and |, and ){_LABEL})*)\b(?!')",
)
_BY_NAME = re.compile(
    r"\b(?:two|three|four|five) (?:[\w-]+ ){0,3}(?:children|siblings|sisters|brothers|young people|girls|boys),? "
    rf"(?P<name>{_LABEL}(?:, {_LABEL})*,? and {_LABEL})"
)
_RELATIVE_WORD = re.compile(rf"\b{RELATIVE}s?\b", re.IGNORECASE)
_CODE = re.compile(r"\d/")
_BARE_NEEDS = 3
"""How often a bare letter must stand for "Young Person L" before it is a name of its own."""


@dataclass(frozen=True)
class Cast:
    """The subject of a review, the labels of each child where there are several, and other names for them."""

    subject: str | None
    members: tuple[str, ...]
    aliases: tuple[str, ...]
    sex: str | None = None

    @property
    def several(self) -> bool:
        """Whether the review is about more than one child."""
        return len(self.members) > 1

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that a sentence may use, longest first."""
        names = {*self.members, *self.aliases, *([self.subject] if self.subject else [])}
        return tuple(sorted(names, key=lambda name: (-len(name), name)))

    @cached_property
    def label(self) -> re.Pattern[str]:
        """A name of a child in a sentence."""
        names = "|".join(map(re.escape, self.names)) or r"(?!x)x"
        return re.compile(rf"(?<![\w-])(?:{names})(?![\w-])")

    @cached_property
    def called(self) -> re.Pattern[str]:
        """A name, or what a review that bears a number calls its child: "the young person"."""
        plain = r"|\b[Tt]he (?:child|young person|baby|infant)\b" if _CODE.search(self.subject or "") else ""
        return re.compile(f"(?:{self.label.pattern}{plain})")

    @cached_property
    def child(self) -> re.Pattern[str]:
        """A name, a pronoun or a word for a child."""
        names = "".join(f"{re.escape(name)}|" for name in self.names)
        return re.compile(
            rf"(?<![\w-])(?:{names}(?i:{_CHILD_NOUN}s?|children|babies|siblings|he|she|they|him|them))(?![\w-])"
        )

    @cached_property
    def anyone(self) -> re.Pattern[str]:
        """A child or a relative, told apart by the group ``other``."""
        names = "".join(f"{re.escape(name)}|" for name in self.names)
        other = rf"(?i:{RELATIVE}s?)|Sibling \w+|Adult \w+|Mrs? \w+"
        return re.compile(
            rf"(?<![\w-])(?:(?P<child>{names}(?i:{_CHILD_NOUN}s?|children|babies|he|she|they))"
            rf"|(?P<other>{other}))(?![\w-])"
        )

    def nearest(self, text: str) -> str | None:
        """The child who is named last in ``text``; ``None`` where it is somebody else: "the mother of Child W"."""
        everybody = list(self.anyone.finditer(text))
        if not everybody:
            return None
        last = everybody[-1]
        named = self.apposed(text)
        if named:
            return named
        owned = _OWNER_BEFORE.search(text[: last.start()])
        return last["child"] if self.is_child(last) and not owned else None

    def is_child(self, match: re.Match[str]) -> bool:
        """Whether a match of ``anyone`` may be a child of the review: no relative, and no "he" where it is a girl."""
        other = {"male": "she", "female": "he"}.get(self.sex or "")
        return bool(match["child"]) and match["child"].lower() != other

    def apposed(self, text: str) -> str | None:
        """The label that the words at the end of ``text`` stand for: "Child J, her younger brother"."""
        match = re.search(rf"({self.label.pattern}),? (?:was |is )?{_APPOSED}$", text.rstrip())
        return match[1] if match else None

    def goes_on_about_other(self, told: Told, before: Told | None) -> bool:
        """Whether "She …" takes up a sentence that was about a relative."""
        first = self.anyone.search(told.text)
        if not first or first[0].lower() not in ("he", "she", "they") or first.start() > 12:
            return False
        if not self.is_child(first):
            return True
        if before is None or before.paragraph != told.paragraph or self.label.search(before.text):
            return False
        others = [match["other"] for match in self.anyone.finditer(before.text) if match["other"]]
        return bool(others) and (first[0].lower() != "they" or len(others) > 1 or others[0].lower().endswith("s"))

    def about_child(self, text: str) -> bool:
        """Whether whoever is named last in ``text`` is a child of the review or may be."""
        return self.nearest(text) is not None


def cast_of(subject: str | None, sentences: Sequence[Told]) -> Cast:
    """Work out the names that a document uses for the children of its review."""
    if not subject:
        return Cast(None, (), ())
    early = [told for told in sentences if told.of_the_case]
    members = members_of(subject) or tuple(_group_members(subject, early))
    called = [names for names in _called(early) if [subject_key(name) for name in names] != [subject_key(subject)]]
    if members == (subject,) and _CODE.search(subject):
        members = next((names for names in called if len(names) > 1), _labelled(early)) or members
    aliases = [name for names in called for name in names if subject_key(name) != subject_key(subject)]
    aliases += _bare(subject, sentences)
    aliases += _in_table(subject, early)
    if members_of(subject):
        aliases += members
    known = {*members} - {*members_of(subject)} if not _CODE.search(subject) else set()
    return Cast(subject, members, tuple(dict.fromkeys(name for name in aliases if name not in known)))


def named_in_text(sentences: Iterable[Told]) -> str | None:
    """A label that the text gives to children whom the title only counts: "They are called Babies C, D, E and F"."""
    for told in sentences:
        found = re.search(r"\b(?:called|known as|referred to as)\s+", told.text)
        label = subject_in(told.text[found.end() :]) if found and told.order < 60 else None
        if label and label[1][0] == 0 and len(members_of(label[0])) > 1:
            return label[0]
    return None


def _called(sentences: Sequence[Told]) -> Iterator[tuple[str, ...]]:
    for told in sentences:
        if told.order > 80:
            return
        for match in _CALLED.finditer(told.text):
            between = match["between"]
            if not _RELATIVE_WORD.search(between) and not re.search(r"\b(?:not|never|be)\b(?! known| called)", between):
                yield tuple(re.split(r", and |, | and ", match["name"]))
        for match in _BY_NAME.finditer(told.text):
            yield tuple(re.split(r", and |, | and ", match["name"]))


def _labelled(sentences: Sequence[Told]) -> tuple[str, ...]:
    """Two or more children of a review that bears a number: "Child A" and "Child B", each named again and again."""
    seen = Counter(name for told in sentences for name in re.findall(r"\b(?:Child|Young Person) [A-Z1-9]\b", told.text))
    often = tuple(sorted(name for name, times in seen.items() if times >= 3))
    return often if len(often) > 1 else ()


def _bare(subject: str, sentences: Sequence[Told]) -> list[str]:
    """The letters alone, where the text goes on with them: "L" for "Young Person L"."""
    letters = re.fullmatch(r"(?:Child|Baby|Young Person|Infant|Case) ([A-Z]{1,3}\d?|[A-Z][a-z]{2,})", subject)
    if not letters:
        return []
    before = (
        r"(?<!Child )(?<!Baby )(?<!Person )(?<!Infant )(?<!Appendix )(?<!Part )(?<!Adult )(?<!Section )(?<![\w.'-])"
    )
    alone = re.compile(rf"{before}{letters[1]}(?:['’]s)?(?![\w.-])")
    count = sum(len(alone.findall(told.text)) for told in sentences)
    return [letters[1]] if count >= _needed(letters[1], before, sentences) else []


def _needed(letters: str, before: str, sentences: Sequence[Told]) -> int:
    """How often the letters must stand alone: a code or a forename once, a letter twice where it does something."""
    if letters in ("A", "I"):
        return 10**6  # English words
    if len(letters) > 1:
        return 2 if letters.isalpha() and letters.isupper() else 1
    acts = re.compile(rf"{before}{letters}(?:['’]s\b|,? (?:who )?(?:was|had|is|has|lived|did|died|told|said|went)\b)")
    return _BARE_NEEDS - any(acts.search(told.text) for told in sentences)


def _in_table(subject: str, sentences: Sequence[Told]) -> list[str]:
    """The name in the row of a family table that says "Subject", where the review itself bears a number."""
    if not _CODE.search(subject):
        return []
    rows = [told.row for told in sentences if told.row and re.search(r"\bsubject\b", told.text, re.IGNORECASE)]
    return [row[0] for row in rows if re.fullmatch(_NAME, row[0])]


def _group_members(subject: str, sentences: Sequence[Told]) -> Iterator[str]:
    """The labels of the children in a group: S1, S2 and S3 of "Sibling Group S"."""
    letter = re.search(r"\b([A-Z]{1,2})$", subject)
    numbered = re.compile(rf"(?<![\w-])({letter[1] if letter else '[A-Z]'}[1-9]\d?)(?![\w-])|\b(Child [1-9A-Z])\b")
    seen: Counter[str] = Counter()
    for told in sentences:
        seen.update(match[1] or match[2] for match in numbered.finditer(told.text))
    plural = re.match(
        r"(?:sibling group|siblings|family|children|case|\w+ (?:children|babies|siblings))\b", subject, re.I
    )
    found = [label for label, times in seen.items() if times >= (1 if letter else 2)]
    found.sort(key=lambda label: (len(label), label))
    if plural and len(found) > 1:
        yield from found
    else:
        yield from ([] if plural else [subject])
