"""The real path with a tiny model, where what it needs is installed; and each way it is not."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from sightline.listen.codebook.meaning import model, tiny

WORDS = {
    "parking": np.array([3.0, 0.0], dtype=np.float32),
    "car": np.array([3.0, 0.0], dtype=np.float32),
    "kind": np.array([0.0, 2.0], dtype=np.float32),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tiny.write(tmp_path / "model", WORDS)
    return tmp_path / "model"


@pytest.fixture
def installed() -> None:
    pytest.importorskip("onnxruntime", reason="onnxruntime is optional: docs/meaning.md")
    pytest.importorskip("tokenizers", reason="tokenizers are optional: docs/meaning.md")


@pytest.mark.usefixtures("installed")
def test_texts_that_mean_the_same_are_near(folder: Path) -> None:
    found = model.Model(folder).vectors(["Parking", "kind kind", "car parking car", "kind parking"])
    assert np.allclose(np.linalg.norm(found, axis=1), 1)
    near = found @ found.T
    assert near[0, 2] == pytest.approx(1)
    assert near[0, 1] == pytest.approx(0)
    # The mean of both words, without what pads the shorter text.
    assert found[3] == pytest.approx(np.array([3.0, 2.0]) / 13**0.5)


@pytest.mark.usefixtures("installed")
def test_the_order_is_that_of_the_texts_and_no_words_are_nought(folder: Path) -> None:
    opened = model.Model(folder)
    texts = ["kind " * (at % 40) + ("car" if at % 2 else "kind") for at in range(90)]
    together = opened.vectors([*texts, ""])
    for at in (0, 1, 41, 89):
        assert together[at] == pytest.approx(opened.vectors([texts[at]])[0])
    assert not together[90].any()
    assert opened.vectors([]).shape == (0, 0)


@pytest.mark.usefixtures("installed")
def test_a_file_that_is_no_model_is_said(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"no model")
    with pytest.raises(model.NoModel, match=r"cannot be read: .* See docs/meaning\.md"):
        model.Model(folder)


def test_what_is_not_installed_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    with pytest.raises(model.NoModel, match="tokenizers is not installed"):
        model.Model(folder)


def test_an_empty_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "_imported", lambda name: None)
    with pytest.raises(model.NoModel, match=r"has no tokenizer\.json beside a model\.onnx"):
        model.Model(tmp_path)


def test_another_way_of_putting_together_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "_imported", lambda name: None)
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    with pytest.raises(model.NoModel, match="another way than by their mean"):
        model.Model(folder)
