"""The filters that commands share: any-of within one option, all-of across options."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from index.searching.query import Filters

Command = TypeVar("Command", bound=Callable[..., Any])

_NAMES = ("theme", "age-group", "agency", "harm", "role", "review-type", "nation", "publisher", "kind")


def filter_options(command: Command) -> Command:
    """Add the filters to a command, which gets them by their names."""
    for name in reversed(_NAMES):
        command = click.option(f"--{name}", multiple=True, help="Repeatable: any of them.")(command)
    for name in ("to-year", "from-year"):
        command = click.option(f"--{name}", type=click.IntRange(1900, 2100), help="Year of publication.")(command)
    return click.option("--reviews-only", is_flag=True, help="Leave out inspections, inquiries and the like.")(command)


def filters_of(given: dict[str, Any]) -> Filters:
    """The filters from what a command was given."""
    from index.searching.query import Filters

    return Filters(
        themes=given["theme"],
        age_groups=given["age_group"],
        agencies=given["agency"],
        harms=given["harm"],
        roles=given["role"],
        review_types=given["review_type"],
        nations=given["nation"],
        publishers=given["publisher"],
        kinds=given["kind"],
        from_year=given["from_year"],
        to_year=given["to_year"],
        reviews_only=given["reviews_only"],
    )
