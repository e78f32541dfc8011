"""Places without a figure of their own, as one: what that is, and what it gives away."""

import numpy as np
import pytest

from sightline.results import attacker, build, oracle
from sightline.results.levels import GroupKey, Level
from sightline.results.oracle import Row


def opened_of(folder, rows, made):
    read = oracle.build_round(
        folder, oracle.SmallRound(rows, made.places, made.questionnaire), build.Thresholds(5, 10)
    )
    return read[0], read[1]


@pytest.fixture
def made():
    """A board with one large provider and five small ones, in one region."""
    found = oracle.small_round(1, 0, providers=6, items=1, unknown=0.0)
    places = dict.fromkeys(found.places.providers, ("Q0", "Y0", "practice"))
    object.__setattr__(found.places, "providers", places)
    object.__setattr__(found.places, "sites", {})
    return found


def rows_of(counts, answers=(1, 2)):
    return [
        Row(provider, "", "G0", "", (answers[at % len(answers)],))
        for provider, count in counts.items()
        for at in range(count)
    ]


SMALL = {"P1": 2, "P2": 3, "P3": 4, "P4": 1}


def test_small_providers_of_a_board_stand_together(made, tmp_path):
    inside, public = opened_of(tmp_path / "r", rows_of({"P0": 40, **SMALL}), made)
    code = made.questionnaire.items[0].code
    for small in (*SMALL, "P5"):  # nobody answered at P5
        key = GroupKey(Level.PROVIDER, small)
        assert not inside.cell(key, code).shown
        (found,) = inside.together(key, [code])
        assert (found.n, found.places) == (10, 5)
        assert found.whole == GroupKey(Level.ICB, "Q0")
    own = [
        score
        for row in rows_of(SMALL)
        for score in oracle.scores([row], inside.measure(code), made)
    ]
    assert found.score == pytest.approx(oracle.mean(own), abs=0.05)
    assert found.error == pytest.approx(oracle.sd(own) / len(own) ** 0.5)
    assert inside.together(GroupKey(Level.PROVIDER, "P0"), [code]) == [None]
    assert public.together(key, [code]) == [None]


def test_two_places_are_too_few(made, tmp_path):
    small = {"P1": 3, "P2": 4}
    inside, _ = opened_of(tmp_path / "r", rows_of({"P0": 40, "P4": 30, **small}), made)
    code = made.questionnaire.items[0].code
    assert not inside.cell(GroupKey(Level.PROVIDER, "P1"), code).shown
    assert inside.together(GroupKey(Level.PROVIDER, "P1"), [code]) == [None]


def test_one_answer_of_all_is_not_shown(made, tmp_path):
    rows = rows_of({"P0": 40}) + rows_of(SMALL, answers=(2,))
    inside, _ = opened_of(tmp_path / "r", rows, made)
    code = made.questionnaire.items[0].code
    assert inside.together(GroupKey(Level.PROVIDER, "P1"), [code]) == [None]


@pytest.mark.parametrize("seed", range(6))
def test_it_is_the_board_less_what_is_shown_there(seed, tmp_path):
    """So no difference of shown and pooled figures says anything that the shown ones did not."""
    made = oracle.small_round(seed, 160, providers=9, programmes=2, items=2)
    inside, _ = opened_of(tmp_path / "r", made.rows, made)
    seen = 0
    for level, low in ((Level.ICB, Level.PROVIDER), (Level.PROVIDER, Level.SITE)):
        for whole in {key for key in oracle.members(made) if key.level is level}:
            for measure in inside.measures:
                if (pool := inside.pool(whole, measure.code)) is None:
                    continue
                inner = inside.cells(inside.children(whole, low), [measure.code])
                shown = sum(row[0].n or 0 for row in inner)
                assert pool.n == inside.cell(whole, measure.code).n - shown
                assert pool.n >= 5
                seen += 1
    assert seen or seed not in (0, 1)


def test_the_attacker_reads_them_and_finds_nothing(made, tmp_path):
    rng = np.random.default_rng(1)
    for turn in range(4):
        counts = {"P0": 30, **{f"P{at}": int(rng.integers(0, 5)) for at in range(1, 6)}}
        inside, _ = opened_of(tmp_path / f"r{turn}", rows_of(counts), made)
        attack = attacker.Attack(
            oracle.SmallRound(rows_of(counts), made.places, made.questionnaire),
            inside,
            [made.questionnaire.items[0].code],
        )
        assert attack.found(5) == []
        assert attack.extra or sum(count > 0 for count in counts.values()) < 4


def test_a_pool_of_too_few_places_would_be_found(made, tmp_path, monkeypatch):
    """If the set were not all of those withheld, the rest would follow."""
    inside, _ = opened_of(tmp_path / "r", rows_of({"P0": 30, **SMALL}), made)
    code = made.questionnaire.items[0].code
    small = oracle.SmallRound(rows_of({"P0": 30, **SMALL}), made.places, made.questionnaire)
    attack = attacker.Attack(small, inside, [code])
    assert attack.found(5) == []
    assert not attack.fits({}, {}, {(GroupKey(Level.ICB, "Q0"), "", code): 9})
