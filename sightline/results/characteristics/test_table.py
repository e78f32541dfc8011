"""A characteristic crossed with places: what adds up, what is withheld, and that it stays so."""

import numpy as np
import pytest

from sightline.results import gate as main
from sightline.results import mart
from sightline.results.characteristics import gate, store, table
from sightline.results.characteristics.factories import ETHNIC, make_crossed, said
from sightline.results.levels import NATION, GroupKey, Level
from sightline.results.tree import Tree
from sightline.stats import attacker

TRUST = GroupKey(Level.PROVIDER, "ZN001")
MEASURES = ("LS01", "LS03", "supervision")


def parts(dataset, key):
    return {one.label: one for one in gate.open_round(dataset).split("EQ04", key, MEASURES)}


@pytest.fixture
def people(country):
    return {
        ("ZN001", "CST"): [*said(3, 60, 2, 5), *said(1, 20, 1, 5), *said(4, 15, 1, 3)],
        ("ZN002", "NADULT"): [*said(3, 50, 1, 5), *said(1, 25, 2, 5), *said(2, 30, 1, 4)],
        ("ZS001", "CST"): [*said(3, 40, 2, 5), *said(1, 12, 1, 5), *said(0, 14, 1, 5)],
    }


def test_prefer_not_to_say_and_no_answer_are_groups_and_all_add_up(people, db):
    dataset = make_crossed(people)
    found = parts(dataset, NATION)
    assert list(found) == ["Asian", "Black", "White", "Prefer not to say", "No answer"]
    assert [one.respondents for one in found.values()] == [57, 30, 150, 15, 14]
    whole = main.open_round(dataset).cell(NATION, "LS01")
    assert sum(one.cells[0].n or 0 for one in found.values()) == whole.n
    score = sum((one.cells[0].n or 0) * (one.cells[0].score or 0) for one in found.values())
    assert score / (whole.n or 1) == pytest.approx(whole.score, abs=0.1)


def test_a_small_group_is_withheld_with_another_and_both_stand_together(people, db):
    people["ZN001", "CST"] += said(2, 4, 1, 5)
    found = parts(make_crossed(people), TRUST)
    assert "Black" not in found
    others = found["The others together"]
    assert "Black" in others.together
    assert len(others.together) >= 2
    assert (others.cells[0].n or 0) >= gate.FEWEST
    assert sum(one.cells[0].n or 0 for one in found.values()) == 99


def test_small_and_empty_groups_look_the_same(people, db, country):
    few = {**people, ("ZN001", "CST"): [*people["ZN001", "CST"], *said(2, 2, 1, 5)]}
    with_two = parts(make_crossed(few, year=2025), TRUST)
    with_none = parts(make_crossed(people), TRUST)
    assert "Black" not in with_two
    assert "Black" not in with_none


def test_a_place_with_few_is_not_split_at_all(people, db):
    people["ZP00001", "CST"] = said(1, 29, 1, 5)
    opened = gate.open_round(make_crossed(people))
    assert not opened.knows(GroupKey(Level.PROVIDER, "ZP00001"))
    assert opened.split("EQ04", GroupKey(Level.PROVIDER, "ZP00001"), MEASURES) == []
    assert opened.knows(GroupKey(Level.PROFESSION, "MED"))
    assert not opened.knows(GroupKey(Level.SITE, "ZN001A"))


def test_a_round_that_did_not_ask_has_nothing(people, db):
    opened = gate.open_round(make_crossed(people, characteristics=()))
    assert opened.characteristics == ()
    assert not opened.knows(NATION)


def test_what_the_main_table_withholds_is_not_shown_in_parts(people, db):
    alike = {
        **people,
        ("ZN001", "CST"): [(group, [3, 3, 3]) for group, _ in people["ZN001", "CST"]],
    }
    dataset = make_crossed(alike)
    assert not main.open_round(dataset).cell(TRUST, "LS01").shown
    for part in parts(dataset, TRUST).values():
        assert not any(cell.shown for cell in part.cells)


def test_a_number_that_stands_for_nothing_and_a_missing_row_are_refused(people, db, tmp_path):
    with pytest.raises(ValueError, match="no answer"):
        make_crossed({("ZN001", "CST"): [(5, [1, 1, 1])]})


@pytest.mark.parametrize("seed", range(12))
def test_nobody_works_out_what_is_withheld(seed, db, country, settings):
    """By all equations over places, groups of people and the whole of the main table."""
    rng = np.random.default_rng(seed)
    people = {}
    for provider in ("ZN001", "ZN002", "ZS001", "ZP00001"):
        for programme in ("CST", "NADULT"):
            sizes = rng.poisson(rng.choice([1, 4, 11, 25], size=5))
            people[provider, programme] = [
                (group, rng.integers(1, 6, 3).tolist())
                for group, size in enumerate(sizes)
                for _ in range(size)
            ]
    dataset = make_crossed(people)
    folder = mart.folder_of(dataset.folder)
    opened = gate.open_round(dataset)
    found = opened._table("EQ04")
    _, stored = store.read(folder)
    spots = table.spots_of(mart.read_answers(folder), Tree.read(folder))
    groups = len(ETHNIC.groups)
    respondents = table.tally(spots.of, len(spots.keys), stored[:, 0], groups)
    n = np.concatenate([respondents.sum(axis=1), respondents.ravel()])
    relations = table.relations(spots.parents, len(spots.keys), groups)
    hidden = np.concatenate([np.zeros(len(spots.keys), dtype=bool), ~found.listed.ravel()])
    exposed = [one for one in attacker.worked_out(n, relations, hidden) if one.unknown < len(n)]
    assert exposed == []
    # What is shown is true, and large enough.
    assert (found.respondents[found.listed] == respondents[found.listed]).all()
    assert (respondents[found.listed] >= gate.FEWEST).all()
    assert (found.sums[found.shown][:, 0] >= gate.FEWEST).all()
