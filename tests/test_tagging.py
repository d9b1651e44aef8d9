"""Which themes and agencies a passage carries: what counts, what does not, and the words that say so."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.contract.tags import of_passage
from index.tagging.boilerplate import standing_text
from index.tagging.cue_finder import CueFinder
from index.tagging.examples import examples, print_of
from index.tagging.library import LibraryTagger, payload_tags
from index.tagging.likeness import MeaningLikeness, WordLikeness, sentence_of
from index.tagging.negation import denied
from index.tagging.passage import Tagging, shipped_thresholds, shipped_words
from index.tagging.review_themes import review_themes
from index.tagging.store import TagStore
from index.tagging.tags import AgencyTag, How, Part, PassageTags, Strength, ThemeTag, read, written
from index.vectors.cache import VectorCache
from index.vectors.embedding import Vectors
from ingest.model import Held, Role
from ingest.vocabulary.reading import vocabulary
from ingest.vocabulary.terms import Theme
from tests.held import MemoryRecord, WordEmbedder, held, review

CASE = review("a-2020", title="Child A")
NOWHERE = np.zeros(4, dtype=np.float32)


@cache
def tagging() -> Tagging:
    """The shipped tagger, but for the meaning: these vectors say nothing."""
    silent = MeaningLikeness("", "", np.zeros((4, len(vocabulary().themes)), dtype=np.float32))
    return Tagging(vocabulary(), shipped_words(), silent, shipped_thresholds())


def tags(text: str, role: Role = Role.NARRATIVE, heading: tuple[str, ...] = ()) -> PassageTags:
    one = held(text, CASE, role=role)
    return tagging().tags(replace(one, passage=replace(one.passage, heading=heading)), NOWHERE)


def themes(text: str, role: Role = Role.NARRATIVE) -> set[str]:
    return {tag.id for tag in tags(text, role).themes}


def agencies(text: str, role: Role = Role.NARRATIVE, heading: tuple[str, ...] = ()) -> dict[str, str]:
    return {tag.id: tag.role.value for tag in tags(text, role, heading).agencies}


ABUSE = "Police were called because of domestic abuse, and he controlled where she went and whom she saw."


def test_a_theme_is_found_with_the_words_that_say_so() -> None:
    found = {tag.id: tag for tag in tags(ABUSE).themes}
    words = [ABUSE[start:end] for start, end in found["domestic-abuse"].words]
    assert any("domestic abuse" in word for word in words)
    assert found["domestic-abuse"].how in (How.CUE, How.BOTH)


@pytest.mark.parametrize(
    "text",
    [
        "There was no evidence of domestic abuse in the household.",
        "Domestic abuse was not a feature of the relationship.",
        "There were no signs of domestic abuse or of parental drug use.",
        "Neither domestic abuse nor drug use played any part in these events.",
        "There was no domestic abuse.",
    ],
)
def test_what_is_denied_is_no_theme(text: str) -> None:
    assert not themes(text) & {"domestic-abuse", "parental-substance-use"}


def test_what_practice_lacked_is_a_theme_all_the_same() -> None:
    assert "supervision-oversight" in themes("There was no evidence of supervision or of management oversight.")


def test_what_follows_a_denial_is_read() -> None:
    text = (
        "There was no evidence of drug use, but he hit the mother and was violent towards her: it was domestic abuse."
    )
    assert "domestic-abuse" in themes(text)
    assert "parental-substance-use" not in themes(text)


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (ABUSE, Role.TERMS_OF_REFERENCE),
        (ABUSE, Role.METHODOLOGY),
        (ABUSE, Role.BOILERPLATE),
        (ABUSE, Role.APPENDIX),
        ("The review will consider how agencies responded to domestic abuse.", Role.NARRATIVE),
        ("Was domestic abuse recognised and responded to by agencies?", Role.NARRATIVE),
        ("Multi-agency training on domestic abuse is open to all staff and can be booked online.", Role.NARRATIVE),
        ("The Board runs half-day courses on domestic abuse and neglect.", Role.LESSON),
        ("Smith, J. and Jones, P. (2015) Domestic abuse and children. London: HMSO.", Role.ANALYSIS),
        ("Anyone worried about domestic abuse should ring the helpline.", Role.CONCLUSION),
    ],
)
def test_what_only_mentions_a_theme_does_not_count(text: str, role: Role) -> None:
    assert themes(text, role) == set()


@pytest.mark.parametrize(
    ("theme", "text"),
    [
        ("safer-sleep-sudi", "The baby had been co-sleeping with both parents on the settee and was found face down."),
        ("criminal-exploitation", "He was carrying drugs for a gang along a county line and owed them money."),
        ("suicide-self-harm", "She took an overdose and told the nurse that she wanted to die."),
        ("nai-infants", "The X-ray showed healing rib fractures, and the baby had been shaken."),
        ("escalation-challenge", "The nurse disagreed with the decision and raised it with a senior manager."),
        ("covid", "During lockdown the visits were virtual."),
        ("information-sharing", "The school was never told of what the police knew, and information was not shared."),
        ("missed-appointments", "He was not brought to three clinic appointments."),
        ("disability-send", "The autistic boy had an EHCP and went to a special school."),
    ],
)
def test_invented_sentences_are_about_what_they_are_about(theme: str, text: str) -> None:
    assert theme in themes(text)


@pytest.mark.parametrize(
    "text",
    [
        "The family lived in the village for ten years and had two dogs.",
        "He liked football and drawing.",
        "The panel met five times and was chaired by an independent person.",
    ],
)
def test_plain_sentences_carry_no_theme(text: str) -> None:
    assert themes(text) == set()


def test_a_letter_is_addressed_to_those_whose_officers_it_names() -> None:
    text = (
        "3 May 2019\nA. Reed, Director of Children's Services, Northmere Council\n"
        "B. Stone, Chief Constable, Northmere Police\nC. Wood, Chief Executive, Northmere Clinical Commissioning Group"
    )
    found = agencies(text, Role.FRONT_MATTER)
    assert found["childrens-social-care"] == found["police"] == "addressee"
    assert agencies("Published by Northmere Police.", Role.FRONT_MATTER) == {}


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("The sergeant did not pass the report on.", "police"),
        ("Two officers attended and spoke to him.", "police"),
        ("The form tutor wrote to her mother.", "school"),
        ("The surgeon did not ask how the leg was broken.", "acute-hospital"),
        ("The local authority did not reply.", "childrens-social-care"),
        ("Her care co-ordinator had left.", "adult-mental-health"),
        ("The supervising social worker visited the carers.", "residential-fostering"),
        ("The named GP gave advice.", "health-commissioner"),
    ],
)
def test_occupations_stand_for_their_agency(text: str, agency: str) -> None:
    assert agency in agencies(text)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("Ofsted, the Care Quality Commission and HMI Constabulary inspected the area.", "police"),
        ("Ofsted, the Care Quality Commission and HMI Probation inspected the area.", "probation"),
        ("This is valued across the partnership.", "safeguarding-partnership"),
        ("It was thought to be good practice.", "gp-primary-care"),
        ("Local authority housing was scarce.", "childrens-social-care"),
    ],
)
def test_words_within_other_words_are_no_agency(text: str, agency: str) -> None:
    assert agency not in agencies(text)


def test_likeness_in_words_is_kept_as_it_was_fitted() -> None:
    given = examples(vocabulary().themes)[-200:]
    names = [theme.id for theme in vocabulary().themes]
    fitted = WordLikeness.fitted(given, names)
    sentence = sentence_of(given[0].text, (0, len(given[0].text)))
    kept = WordLikeness.read(fitted.as_data())
    assert np.allclose(fitted.scores(sentence), kept.scores(sentence), atol=0.02)
    assert kept.telling(sentence, int(fitted.scores(sentence).argmax()))
    assert WordLikeness.shipped().made_from == print_of(examples(vocabulary().themes))


def test_of_themes_of_one_weight_that_of_more_passages_is_first() -> None:
    passages = [held(f"Words of passage {number} of the report.", CASE).passage for number in range(6)]
    common = ThemeTag("neglect", Strength.CLEAR, How.CUE, ((0, 1),))
    less = ThemeTag("assessment-quality", Strength.CLEAR, How.CUE, ((0, 1),))
    tagged = {one.id: PassageTags((common, less) if at < 4 else (common,)) for at, one in enumerate(passages)}
    assert [theme.id for theme in review_themes(passages, tagged, {})] == ["neglect", "assessment-quality"]


def test_words_that_many_reviews_repeat_do_not_count() -> None:
    cases = [review(f"case-{number}", title=f"Case {number}") for number in range(3)]
    passages = [held(ABUSE, case) for case in cases]
    assert tagging().tags(passages[0], NOWHERE).themes
    assert standing_text(passages[:2]) == frozenset()
    repeated = standing_text(passages)
    assert tagging().tags(passages[0], NOWHERE, repeated) == PassageTags()


def test_documents_of_one_review_may_repeat_each_other() -> None:
    passages = [held(ABUSE, CASE, kind=kind) for kind in ("overview-report", "executive-summary", "learning-summary")]
    assert standing_text(passages) == frozenset()


def test_a_weak_cue_does_not_suffice_and_an_exclusion_cancels() -> None:
    theme = Theme(
        id="sleep", label="Sleep", definition="Sleep.", group="harm",
        cues=("asleep",), weak_cues=("bed",), exclusions=("asleep on (his|her) feet",),
    )  # fmt: skip
    finder = CueFinder([theme])
    assert finder.find("The bed was cold.")["sleep"].strong == []
    assert finder.find("The bed was cold.")["sleep"].weak == [(4, 7)]
    assert finder.find("He was asleep.")["sleep"].strong == [(7, 13)]
    assert finder.find("He was asleep on his feet.") == {}
    limits = shipped_thresholds()
    assert limits.weights["weak"] < min(limits.default, *limits.themes.values())
    for weak in ("They were alone in the room for some while.", "His views on the matter are set out in the file."):
        assert "voice-of-child" not in themes(weak)


def test_more_evidence_is_surer() -> None:
    text = "The children were seen alone, and their wishes and feelings and the voice of the child were recorded."
    found = {tag.id: tag.strength for tag in tags(text).themes}
    assert found["voice-of-child"] is Strength.CLEAR
    order = [tag.strength is Strength.CLEAR for tag in tags(text + " " + ABUSE).themes]
    assert len(order) > 1


def test_an_agency_that_acts_is_involved_and_a_name_within_a_name_is_not_another() -> None:
    assert agencies("The health visitor rang the police.") == {"health-visiting": "involved", "police": "involved"}
    assert "school" not in agencies("The school nurse weighed him.")
    assert agencies("There was no evidence that the police were aware.") == {}


def test_an_agency_that_is_asked_is_an_addressee_and_one_in_passing_is_not() -> None:
    text = "Northmere Constabulary should tell schools by the next day of domestic incidents."
    assert agencies(text, Role.RECOMMENDATION) == {"police": "addressee"}
    assert agencies("Tell the nursery at once.", Role.RECOMMENDATION, ("For the police",)) == {"police": "addressee"}


def test_an_agency_over_a_passage_is_possible() -> None:
    found = tags("It did not ask who looked after them.", heading=("4. What happened", "Health visiting"))
    assert found.agencies == (AgencyTag("health-visiting", Part.INVOLVED, Strength.POSSIBLE, ()),)


def test_the_board_commissions_and_others_are_authors() -> None:
    text = "The Safeguarding Children Board commissioned this review. It was written by a senior police officer."
    assert agencies(text, Role.METHODOLOGY) == {"safeguarding-partnership": "commissioner", "police": "author"}
    assert agencies("Agencies sent reports, among them the police.", Role.METHODOLOGY) == {}


def test_tags_are_the_same_on_every_run_and_survive_being_written() -> None:
    text = ABUSE + " The health visitor did not tell the GP."
    assert tags(text) == tags(text)
    assert read(written(tags(text))) == tags(text)


_PIECES = st.sampled_from(
    [
        ABUSE, "There was no evidence of neglect.", "The GP did not refer the bruise.", "“Nobody asked”; he said.\n",
        "The plan was not reviewed", " and ", "\n", "É ", "He was not brought to clinic. ", "Who? ", "(DNA) ", "MARAC.",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=8), st.sampled_from(list(Role)))
def test_every_word_shown_is_a_slice_of_the_passage(pieces: list[str], role: Role) -> None:
    text = "".join(pieces)
    found = tags(text, role)
    for tag in (*found.themes, *found.agencies):
        assert all(0 <= start < end <= len(text) and text[start:end].strip() for start, end in tag.words)
        assert list(tag.words) == sorted(tag.words)
    assert all(tag.words for tag in found.themes)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_what_is_denied_lies_in_the_text(text: str) -> None:
    assert all(0 <= start <= end <= len(text) for start, end in denied(text))


def _tagged(*found: tuple[Held, str, Strength]) -> dict[str, PassageTags]:
    return {one.passage.id: PassageTags((ThemeTag(theme, sure, How.CUE, ((0, 1),)),)) for one, theme, sure in found}


def test_findings_weigh_more_than_narrative_and_a_repeated_passage_counts_once() -> None:
    told = [held(f"It happened again on day {chr(97 + n) * 3} of that year in the home", CASE, n) for n in range(3)]
    found = held("The main finding.", CASE, 9, Role.FINDING)
    twin = held(told[0].passage.text, CASE, 20, kind="executive-summary")
    made = _tagged(
        *((one, "neglect", Strength.POSSIBLE) for one in (*told, twin)), (found, "fathers-men", Strength.CLEAR)
    )
    ranked = review_themes([one.passage for one in (*told, twin, found)], made, {"neglect": "Neglect"})
    assert [(theme.id, theme.strength, theme.passages) for theme in ranked] == [
        ("fathers-men", Strength.CLEAR, 1),
        ("neglect", Strength.POSSIBLE, 3),
    ]
    assert ranked[1].label == "Neglect"
    assert ranked[0].examples == (found.passage.id,)


def _refreshed(folder: Path, record: MemoryRecord, embedder: WordEmbedder) -> dict[str, PassageTags]:
    with VectorCache(folder / "vectors.sqlite") as cache, TagStore(folder / "tags.sqlite") as kept:
        return LibraryTagger(record, cache, kept, embedder).refresh()


def test_a_library_is_tagged_once_and_forgets_what_is_gone(tmp_path: Path) -> None:
    record, embedder = MemoryRecord([held(ABUSE, CASE, 0), held("The police came.", CASE, 1)]), WordEmbedder()
    first = _refreshed(tmp_path, record, embedder)
    encoded = embedder.encoded
    assert {len(tags_.agencies) for tags_ in first.values()} == {1}
    record.change([held(ABUSE, CASE, 0)])
    assert len(_refreshed(tmp_path, record, embedder)) == 1
    assert embedder.encoded == encoded
    with TagStore(tmp_path / "tags.sqlite") as kept:
        assert len(kept.stamps()) == 1


def test_the_index_gets_what_is_clear_beside_all(tmp_path: Path) -> None:
    found = PassageTags(
        (
            ThemeTag("neglect", Strength.CLEAR, How.CUE, ((0, 1),)),
            ThemeTag("covid", Strength.POSSIBLE, How.CUE, ((0, 1),)),
        ),
        (
            AgencyTag("police", Part.ADDRESSEE, Strength.CLEAR, ()),
            AgencyTag("school", Part.INVOLVED, Strength.CLEAR, ()),
        ),
    )
    kept = payload_tags(found)
    assert (kept.themes, kept.clear_themes) == (("neglect", "covid"), ("neglect",))
    assert (kept.agencies, kept.addressees) == (("police", "school"), ("police",))


def test_show_gives_the_words_of_a_passage() -> None:
    one = held(ABUSE, CASE)
    shown = of_passage(one.passage, lambda names: {name: tags(ABUSE) for name in names})
    for tag in (*shown["themes"], *shown["agencies"]):
        assert all(ABUSE[word["start"] : word["end"]] == word["text"] for word in tag["words"])
    assert "police" in {tag["id"] for tag in shown["agencies"]}


def test_meaning_is_fitted_on_what_it_is_given() -> None:
    from index.tagging.examples import Example

    given_ = [Example("a", ("neglect",)), Example("b", ("covid",)), Example("c", ())]
    vectors: Vectors = np.eye(3, dtype=np.float32)
    meaning = MeaningLikeness.fitted("m", given_, ["neglect", "covid"], vectors)
    assert meaning.scores(vectors[0]).argmax() == 0
    assert meaning.scores(vectors[1]).argmax() == 1
    assert abs(meaning.scores(vectors[2])).max() < 1e-6
