"""Files: streamed, whole or not at all, and never changed."""

from dataclasses import replace

import numpy as np
import pytest

from sightline.results import mart

ITEMS = ["a", "b"]


def batch(rows, start=0):
    numbers = range(start, start + rows)
    return mart.AnswerBatch(
        providers=[f"P{number % 7}" for number in numbers],
        sites=["" for _ in numbers],
        programmes=[f"G{number % 3}" if number % 5 else "" for number in numbers],
        professions=["" for _ in numbers],
        answers=np.array([[number % 6, 5 - number % 6] for number in numbers], dtype=np.int8),
        respondent_hashes=[str(number).encode() for number in numbers],
    )


def test_what_was_written_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(mart, "ROWS_IN_A_PIECE", 40)
    with mart.AnswerWriter(tmp_path / "round", ITEMS) as writer:
        for start in range(0, 110, 11):
            writer.write(batch(11, start))
    assert writer.respondents == 110
    read = mart.read_answers(tmp_path / "round")
    assert mart.item_codes(tmp_path / "round") == ITEMS
    assert read.respondents == 110
    assert [read.providers.values[at] for at in read.providers.index] == [
        f"P{number % 7}" for number in range(110)
    ]
    assert [read.programmes.values[at] if at >= 0 else "" for at in read.programmes.index] == [
        f"G{number % 3}" if number % 5 else "" for number in range(110)
    ]
    assert (read.sites.index == -1).all()
    assert read.items["a"].dtype == np.int8
    assert read.items["a"].tolist() == [number % 6 for number in range(110)]
    assert read.items["b"].tolist() == [5 - number % 6 for number in range(110)]


def test_memory_holds_one_piece_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(mart, "ROWS_IN_A_PIECE", 10)
    with mart.AnswerWriter(tmp_path / "round", ITEMS) as writer:
        for start in range(0, 100, 4):
            writer.write(batch(4, start))
            assert writer._rows_waiting < 10


def test_an_error_while_writing_leaves_no_folder(tmp_path):
    with pytest.raises(ValueError), mart.AnswerWriter(tmp_path / "round", ITEMS) as writer:
        writer.write(replace(batch(5), sites=[]))
    assert list(tmp_path.iterdir()) == []


def test_parts_of_a_batch_are_of_one_length(tmp_path):
    with mart.AnswerWriter(tmp_path / "round", ["a"]) as writer:
        with pytest.raises(ValueError, match="one row of codes and answers"):
            writer.write(batch(3))


def test_a_manifest_tells_a_changed_file(tmp_path):
    mart.save(tmp_path, "n.npy", np.arange(5))
    mart.write_manifest(tmp_path, {"survey": "x"})
    assert mart.read_manifest(tmp_path)["survey"] == "x"
    assert mart.changed_files(tmp_path) == []
    mart.save(tmp_path, "n.npy", np.arange(6))
    assert mart.changed_files(tmp_path) == ["n.npy"]


def test_files_are_read_only_once_they_have_their_name(settings):
    with mart.AnswerWriter(mart.aside("done"), ITEMS) as writer:
        writer.write(batch(3))
    mart.give_name("done")
    assert not mart.aside("done").exists()
    answers = mart.folder_of("done") / mart.ANSWERS
    assert answers.stat().st_mode & 0o222 == 0
    mart.remove("done")


def test_arrays_are_mapped_and_cannot_be_written(tmp_path):
    mart.save(tmp_path, "n.npy", np.arange(5))
    with pytest.raises(ValueError):
        mart.load(tmp_path, "n.npy")[0] = 1


def test_what_is_not_there_says_so(tmp_path):
    for read in (mart.read_answers, mart.read_manifest, mart.item_codes):
        with pytest.raises(mart.NotPrepared):
            read(tmp_path)
    with pytest.raises(mart.NotPrepared):
        mart.load(tmp_path, "n.npy")
