"""What pages about questionnaires show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sightline.listen.questionnaires.form import Form, Group, Question
from sightline.listen.questionnaires.models import Questionnaire
from sightline.listen.questionnaires.unrolled import SHOWN

_KINDS = {
    "select_one": "One answer",
    "select_multiple": "Several answers",
    "rank": "Ranking",
    "integer": "Whole number",
    "decimal": "Number",
    "range": "Number on a scale",
    "text": "Words",
    "date": "Day",
    "time": "Time",
    "datetime": "Day and time",
    "acknowledge": "Confirmation",
    "note": "Text to read",
    "calculate": "Worked out",
    "hidden": "Kept, not asked",
    "not_shown": "Not shown",
}


@dataclass(frozen=True)
class VersionRow:
    number: int
    state: str
    source: str
    made_at: datetime
    made_by: str
    published_at: datetime | None
    rounds: tuple[tuple[int, str], ...]  # of collections: key and name


@dataclass(frozen=True)
class Line:
    """One question or group of the outline; ``depth`` is that of the group around it."""

    depth: int
    is_group: bool
    words: str
    kind: str
    name: str
    when: str
    answers: tuple[str, ...]


def versions(questionnaire: Questionnaire) -> list[VersionRow]:
    """All versions, newest first, without their wording."""
    found = (
        questionnaire.versions.defer("definition")
        .select_related("made_by")
        .prefetch_related("collections__round__survey")
    )
    return [
        VersionRow(
            one.number,
            "Published" if one.published_at else "Draft",
            one.get_source_display() + (f": {one.source_name}" if one.source_name else ""),
            one.made_at,
            str(one.made_by) if one.made_by else "Sightline",
            one.published_at,
            tuple((used.pk, str(used)) for used in one.collections.all()),
        )
        for one in found
    ]


def outline(form: Form) -> list[Line]:
    """The questions and groups in their order, in the form's first language."""
    return list(_lines(form, form.children, "", 0))


def _lines(
    form: Form, children: tuple[Question | Group, ...], before: str, depth: int
) -> Iterator[Line]:
    language = form.languages[0].code
    for child in children:
        path = f"{before}{child.name}"
        words = form.words(child.labels, language) or child.name
        if isinstance(child, Group):
            kind = "Asked several times" if child.is_repeat else ""
            yield Line(depth, True, words, kind, child.name, child.relevant, ())
            yield from _lines(form, child.children, f"{path}/", depth + 1)
            continue
        choices = form.choice_lists.get(child.choices, ())
        labels = tuple(form.words(one.labels, language) or one.value for one in choices[:12])
        if len(choices) > 12:
            labels = (*labels, f"and {len(choices) - 12} more")
        yield Line(depth, False, words, _KINDS[child.kind], child.name, child.relevant, labels)


def count_shown(form: Form) -> int:
    """How many questions people can be asked, notes left out."""
    return sum(one.kind in SHOWN and one.kind != "note" for _, one in form.questions())
