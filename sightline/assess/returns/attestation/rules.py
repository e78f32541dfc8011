"""What is signed: who may, what the signer has to read, how versions differ. No database.

``content`` is what content.py makes of a return: sections of questions with their answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sightline.assess.returns.words import Outcome
from sightline.base.refusal import Refusal

#: From the worst to the best; a standard stands as its worst question does.
_ORDER = (Outcome.NOT_MET, Outcome.PARTLY, Outcome.MET)
_FIELDS = (
    ("reason", "The explanation changed."),
    ("improvement", "The improvement that is planned changed."),
    ("evidence", "The evidence changed."),
    ("professions", "What differs for a profession changed."),
)


class CannotSign(Refusal):
    """The return may not be signed (now, or by this person)."""


@dataclass(frozen=True)
class Change:
    """What differs at one question, in sentences. ``is_worse`` and ``is_better``: the answer is."""

    code: str
    ask: str
    sentences: tuple[str, ...]
    is_worse: bool = False
    is_better: bool = False


def refuse_unless_signable(
    *, open_sections: Sequence[str], is_locked: bool, is_confirmed: bool, amends: bool, reason: str
) -> None:
    """Signing is refused while a section is open, twice, and without a second factor."""
    if is_locked:
        raise CannotSign("This self-assessment is signed already. Nothing was changed.")
    if open_sections:
        raise CannotSign(
            "It cannot be signed while a section is open. Not finished: "
            f"{', '.join(open_sections)}."
        )
    if not is_confirmed:
        raise CannotSign("Enter a code of your authenticator app, so that it is really you.")
    if amends and not reason.strip():
        raise CannotSign("Say why this version replaces the last one.")


def questions_of(content: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Code → question with its answer, in their order."""
    return {one["code"]: one for section in content["sections"] for one in section["questions"]}


def label_of(outcome: str) -> str:
    return Outcome(outcome).label if outcome else "No answer"


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What a reader has to know of two versions, question by question, in the order of the later.

    Two versions that say the same have none.
    """
    old, new = questions_of(before), questions_of(after)
    found = []
    for code, one in new.items():
        if code not in old:
            answer = label_of(one["outcome"]).lower()
            found.append(Change(code, one["ask"], (f"Not asked before; now {answer}.",)))
        elif change := _change(old[code], one):
            found.append(change)
    found += [
        Change(code, one["ask"], ("Not asked any more.",))
        for code, one in old.items()
        if code not in new
    ]
    return found


def _change(old: Mapping[str, Any], new: Mapping[str, Any]) -> Change | None:
    sentences = []
    worse = better = False
    if old["outcome"] != new["outcome"]:
        sentences.append(
            f"Was {label_of(old['outcome']).lower()}, is now {label_of(new['outcome']).lower()}."
        )
        if old["outcome"] in _ORDER and new["outcome"] in _ORDER:
            step = _ORDER.index(new["outcome"]) - _ORDER.index(old["outcome"])
            worse, better = step < 0, step > 0
    sentences += [said for name, said in _FIELDS if old[name] != new[name]]
    if not sentences:
        return None
    return Change(new["code"], new["ask"], tuple(sentences), worse, better)


def weak(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Questions that are not met or partly met, the worst first, then in their order."""
    found = [
        one
        for one in questions_of(content).values()
        if one["outcome"] in (Outcome.NOT_MET, Outcome.PARTLY)
    ]
    return sorted(found, key=lambda one: one["outcome"] != Outcome.NOT_MET)


def without_evidence(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Questions that are said to be met and name no evidence."""
    return [
        one
        for one in questions_of(content).values()
        if one["outcome"] == Outcome.MET and not one["evidence"]
    ]


def by_standard(content: Mapping[str, Any]) -> dict[str, tuple[str, list[str]]]:
    """Number of a standard → its answer, and the explanations behind it.

    A standard that several questions bear on stands as the worst of them does; "not applicable
    here" counts only where every question says so.
    """
    told: dict[str, list[Mapping[str, Any]]] = {}
    for one in questions_of(content).values():
        for number in one["standards"]:
            told.setdefault(number, []).append(one)
    found = {}
    for number, ones in told.items():
        rated = [one["outcome"] for one in ones if one["outcome"] in _ORDER]
        outcome = min(rated, key=_ORDER.index) if rated else Outcome.NOT_APPLICABLE.value
        reasons = [one["reason"] for one in ones if one["outcome"] == outcome and one["reason"]]
        found[number] = (outcome, reasons)
    return found


def disagreements(
    content: Mapping[str, Any], low: Mapping[str, Iterable[str]]
) -> list[tuple[dict[str, Any], list[str]]]:
    """Questions said to be met where learners say otherwise.

    ``low``: number of a standard → labels of survey results that are lower than usual.
    """
    found = []
    for one in questions_of(content).values():
        if one["outcome"] != Outcome.MET:
            continue
        labels = list(dict.fromkeys(x for number in one["standards"] for x in low.get(number, ())))
        if labels:
            found.append((one, labels))
    return found
