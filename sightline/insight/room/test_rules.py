"""The rules of the Standards Room: each would be noticed if it were lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.assess.evidence import kinds
from sightline.assess.evidence.rules import Mark
from sightline.assess.evidence.test_rules import DAY, MARKS
from sightline.assess.evidence.words import Direction, Voice
from sightline.insight.room import rules, words
from sightline.insight.room.words import Agreement, Sufficiency

FRESH = DAY + timedelta(days=1)
MANY = st.lists(MARKS, max_size=12)


def mark(voice: str, direction: str = "meets", kind: str = "any") -> Mark:
    return Mark(kind, voice, direction, 2, FRESH)


@given(MANY, MARKS)
def test_more_of_a_voice_that_is_fresh_already_never_raises_sufficiency(
    marks: list[Mark], more: Mark
) -> None:
    before = rules.weigh(marks, DAY)
    if more.voice in before.voices:
        assert rules.weigh([*marks, more], DAY).sufficiency is before.sufficiency


@given(MANY)
def test_removing_evidence_never_raises_sufficiency(marks: list[Mark]) -> None:
    all_of_it = rules.weigh(marks, DAY).sufficiency
    for gone in range(len(marks)):
        less = rules.weigh(marks[:gone] + marks[gone + 1 :], DAY).sufficiency
        assert rules.is_at_least(all_of_it, less)


@given(MANY, st.integers(2, 9))
def test_volume_changes_nothing(marks: list[Mark], times: int) -> None:
    assert rules.weigh(marks * times, DAY) == rules.weigh(marks, DAY)


@given(MANY)
def test_order_and_kind_change_nothing(marks: list[Mark]) -> None:
    others = [replace(one, kind="another", strength=1) for one in reversed(marks)]
    assert rules.weigh(others, DAY) == rules.weigh(marks, DAY)


@given(MANY)
def test_what_is_stale_is_not_counted(marks: list[Mark]) -> None:
    fresh = [one for one in marks if one.is_fresh(DAY)]
    found, only_fresh = rules.weigh(marks, DAY), rules.weigh(fresh, DAY)
    assert (found.agreement, found.voices) == (only_fresh.agreement, only_fresh.voices)
    if not found.voices:
        assert found.sufficiency is (Sufficiency.STALE if marks else Sufficiency.SILENT)


@given(MANY)
def test_nothing_is_imputed(marks: list[Mark]) -> None:
    """No voice and no direction is there that nobody gave."""
    found = rules.weigh(marks, DAY)
    assert found.voices <= {one.voice for one in marks} - {""}
    for voice, direction in found.directions.items():
        given_ones = {one.direction for one in marks if one.voice == voice and one.is_fresh(DAY)}
        assert direction in given_ones or {"meets", "short"} & given_ones


@given(st.lists(MARKS.map(lambda one: replace(one, voice="provider")), max_size=9))
def test_a_provider_alone_is_never_more_than_what_it_says(marks: list[Mark]) -> None:
    found = rules.weigh(marks, DAY)
    assert found.sufficiency in (Sufficiency.SILENT, Sufficiency.STALE, Sufficiency.ONE)
    assert "assured" not in found.says.lower()
    if found.directions == {"provider": "meets"}:
        assert found.says == "Met, says the provider."


@given(MANY, st.sampled_from(["", *Direction.values]))
def test_evidence_alone_is_never_assured(marks: list[Mark], all_say: str) -> None:
    """Not even where every voice says the same."""
    if all_say:
        marks = [replace(one, direction=all_say) for one in marks]
    assert "assured" not in rules.weigh(marks, DAY).says.lower()


def test_two_surveys_of_learners_are_one_voice() -> None:
    nets, nss = kinds.kind("national_survey"), kinds.kind("outside_learners")
    marks = [mark(nets.voice, kind=nets.code), mark(nss.voice, kind=nss.code)] * 5
    assert rules.weigh(marks, DAY).sufficiency is Sufficiency.ONE


@pytest.mark.parametrize(
    ("marks", "sufficiency", "agreement"),
    [
        ([], Sufficiency.SILENT, Agreement.NOBODY),
        ([replace(mark("learner"), stale_from=DAY)], Sufficiency.STALE, Agreement.NOBODY),
        ([mark("learner")], Sufficiency.ONE, Agreement.ALONE),
        ([mark("", "short")], Sufficiency.STALE, Agreement.NOBODY),
        ([mark("learner"), mark("visits")], Sufficiency.TWO, Agreement.MET),
        ([mark("learner", "short"), mark("visits", "short")], Sufficiency.TWO, Agreement.SHORT),
        ([mark("learner"), mark("visits", "short")], Sufficiency.TWO, Agreement.DIFFER),
        ([mark("learner"), mark("visits", "both")], Sufficiency.TWO, Agreement.MIXED),
        ([mark("learner"), mark("learner", "short"), mark("data")], Sufficiency.TWO,
         Agreement.MIXED),
        ([mark("learner", "neither"), mark("data")], Sufficiency.TWO, Agreement.ALONE),
        ([mark(one) for one in Voice.values], Sufficiency.WELL, Agreement.MET),
    ],
)  # fmt: skip
def test_the_two_marks(marks: list[Mark], sufficiency: Sufficiency, agreement: Agreement) -> None:
    found = rules.weigh(marks, DAY)
    assert (found.sufficiency, found.agreement) == (sufficiency, agreement)


def test_every_mark_has_words_and_a_sign_of_its_own() -> None:
    assert set(words.SUFFICIENCY) == set(words.DOTS) == set(Sufficiency)
    assert set(words.AGREEMENT) == set(words.SIGNS) == set(Agreement)
    assert len(set(words.SIGNS.values())) == len(Agreement)
    for sufficiency in Sufficiency:
        for agreement in Agreement:
            for direction in ("", *Direction.values):
                said = {"provider": direction} if direction else {}
                weighed = rules.Weighed(sufficiency, agreement, frozenset(said), said)
                assert weighed.says


def test_when_a_judgement_is_looked_at_again() -> None:
    def why(**changes: object) -> str:
        said: dict[str, object] = {
            "outcome": "assured", "next_review": FRESH, "cited": [mark("learner")],
            "newest_known": DAY, "decided": DAY, "day": DAY,
        }  # fmt: skip
        return rules.why_look_again(**{**said, **changes})  # type: ignore[arg-type]

    assert why() == ""
    assert why(cited=[]) == "Everything that it rests on is stale."
    assert why(cited=[], outcome="cannot_say") == ""
    assert why(next_review=DAY) == "Its review is due."
    assert why(newest_known=FRESH) == "There is newer evidence."
    assert "in other words" in why(is_reworded=True)
