"""Search: one box, a column of filters with live counts of reviews, and results that quote exactly."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from app import address
from app.address import GROUPS, WITHIN, Asked
from app.house import House
from app.pages.parts import LATEST, PRIVATE, address_box, query_of, view
from app.search import results
from index.searching.query import Filters

_turns = itertools.count(1)
_ANY = ""
_HEADING = "<h1 class='page-title'>Search published child-safeguarding reviews</h1>"


def lay_out(house: House) -> None:
    """Lay out the page and bind its events."""
    place = address_box()
    gr.HTML(_HEADING, js_on_load=None, apply_default_css=False)
    with gr.Row(elem_id="ask"):
        query = _query()
        go = gr.Button("Search", variant="primary", elem_id="go")
    within = gr.Radio([(words, name) for name, (words, _) in WITHIN.items()], label="Search in", elem_id="within")
    with gr.Row(elem_id="both"):
        with gr.Column(elem_id="side"):
            fold = gr.Button("Filters", elem_id="fold")
            with gr.Column(elem_id="filters"):
                filters = _filters(house)
                clear = gr.Button("Clear all filters", elem_id="clear")
        with gr.Column(elem_id="main"):
            found = view("Opening the library…", "found")
    controls = [query, within, *filters]
    outputs = [found, fold, *controls]
    _bind(house, _Asking([go.click, query.submit], [item.input for item in controls[1:]], clear), controls, outputs)
    _bind_address(house, place, outputs)


@dataclass(frozen=True, slots=True)
class _Asking:
    """What sets a search off: the search button, a change of a filter, the button that clears them."""

    searches: list[Any]
    filters: list[Any]
    clear: Any


def _query() -> Any:
    return gr.Textbox(
        label="Describe what you are looking for",
        info="Words in “quotation marks” must appear.",
        elem_id="query",
        lines=1,
        max_lines=4,
        max_length=address.LONGEST_QUERY,
    )


def _filters(house: House) -> list[Any]:
    groups = [
        gr.CheckboxGroup([], label=group.legend, elem_id=f"filter-{name}", elem_classes="filter", visible=False)
        for name, group in GROUPS.items()
    ]
    with gr.Row(elem_id="years"):
        first = gr.Dropdown([("any year", _ANY)], value=_ANY, label="Published from", filterable=False)
        last = gr.Dropdown([("any year", _ANY)], value=_ANY, label="Published to", filterable=False)
    others = gr.Checkbox(
        label="Include inspections and inquiries", elem_id="others", visible=results.holds_others(house)
    )
    return [*groups, first, last, others]


def _bind(house: House, asking: _Asking, controls: list[Any], outputs: list[Any]) -> None:
    # Values are checked by our own reading of them: Gradio would refuse a box whose label has changed meanwhile.
    manner = {**LATEST, "preprocess": False}
    gr.on(asking.searches, _from_inputs(house, "search"), controls, outputs, **manner)
    gr.on(asking.filters, _from_inputs(house, "filter"), controls, outputs, **manner)
    asking.clear.click(_cleared(house), controls, outputs, **manner)


def _bind_address(house: House, place: Any, outputs: list[Any]) -> None:
    def load(request: gr.Request) -> list[Any]:
        return _show(house, address.read(query_of(request)), "load")

    place.change(lambda given: _show(house, address.read(given), "address"), place, outputs, **LATEST)
    gr.on(None, load, None, outputs, **PRIVATE)


def _from_inputs(house: House, came: str) -> Callable[..., list[Any]]:
    return lambda *given: _show(house, _asked(given), came)


def _cleared(house: House) -> Callable[..., list[Any]]:
    return lambda *given: _show(house, replace(_asked(given), filters=Filters(), others=False), "clear")


def _asked(given: tuple[Any, ...]) -> Asked:
    query, within, *groups, first, last, others = given
    lists = {name: list(values or []) for name, values in zip(GROUPS, groups, strict=True)}
    pairs: dict[str, Any] = {GROUPS[name].parameter: values for name, values in lists.items()}
    pairs |= {"q": query or "", "in": within or "", "from": first or "", "to": last or ""}
    return address.read("?" + address.query_of({**pairs, "others": "yes" if others else ""}))


def _show(house: House, asked: Asked, came: str) -> list[Any]:
    """The values of all outputs. What the person typed or ticked is left alone unless it came from the address."""
    shown = results.show(house, asked, came, next(_turns))
    fresh = came in ("address", "load", "clear")
    boxes = [_group(shown, getattr(asked.filters, name), name, fresh) for name in GROUPS]
    years = [
        _year(shown.years, asked.filters.from_year, fresh),
        _year(shown.years, asked.filters.to_year, fresh),
    ]
    others = gr.update(value=asked.others) if fresh else gr.skip()
    ask = [asked.query, asked.within] if fresh else [gr.skip(), gr.skip()]
    return [shown.html, gr.update(value=results.fold_words(asked)), *ask, *boxes, *years, others]


def _group(shown: results.Shown, ticked: tuple[str, ...], name: str, fresh: bool) -> Any:
    choices = results.choices(name, shown.facets.get(name, {}), ticked, shown.boards)
    given: dict[str, Any] = {"value": list(ticked)} if fresh else {}
    legend = GROUPS[name].legend
    return gr.update(
        label=f"{legend}, {shown.of}" if shown.of else legend, choices=choices, visible=bool(choices), **given
    )


def _year(years: list[int], chosen: int | None, fresh: bool) -> Any:
    known = sorted({*years, *([chosen] if chosen else [])})
    given: dict[str, Any] = {"value": str(chosen or _ANY)} if fresh else {}
    return gr.update(choices=[("any year", _ANY), *((str(year), str(year)) for year in known)], **given)
