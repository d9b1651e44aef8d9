"""The terms of the vocabulary as records: what each is called, means, and is known by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What every term has. ``dated`` are names of earlier years: they are understood, and never shown as the name."""

    id: str
    label: str
    definition: str
    synonyms: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every word or phrase by which somebody may ask for it, the preferred one first."""
        return (self.label, *self.synonyms, *self.dated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Term):
    """A group of themes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cued(Term):
    """A term with words that show it. A weak cue never suffices alone; a cue within an exclusion does not count."""

    cues: tuple[str, ...] = ()
    weak_cues: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Cued):
    """What a passage is about."""

    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NationNames:
    """What an agency is called in one nation."""

    nation: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency(Cued):
    """Whom a passage speaks of, by what they do; abbreviations are read only in capitals."""

    abbreviations: tuple[str, ...] = ()
    nations: tuple[NationNames, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name but the abbreviations, with those of single nations."""
        return (self.label, *self.synonyms, *(name for one in self.nations for name in one.names), *self.dated)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeGroup(Term):
    """An age at the time of the harm, in months: from ``least`` to just before ``below``. Before birth is below 0."""

    least: int | None = None
    below: int | None = None

    @property
    def told_by_age(self) -> bool:
        """Whether an age tells the group; none tells that the age is not known."""
        return self.least is not None or self.below is not None

    def holds(self, months: int) -> bool:
        """Whether a child of that age belongs here; never so where no age tells the group."""
        return self.meets(months, months)

    def meets(self, low: int, high: int) -> bool:
        """Whether some age from ``low`` to ``high`` months belongs here."""
        if not self.told_by_age:
            return False
        return (self.least is None or high >= self.least) and (self.below is None or low < self.below)


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmType(Term):
    """What happened to the child; ``fatal`` is None where it may or may not be a death."""

    fatal: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Method(Cued):
    """How a review was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Where and when a name was in use, in years; an open end is None."""

    nation: str
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewType(Term):
    """A kind of review; ``patterns`` are plain regular expressions of the forms that reports use of themselves."""

    nation: str | None
    patterns: tuple[str, ...]
    abbreviations: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRole(Term):
    """What a passage does in its report; ``headings`` are plain regular expressions."""

    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All terms, in the order of their files, and the version that they make together."""

    version: str
    groups: tuple[Group, ...]
    themes: tuple[Theme, ...]
    agencies: tuple[Agency, ...]
    ages: tuple[AgeGroup, ...]
    harms: tuple[HarmType, ...]
    methods: tuple[Method, ...]
    reviews: tuple[ReviewType, ...]
    roles: tuple[SectionRole, ...]

    def theme(self, identifier: str) -> Theme:
        """The theme with that id; :class:`KeyError` when there is none."""
        for theme in self.themes:
            if theme.id == identifier:
                return theme
        raise KeyError(identifier)

    def themes_of(self, group: str) -> tuple[Theme, ...]:
        """The themes of one group."""
        return tuple(theme for theme in self.themes if theme.group == group)

    def age_group(self, months: int | None) -> AgeGroup:
        """The group of a child of that age; the one without ages when it is not known."""
        known = (group for group in self.ages if months is not None and group.holds(months))
        return next(known, self.ages[-1])
