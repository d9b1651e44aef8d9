"""A sentence model of BERT's shape, run by torch alone.

sentence-transformers reads any model, and its import alone takes some three times as long as torch's: too long for one
question on the command line. Where a model's folder says that it is plain BERT, pooled by mean or first token and
brought to length one, torch's own encoder layers give the same vectors (a test holds them against
sentence-transformers') in a third of the time. Any other model is left to sentence-transformers.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from torch import Tensor
    from torch.nn import TransformerEncoder

Changes = Mapping[str, npt.NDArray[np.float32]]
"""What is added to weights of a model, by their names."""

_STEPS = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
_EXPECTED = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute"}
_POOLING = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "first"}
_LAYER = {
    "self_attn.out_proj": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "linear1": "intermediate.dense",
    "linear2": "output.dense",
    "norm2": "output.LayerNorm",
}


class Bert:
    """Texts become vectors, not yet of length one. Safe from several threads once it is made."""

    def __init__(self, folder: Path, *, fast: bool, changes: Changes | None = None) -> None:
        """Load the model in ``folder``; ``fast`` runs its layers in bfloat16, and what comes after in float32.

        ``changes`` are added to the weights of their names.
        """
        import torch
        from safetensors.torch import load_file
        from tokenizers import Tokenizer

        config, settings = _json(folder / "config.json"), _json(folder / "sentence_bert_config.json")
        weights = {name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()}
        for name, change in (changes or {}).items():
            weights[name] = weights[name].float() + torch.from_numpy(change)
        self._torch = torch
        self._pooling = str(_pooling(folder))
        self._numbers = torch.bfloat16 if fast else torch.float32
        self._padding = int(config.get("pad_token_id") or 0)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(int(settings["max_seq_length"]))
        self._embeddings = {
            part: weights[f"embeddings.{part}.weight"].float()
            for part in ("word_embeddings", "position_embeddings", "token_type_embeddings", "LayerNorm")
        }
        self._bias = weights["embeddings.LayerNorm.bias"].float()
        self._epsilon = float(config["layer_norm_eps"])
        self._encoder = _encoder(config, weights).to(self._numbers)

    def encode(self, texts: Sequence[str], batch: int) -> npt.NDArray[np.float32]:
        """One row a text, in the order given; texts of like length go together, so that little padding is computed."""
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(texts)), key=lambda at: -len(pieces[at]))
        rows = np.zeros((len(texts), self._embeddings["word_embeddings"].shape[1]), dtype=np.float32)
        with self._torch.inference_mode():
            for start in range(0, len(order), batch):
                chosen = order[start : start + batch]
                rows[chosen] = self._batch([pieces[at] for at in chosen]).numpy()
        return rows

    def _batch(self, pieces: Sequence[Sequence[int]]) -> Tensor:
        torch = self._torch
        longest = max(map(len, pieces))
        ids = torch.tensor([[*row, *[self._padding] * (longest - len(row))] for row in pieces])
        absent = torch.tensor([[False] * len(row) + [True] * (longest - len(row)) for row in pieces])
        words = self._embeddings["word_embeddings"][ids]
        words = words + self._embeddings["position_embeddings"][:longest] + self._embeddings["token_type_embeddings"][0]
        scale = self._embeddings["LayerNorm"]
        words = torch.nn.functional.layer_norm(words, scale.shape, scale, self._bias, self._epsilon)
        mask = absent if bool(absent.any()) else None
        read = self._encoder(words.to(self._numbers), src_key_padding_mask=mask).float()
        if self._pooling == "first":
            first: Tensor = read[:, 0]
            return first
        present = (~absent).unsqueeze(-1).float()
        pooled: Tensor = (read * present).sum(1) / present.sum(1)
        return pooled


def fits(folder: Path) -> bool:
    """Whether the model in ``folder`` is one that ``Bert`` reads whole."""
    needed = ("config.json", "modules.json", "sentence_bert_config.json", "tokenizer.json", "model.safetensors")
    if not all((folder / name).exists() for name in needed):
        return False
    config, settings = _json(folder / "config.json"), _json(folder / "sentence_bert_config.json")
    steps = [str(step["type"]).rpartition(".")[2] for step in json.loads((folder / "modules.json").read_text("utf-8"))]
    plain = all(config.get(name, value) == value for name, value in _EXPECTED.items())
    return (
        plain and steps in _STEPS and "max_seq_length" in settings and not _prompts(folder) and bool(_pooling(folder))
    )


def _pooling(folder: Path) -> str | None:
    """How the model's vectors are pooled, where it is in one of our ways."""
    file = folder / "1_Pooling" / "config.json"
    settings = _json(file) if file.exists() else {}
    on = [name for name, value in settings.items() if name.startswith("pooling_mode_") and value is True]
    return _POOLING.get(on[0]) if len(on) == 1 else None


def _prompts(folder: Path) -> bool:
    file = folder / "config_sentence_transformers.json"
    prompts = _json(file).get("prompts") if file.exists() else None
    return any((prompts or {}).values())


def _encoder(config: Mapping[str, Any], weights: Mapping[str, Tensor]) -> TransformerEncoder:
    import torch
    from torch import nn

    layer = nn.TransformerEncoderLayer(
        d_model=int(config["hidden_size"]),
        nhead=int(config["num_attention_heads"]),
        dim_feedforward=int(config["intermediate_size"]),
        dropout=0.0,
        activation="gelu",
        layer_norm_eps=float(config["layer_norm_eps"]),
        batch_first=True,
        device="meta",
    )
    torch.backends.mha.set_fastpath_enabled(False)  # it takes half as long again as torch's usual attention here
    encoder = nn.TransformerEncoder(layer, int(config["num_hidden_layers"]), enable_nested_tensor=False)
    encoder.load_state_dict(dict(_states(weights, int(config["num_hidden_layers"]))), assign=True)
    return encoder.eval()


def _states(weights: Mapping[str, Tensor], layers: int) -> Iterator[tuple[str, Tensor]]:
    """BERT's weights under the names of torch's layers, which keep query, key and value in one."""
    import torch

    for number in range(layers):
        own, theirs = f"layers.{number}", f"encoder.layer.{number}"
        for part in ("weight", "bias"):
            three = [weights[f"{theirs}.attention.self.{name}.{part}"].float() for name in ("query", "key", "value")]
            yield f"{own}.self_attn.in_proj_{part}", torch.cat(three)
            for name, other in _LAYER.items():
                yield f"{own}.{name}.{part}", weights[f"{theirs}.{other}.{part}"].float()


def _json(file: Path) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return held
