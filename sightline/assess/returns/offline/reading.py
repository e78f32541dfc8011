"""A filled-in workbook, row by row, with what is wrong in sentences. Pure: rows in, answers out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sightline.assess.returns.answering.rules import LONGEST_TEXT
from sightline.assess.returns.journeys.reading import Journey
from sightline.assess.returns.offline import words
from sightline.assess.returns.words import Outcome
from sightline.base.refusal import Refusal

_ANSWERS = {one.label.casefold(): one.value for one in Outcome} | {
    "yes": Outcome.MET.value,
    "partly": Outcome.PARTLY.value,
    "no": Outcome.NOT_MET.value,
    "not applicable": Outcome.NOT_APPLICABLE.value,
}
_SHOWN = ", ".join(f"“{one.label}”" for one in Outcome)


class CannotTake(Refusal):
    """The file is not a workbook of this return."""


@dataclass(frozen=True)
class ReadFile:
    """``rows``: question → {outcome, reason, improvement}; ``problems``: sentences."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_rows(lines: Sequence[Sequence[str]], journey: Journey) -> ReadFile:
    """The answers of a sheet whose first line that has them is the headings.

    A row that is wrong is left out and said; the others are taken. Raises CannotTake where the
    headings are not there.
    """
    start = next((n for n, line in enumerate(lines) if words.CODE in line), None)
    if start is None:
        raise CannotTake(
            f"No row has the heading “{words.CODE}”. Download the workbook again and fill that in."
        )
    columns = {heading: at for at, heading in enumerate(lines[start])}
    if missing := [one for one in words.COLUMNS if one not in columns]:
        raise CannotTake(
            f"The column “{missing[0]}” is missing. Download the workbook again and fill that in."
        )
    asked = {question.code for question in journey.questions}
    rows: dict[str, dict[str, str]] = {}
    problems: list[str] = []
    for number, line in enumerate(lines[start + 1 :], start=start + 2):
        told = {name: line[at].strip() if at < len(line) else "" for name, at in columns.items()}
        if not any(told.get(name) for name in words.COLUMNS):
            continue
        found, wrong = _row(told, asked, rows)
        if wrong:
            problems.append(f"Row {number}: {wrong}")
        elif found is not None:
            rows[told[words.CODE]] = found
    return ReadFile(rows, problems)


def _row(
    told: Mapping[str, str], asked: set[str], before: Mapping[str, object]
) -> tuple[dict[str, str] | None, str]:
    """The answer of one row, or what is wrong with it; neither where nothing was filled in."""
    code = told[words.CODE]
    if code not in asked:
        return None, (
            f"there is no question “{code[:40]}” in this self-assessment. Leave the codes as they "
            "were."
        )
    if code in before:
        return None, f"question “{code}” stands in the file twice. Keep one of them."
    answer, reason, improvement = (
        told[one] for one in (words.ANSWER, words.REASON, words.IMPROVEMENT)
    )
    if not (answer or reason or improvement):
        return None, ""
    outcome = _ANSWERS.get(" ".join(answer.split()).casefold(), "")
    if answer and not outcome:
        return None, f"“{answer[:40]}” is not one of the answers. Choose {_SHOWN}."
    if max(len(reason), len(improvement)) > LONGEST_TEXT:
        return None, f"an explanation is longer than {LONGEST_TEXT:,} characters. Shorten it."
    return {"outcome": outcome, "reason": reason, "improvement": improvement}, ""
