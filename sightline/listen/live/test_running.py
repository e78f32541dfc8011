"""Running totals are a recount of what entered, and what is published gives nobody away."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from sightline.listen.answering.store import Placement, Sent
from sightline.listen.bank.models import BankItem
from sightline.listen.live import queries, running
from sightline.listen.live.models import Released, RunningCell
from sightline.listen.sealing import keys
from sightline.results import running as gate
from sightline.results.levels import NATION, GroupKey, Level

PLACES = (
    Placement("ZN001", "", "CST", "MED"),
    Placement("ZN001", "", "NADULT", "NUR"),
    Placement("ZN002", "", "CST", "MED"),
    Placement("ZS001", "", "NADULT", "NUR"),
    Placement("", "", "CST", "MED"),
    Placement(),
)


@pytest.fixture
def batch(ward):
    keys.key_of(ward.collection.pk, make=True)
    random = np.random.default_rng(1)

    def enters(places):
        """So many answer at random, at these places, and enter the store together."""
        sent = [Sent(place, ward.answers(*random.integers(0, 6, 4))) for place in places]
        running.add(ward.collection, sent, is_open=False)
        return sent

    return enters


def draw(seed, many):
    random = np.random.default_rng(seed)
    weights = np.array([8, 4, 6, 5, 1, 1]) / 25
    return [PLACES[at] for at in random.choice(len(PLACES), many, p=weights)]


@pytest.mark.parametrize("seed", range(4))
def test_totals_equal_a_full_recount(ward, batch, seed):
    everybody = []
    for step in range(5):
        everybody += batch(draw(seed * 10 + step, 10))
        running.release(ward.collection, at=ward.at)
    counted: Counter[tuple[tuple[str, str, str], str, str]] = Counter()
    for one in everybody:
        at = (one.placement.provider, one.placement.programme, one.placement.profession)
        for path, value in one.answers.items():
            counted[at, path, value] += 1
    totals = running.everything(ward.collection, is_open=False)
    asked = running.counted_of(ward.collection.version)
    found = {
        (codes, item.path, value): int(counts[row, place - 1])
        for codes, counts in totals.items()
        for row, item in enumerate(asked.items)
        for value, place in item.answers.items()
        if counts[row, place - 1]
    }
    assert found == dict(counted)


def published(ward):
    asked = running.counted_of(ward.collection.version)
    shape = (len(asked.items), asked.most_answers)
    return {
        key: np.frombuffer(counts, np.int32).reshape(shape).sum(axis=1)
        for key, counts in running.released(ward.collection, is_open=False).items()
    }


#: Each group's members, and what is left of it is what nobody may count.
FAMILIES = {
    NATION: [
        [GroupKey(Level.REGION, "YN1"), GroupKey(Level.REGION, "YS1")],
        [GroupKey(Level.PROFESSION, "MED"), GroupKey(Level.PROFESSION, "NUR")],
    ],
    GroupKey(Level.REGION, "YN1"): [[GroupKey(Level.ICB, "QN1"), GroupKey(Level.ICB, "QN2")]],
    GroupKey(Level.REGION, "YS1"): [[GroupKey(Level.ICB, "S0U7H")]],
    GroupKey(Level.ICB, "QN1"): [[GroupKey(Level.PROVIDER, "ZN001")]],
    GroupKey(Level.PROFESSION, "MED"): [[GroupKey(Level.PROGRAMME, "CST")]],
}


@pytest.mark.parametrize("seed", range(4))
def test_no_difference_between_two_publications_is_of_fewer_than_ten(ward, batch, seed):
    """Whoever keeps every state of the page and subtracts, group from group and day from day."""
    states = [published(ward)]
    for step in range(14):
        batch(draw(seed * 100 + step, 10 + 5 * (step % 3)))
        if running.release(ward.collection, at=ward.at):
            states.append(published(ward))
    assert len(states) > 2
    nothing = np.zeros(4, dtype=np.int64)
    for early in range(len(states)):
        for late in range(early + 1, len(states)):
            moved = {
                key: states[late].get(key, nothing) - states[early].get(key, nothing)
                for key in states[late]
            }
            for key, new in moved.items():
                assert ((new == 0) | (new >= 10)).all(), key
            for parent, tables in FAMILIES.items():
                for members in tables:
                    shown = [moved[key] for key in members if key in moved]
                    for some in ([one] for one in shown):
                        left = moved.get(parent, nothing) - sum(some)
                        assert ((left <= 0) | (left >= 10)).all(), (parent, members)
                    left = moved.get(parent, nothing) - sum(shown, nothing)
                    assert ((left <= 0) | (left >= 10)).all(), (parent, members)


def test_nobody_is_published_who_is_alone_at_a_place(ward, batch):
    batch([PLACES[0]] * 19 + [PLACES[3]])
    running.release(ward.collection, at=ward.at)
    for key in published(ward):
        assert key not in (GroupKey(Level.REGION, "YS1"), GroupKey(Level.PROVIDER, "ZS001"))


def test_only_levels_down_to_the_provider_are_published(ward, batch):
    for step in range(6):
        batch(draw(step, 20))
        running.release(ward.collection, at=ward.at)
    levels = set(Released.objects.values_list("level", flat=True))
    assert levels <= {"nation", "region", "icb", "provider", "profession", "programme"}
    assert {"nation", "provider"} <= levels


def test_nothing_of_a_sensitive_question_is_published(ward, batch):
    counted = running.counted_of(ward.collection.version)
    code = counted.items[0].code
    batch(draw(3, 120))
    BankItem.objects.filter(code=code).update(is_sensitive=True)
    running.release(ward.collection, at=ward.at)
    found = running.released(ward.collection, is_open=False)[NATION]
    assert gate.answered(found, len(counted.items))[0] == 0
    assert gate.answered(found, len(counted.items))[1:].all()


def test_what_was_published_before_a_question_was_sensitive_is_not_shown(ward, batch, cast):
    batch(draw(3, 120))
    running.release(ward.collection, at=ward.at)
    live = queries.live(ward.collection, cast.national, is_open=False)
    shown = [one.code for one in live.round.measures if live.round.cell(NATION, one.code).shown]
    BankItem.objects.filter(code=shown[0]).update(is_sensitive=True)
    live = queries.live(ward.collection, cast.national, is_open=False)
    assert [live.round.cell(NATION, code).shown for code in shown[:2]] == [False, True]


def test_ten_who_say_the_same_are_not_published(ward):
    keys.key_of(ward.collection.pk, make=True)
    sent = [Sent(PLACES[0], ward.answers(1, 1, 1, 1))] * 10
    running.add(ward.collection, sent, is_open=False)
    assert running.release(ward.collection, at=ward.at) == 0


def test_open_answers_are_counted_apart(ward, batch):
    batch(draw(1, 20))
    running.release(ward.collection, at=ward.at)
    assert running.released(ward.collection, is_open=True) == {}


def test_somebody_who_was_quicker_is_noticed(ward, batch, monkeypatch):
    """Two workers release at once: the second finds that the nation has moved, and leaves it."""
    batch([PLACES[0]] * 20)
    whole = gate.tranche

    def slow(*given):
        found = whole(*given)
        with monkeypatch.context() as patched:
            patched.setattr(gate, "tranche", whole)
            running.release(ward.collection, at=ward.at)
        return found

    monkeypatch.setattr(gate, "tranche", slow)
    before = published(ward)
    running.release(ward.collection, at=ward.at)
    after = published(ward)
    assert before == {}
    assert (after[NATION] <= 20).all()


def test_what_entered_meanwhile_stays_new(ward, batch, monkeypatch):
    batch([PLACES[0]] * 20)
    whole = gate.tranche

    def slow(*given):
        found = whole(*given)
        monkeypatch.setattr(gate, "tranche", whole)
        batch([PLACES[0]] * 20)
        return found

    monkeypatch.setattr(gate, "tranche", slow)
    running.release(ward.collection, at=ward.at)
    running.release(ward.collection, at=ward.at)
    totals = running.everything(ward.collection, is_open=False)
    assert (published(ward)[NATION] == next(iter(totals.values())).sum(axis=1)).all()


def test_row_numbers_of_cells_tell_no_order(ward, batch):
    batch(draw(1, 30))
    assert all(number > 2**32 for number in RunningCell.objects.values_list("pk", flat=True))
