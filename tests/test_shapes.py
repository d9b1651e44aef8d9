"""The shapes of sources: golden pairs, and the register that names what is collected."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from ingest.errors import BadArgument, VocabularyError
from ingest.sources.entry import Fetched
from ingest.sources.register import SourceEntry, register
from ingest.sources.shapes import SHAPES
from ingest.sources.shapes.govuk import SEARCH, search_address, unknown_parameters
from ingest.sources.shapes.links import key, whole
from ingest.written.publishers import publisher_named
from tests.golden import draft, pairs

_ENTRIES = register()
_ERAS = {"2014", "2017", "2018", "2019", "2022", "2023", "2025"}


def _name(page: Path) -> str:
    return f"{page.parent.name}/{page.stem}"


@pytest.mark.parametrize("page", pairs.pages(), ids=_name)
def test_a_golden_page_is_read_as_a_person_said(page: Path) -> None:
    expected = pairs.expected_of(page)
    found = pairs.plain(pairs.read(page, expected["source"]))
    assert {name: expected[name] for name in ("entries", "follow", "problems")} == found


@pytest.mark.parametrize("page", pairs.pages(), ids=_name)
def test_a_golden_pair_has_been_read_and_is_fictional(page: Path) -> None:
    assert pairs.expected_of(page)["read_by"] not in (None, "", pairs.NOBODY), f"nobody has read {pairs.beside(page)}"
    assert "Fictional" in page.read_text("utf-8")[:600]
    assert pairs.beside(page).read_text("utf-8").startswith(pairs.NOTE)


def test_a_draft_is_refused_until_it_has_been_read(tmp_path: Path) -> None:
    page = tmp_path / "list-page" / "new.html"
    page.parent.mkdir()
    shutil.copy(pairs.FOLDER / "list-page" / "sizes.html", page)
    assert draft.main([str(page)]) == 0
    with pytest.raises(AssertionError, match="nobody has read"):
        test_a_golden_pair_has_been_read_and_is_fictional(page)
    test_a_golden_page_is_read_as_a_person_said(page)
    wrong = pairs.expected_of(page)
    wrong["entries"][0]["year"] = 1999
    pairs.beside(page).write_text(yaml.safe_dump(wrong), "utf-8")
    with pytest.raises(AssertionError):
        test_a_golden_page_is_read_as_a_person_said(page)


def test_a_draft_keeps_what_a_pair_states_of_its_source(tmp_path: Path) -> None:
    page = tmp_path / "portfolio" / "item.html"
    page.parent.mkdir()
    for file in (pairs.FOLDER / "portfolio").glob("item.*"):
        shutil.copy(file, page.parent)
    before = pairs.expected_of(page)
    assert draft.main([str(page)]) == 0
    assert pairs.expected_of(page) == {**before, "read_by": pairs.NOBODY}


def test_there_is_a_pair_for_each_era_and_each_shape() -> None:
    held = {(page.parent.name, page.stem) for page in pairs.pages()}
    assert {name for shape, name in held if shape == "nspcc-list"} >= _ERAS
    assert {shape for shape, _ in held} == set(SHAPES)
    assert len([name for shape, name in held if shape == "list-page"]) >= 8


# The register


@pytest.mark.parametrize("source", _ENTRIES, ids=lambda source: source.name)
def test_a_source_builds_its_first_requests(source: SourceEntry) -> None:
    assert source.shape in SHAPES
    keys = [key(address) for address in source.start_urls]
    assert len(set(keys)) == len(keys)
    for address in source.start_urls:
        parts = urlsplit(address)
        assert parts.scheme == "https" and "." in (parts.hostname or "") and not parts.fragment
        assert whole(address, address) == address, "an address is fetched as it is written"
    assert source.delay >= 3 and not source.loopback
    assert source.notes and source.expect_max > 0
    assert source.expect_min > 0 or source.may_be_empty
    assert not SHAPES[source.shape](Fetched(source.start_urls[0], b""), source).entries


@pytest.mark.parametrize("source", _ENTRIES, ids=lambda source: source.name)
def test_the_publisher_of_a_source_is_in_the_register_of_publishers(source: SourceEntry) -> None:
    if source.publisher is not None:
        known = publisher_named(source.publisher)
        assert known is not None and not known.fictional
        assert source.nation in (known.nation, "United Kingdom")
        assert source.publisher in {name.name for name in known.names}


def test_the_register_covers_the_four_nations() -> None:
    boards = {publisher_named(source.publisher).id for source in _ENTRIES if source.publisher}  # type: ignore[union-attr]
    nations = Counter(source.nation for source in _ENTRIES)
    assert len(boards) >= 45
    assert set(nations) == {"England", "Wales", "Scotland", "Northern Ireland", "United Kingdom"}
    assert {source.shape for source in _ENTRIES} == set(SHAPES)
    assert len({key(address) for source in _ENTRIES for address in source.start_urls}) == sum(
        len(source.start_urls) for source in _ENTRIES
    ), "two sources start from one page"


def test_the_library_catalogue_is_no_source_and_the_register_says_why() -> None:
    assert not [one for one in _ENTRIES for address in one.start_urls if "library.nspcc" in address]
    text = (Path(__file__).parents[1] / "ingest" / "sources" / "register.yaml").read_text("utf-8")
    assert re.search(r"# Not here.*library\.nspcc\.org\.uk", text)
    for source in _ENTRIES:
        if source.shape == "nspcc-list":
            page = (
                b"<p>2020 - Anonymous - Child A</p><a href=https://library.nspcc.org.uk/x>Read the overview report</a>"
            )
            links = SHAPES["nspcc-list"](Fetched(source.start_urls[0], page), source).entries[0].links
            assert [link.fetch for link in links] == [False]


_OWN = """
- name: mine
  publisher: Northmere Safeguarding Children Partnership
  nation: England
  shape: list-page
  start_urls: [http://127.0.0.1:8000/]
  expect_min: 1
  expect_max: 3
  delay: 0
"""


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (("shape: list-page", "shape: liszt"), 5, "shape"),
        (("start_urls: [http://127.0.0.1:8000/]", "start_urls: [ftp://x]"), 6, "not a web address"),
        (("expect_max: 3", "expect_max: 0"), 2, "less than"),
        (("http://127.0.0.1:8000/", "https://www.fictional.example/"), 2, "3 seconds"),
        (("delay: 0", "delai: 0"), 9, "“delai” is not a key"),
        (("delay: 0", "delay: 0\n  links: {text: '('}"), 10, "is not a pattern"),
        (("delay: 0", "delay: 0\n  links: {within: 'a['}"), 10, "is not a CSS selector"),
        (("delay: 0", "delay: 0\n- name: mine\n  publisher: null\n  nation: Wales\n  shape: govuk\n"
          "  start_urls: [https://x.example]\n  expect_min: 0\n  expect_max: 1"), 10, "given twice"),
        (("name: mine", "name: mine\n  name: yours"), 3, "given twice"),
        (("- name: mine", "- [name"), 3, "not YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_users_register_is_said_with_its_line(
    tmp_path: Path, change: tuple[str, str], line: int, reason: str
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(_OWN.replace(*change), "utf-8")
    with pytest.raises(VocabularyError, match=reason) as refused:
        register(file)
    assert (refused.value.path, refused.value.line) == (str(file), line)


def test_a_users_register_is_read_in_both_forms(tmp_path: Path) -> None:
    plain, nested = tmp_path / "plain.yaml", tmp_path / "nested.yaml"
    plain.write_text(_OWN, "utf-8")
    nested.write_text("# mine\nsources:" + _OWN.replace("\n", "\n  "), "utf-8")
    assert register(plain) == register(nested)
    assert register(plain)[0].loopback


def test_no_file_is_a_wrong_argument(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="cannot be read"):
        register(tmp_path / "none.yaml")


# GOV.UK


def test_a_search_is_built_of_known_parameters_alone() -> None:
    built = search_address("case review", ("department-for-education",), ("research",), start=50)
    assert built.startswith(f"{SEARCH}?q=case+review&") and not unknown_parameters(built)
    assert unknown_parameters(f"{SEARCH}?q=x&filter_colour=blue") == ("filter_colour",)
    for source in _ENTRIES:
        if source.shape == "govuk":
            assert not [name for address in source.start_urls for name in unknown_parameters(address)]
    for start, count in ((-1, 10), (0, 0), (0, 101), (10_001, 10)):
        with pytest.raises(BadArgument, match="search serves"):
            search_address("x", start=start, count=count)
