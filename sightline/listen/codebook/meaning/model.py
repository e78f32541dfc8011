"""What comments mean, as numbers: a sentence-embedding model in a folder. Knows no database.

The folder is as such models are published: ``tokenizer.json`` (Hugging Face tokenizers) beside
``model.onnx``, or ``onnx/model.onnx``, a network that gives a vector for each piece of a text
(``last_hidden_state``) or one for the text (``sentence_embedding``). Pieces are put together by
their mean, without padding, as ``1_Pooling/config.json`` says of most models; a folder that asks
for another way is refused.

Only needed where a setting names a folder: onnxruntime and tokenizers are imported then, and
nothing is ever fetched.

Source: Reimers N, Gurevych I (2019), Sentence-BERT, EMNLP-IJCNLP 3982.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Pieces of a text that are read; few comments are longer.
MOST_PIECES = 256
#: Texts at once: more take memory and are no faster.
_AT_ONCE = 32

Vectors = NDArray[np.float32]


class NoModel(Exception):
    """The model cannot be used; the sentence says why, and what to do."""


class Model:
    """Texts to vectors of length 1, (texts, numbers), in the order given."""

    def __init__(self, folder: Path) -> None:
        tokenizers, runtime = _imported("tokenizers"), _imported("onnxruntime")
        network = next(
            (
                one
                for one in (folder / "model.onnx", folder / "onnx" / "model.onnx")
                if one.exists()
            ),
            None,
        )
        words = folder / "tokenizer.json"
        if network is None or not words.exists():
            raise NoModel(
                f"COMMENTS_MODEL names {folder}, which has no tokenizer.json beside a model.onnx. "
                "See docs/meaning.md."
            )
        _check_pooling(folder)
        try:
            self._words = tokenizers.Tokenizer.from_file(str(words))
            options = runtime.SessionOptions()
            options.log_severity_level = 3
            self._network = runtime.InferenceSession(
                str(network), options, providers=["CPUExecutionProvider"]
            )
        except Exception as fault:  # these libraries raise kinds of their own
            raise NoModel(
                f"The model in {folder} cannot be read: {str(fault)[:200]} See docs/meaning.md."
            ) from fault
        self._words.enable_truncation(max_length=MOST_PIECES)
        self._words.enable_padding()
        self._asks = {one.name for one in self._network.get_inputs()}
        gives = [one.name for one in self._network.get_outputs()]
        self._gives = "sentence_embedding" if "sentence_embedding" in gives else gives[0]

    def vectors(
        self, texts: Sequence[str], say: Callable[[int, int], None] | None = None
    ) -> Vectors:
        """The vector of each text; of a text without words it is 0.

        ``say`` is told now and then how many of how many texts are read.
        """
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))  # little padding
        found: list[Vectors] = []
        for start in range(0, len(order), _AT_ONCE):
            found.append(self._some([texts[at] for at in order[start : start + _AT_ONCE]]))
            if say is not None:
                say(min(start + _AT_ONCE, len(order)), len(order))
        if not found:
            return np.zeros((0, 0), dtype=np.float32)
        together = np.concatenate(found)
        sorted_back = np.empty_like(together)
        sorted_back[order] = together
        return sorted_back

    def _some(self, texts: Sequence[str]) -> Vectors:
        read = self._words.encode_batch(list(texts))
        pieces = np.array([one.ids for one in read], dtype=np.int64)
        there = np.array([one.attention_mask for one in read], dtype=np.int64)
        given = {
            "input_ids": pieces,
            "attention_mask": there,
            "token_type_ids": np.zeros_like(pieces),
        }
        (out,) = self._network.run(
            [self._gives], {name: value for name, value in given.items() if name in self._asks}
        )
        found = np.asarray(out, dtype=np.float32)
        if found.ndim == 3:
            found = (found * there[..., None]).sum(axis=1) / there.sum(axis=1).clip(1)[:, None]
        length = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.where(length > 0, length, 1), dtype=np.float32)


def _imported(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise NoModel(
            f"COMMENTS_MODEL is set, and {error.name} is not installed. See docs/meaning.md."
        ) from error


def _check_pooling(folder: Path) -> None:
    said = folder / "1_Pooling" / "config.json"
    if said.exists() and not json.loads(said.read_text("utf-8")).get("pooling_mode_mean_tokens"):
        raise NoModel(
            f"The model in {folder} puts pieces together in another way than by their mean. Choose "
            "one that does: see docs/meaning.md."
        )


@lru_cache(maxsize=1)
def opened(folder: Path) -> Model:
    """The model of a folder, read once and kept.

    Raises:
        NoModel: it is not there, cannot be read, or what it needs is not installed.
    """
    return Model(folder)
