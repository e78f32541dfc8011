from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.assess.returns.attestation import content, rules
from sightline.assess.returns.attestation.rules import CannotSign
from sightline.assess.returns.words import Outcome

OUTCOMES = st.sampled_from(Outcome.values)


def question(code: str, outcome: str = "met", **more: Any) -> dict[str, Any]:
    return {
        "code": code, "ask": f"{code}?", "standards": ["1.1"], "outcome": outcome, "reason": "",
        "improvement": "", "professions": {}, "evidence": [], **more,
    }  # fmt: skip


def of(*questions: dict[str, Any]) -> dict[str, Any]:
    return {"sections": [{"code": "a", "title": "A", "questions": list(questions)}]}


CONTENTS = st.dictionaries(
    st.sampled_from("abcde"), st.tuples(OUTCOMES, st.sampled_from(["", "x"])), max_size=5
).map(lambda told: of(*(question(code, o, reason=r) for code, (o, r) in sorted(told.items()))))


@given(CONTENTS, CONTENTS)
def test_a_difference_is_said_exactly_where_there_is_one(before: Any, after: Any) -> None:
    found = {one.code: one for one in rules.differences(before, after)}
    old, new = rules.questions_of(before), rules.questions_of(after)
    assert set(found) == {code for code in {*old, *new} if old.get(code) != new.get(code)}
    back = {one.code: one for one in rules.differences(after, before)}
    assert set(found) == set(back)
    for code, one in found.items():
        assert one.sentences
        assert (one.is_worse, one.is_better) == (back[code].is_better, back[code].is_worse)
    assert (content.digest_of(before) == content.digest_of(after)) == (before == after)


def test_a_difference_reads_as_a_sentence() -> None:
    before = of(question("a"), question("b"), question("gone"))
    after = of(
        question("a", "not_met", reason="The rota fell through.", evidence=["Rota"]),
        question("b", professions={"NUR": "partly"}),
        question("new", "partly"),
    )
    assert [one.sentences for one in rules.differences(before, after)] == [
        ("Was met, is now not met.", "The explanation changed.", "The evidence changed."),
        ("What differs for a profession changed.",),
        ("Not asked before; now partly met.",),
        ("Not asked any more.",),
    ]


@given(st.lists(OUTCOMES, min_size=1, max_size=4))
def test_a_standard_stands_as_its_worst_question_does(outcomes: list[str]) -> None:
    told = of(*(question(str(n), one, reason=one) for n, one in enumerate(outcomes)))
    outcome, reasons = rules.by_standard(told)["1.1"]
    rated = [one for one in outcomes if one != "not_applicable"]
    for worst in ("not_met", "partly", "met"):
        if worst in rated:
            assert outcome == worst
            break
    else:
        assert outcome == "not_applicable"
    assert set(reasons) == {outcome}


def test_what_the_signer_reads() -> None:
    told = of(
        question("a", "partly"),
        question("b", "not_met"),
        question("c", evidence=["Rota"]),
        question("d", standards=["3.5"]),
    )
    assert [one["code"] for one in rules.weak(told)] == ["b", "a"]
    assert [one["code"] for one in rules.without_evidence(told)] == ["d"]
    found = rules.disagreements(told, {"3.5": ["Senior help"], "1.1": []})
    assert [(one["code"], labels) for one, labels in found] == [("d", ["Senior help"])]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"open_sections": ["Supervision"]}, "Not finished: Supervision"),
        ({"is_locked": True}, "signed already"),
        ({"is_confirmed": False}, "code of your authenticator app"),
        ({"amends": True}, "why this version replaces"),
    ],
)
def test_signing_is_refused(change: dict[str, Any], said: str) -> None:
    right: dict[str, Any] = {
        "open_sections": [], "is_locked": False, "is_confirmed": True, "amends": False,
        "reason": "",
    }  # fmt: skip
    rules.refuse_unless_signable(**right)
    with pytest.raises(CannotSign, match=said):
        rules.refuse_unless_signable(**{**right, **change})


@given(
    st.lists(st.sampled_from(["Supervision", "People"]), max_size=2), st.booleans(), st.booleans(),
    st.booleans(), st.sampled_from(["", " ", "A trainer left."]),
)  # fmt: skip
def test_nothing_makes_up_for_what_is_missing_when_it_is_signed(
    open_sections: list[str], is_locked: bool, is_confirmed: bool, amends: bool, reason: str
) -> None:
    has_reason = bool(reason.strip()) or not amends
    may = not open_sections and not is_locked and is_confirmed and has_reason
    with nullcontext() if may else pytest.raises(CannotSign, match=r"\.$"):
        rules.refuse_unless_signable(
            open_sections=open_sections, is_locked=is_locked, is_confirmed=is_confirmed,
            amends=amends, reason=reason,
        )  # fmt: skip
