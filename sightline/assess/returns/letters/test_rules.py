from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from sightline.assess.returns.letters import rules
from sightline.assess.returns.words import Outcome

COUNTS = st.dictionaries(st.sampled_from(Outcome.values), st.integers(0, 40))


def question(code: str, outcome: str, **more: Any) -> dict[str, Any]:
    return {
        "code": code, "ask": f"{code}.", "standards": ["1.1"], "outcome": outcome,
        "improvement": "", "evidence": ["x"], **more,
    }  # fmt: skip


@given(COUNTS)
@example({"met": 6, "partly": 3, "not_applicable": 40})
@example({"met": 6, "partly": 3, "not_met": 1})
def test_of_fewer_than_ten_others_nothing_is_said(counts: dict[str, int]) -> None:
    rated = sum(number for one, number in counts.items() if one != "not_applicable")
    found = rules.compared(counts)
    assert (found.tenths is None) == (rated < 10)
    if found.tenths is None:
        assert found.sentence == "Too few like you have signed to compare."
    else:
        assert all(0 <= one <= 10 for one in found.tenths.values())


@given(COUNTS)
def test_what_is_not_applicable_changes_nothing(counts: dict[str, int]) -> None:
    assert rules.compared(counts) == rules.compared({**counts, "not_applicable": 99})


@given(st.integers(90, 300), st.integers(0, 90))
def test_one_provider_more_moves_a_share_by_one_tenth_at_most(others: int, met: int) -> None:
    before = rules.compared({"met": met, "partly": others - met}).tenths
    after = rules.compared({"met": met + 1, "partly": others - met}).tenths
    assert before is not None
    assert after is not None
    assert abs(before["met"] - after["met"]) <= 1


def test_a_share_reads_as_a_sentence() -> None:
    assert rules.compared({"met": 18, "partly": 2}).sentence == (
        "Of others like you, about 9 in 10 say met, about 1 in 10 say partly met, fewer than 1 in "
        "10 say not met."
    )


def test_three_suggestions_the_most_pressing_first() -> None:
    most_meet = rules.compared({"met": 20})
    found = rules.suggestions(
        [
            question("bare", "met", evidence=[]),
            question("partly", "partly"),
            question("others", "partly"),
            question("learners", "met", standards=["3.5"]),
            question("disagreed", "met"),
            question("not", "not_met"),
            question("planned", "not_met", improvement="A rota."),
        ],
        others={"others": most_meet},
        disagreed={"disagreed": "We saw otherwise."},
        low={"3.5": ["Senior help"]},
    )
    assert [one.code for one in found] == ["not", "disagreed", "learners"]
    assert "We saw otherwise." in found[1].text
    assert "“Senior help”" in found[2].text
    rest = rules.suggestions(
        [question("bare", "met", evidence=[]), question("p", "partly"), question("o", "partly")],
        others={"o": most_meet}, disagreed={}, low={},
    )  # fmt: skip
    assert [one.code for one in rest] == ["o", "p", "bare"]
    assert rules.suggestions([question("a", "met")], others={}, disagreed={}, low={}) == []
