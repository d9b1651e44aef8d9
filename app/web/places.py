"""Where a reader can go: the pages of the header, and beneath them the pages that belong to the one that is open."""

from __future__ import annotations

PAGES = {
    "/": "Search",
    "/scope": "Scope a review",
    "/shortlist": "Shortlist",
    "/themes": "Recurring themes",
    "/queue": "To review",
    "/library": "Library",
}
"""What the first row of the header offers, by path."""

GROUPS = {
    "/themes": {
        "/themes": "Themes",
        "/recommendations": "Recommendations",
        "/repeat": "Repeat learning",
        "/briefing": "Briefing",
        "/annual": "Annual analysis",
        "/draft": "Check a draft",
    },
    "/library": {
        "/library": "What is held",
        "/digest": "What is new",
        "/held-back": "Held back",
        "/vocabulary": "Vocabulary",
    },
}
"""What the second row offers on the pages of a group, by the path that stands for the group in the first."""

TITLES = {"/review": "Review", **{path: name for group in GROUPS.values() for path, name in group.items()}, **PAGES}
"""Every page with its title; no other is answered. A review is reached from where it is named."""


def around(path: str) -> dict[str, object]:
    """What the header says on the page at ``path``: ``pages`` and, where it is of a group, ``group`` and ``near``."""
    group = next((head for head, members in GROUPS.items() if path in members), "")
    return {"title": TITLES[path], "here": path, "pages": PAGES, "group": group, "near": GROUPS.get(group, {})}
