"""Could her answer have been another? The quick ways never say so where the slow one does not."""

from dataclasses import replace

import numpy as np
import pytest

from sightline.results import build, codes, groups, masks, oracle, rings, swaps
from sightline.results.levels import Level
from sightline.stats import suppression


def item_of(seed, folder, **kinds):
    """One item of a random survey, with what suppression alone would hide of it."""
    made = oracle.small_round(seed, 220, items=1, **kinds)
    oracle.build_round(folder, made, build.Thresholds(5, 10))
    answers = codes.write(folder)
    arranged = groups.arrange(answers.one_a_cell, made.places)
    tallies = build.tally(arranged, answers, made.questionnaire, 5).tallies
    sums = masks.Sums.of(arranged)
    hidden = suppression.protect(tallies.n[:, 0], sums.structure, 5).hidden
    assert tallies.spots is not None
    assert tallies.on_spot is not None
    item = swaps.Item(
        tallies.spots, sums.flow, tallies.n[:, 0], tallies.given[:, 0], tallies.on_spot[:, 0]
    )
    return arranged, item, hidden


@pytest.mark.parametrize("seed", [0, 2, pytest.param(4, marks=pytest.mark.slow)])
@pytest.mark.parametrize("common", [0.9, pytest.param(0.97, marks=pytest.mark.slow)])
def test_nobody_with_a_rare_answer_is_told_in_a_large_round(seed, common, tmp_path):
    """More than a thousand programmes at providers; nearly everybody gives the same answer."""
    made = oracle.small_round(seed, 5000, items=1, providers=150, programmes=9)
    rng = np.random.default_rng(seed)
    scale = len(made.questionnaire.items[0].scale)
    rare = rng.integers(1, scale + 1, len(made.rows))
    given = np.where(rng.random(len(made.rows)) < common, 1, rare).tolist()
    rows = [replace(row, answers=(one,)) for row, one in zip(made.rows, given, strict=True)]
    folder = tmp_path / "r"
    oracle.build_round(folder, replace(made, rows=rows), build.Thresholds(5, 10))
    answers = codes.write(folder)
    arranged = groups.arrange(answers.one_a_cell, made.places)
    tallies = build.tally(arranged, answers, made.questionnaire, 5).tallies
    assert tallies.spots is not None
    assert tallies.on_spot is not None
    assert len(tallies.spots.above) > 1000
    sums = masks.Sums.of(arranged)
    mask = masks.inside(sums, tallies, 5)
    item = swaps.Item(
        tallies.spots, sums.flow, tallies.n[:, 0], tallies.given[:, 0], tallies.on_spot[:, 0]
    )
    assert not len(item.told(~mask.measures[:, 0]))
    assert mask.measures[:, 0].any()


def can_of(item, hidden):
    fine = item.spots.first + np.arange(len(item.spots.above))
    known = item._known(fine, hidden)
    victims = fine[(known >= 0) & (item.n[fine] > 0)]
    return swaps._Can(item, hidden, victims, known[victims - item.spots.first])


@pytest.mark.parametrize("seed", range(12))
def test_what_the_table_finds_the_slow_way_finds(seed, tmp_path):
    _, item, hidden = item_of(seed, tmp_path / "r", providers=9, programmes=4)
    slow = can_of(item, hidden)
    for at in range(len(slow.victims)):
        slow._one(at)
    quick = can_of(item, hidden)
    quick._in_the_table(nowhere())
    assert not (quick.up & ~slow.up).any()
    assert not (quick.down & quick.own & ~slow.down).any()
    assert quick.up.any() or len(slow.victims) < 6


@pytest.mark.parametrize("seed", range(12))
def test_where_programmes_are_shown_the_table_finds_as_much(seed, tmp_path):
    """Then nobody whom it leaves is looked at again."""
    _, item, hidden = item_of(seed, tmp_path / "r", providers=9, programmes=4)
    hidden[item.spots.above[:, 4:]] = False
    slow = can_of(item, hidden)
    assert slow._is_sure
    for at in range(len(slow.victims)):
        slow._one(at)
    quick = can_of(item, hidden)
    quick._in_the_table(nowhere())
    told = [can._told(nowhere()) for can in (quick, slow)]
    one = [at[slow.alone[at]].tolist() for at in told]
    assert one[0] == one[1]


@pytest.mark.parametrize("seed", range(8))
def test_with_networks_the_table_finds_what_the_slow_way_finds(seed, tmp_path):
    arranged, item, hidden = item_of(seed, tmp_path / "r", providers=9, programmes=4)
    level = arranged.span(Level.PROVIDER)
    board = arranged.tiers[Level.PROVIDER].parent
    between = board * 2 + np.random.default_rng(seed).integers(0, 2, len(board))
    tail, head = arranged.ring()
    places = item.flow.places
    tail[level] = np.where(hidden[level], places + between, tail[level])
    provider = item.spots.above[:, 1] - level.start
    network = np.where(hidden[level][provider], places + between[provider], item.spots.board)
    item.flow, item.spots = rings.Flow(tail, head), replace(item.spots, board=network)
    slow, quick = can_of(item, hidden), can_of(item, hidden)
    for at in range(len(slow.victims)):
        slow._one(at)
    quick._in_the_table(nowhere())
    assert not (quick.up & ~slow.up).any()
    assert not (quick.down & quick.own & ~slow.down).any()
    if quick._is_sure:
        told = [can._told(nowhere()) for can in (quick, slow)]
        assert told[0][slow.alone[told[0]]].tolist() == told[1][slow.alone[told[1]]].tolist()


def nowhere():
    """No site."""
    none = np.zeros(0, dtype=np.int64)
    answers = np.zeros(0, dtype=np.uint32)
    return swaps._AtSites(none, none, answers, answers)


@pytest.mark.parametrize("seed", range(12, 20))
def test_hiding_more_never_makes_an_answer_less_free(seed, tmp_path):
    """What was found once is kept while more is hidden, so it must stay true."""
    _, item, hidden = item_of(seed, tmp_path / "r", providers=4, programmes=3)
    before = can_of(item, hidden)
    for at in range(len(before.victims)):
        before._one(at)
    rng = np.random.default_rng(seed)
    more = hidden | (rng.random(len(hidden)) < 0.3)
    after = can_of(item, more)
    place = {victim: at for at, victim in enumerate(after.victims.tolist())}
    for at, victim in enumerate(before.victims.tolist()):
        now = place[victim]
        after._one(now)
        if before.alone[at] and after.alone[now]:
            assert not before.up[at] & ~after.up[now]
            assert not before.down[at] & ~after.down[now]


def test_everybody_stands_on_one_spot(tmp_path):
    arranged, item, _ = item_of(3, tmp_path / "r")
    spots = item.spots
    assert (spots.site[spots.of] == arranged.start[Level.SITE] + arranged.site_of).all()
    crossing = arranged.start[Level.PROVIDER_PROGRAMME] + arranged.crossing_of
    assert (spots.programme[spots.of] == crossing).all()
    every = np.zeros(len(item.n), dtype=np.uint32)
    np.bitwise_or.at(every, spots.programme, item.on_spot)
    fine = arranged.span(Level.PROVIDER_PROGRAMME)
    assert (every[fine] == item.given[fine]).all()
