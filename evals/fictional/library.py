"""The whole library on disk: which documents it holds, where they go, and whether they are there already."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
REVIEWS = HERE / "reviews"
STAMP = ".complete"
_TOOLS = ("reportlab", "python-docx", "jinja2", "pypdfium2", "pillow")
_STALE_AFTER = 3600.0


@dataclass(frozen=True)
class Volume:
    """One document of the library: its text, its right answers, and its place in the folder written to."""

    source: Path
    truth: Path
    place: str


def volumes(reviews: Path = REVIEWS) -> list[Volume]:
    """Every document there is, in a fixed order."""
    from evals.fictional.look import file_name
    from evals.fictional.text import load

    return [
        Volume(path, path.with_suffix(".truth.yaml"), f"{path.parent.name}/{file_name(load(path))}")
        for path in sorted(reviews.glob("*/*.md"))
    ]


def write(folder: Path, reviews: Path = REVIEWS) -> list[Path]:
    """Make `folder` hold the library, doing only what is not done yet; after a kill, call it again."""
    origin = _origin(reviews)
    made_from, files = _stamp(folder / STAMP)
    if made_from != origin or any(_digest(folder / place) != sign for place, sign in files.items()):
        files = _write_all(folder, reviews, files)
        _put(folder / STAMP, json.dumps({"made_from": origin, "files": files}, indent=1).encode())
    return [folder / place for place in sorted(files)]


def _write_all(folder: Path, reviews: Path, before: Mapping[str, str]) -> dict[str, str]:
    """Write what has changed, and take away what an earlier run wrote and this one would not."""
    signs = {}
    for volume in volumes(reviews):
        target = folder / volume.place
        content = _render(volume.source)
        signs[volume.place] = hashlib.sha256(content).hexdigest()
        if _digest(target) != signs[volume.place]:
            _put(target, content)
    for place in before.keys() - signs.keys():
        (folder / place).unlink(missing_ok=True)
    _sweep(folder)
    return signs


def _render(source: Path) -> bytes:
    """The makers are fetched only here: a library that is complete already is told so at once."""
    from evals.fictional import docx, html, pdf
    from evals.fictional.scan import scan
    from evals.fictional.text import Text, load

    text = load(source)
    makers: dict[str, Callable[[Text], bytes]] = {"pdf": pdf.render, "docx": docx.render, "html": html.render}
    content = makers[text.front.format](text)
    return scan(content) if text.front.scanned else content


def _put(target: Path, content: bytes) -> None:
    """A name appears with its whole content or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(target)


def _sweep(folder: Path) -> None:
    """Clear the parts that killed runs left; young ones may belong to a run that is alive."""
    for part in folder.rglob(".*.part"):
        if time.time() - part.stat().st_mtime > _STALE_AFTER:
            part.unlink(missing_ok=True)


def _stamp(path: Path) -> tuple[str, dict[str, str]]:
    """What the last complete run noted; a stamp that cannot be read is no stamp."""
    try:
        noted = json.loads(path.read_bytes())
        return str(noted["made_from"]), dict(noted["files"])
    except (OSError, ValueError, TypeError, KeyError):
        return "", {}


def _origin(reviews: Path) -> str:
    """One sign for everything that the bytes depend on: texts, looks, our code and the makers' versions."""
    sign = hashlib.sha256(" ".join(f"{tool} {version(tool)}" for tool in _TOOLS).encode())
    code = [path for path in HERE.iterdir() if path.suffix in {".py", ".yaml", ".html"}]
    for path in sorted((*code, *reviews.glob("*/*.md"))):
        sign.update(f"{path.parent.name}/{path.name} {_digest(path)}\n".encode())
    return sign.hexdigest()


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
