import itertools
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.standards.succession import rules
from sightline.standards.succession.rules import CannotDecide, Step, Wording
from sightline.standards.succession.words import Change

WORDS = ["learners", "educators", "supervision", "safe", "time", "support", "fair", "feedback"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)


@st.composite
def versions(draw: st.DrawFn) -> list[Wording]:
    texts = draw(st.lists(TEXTS, max_size=7, unique=True))
    return [Wording(f"1.{at}", text) for at, text in enumerate(texts, 1)]


@given(versions(), versions())
def test_every_standard_is_in_exactly_one_step(old: list[Wording], new: list[Wording]) -> None:
    steps = rules.compare(old, new)
    assert [one.old for one in steps if one.old] == old
    followers = sorted(one.new.number for one in steps if one.new)
    assert followers == sorted(one.number for one in new)


@given(versions())
def test_the_same_version_is_the_same_throughout(old: list[Wording]) -> None:
    assert {one.change for one in rules.compare(old, old)} <= {Change.SAME}
    assert not any(one.needs_a_person for one in rules.compare(old, old))


@given(versions(), st.randoms())
def test_other_numbers_for_the_same_words_are_found(old: list[Wording], random: Random) -> None:
    numbers = [one.number for one in old]
    random.shuffle(numbers)
    new = [
        Wording(number, one.text.upper() + ".") for number, one in zip(numbers, old, strict=True)
    ]
    for step in rules.compare(old, new):
        assert step.old is not None
        assert step.new is not None
        assert rules.plain(step.old.text) == rules.plain(step.new.text)
        same = step.old.number == step.new.number
        assert step.change is (Change.SAME if same else Change.RENUMBERED)


@given(TEXTS, TEXTS)
def test_pieces_give_both_wordings_back(old: str, new: str) -> None:
    found = rules.pieces(old, new)
    assert " ".join(one.text for one in found if one.kind != "new") == old
    assert " ".join(one.text for one in found if one.kind != "old") == new


def test_other_words_are_proposed_and_what_is_gone_is_said() -> None:
    old = [
        Wording("1.1", "Learners are treated fairly and with respect."),
        Wording("1.2", "There is a quiet room for study."),
    ]
    new = [
        Wording("1.1", "Money for education is spent on education."),
        Wording("1.4", "Learners are treated fairly, kindly and with respect."),
    ]
    first, second, third = rules.compare(old, new)
    assert (first.change, first.new) == (Change.REWORDED, new[1])
    assert (second.change, second.new) == (Change.GONE, None)
    assert (third.change, third.new) == (Change.NEW, new[0])


def test_a_departure_from_what_is_proposed_needs_a_reason() -> None:
    step = Step(Change.REWORDED, Wording("1.1", "a"), Wording("1.4", "b"), 0.6)
    assert rules.refuse_decision(step, ["1.4"], ["1.4", "1.5"], "") == ("1.4",)
    for numbers in (["1.5"], ["1.4", "1.5"], []):
        with pytest.raises(CannotDecide, match="Give the reason"):
            rules.refuse_decision(step, numbers, ["1.4", "1.5"], " ")
        assert rules.refuse_decision(step, numbers, ["1.4", "1.5"], "It was split.") == tuple(
            numbers
        )
    with pytest.raises(CannotDecide, match=r"no standard 9\.9"):
        rules.refuse_decision(step, ["9.9"], ["1.4"], "Because.")


def test_what_stands_for_what_goes_through_every_version_between() -> None:
    standards = {
        1: (10, "1.1", "Fair."), 2: (10, "1.2", "Safe."),
        3: (20, "1.1", "Safe."), 4: (20, "1.2", "Fair!"),
        5: (30, "1.1", "Safe."), 6: (30, "1.2", "Kind."),
    }  # fmt: skip
    # Nothing is decided: only the same words under the same number go on.
    assert rules.carried([10, 20, 30], standards, {}) == {
        1: frozenset(), 2: frozenset(), 3: {5}, 4: frozenset(), 5: {5}, 6: {6},
    }  # fmt: skip
    decided = {1: frozenset({4}), 2: frozenset({3}), 4: frozenset({5, 6})}
    assert rules.carried([10, 20, 30], standards, decided) == {
        1: {5, 6}, 2: {5}, 3: {5}, 4: {5, 6}, 5: {5}, 6: {6},
    }  # fmt: skip
    # Somebody decided that nothing follows, though the words are the same.
    assert rules.carried([20, 30], standards, {3: frozenset()})[3] == frozenset()


@given(st.lists(versions(), min_size=1, max_size=3), st.data())
def test_what_is_proposed_adds_to_what_stands_and_never_overrules(
    texts: list[list[Wording]], data: st.DataObject
) -> None:
    keyed = list(itertools.chain.from_iterable(
        ((at, one) for one in texts[at]) for at in range(len(texts))
    ))  # fmt: skip
    standards = {key: (at, one.number, one.text) for key, (at, one) in enumerate(keyed)}
    keys = list(range(len(texts)))
    said = data.draw(st.sets(st.sampled_from(sorted(standards)))) if standards else set()
    decided: dict[int, frozenset[int]] = {key: frozenset() for key in said}
    proposed = rules.proposed(keys, standards, decided)
    assert not proposed.keys() & decided.keys()
    for key, follows in proposed.items():
        assert {standards[one][0] for one in follows} == {standards[key][0] + 1}
    stands = rules.carried(keys, standards, decided)
    perhaps = rules.carried(keys, standards, {**decided, **proposed})
    for key, found in stands.items():
        assert found <= perhaps[key]


def test_nothing_is_proposed_for_what_stays_or_is_gone() -> None:
    standards = {
        1: (0, "1.1", "Learners are safe."),
        2: (0, "1.2", "Educators have time."),
        3: (0, "1.3", "Money follows the person."),
        4: (1, "1.1", "Learners are safe!"),
        5: (1, "1.2", "Educators have enough time."),
    }
    assert rules.proposed([0, 1], standards, {}) == {2: frozenset({5})}
    assert rules.proposed([0, 1], standards, {2: frozenset()}) == {}
