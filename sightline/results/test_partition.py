"""Practices of one network as one, inside a board: what is shown, what is left, what is told."""

import numpy as np
import pytest

from sightline.results import build, oracle, partition
from sightline.results.attacker import Attack
from sightline.results.levels import GroupKey, Level
from sightline.results.oracle import Row, SmallRound

BOARD = GroupKey(Level.ICB, "Q0")


@pytest.fixture
def made():
    """A board with one large provider and eight small ones; the first six are in two networks."""
    found = oracle.small_round(1, 0, providers=9, items=1, unknown=0.0)
    places = dict.fromkeys(found.places.providers, ("Q0", "Y0", "practice"))
    networks = {f"P{at}": "N0" if at < 4 else "N1" for at in range(1, 7)}
    for name, value in (("providers", places), ("sites", {}), ("networks", networks)):
        object.__setattr__(found.places, name, value)
    return found


def rows_of(counts, answers=(1, 2)):
    return [
        Row(provider, "", f"G{at % 2}", "", (answers[at // 2 % len(answers)],))
        for provider, count in counts.items()
        for at in range(count)
    ]


def opened_of(folder, counts, made, answers=(1, 2)):
    small = SmallRound(rows_of(counts, answers), made.places, made.questionnaire)
    read = oracle.build_round(folder, small, build.Thresholds(5, 10))
    return read[0], small


ENOUGH = {"P0": 40, "P1": 4, "P2": 4, "P3": 3, "P4": 4, "P5": 4, "P6": 4, "P7": 0, "P8": 0}


def test_practices_of_a_network_stand_together(made, tmp_path):
    inside, small = opened_of(tmp_path / "r", ENOUGH, made)
    code = made.questionnaire.items[0].code
    assert inside.networks(BOARD, code) == ["N0", "N1"]
    for network, own in (("N0", ("P1", "P2", "P3")), ("N1", ("P4", "P5", "P6"))):
        scores = [
            score
            for row in small.rows
            if row.provider in own
            for score in oracle.scores([row], inside.measure(code), made)
        ]
        for practice in own:
            (pool,) = inside.together(GroupKey(Level.PROVIDER, practice), [code])
            assert (pool.network, pool.n, pool.places) == (network, len(scores), 3)
            assert pool.score == pytest.approx(oracle.mean(scores), abs=0.05)
            assert pool.error == pytest.approx(oracle.sd(scores) / len(scores) ** 0.5)


def test_networks_and_the_rest_are_the_board_less_what_is_shown(made, tmp_path):
    counts = {**ENOUGH, "P6": 1, "P7": 3, "P8": 3}
    inside, _ = opened_of(tmp_path / "r", counts, made)
    code = made.questionnaire.items[0].code
    shown = inside.cell(GroupKey(Level.PROVIDER, "P0"), code).n
    networks = inside.networks(BOARD, code)
    rest = inside.pool(BOARD, code)
    assert networks
    total = shown + sum(inside.pool(BOARD, code, one).n for one in networks)
    assert total + (rest.n if rest else 0) == inside.cell(BOARD, code).n
    assert rest is None or rest.n >= 5


def test_what_is_left_is_never_too_few(made, tmp_path):
    """Two practices are in no network: the smaller network goes with them."""
    inside, _ = opened_of(tmp_path / "r", {**ENOUGH, "P7": 2, "P8": 1}, made)
    code = made.questionnaire.items[0].code
    assert inside.networks(BOARD, code) == ["N1"]
    (pool,) = inside.together(GroupKey(Level.PROVIDER, "P1"), [code])
    assert (pool.network, pool.n) == ("", 14)
    (same,) = inside.together(GroupKey(Level.PROVIDER, "P8"), [code])
    assert same == pool


def test_a_network_in_which_two_answered_is_not_shown(made, tmp_path):
    counts = {**ENOUGH, "P3": 0}
    inside, _ = opened_of(tmp_path / "r", counts, made)
    assert "N0" not in inside.networks(BOARD, made.questionnaire.items[0].code)


def test_a_network_in_which_all_answered_alike_is_not_shown(made, tmp_path):
    small = rows_of({"P0": 40, **{f"P{at}": 4 for at in range(4, 7)}})
    small += rows_of({f"P{at}": 4 for at in range(1, 4)}, answers=(2,))
    read = oracle.build_round(
        tmp_path / "r",
        SmallRound(small, made.places, made.questionnaire),
        build.Thresholds(5, 10),
    )
    assert "N0" not in read[0].networks(BOARD, made.questionnaire.items[0].code)
    assert read[1].networks(BOARD, made.questionnaire.items[0].code) == []


def test_nobody_outside_is_told(made, tmp_path):
    _, public = oracle.build_round(
        tmp_path / "r",
        SmallRound(rows_of(ENOUGH), made.places, made.questionnaire),
        build.Thresholds(5, 10),
    )
    code = made.questionnaire.items[0].code
    assert public.networks(BOARD, code) == []
    assert public.together(GroupKey(Level.PROVIDER, "P1"), [code]) == [None]


def test_the_attacker_reads_networks_and_finds_nothing(made, tmp_path):
    rng = np.random.default_rng(4)
    seen = 0
    for turn in range(4):
        counts = {"P0": 30, **{f"P{at}": int(rng.integers(1, 5)) for at in range(1, 9)}}
        inside, small = opened_of(tmp_path / f"r{turn}", counts, made)
        code = made.questionnaire.items[0].code
        attack = Attack(small, inside, [code])
        assert attack.found(5) == []
        seen += len(inside.networks(BOARD, code))
        for network in inside.networks(BOARD, code):
            n = inside.pool(BOARD, code, network).n
            assert attack.fits({}, {}, {(BOARD, network, code): n})
            assert not attack.worlds or not attack.fits({}, {}, {(BOARD, network, code): n + 1})
    assert seen


def programmes(made, **counts):
    """Each practice with one programme only, so that a network can fix what is inside it."""
    rows = rows_of({"P0": 40})
    for provider, (programme, count) in counts.items():
        rows += [Row(provider, "", programme, "", (1 + at % 2,)) for at in range(count)]
    return SmallRound(rows, made.places, made.questionnaire)


def test_a_network_that_would_fix_a_hidden_number_is_taken_back(made, tmp_path, monkeypatch):
    """G2 is taught at one practice of the network and one of no network, and nothing else is taught
    in both: with the network's figure the number of the first follows from the others, to a reader
    who knows that everybody has a programme."""
    alone = {
        "P1": ("G2", 4), "P2": ("G1", 4), "P3": ("G1", 4), "P4": ("G3", 3), "P7": ("G2", 3),
        "P8": ("G3", 3),
    }  # fmt: skip
    small = programmes(made, **alone)
    code = made.questionnaire.items[0].code
    found = {}
    for name in ("kept", "let go"):
        if name == "let go":
            monkeypatch.setattr(partition._Networks, "_withdraw", lambda *given: None)
        inside, _ = oracle.build_round(tmp_path / name, small, build.Thresholds(5, 10))
        found[name] = inside.networks(BOARD, code)
    assert found == {"kept": [], "let go": ["N0"]}


def test_a_version_after_a_correction_takes_over_what_still_holds(made, tmp_path, monkeypatch):
    """And shows the same networks as one that is built anew."""
    made = SmallRound([], made.places, made.questionnaire)
    two = oracle.small_round(2, 0, providers=9, items=2, unknown=0.0).questionnaire
    rows = [
        Row(row.provider, "", row.programme, "", (row.answers[0], 1 + at % 2))
        for at, row in enumerate(rows_of(ENOUGH))
    ]
    corrected = [
        Row(row.provider, "", row.programme, "", (row.answers[0], 3 - row.answers[1]))
        if at == 41
        else row
        for at, row in enumerate(rows)
    ]
    thresholds = build.Thresholds(5, 10)
    oracle.build_round(tmp_path / "first", SmallRound(rows, made.places, two), thresholds)
    new = SmallRound(corrected, made.places, two)
    anew = oracle.build_round(tmp_path / "anew", new, thresholds)
    looked: list[int] = []
    whole = partition._Networks._withdraw

    def counting(self, place, fits):
        looked.append(place)
        whole(self, place, fits)

    monkeypatch.setattr(partition._Networks, "_withdraw", counting)
    after = oracle.build_round(tmp_path / "after", new, thresholds, earlier=tmp_path / "first")
    codes = [item.code for item in two.items]
    assert [after[0].networks(BOARD, code) for code in codes] == [
        anew[0].networks(BOARD, code) for code in codes
    ]
    assert after[0].networks(BOARD, codes[0])
    assert 0 not in looked
