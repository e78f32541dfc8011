"""Small files of answers, a small survey to import them into, and somebody who does it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sightline.listen.imports import actions, storage
from sightline.listen.imports.models import SurveyImport
from sightline.listen.surveys import actions as surveys
from sightline.listen.surveys.models import Mapping as StoredMapping
from sightline.listen.surveys.models import Round
from sightline.people.models import User
from sightline.results.models import Dataset

MAPPING = """\
survey: pulse
columns:
  respondent: id
  provider: provider
  site: site
  programme: programme
  profession: profession
  level: level
  completed: completed
not_applicable: [Not applicable]
prefer_not_to_say: [Prefer not to say]
scales:
  agreement:
    - {answer: Strongly agree, score: 100, positive: true}
    - {answer: Agree, score: 75, positive: true}
    - {answer: Neither agree nor disagree, score: 50, positive: false}
    - {answer: Disagree, score: 25, positive: false}
    - {answer: Strongly disagree, score: 0, positive: false}
  rating: {from: 0, to: 10, positive_from: 7}
themes:
  - {code: teamwork, label: Teamwork}
items:
  - {column: q1, code: P1, label: Valued, theme: teamwork, scale: agreement}
  - {column: q2, code: P2, label: Respected, theme: teamwork, scale: agreement}
  - {column: q3, code: P3, label: Recommend, scale: rating}
  - {column: q4, code: P4, label: Rota lets me train, scale: agreement, branch: doctors_dentists}
"""

HEADINGS = (
    "id",
    "provider",
    "site",
    "programme",
    "profession",
    "level",
    "completed",
    "q1",
    "q2",
    "q3",
    "q4",
    "comment",
)
_GOOD = {
    "provider": "ZN001",
    "site": "ZN001A",
    "programme": "CST",
    "profession": "MED",
    "level": "postgraduate",
    "completed": "2026-10-05",
    "q1": "Agree",
    "q2": "Strongly agree",
    "q3": "8",
    "q4": "Disagree",
}


def row(number: int, **cells: str) -> dict[str, str]:
    """A good row of respondent ``number``, with other cells where they are given."""
    return {"id": f"R{number}", **_GOOD, **cells}


def csv_text(
    rows: Iterable[Mapping[str, str]], headings: Sequence[str] = HEADINGS, delimiter: str = ","
) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(headings)
    for cells in rows:
        writer.writerow([cells.get(heading, "") for heading in headings])
    return text.getvalue()


def csv_file(rows: Iterable[Mapping[str, str]], **layout: object) -> io.BytesIO:
    return io.BytesIO(csv_text(rows, **layout).encode())  # type: ignore[arg-type]


def make_round(by: User, at: datetime, mapping: str = MAPPING) -> tuple[Round, StoredMapping]:
    """The survey "pulse" with its round of autumn 2026 and a mapping."""
    survey = surveys.add_survey(code="pulse", name="Pulse survey", by=by, at=at)
    round_ = surveys.add_round(
        survey=survey,
        year=2026,
        label="Autumn 2026",
        collected_from=date(2026, 10, 1),
        collected_to=date(2026, 11, 15),
        by=by,
        at=at,
    )
    return round_, surveys.save_mapping(survey=survey, text=mapping, by=by, at=at)


def many(count: int, first: int = 1) -> list[dict[str, str]]:
    """Good rows of respondents numbered from ``first``."""
    return [row(number) for number in range(first, first + count)]


def in_use() -> list[Dataset]:
    return list(Dataset.objects.filter(state=Dataset.State.CURRENT))


class Desk:
    """Somebody at work on one round."""

    def __init__(self, by: User, at: datetime) -> None:
        self.by, self.at = by, at
        self.round, self.mapping = make_round(by, at)

    def upload(self, rows: Iterable[Mapping[str, str]], name: str = "answers.csv") -> SurveyImport:
        return self.upload_file(csv_file(rows), name)

    def upload_file(self, file: Any, name: str = "answers.csv") -> SurveyImport:
        return actions.upload(
            round=self.round, file=file, name=name, mapping=self.mapping, by=self.by, at=self.at
        )

    def checked(self, rows: Iterable[Mapping[str, str]]) -> SurveyImport:
        return self.check(self.upload(rows))

    def check(self, survey_import: SurveyImport) -> SurveyImport:
        return actions.check(survey_import=survey_import, by=self.by, at=self.at)

    def prepare(self, survey_import: SurveyImport) -> SurveyImport:
        return actions.prepare(survey_import=survey_import, by=self.by, at=self.at)

    def errors(self, survey_import: SurveyImport) -> str:
        return storage.place(survey_import.stored_name).errors.read_text("utf-8-sig")
