"""Places by group of professions: what may be used, and that nothing small follows from it."""

import numpy as np
import pytest

from sightline.results import mart
from sightline.results.characteristics import gate, store, table, within
from sightline.results.characteristics.factories import ETHNIC, make_crossed, said
from sightline.results.levels import GroupKey, Level
from sightline.results.measures import Questionnaire
from sightline.stats import attacker

TRUST = GroupKey(Level.PROVIDER, "ZN001")
NORTH = GroupKey(Level.REGION, "YN1")
MEASURES = ("LS01", "supervision")


def strata(dataset, key):
    return gate.open_round(dataset).by_branch("EQ04", key, MEASURES)


@pytest.fixture
def people(country):
    return {
        ("ZN001", "CST"): [*said(3, 60, 2, 5), *said(1, 20, 1, 5)],
        ("ZN001", "NADULT"): [*said(3, 30, 1, 4), *said(1, 25, 1, 4)],
        ("ZN002", "NADULT"): [*said(3, 50, 1, 5), *said(1, 25, 2, 5)],
        ("ZS001", "CST"): [*said(3, 40, 2, 5), *said(1, 30, 1, 5)],
    }


def test_a_place_is_crossed_with_groups_of_professions(people, db):
    dataset = make_crossed(people)
    doctors, nurses, rest = strata(dataset, TRUST)
    assert [one.people for one in (doctors, nurses, rest)] == [80, 55, 0]
    assert {label: cells[0].n for label, cells in doctors.cells.items()} == {
        "White": 60,
        "Asian": 20,
    }
    assert rest.cells == {}
    assert [one.people for one in strata(dataset, NORTH)] == [80, 130, 0]


def test_a_profession_and_a_place_that_is_not_split_have_none(people, db):
    dataset = make_crossed(people)
    assert strata(dataset, GroupKey(Level.PROFESSION, "MED")) == []
    assert strata(dataset, GroupKey(Level.SITE, "ZN001A")) == []


def test_what_is_too_small_is_left_out_and_with_it_what_would_give_it_away(people, db):
    people["ZN001", "CST"] += said(2, 4, 1, 5)
    for one in strata(make_crossed(people), TRUST):
        assert "Black" not in one.cells
        # Black and No answer stand together in the main split, so another group is withheld.
        assert set(one.cells) <= {"White"} or not one.cells


def test_where_the_main_table_withholds_a_profession_its_group_is_not_used(people, db):
    """Three nurses at a trust are withheld there; their doctors are then not used either."""
    people["ZN001", "NADULT"] = said(3, 3, 1, 4)
    assert all(not one.cells for one in strata(make_crossed(people), TRUST))


def parts_of(dataset):
    folder = mart.folder_of(dataset.folder)
    opened = gate.open_round(dataset)
    questionnaire = Questionnaire.from_json(mart.read_manifest(folder)["measures"])
    _, stored = store.read(folder)
    arguments = (folder, questionnaire, opened._branches, stored[:, 0])
    counted = table.count(*arguments, len(ETHNIC.groups))
    finer = within.count(*arguments, counted)
    return within.parts(counted, opened._table("EQ04"), finer, opened._branches)


def follows(found, known):
    """What a reader works out who must not: guarded numbers, and remainders that are small."""
    many = len(found.n)
    return {
        (one.unknown, one.value)
        for one in attacker.worked_out(found.n[:, 0], found.relations, ~known)
        if (one.value < gate.FEWEST if one.unknown >= many else found.guarded[one.unknown])
    }


@pytest.mark.parametrize("seed", range(8))
def test_with_all_parts_a_reader_works_out_nothing_that_he_could_not_before(seed, db, country):
    rng = np.random.default_rng(seed)
    people = {}
    for provider in ("ZN001", "ZN002", "ZS001", "ZP00001"):
        for programme in ("CST", "NADULT"):
            sizes = rng.poisson(rng.choice([1, 8, 25, 40], size=5))
            people[provider, programme] = [
                (group, rng.integers(1, 6, 3).tolist())
                for group, size in enumerate(sizes)
                for _ in range(size)
            ]
    found = parts_of(make_crossed(people))
    used = within.mask(found)
    assert follows(found, found.known | used) <= follows(found, found.known)
    assert not (used & ~found.usable).any()
    assert (found.n[used] >= gate.FEWEST).all()


def test_without_the_mask_somebody_would_be_told(db, country):
    """In a trust 30 of 33 Asian learners are doctors: with these, the nurses would be three."""
    people = {
        ("ZN001", "CST"): [*said(3, 60, 1, 5), *said(1, 30, 1, 5)],
        ("ZN001", "NADULT"): [*said(3, 60, 1, 5), *said(1, 3, 1, 5)],
        ("ZS001", "CST"): [*said(3, 60, 1, 5), *said(1, 30, 1, 5)],
        ("ZS001", "NADULT"): [*said(3, 60, 1, 5), *said(1, 30, 1, 5)],
    }
    dataset = make_crossed(people)
    found = parts_of(dataset)
    before = follows(found, found.known)
    assert any(n == 3 for _, n in follows(found, found.known | found.usable) - before)
    assert follows(found, found.known | within.mask(found)) <= before
    assert all("Asian" not in one.cells for one in strata(dataset, TRUST))
