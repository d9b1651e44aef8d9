"""What goes wrong with the texts, said so that their author can mend it."""

from pathlib import Path

from pydantic import ValidationError


class FictionError(ValueError):
    """A text, a truth file or the looks cannot be used; the message names the file and the reason."""


def wrong(path: Path, reason: str) -> FictionError:
    """Name the file by its last two parts, which is how its author knows it."""
    return FictionError(f"{'/'.join(path.parts[-2:])}: {reason}")


def invalid(path: Path, error: ValidationError) -> FictionError:
    """Turn every complaint of pydantic into `field: reason`, so that one reading mends them all."""
    reasons = (f"{'.'.join(map(str, e['loc'])) or 'the whole'}: {e['msg']}" for e in error.errors())
    return wrong(path, "; ".join(reasons))
