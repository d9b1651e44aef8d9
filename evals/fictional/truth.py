"""The right answers: what the person who wrote a text says that it holds."""

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.fictional.errors import invalid, wrong
from evals.fictional.text import Kind

Nation = Literal["England", "Wales", "Scotland", "Northern Ireland"]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
When = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


class _Strict(BaseModel):
    """A misspelt key is a wrong answer that nobody would see, so it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Child(_Strict):
    """A child whom the review is about; an age in months of 0 with its text stands for unborn."""

    label: str | None = None
    age_months: int | None = None
    age_text: str | None = None
    sex: Literal["male", "female"] | None = None


class Facts(_Strict):
    """What the text itself states; a fact that it leaves out is None."""

    publisher: str | None = None
    nation: Nation | None = None
    subject: str | None = None
    aliases: tuple[str, ...] = ()
    review_type: Id | None = None
    method: Id | None = None
    author: str | None = None
    incident: When | None = None
    completed: When | None = None
    published: When | None = None
    period: tuple[When | None, When | None] | None = None
    children: tuple[Child, ...] = ()
    harm_types: tuple[Id, ...] = ()
    fatal: bool | None = None
    cp_plan: bool | None = None
    looked_after: bool | None = None
    agencies: tuple[Id, ...] = ()
    evidence: dict[str, str | None] = Field(default_factory=dict)


class Finding(_Strict):
    """One finding, in the words of the text."""

    number: str | None = None
    text: str
    heading: str
    themes: tuple[Id, ...] = ()


class Recommendation(Finding):
    """One recommendation, in the words of the text, and those whom it asks to act."""

    addressees: tuple[Id, ...] = ()
    timescale: str | None = None


class Theme(_Strict):
    """A theme that a passage speaks of, and how plainly."""

    id: Id
    strength: Literal["clear", "possible"]


class Agency(_Strict):
    """An agency that a passage names, and the part it plays there."""

    id: Id
    role: Literal["involved", "addressee", "author", "commissioner"]


class Passage(_Strict):
    """Words of the text and everything that should be read out of them, which may be nothing."""

    quote: str
    role: Id
    themes: tuple[Theme, ...] = ()
    agencies: tuple[Agency, ...] = ()


class Truth(_Strict):
    """Everything that is known to be so of one document."""

    fictional: Literal[True]
    document: Kind
    facts: Facts
    findings: tuple[Finding, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    roles: dict[str, Id] = Field(default_factory=dict)
    passages: tuple[Passage, ...] = ()

    @property
    def quoted(self) -> tuple[str, ...]:
        """Every text that must stand in the document word for word."""
        stated = (*self.findings, *self.recommendations)
        return (*(item.text for item in stated), *(passage.quote for passage in self.passages))


def load(path: Path) -> Truth:
    """Read one truth file; whatever is wrong with it is said with its file name."""
    try:
        return Truth.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise wrong(path, f"cannot be read: {error}") from error
    except yaml.YAMLError as error:
        raise wrong(path, f"is not YAML: {error}") from error
    except ValidationError as error:
        raise invalid(path, error) from error
