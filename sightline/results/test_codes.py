"""Answers as they are counted: the same as those that came, whichever way they are read."""

import tempfile
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.results import codes, groups, mart, oracle, totals
from sightline.results.measures import Answer, Questionnaire


def write(folder, made):
    items = [item.code for item in made.questionnaire.items]
    with mart.AnswerWriter(folder, items) as writer:
        writer.write(
            mart.AnswerBatch(
                [row.provider for row in made.rows],
                [row.site for row in made.rows],
                [row.programme for row in made.rows],
                [row.profession for row in made.rows],
                np.array([row.answers for row in made.rows], dtype=np.int8),
            )
        )


def with_scales(made, length, rng):
    """The same round with scales of so many answers, all of them given."""
    scale = tuple(Answer(f"answer {at}", float(at), at > 2) for at in range(length))
    asked = Questionnaire(
        tuple(replace(item, scale=scale) for item in made.questionnaire.items),
        made.questionnaire.themes,
    )
    rows = [
        replace(row, answers=tuple(rng.randint(0, length) for _ in row.answers))
        for row in made.rows
    ]
    return replace(made, rows=rows, questionnaire=asked)


def counted(stored, made):
    """For each group with a name, its counts of each item."""
    arranged = groups.arrange(stored.one_a_cell, made.places)
    counts = list(totals.count_items(arranged, stored, made.questionnaire))
    listed = arranged.listed()
    return {
        key: [of_item[:, place].tolist() for of_item in counts]
        for place, key in enumerate(arranged.keys())
        if listed[place]
    }


@pytest.mark.parametrize(("piece", "block"), [(511, 131_072), (2, 3), (5, 64)])
def test_counts_are_those_of_the_slow_way_however_they_are_stored(piece, block, monkeypatch):
    monkeypatch.setattr(totals, "_PIECE", piece)
    monkeypatch.setattr(totals, "_BLOCK", block)
    check_counts()


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10**6),
    st.sampled_from([1, 3, 40, 150]),
    st.sampled_from([2, 5, 6, 11, 17]),
    st.randoms(use_true_random=False),
)
def check_counts(seed, respondents, length, rng):
    made = with_scales(oracle.small_round(seed, respondents), length, rng)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "round"
        write(folder, made)
        from_parquet = codes.read(folder)
        mapped = codes.write(folder)
        expected = {
            key: [
                list(oracle.answer_counts(rows, item, length))
                for item in range(len(made.questionnaire.items))
            ]
            for key, rows in oracle.members(made).items()
        }
        assert counted(mapped, made) == expected
        assert counted(from_parquet, made) == expected


def test_four_answers_together_are_what_each_is_alone():
    word_of = [0, *(1 << bit for bit in totals._FROM_BIT), 0]
    for answers in product(range(len(word_of)), repeat=4):
        four = np.array(answers, dtype=np.uint8).view("<u4").astype(np.uint32)
        word = totals._OF_FOUR[totals._places(four)[0]]
        assert int(word) == sum(word_of[answer] for answer in answers)


def test_a_cell_has_people_who_are_alike_and_keeps_their_order(tmp_path):
    made = oracle.small_round(3, 200)
    write(tmp_path / "round", made)
    stored = codes.write(tmp_path / "round")
    of_cell = stored.spread(np.arange(len(stored.cells)))
    rows = [
        tuple(
            column.values[at] if at >= 0 else ""
            for column, at in (
                (column, column.index[of_cell[row]])
                for column in (
                    stored.one_a_cell.providers,
                    stored.one_a_cell.sites,
                    stored.one_a_cell.programmes,
                    stored.one_a_cell.professions,
                )
            )
        )
        + tuple(int(given[row]) for given in stored.items.values())
        for row in range(stored.respondents)
    ]
    came = [(r.provider, r.site, r.programme, r.profession, *r.answers) for r in made.rows]
    assert sorted(rows) == sorted(came)
    assert len({row[:4] for row in rows}) == len(stored.cells)
    for alike in {row[:4] for row in rows}:
        assert [r for r in rows if r[:4] == alike] == [r for r in came if r[:4] == alike]


def test_answers_are_mapped_and_neither_copied_nor_written(tmp_path):
    write(tmp_path / "round", oracle.small_round(1, 50))
    stored = codes.write(tmp_path / "round")
    assert isinstance(stored.codes, np.memmap)
    for answers in stored.items.values():
        assert np.shares_memory(answers, stored.codes)
        assert answers.flags.c_contiguous
        with pytest.raises(ValueError, match="read-only"):
            answers[0] = 1


def test_files_of_a_round_are_closed_and_told_when_changed(settings):
    folder = mart.aside("closed")
    write(folder, oracle.small_round(1, 50))
    codes.write(folder)
    mart.write_manifest(folder, {})
    mart.give_name("closed")
    folder = mart.folder_of("closed")
    try:
        for name in codes.FILES:
            assert (folder / name).stat().st_mode & 0o222 == 0
        assert mart.changed_files(folder) == []
        (folder / codes.CODES).chmod(0o640)
        changed = bytearray((folder / codes.CODES).read_bytes())
        changed[-1] ^= 1
        (folder / codes.CODES).write_bytes(changed)
        assert mart.changed_files(folder) == [codes.CODES]
    finally:
        mart.remove("closed")


def test_files_that_do_not_fit_together_are_not_read(tmp_path):
    write(tmp_path / "round", oracle.small_round(1, 50))
    codes.write(tmp_path / "round")
    mart.save(tmp_path / "round", codes.BOUNDS, np.array([0, 49]))
    with pytest.raises(codes.ChangedFiles, match="do not fit together"):
        codes.read(tmp_path / "round")
