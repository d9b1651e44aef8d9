"""Draft the expected half of a golden pair: ``python -m tests.golden.draft PAGE …``.

The draft says ``read_by: nobody``, and the tests fail until a person has read it against the page and put a name there.
What the pair already states of its source is kept.
"""

from __future__ import annotations

import sys
from pathlib import Path

import yaml

from tests.golden.pairs import NOBODY, NOTE, beside, expected_of, plain, read


def draft(page: Path) -> Path:
    """Write what the page is read as today, marked as unread; says where."""
    file = beside(page)
    given = expected_of(page).get("source", {}) if file.exists() else {}
    stated = {"read_by": NOBODY, "source": given, **plain(read(page, given))}
    file.write_text(NOTE + yaml.safe_dump(stated, allow_unicode=True, sort_keys=False, width=110), "utf-8")
    return file


def main(names: list[str]) -> int:
    """Draft each page named."""
    if not names:
        sys.stderr.write("python -m tests.golden.draft PAGE …\n")
        return 2
    for name in names:
        sys.stdout.write(f"{draft(Path(name))}: read it, then put your name in place of “{NOBODY}”\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
