"""The field's words as data: complete, strict, and a bridge from the words of yesterday."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.fictional.truth import Truth, load
from evals.vocabulary_page import PAGE, page
from ingest.errors import VocabularyError
from ingest.model import Role
from ingest.vocabulary import reading
from ingest.vocabulary.bridge import named_in
from ingest.vocabulary.cues import any_of, expression, flaw, pattern, required
from ingest.vocabulary.mapping import read_mapping
from ingest.vocabulary.reading import read_vocabulary, version, vocabulary
from ingest.vocabulary.terms import Cued

SHIPPED = Path(reading.__file__).parent
TRUTHS = sorted((Path(__file__).parent.parent / "evals" / "fictional" / "reviews").glob("*/*.truth.yaml"))


def _cued() -> Iterator[Cued]:
    whole = vocabulary()
    yield from (*whole.themes, *whole.agencies, *whole.methods)


def test_it_is_as_large_as_it_should_be() -> None:
    whole = vocabulary()
    assert [len(whole.themes_of(group.id)) for group in whole.groups] == [5, 12, 11, 11, 8, 8, 5]
    assert len(whole.agencies) == 25
    assert [group.id for group in whole.ages] == [
        "unborn",
        "under-1",
        "1-5",
        "6-10",
        "11-15",
        "16-17",
        "18-plus",
        "unknown",
    ]
    assert {role.id for role in whole.roles} == {role.value for role in Role}


def test_every_theme_has_enough_cues_and_a_definition_of_its_own() -> None:
    themes = vocabulary().themes
    assert all(len(theme.cues) >= 6 and theme.weak_cues and theme.synonyms for theme in themes)
    assert len({theme.definition for theme in themes}) == len({theme.label for theme in themes}) == 60


def test_the_truth_uses_only_ids_that_are_there() -> None:
    truths = [load(path) for path in TRUTHS]
    assert truths
    whole = vocabulary()
    known = {
        "themes": {one.id for one in whole.themes},
        "agencies": {one.id for one in whole.agencies},
        "harms": {one.id for one in whole.harms},
        "methods": {one.id for one in whole.methods},
        "reviews": {one.id for one in whole.reviews},
        "roles": {one.id for one in whole.roles},
    }
    for name, ids in known.items():
        assert {used for truth in truths for used in _used(truth)[name]} - ids == set(), name


def _used(truth: Truth) -> dict[str, set[str]]:
    stated = (*truth.findings, *truth.recommendations)
    return {
        "themes": {one for item in stated for one in item.themes}
        | {one.id for passage in truth.passages for one in passage.themes},
        "agencies": {*truth.facts.agencies}
        | {one for item in truth.recommendations for one in item.addressees}
        | {one.id for passage in truth.passages for one in passage.agencies},
        "harms": set(truth.facts.harm_types),
        "methods": {truth.facts.method} - {None},
        "reviews": {truth.facts.review_type} - {None},
        "roles": {*truth.roles.values(), *(passage.role for passage in truth.passages)},
    }


def test_words_that_fire_everywhere_never_suffice_alone() -> None:
    forbidden = {
        *("training", "communication", "leadership", "evidence", "missing", "records", "risk"),
        *("planning", "transition", "culture", "challenge"),
    }
    for theme in vocabulary().themes:
        for word in forbidden:
            assert not any_of(theme.cues).search(f"There was {word}."), (theme.id, word)
        for weak in theme.weak_cues:
            assert weak not in theme.cues


@pytest.mark.parametrize(
    ("theme", "text", "counts"),
    [
        ("missed-appointments", "The record shows DNA against each.", True),
        ("missed-appointments", "A dna sample was taken.", False),
        ("parental-engagement", "The family were described as hard to reach.", True),
        ("nai-infants", "There was concern about nonaccidental injury.", True),
        ("fathers-men", "The mother’s new partner was at home.", True),
        ("safer-sleep-sudi", "The family had talked about co–sleeping.", True),
        ("thresholds-referrals", "The dog chewed the mash.", False),
        ("neglect", "The Graded Care\nProfile was not finished.", True),
    ],
)
def test_cues_are_read_as_they_are_meant(theme: str, text: str, counts: bool) -> None:
    assert bool(any_of(vocabulary().theme(theme).cues).search(text)) is counts


def test_an_exclusion_covers_what_only_looks_like_a_cue() -> None:
    process = vocabulary().theme("cp-process")
    text = "A neighbour gave CPR until the ambulance came."
    cue = any_of(process.cues).search("He was placed on the CPR.")
    assert cue is not None
    assert any_of(process.exclusions).search(text)


def test_every_cue_compiles_and_matches_no_empty_text() -> None:
    for term in _cued():
        for cue in (*term.cues, *term.weak_cues, *term.exclusions):
            assert flaw(cue) is None
            assert not pattern(cue).search(" . "), (term.id, cue)


@settings(max_examples=400)
@given(st.text(alphabet="abc -'|()[]*+?{}12,\\w…AB^", max_size=14))
def test_a_cue_without_a_flaw_compiles(cue: str) -> None:
    if flaw(cue) is None:
        re.compile(expression(cue))


@pytest.mark.parametrize(
    ("cue", "words"),
    [
        ("home conditions", {"conditions"}),
        ("(seen|heard) alone", {"alone"}),
        ("(mother|father)s?", {"mother", "father"}),
        ("(the )?GPs?", set()),
        ("(drift|delay)(ed)?|late", {"drift", "delay", "late"}),
        ("bed-shar(e|ed|ing)", {"shar"}),
    ],
)
def test_what_a_cue_requires_is_known_before_it_is_looked_for(cue: str, words: set[str]) -> None:
    assert required(cue) == words


def test_what_a_cue_requires_stands_in_what_it_matches() -> None:
    texts = [passage.quote for path in TRUTHS[::4] for passage in load(path).passages]
    for text in texts[:60]:
        for term in _cued():
            for cue in term.cues:
                words = required(cue)
                if words and not any(word in text.lower() for word in words):
                    assert not pattern(cue).search(text), cue


@pytest.mark.parametrize(
    ("asked", "term", "dated"),
    [
        ("DNA", "missed-appointments", True),
        ("dna policies", "missed-appointments", True),
        ("hidden men", "fathers-men", True),
        ("toxic trio", "cumulative-parental-risk", True),
        ("peer-on-peer abuse", "harmful-sexual-behaviour", True),
        ("hard to reach families", "parental-engagement", True),
        ("cot deaths", "safer-sleep-sudi", True),
        ("was not brought", "missed-appointments", False),
        ("what the GP did", "gp-primary-care", False),
        ("school nurses", "health-visiting", False),
        ("PCT commissioning", "health-commissioner", False),
    ],
)
def test_the_words_of_yesterday_find_the_terms_of_today(asked: str, term: str, dated: bool) -> None:
    assert (term, dated) in [(named.term.id, named.dated) for named in named_in(asked)]


def test_ordinary_words_name_nothing() -> None:
    assert named_in("what ed said about it") == ()


@pytest.mark.parametrize(
    ("months", "group"),
    [(-2, "unborn"), (0, "under-1"), (11, "under-1"), (12, "1-5"), (72, "6-10"), (215, "16-17"), (216, "18-plus")],
)
def test_a_child_belongs_to_one_age_group(months: int, group: str) -> None:
    assert vocabulary().age_group(months).id == group
    assert sum(one.holds(months) for one in vocabulary().ages) == 1
    assert vocabulary().age_group(None).id == "unknown"


def _changed(folder: Path, name: str, old: str, new: str) -> VocabularyError:
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    file = folder / f"{name}.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        read_vocabulary(folder)
    line = (text[: text.index(old)] + new).count("\n") + 1
    assert abs(caught.value.line - line) <= 4
    assert caught.value.path == f"{name}.yaml"
    assert caught.value.exit_code == 2
    return caught.value


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        ("themes", "id: fii\n", "id: neglect\n", "the id “neglect” is already used in line"),
        ("agencies", "  weak_cues: [officer,", "  week_cues: [officer,", "“week_cues” is not a key that is known here"),
        ("themes", "- street-?wise", "- street(wise", "a broken pattern: a bracket is not closed"),
        ("themes", "- street-?wise", "- '*wise'", "a broken pattern: “*” has nothing to repeat"),
        ("themes", "- street-?wise", "- 7", "should be a valid string, not 7"),
        ("themes", "label: Neglect\n", "label: ''\n", "“label” is empty"),
        ("themes", "label: Neglect\n", "label: ' '\n", "this is empty"),
        ("themes", "label: Neglect\n", "label: Neglect\n    label: Want\n", "“label” is given twice here"),
        ("themes", "id: neglect\n", "id: Neglect_1\n", "“Neglect_1” is not an id"),
        ("themes", "group: harm\n", "group: harms\n", "not among the groups; did you mean “harm”?"),
        ("themes", "      - dirty\n", "      - neglect(ed|ful|ing)?\n      - dirty\n", "both a cue and a weak cue"),
        ("ages", "below: 72\n", "below: 71\n", "does not begin where “1-5” ends, at 71 months"),
        ("harms", "fatal: true\n", "fatal: perhaps\n", "“fatal”: "),
        ("reviews", r"'\blearning review'", "'(learning review'", "is a broken pattern"),
        ("roles", "label: Appendix\n", "\n", "has no label or no definition"),
        ("kinds", "where: title", "were: title", "“were” is not a key that is known here"),
        ("methods", "synonyms: [SILP,", "synonyms: [SILP: [,", "this is not YAML"),
    ],
)
def test_what_is_wrong_is_refused_with_file_line_and_reason(
    tmp_path: Path, name: str, old: str, new: str, reason: str
) -> None:
    error = _changed(tmp_path / "words", name, old, new)
    assert reason in error.reason
    assert str(error) == f"{name}.yaml, line {error.line}: {error.reason}"


def test_a_missing_key_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "words", ignore=shutil.ignore_patterns("*.py"))
    (tmp_path / "words" / "harms.yaml").write_text("- id: one\n  label: One\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"harms.yaml, line 1: “definition” is missing"):
        read_vocabulary(tmp_path / "words")
    (tmp_path / "words" / "harms.yaml").write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"harms.yaml, line 1: the file is empty"):
        read_vocabulary(tmp_path / "words")


def test_the_version_follows_the_files(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED, tmp_path / "words", ignore=shutil.ignore_patterns("*.py"))
    file = tmp_path / "words" / "harms.yaml"
    assert read_vocabulary(tmp_path / "words").version == version() == vocabulary().version
    file.write_text(file.read_text(encoding="utf-8") + "# a note\n", encoding="utf-8")
    assert read_vocabulary(tmp_path / "words").version != version()


def test_reading_it_takes_no_time_to_speak_of() -> None:
    assert min(_seconds() for _ in range(3)) < 0.15


def _seconds() -> float:
    started = time.process_time()
    read_vocabulary(SHIPPED)
    return time.process_time() - started


def _framework(folder: Path, themes: str) -> Path:
    file = folder / "framework.yaml"
    file.write_text(f"name: Northmere framework\nthemes:\n{themes}", encoding="utf-8")
    return file


def test_counts_can_follow_a_boards_own_heads(tmp_path: Path) -> None:
    told = "  information-sharing: Forums\n  professional-curiosity: [Curiosity, Forums]\n"
    mapping = read_mapping(_framework(tmp_path, told))
    assert mapping.heads_of("professional-curiosity") == ("Forums", "Curiosity")
    assert [head.label for head in mapping.heads] == ["Forums", "Curiosity"]
    assert mapping.heads[0].themes == ("professional-curiosity", "information-sharing")
    assert len(mapping.unmapped) == 58
    assert mapping.heads_of("neglect") == ()


@pytest.mark.parametrize(
    ("themes", "line", "reason"),
    [
        ("  neglect: Care\n  profesional-curiosity: X\n", 4, "did you mean “professional-curiosity”"),
        ("  hidden men: X\n", 3, "did you mean “fathers-men”"),
        ("  neglect: A\n  neglect: B\n", 4, "“neglect” is given twice here"),
        ("  neglect: ''\n", 3, "empty"),
        ("  neglect: A\nheads: []\n", 4, "“heads” is not a key that is known here"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(tmp_path: Path, themes: str, line: int, reason: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        read_mapping(_framework(tmp_path, themes))
    assert caught.value.line == line
    assert reason in caught.value.reason


def test_a_mapping_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="cannot be read"):
        read_mapping(tmp_path / "none.yaml")


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(vocabulary()), "run: python -m evals.vocabulary_page"


def test_the_plain_loader_still_gives_every_file() -> None:
    for file in SHIPPED.glob("*.yaml"):
        assert yaml.safe_load(file.read_text(encoding="utf-8"))
