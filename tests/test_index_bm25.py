"""Words, stems and phrases as every store sees them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.engine.bm25 import (
    Vocabulary,
    VocabularyCount,
    passage_vector,
    phrase_key,
    phrase_places,
    places,
    query_vector,
    stem_of,
    stems_of,
    words_of,
)

LATIN = st.text(st.characters(max_codepoint=0x24F), max_size=120)


@given(LATIN)
@example("İ")
@example("aİb İc")
def test_our_words_have_the_very_stems_that_the_engine_indexes(text: str) -> None:
    assert set(stems_of(words_of(text))) == set(passage_vector(text, 60).indices) == set(query_vector(text).indices)


@given(LATIN, LATIN, LATIN)
def test_a_phrase_is_found_wherever_it_stands_as_whole_words(before: str, phrase: str, after: str) -> None:
    words = words_of(phrase)
    text = f"{before} {phrase.upper() if phrase.upper().lower() == phrase.lower() else phrase}\n{after}"
    if words and words_of(text) == words_of(before) + words + words_of(after):
        assert phrase_places(text, words)
        assert f" {' '.join(words)} " in f" {phrase_key(text)} "


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("The health\nvisitor called.", "Health Visitor", "health\nvisitor"),
        ("A multi-agency meeting", "multi agency", "multi-agency"),
        ("the child’s voice", "child's voice", "child’s voice"),
        ("health visitors met", "health visitor", None),
        ("unhealth visitor", "health visitor", None),
        ("visitor health", "health visitor", None),
    ],
)
def test_phrases_match_whole_words_in_any_case_across_joins(text: str, phrase: str, found: str | None) -> None:
    assert [text[start:end] for start, end in phrase_places(text, words_of(phrase))] == ([found] if found else [])


def test_places_mark_words_of_the_same_stem_as_they_stand() -> None:
    text = "Bruises, bruised and a BRUISE; not a brush."
    stem = stem_of("bruising")
    assert stem is not None
    assert [text[start:end] for start, end in places(text, frozenset({stem}))] == ["Bruises", "bruised", "BRUISE"]


def test_stop_words_have_no_stem() -> None:
    assert [stem_of(word) for word in ("the", "and", "was")] == [None, None, None]


def test_rare_words_weigh_more_and_unknown_ones_most() -> None:
    count = VocabularyCount()
    for text in ("child methadone", "child neglect", "child neglect"):
        count.add(text)
    words = count.result()
    weights = [words.weight(stem_of(word) or 0) for word in ("child", "neglect", "methadone", "penguin")]
    assert weights == sorted(weights)
    assert words.average == 10.0


def test_the_average_is_rounded_so_that_one_more_document_does_not_change_every_weight() -> None:
    assert {Vocabulary(10, {}, words).average for words in (560, 590, 640)} == {60.0}
