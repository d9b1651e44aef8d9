"""`python -m evals NAME …`: a measurement by its name, with what it takes; without a name, the names.

``python -m evals.NAME`` does the same.
"""

from __future__ import annotations

import ast
import pkgutil
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path

_HERE = Path(__file__).parent


def measurements() -> Iterator[tuple[str, str]]:
    """Each measurement's name and what it says of itself, by name."""
    for module in pkgutil.iter_modules([str(_HERE)]):
        file = _HERE / module.name / "__main__.py" if module.ispkg else _HERE / f"{module.name}.py"
        text = file.read_text("utf-8") if file.exists() and module.name != "__main__" else ""
        if module.ispkg or '__name__ == "__main__"' in text:
            yield module.name, (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]


def main() -> int:
    """Run the one that is named; 2 when there is none of that name."""
    known = dict(measurements())
    asked = sys.argv[1].replace("-", "_") if len(sys.argv) > 1 else ""
    if asked in known:
        sys.argv = [f"python -m evals {sys.argv[1]}", *sys.argv[2:]]
        runpy.run_module(f"evals.{asked}", run_name="__main__", alter_sys=False)
        return 0
    out = sys.stdout if asked in ("", "__help", "_h") else sys.stderr
    out.write("python -m evals NAME …\n\n" + "".join(f"{name:<18}{says}\n" for name, says in known.items()))
    return 0 if out is sys.stdout else 2


if __name__ == "__main__":
    sys.exit(main())
