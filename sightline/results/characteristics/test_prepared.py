"""What is kept of crossings is what would be worked out, and opening it counts nothing."""

from dataclasses import fields

import numpy as np
import pytest

from sightline.results import mart
from sightline.results.characteristics import gate, prepared, store, table, within
from sightline.results.characteristics.factories import ETHNIC, make_crossed, said
from sightline.results.factories import make_dataset, spread
from sightline.results.levels import ENGLAND, GroupKey, Level
from sightline.results.measures import Questionnaire

ENGLAND_KEY = GroupKey(Level.NATION, ENGLAND)
TRUST, NORTH = GroupKey(Level.PROVIDER, "ZN001"), GroupKey(Level.REGION, "YN1")
MEASURES = ("LS01", "supervision")


@pytest.fixture
def people(country):
    return {
        ("ZN001", "CST"): [*said(3, 60, 2, 5), *said(1, 20, 1, 5)],
        ("ZN001", "NADULT"): [*said(3, 30, 1, 4), *said(1, 25, 1, 4)],
        ("ZN002", "NADULT"): [*said(3, 50, 1, 5), *said(1, 25, 2, 5)],
        ("ZS001", "CST"): [*said(3, 40, 2, 5), *said(1, 30, 1, 5)],
    }


def some_people(seed):
    rng = np.random.default_rng(seed)
    return {
        (provider, programme): [
            (group, rng.integers(0, 6, 3).tolist())
            for group, size in enumerate(rng.poisson(rng.choice([1, 8, 25, 40], size=5)))
            for _ in range(size)
        ]
        for provider in ("ZN001", "ZN002", "ZS001", "ZP00001")
        for programme in ("CST", "NADULT")
    }


def worked_out(dataset, branches, at=0, asked=ETHNIC):
    folder = mart.folder_of(dataset.folder)
    questionnaire = Questionnaire.from_json(mart.read_manifest(folder)["measures"])
    arguments = (folder, questionnaire, branches, store.read(folder)[1][:, at])
    counted = table.count(*arguments, len(asked.groups))
    crossing = table.crossing(counted)
    return crossing, within.within(*arguments, counted, crossing)


def same(one, other):
    for field in fields(one):
        kept, made = getattr(one, field.name), getattr(other, field.name)
        if isinstance(made, np.ndarray):
            assert kept.shape == made.shape, field.name
            assert (kept == made).all(), field.name
        else:
            assert kept == made, field.name


@pytest.mark.parametrize("seed", range(6))
def test_what_is_kept_is_what_would_be_worked_out(seed, db, country):
    dataset = make_crossed(some_people(seed))
    crossing, inside = worked_out(dataset, gate.open_round(dataset)._branches)
    kept = prepared.Prepared(mart.folder_of(dataset.folder))
    same(kept.crossing(0), crossing)
    same(kept.within(0), inside)
    assert crossing.listed.any()


def everything(opened):
    keys = [ENGLAND_KEY, TRUST, NORTH, GroupKey(Level.PROFESSION, "MED")]
    return [
        (opened.knows(key), opened.split("EQ04", key, MEASURES),
         opened.by_branch("EQ04", key, MEASURES))
        for key in keys
    ]  # fmt: skip


def test_opening_a_round_counts_nothing(people, db, monkeypatch):
    dataset = make_crossed(people)

    def never(*arguments):
        raise AssertionError("This was worked out when the round was prepared.")

    for module, name in ((table, "count"), (table, "crossing"), (within, "within")):
        monkeypatch.setattr(module, name, never)
    monkeypatch.setattr(store, "read", never)
    found = everything(gate.open_round(dataset))
    assert all(knows and parts for knows, parts, _ in found)
    assert found[1][2]


def test_a_round_prepared_before_says_the_same(people, db):
    dataset = make_crossed(people)
    kept = everything(gate.open_round(dataset))
    folder = mart.folder_of(dataset.folder)
    for path in folder.glob("crossed*"):
        path.unlink()
    branches = gate.open_round(dataset)._branches
    assert everything(gate.Crossed(folder, branches)) == kept


def test_the_files_are_hashed_and_hold_nothing_that_is_withheld(people, db):
    people["ZN001", "CST"] += said(2, 4, 1, 5)
    dataset = make_crossed(people)
    folder = mart.folder_of(dataset.folder)
    assert {"crossed.json", "crossed-0.npy"} <= set(mart.read_manifest(folder)["files"])
    found = np.load(folder / "crossed-0.npy")
    groups = found[:, :-1]
    assert (groups[..., :3][groups[..., 3] == 0] == 0).all()
    assert 4 not in groups[..., 0]  # Black learners of the trust
    main = len(prepared.Prepared(folder).keys)
    assert (found[main:, :-1, 1:, 3].any(axis=(1, 2))).all()


def test_each_characteristic_is_kept_by_itself(people, db):
    home = store.Characteristic("EQ05", "Where you grew up", ("Town", "Village"))
    dataset = make_crossed(people, characteristics=(ETHNIC, home))
    opened = gate.open_round(dataset)
    for at, one in enumerate((ETHNIC, home)):
        crossing, inside = worked_out(dataset, opened._branches, at, one)
        kept = prepared.Prepared(mart.folder_of(dataset.folder))
        same(kept.crossing(at), crossing)
        same(kept.within(at), inside)
    labels = {part.label for part in opened.split("EQ05", ENGLAND_KEY, MEASURES)}
    assert labels & {"Town", "Village"}


def test_a_round_that_asked_nobody_has_none(country):
    dataset = make_dataset({("ZN001", "", "CST"): spread(40)})
    assert not list(mart.folder_of(dataset.folder).glob("crossed*"))
