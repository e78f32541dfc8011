"""A correction or an erasure works out what it touches, and gives what a full rebuild gives."""

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sightline.results import build, codes, mart, masks, oracle, unchanged
from sightline.results.factories import make_dataset, spread

THRESHOLDS = build.Thresholds(3, 5)


def build_version(folder, made, earlier=None):
    oracle.build_round(folder, made, THRESHOLDS, earlier=earlier)
    return folder


def files(folder):
    """What everything in a folder is, manifest and all."""
    found = mart.read_manifest(folder)
    assert mart.changed_files(folder) == []
    return found


def erase_a_place(made, rng):
    """Everybody of a site, programme or provider: its last respondent as well."""
    which = rng.choice(["provider", "site", "programme"])
    code = getattr(rng.choice(made.rows), which)
    return [row for row in made.rows if getattr(row, which) != code]


def erase_some(made, rng):
    return [row for row in made.rows if rng.random() < 0.9]


def move(made, rng):
    """Somebody was elsewhere, perhaps where nobody was."""
    at = rng.randrange(len(made.rows))
    moved = replace(
        made.rows[at],
        provider=rng.choice([*made.places.providers, ""]),
        site=rng.choice([*made.places.sites, ""]),
        programme=rng.choice([*made.places.programmes, ""]),
    )
    return [*made.rows[:at], moved, *made.rows[at + 1 :]]


def answer_anew(made, rng):
    """Some answers to one item were others, or none."""
    item = rng.randrange(len(made.questionnaire.items))
    most = len(made.questionnaire.items[item].scale)
    return [
        replace(
            row,
            answers=(*row.answers[:item], rng.randint(0, most), *row.answers[item + 1 :]),
        )
        if rng.random() < 0.1
        else row
        for row in made.rows
    ]


def blank_an_item(made, rng):
    item = rng.randrange(len(made.questionnaire.items))
    return [
        replace(row, answers=(*row.answers[:item], 0, *row.answers[item + 1 :]))
        for row in made.rows
    ]


CHANGES = [erase_a_place, erase_some, move, answer_anew, blank_an_item, lambda made, _: made.rows]


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10**6),
    st.sampled_from([2, 20, 90]),
    st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3),
    st.randoms(use_true_random=False),
    st.booleans(),
)
def test_versions_after_corrections_and_erasures_are_those_of_a_full_rebuild(
    seed, respondents, changes, rng, sensitive
):
    made = oracle.small_round(seed, respondents, items=3, sensitive=sensitive)
    with tempfile.TemporaryDirectory() as place:
        version = build_version(Path(place) / "v0", made)
        for number, change in enumerate(changes, start=1):
            rows = change(made, rng)
            if not rows:
                continue
            made = replace(made, rows=rows)
            version = build_version(Path(place) / f"v{number}", made, earlier=version)
            full = build_version(Path(place) / f"full{number}", made)
            assert files(version) == files(full)


@pytest.fixture
def columns(monkeypatch):
    """How many measures' masks were worked out each time."""
    found = []

    def noting(sums, tallies, threshold):
        found.append(tallies.n.shape[1])
        return inside(sums, tallies, threshold)

    inside = masks.inside
    monkeypatch.setattr(masks, "inside", noting)
    return found


def test_a_corrected_answer_touches_its_item_and_theme_only(tmp_path, columns):
    made = oracle.small_round(4, 120, items=4)
    themed = next(at for at, item in enumerate(made.questionnaire.items) if item.theme)
    row = made.rows[0]
    answers = list(row.answers)
    answers[themed] = 1 + answers[themed] % len(made.questionnaire.items[themed].scale)
    corrected = replace(made, rows=[replace(row, answers=tuple(answers)), *made.rows[1:]])
    first = build_version(tmp_path / "v1", made)
    build_version(tmp_path / "v2", corrected, earlier=first)
    assert columns == [len(made.questionnaire.measures), 2]


def test_an_erasure_touches_every_mask_and_nothing_new_touches_none(tmp_path, columns):
    made = oracle.small_round(4, 120, items=4)
    every = len(made.questionnaire.measures)
    first = build_version(tmp_path / "v1", made)
    build_version(tmp_path / "v2", made, earlier=first)
    assert columns == [every]
    build_version(tmp_path / "v3", replace(made, rows=made.rows[1:]), earlier=first)
    assert columns == [every, every]


def test_what_another_program_worked_out_is_not_taken_over(tmp_path, columns, monkeypatch):
    made = oracle.small_round(4, 60)
    first = build_version(tmp_path / "v1", made)
    monkeypatch.setattr(unchanged, "_software", lambda: b"another")
    build_version(tmp_path / "v2", made, earlier=first)
    assert len(columns) == 2


def test_files_that_both_versions_have_are_kept_once(tmp_path):
    made = oracle.small_round(4, 120)
    first = build_version(tmp_path / "v1", made)
    item = made.questionnaire.items[0].code
    changed = replace(made, rows=[replace(r, answers=(1, *r.answers[1:])) for r in made.rows])
    second = build_version(tmp_path / "v2", changed, earlier=first)
    assert os.path.samefile(first / codes.CELLS, second / codes.CELLS)
    assert not os.path.samefile(first / codes.CODES, second / codes.CODES)
    assert codes.read(second).items[item].tolist() == [1] * 120
    assert codes.read(first).items[item].tolist() != [1] * 120


def test_the_version_in_use_is_what_a_correction_starts_from(country, columns):
    people = {("ZN001", "", "CST"): spread(20), ("ZN002", "", "CST"): spread(30, seed=2)}
    first = make_dataset(people)
    corrected = [list(row) for row in people["ZN001", "", "CST"]]
    corrected[7][2] = 1 + corrected[7][2] % 5
    second = make_dataset({**people, ("ZN001", "", "CST"): corrected})
    assert columns == [4, 1]
    assert mart.changed_files(mart.folder_of(first.folder)) == []
    assert mart.changed_files(mart.folder_of(second.folder)) == []


def test_a_version_that_was_changed_from_outside_is_not_built_upon(country, columns):
    people = {("ZN001", "", "CST"): spread(20), ("ZN002", "", "CST"): spread(30, seed=2)}
    path = mart.folder_of(make_dataset(people).folder) / unchanged.MASKS
    path.chmod(0o640)
    path.write_bytes(path.read_bytes()[:-1] + b"\xff")
    make_dataset(people)
    assert columns == [4, 4]
