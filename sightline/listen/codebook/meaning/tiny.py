"""A sentence-embedding model of a few words, written byte by byte, for tests of the real path.

A network in ONNX is a message of Protocol Buffers: fields with a number, as a whole number or as
bytes of a known length. Only what a table of vectors needs is written: one Gather.

Source: onnx.proto (ONNX 1.16) and the encoding of Protocol Buffers.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_FLOAT, _INT64 = 1, 7  # TensorProto.DataType


def write(folder: Path, words: dict[str, NDArray[np.float32]]) -> None:
    """A folder with a model that knows these words; a text means the mean of its words."""
    table = np.stack([np.zeros_like(next(iter(words.values()))), *words.values()])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(_model(table))
    (folder / "tokenizer.json").write_text(json.dumps(_tokenizer(list(words))), encoding="utf-8")


def _tokenizer(words: list[str]) -> dict[str, object]:
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {"type": "Whitespace"},
        "post_processor": None,
        "decoder": None,
        "model": {
            "type": "WordLevel",
            "vocab": {"[UNK]": 0, **{word: at for at, word in enumerate(words, start=1)}},
            "unk_token": "[UNK]",
        },
    }


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes((*found, value))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    raw = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(raw)) + raw


def _value(name: str, kind: int, size: int) -> bytes:
    """A ValueInfoProto of so many dimensions, of any length."""
    shape = b"".join(_bytes(1, _bytes(2, f"{name}{at}")) for at in range(size))
    tensor = _number(1, kind) + _bytes(2, shape)
    return _bytes(1, name) + _bytes(2, _bytes(1, tensor))


def _model(table: NDArray[np.float32]) -> bytes:
    dimensions = b"".join(_number(1, size) for size in table.shape)
    weights = dimensions + _number(2, _FLOAT) + _bytes(8, "table") + _bytes(9, table.tobytes())
    gather = (
        _bytes(1, "table") + _bytes(1, "input_ids") + _bytes(2, "last_hidden_state")
    ) + _bytes(4, "Gather")
    graph = (
        _bytes(1, gather)
        + _bytes(2, "tiny")
        + _bytes(5, weights)
        + _bytes(11, _value("input_ids", _INT64, 2))
        + _bytes(12, _value("last_hidden_state", _FLOAT, 3))
    )
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _bytes(1, "") + _number(2, 17))
