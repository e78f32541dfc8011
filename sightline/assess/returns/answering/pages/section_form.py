"""The form of a section: one part for each question. The same with an account and by a link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core import signing
from django.http import QueryDict

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.returns.answering import prefill, rules
from sightline.assess.returns.answering.models import Answer, ReturnEvidence
from sightline.assess.returns.answering.prefill import Result
from sightline.assess.returns.answering.rules import Given
from sightline.assess.returns.journeys.reading import Question, Section
from sightline.assess.returns.models import Return
from sightline.assess.returns.words import OUTCOME_HINTS, Outcome
from sightline.commitments.models import Commitment
from sightline.design.forms import CheckboxChoiceField, Form, RadioChoiceField, lower_first
from sightline.organisations.models import Profession
from sightline.people.models import User

_SALT = "assess.returns.opened"


class AnswerForm(Form):
    """One question. Nothing is required: what is half done is saved."""

    still_true = forms.BooleanField(label="This is still true", required=False)
    outcome = RadioChoiceField(
        label="How does this stand?",
        required=False,
        choices=Outcome.choices,
        hints={one.value: hint for one, hint in OUTCOME_HINTS.items()},
    )
    reason = forms.CharField(
        label="What shows it, or what is missing",
        required=False,
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    improvement = forms.CharField(
        label="Improvement planned",
        required=False,
        max_length=rules.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        question: Question,
        professions: Sequence[Profession],
        evidence: Sequence[ReturnEvidence],
        has_last_year: bool,
        **kwargs: Any,
    ) -> None:
        self.professions = list(professions) if question.by_profession else []
        super().__init__(*args, **kwargs)
        self.fields["outcome"].label = question.ask
        self.fields["outcome"].help_text = question.hint
        if not has_last_year:
            del self.fields["still_true"]
        if evidence:
            self.fields["evidence"] = CheckboxChoiceField(
                label="Evidence that shows it",
                required=False,
                choices=[(str(one.pk), one.title) for one in evidence],
            )
        for one in self.professions:
            self.fields[f"for_{one.code}"] = forms.ChoiceField(
                label=one.name,
                required=False,
                choices=[("", "The same"), *Outcome.choices],
            )

    def given(self) -> Given:
        """As it was filled in, also where a field is not as it should be."""
        told = getattr(self, "cleaned_data", {})
        return Given(
            outcome=told.get("outcome", ""),
            reason=told.get("reason", ""),
            improvement=told.get("improvement", ""),
            by_profession={
                one.code: said for one in self.professions if (said := told.get(f"for_{one.code}"))
            },
            evidence=frozenset(int(one) for one in told.get("evidence", ())),
            still_true=told.get("still_true", False),
        )


@dataclass
class Part:
    """A question with all that stands beside it. ``theirs``: what somebody else saved meanwhile."""

    question: Question
    form: AnswerForm
    last: Given | None
    results: list[Result] = field(default_factory=list)
    requirements: list[Commitment] = field(default_factory=list)
    theirs: Given | None = None

    @property
    def last_words(self) -> str:
        return Outcome(self.last.outcome).label if self.last and self.last.outcome else ""

    @property
    def their_words(self) -> str:
        if self.theirs is None:
            return ""
        return Outcome(self.theirs.outcome).label if self.theirs.outcome else "no answer"


def parts(
    found: Return,
    section: Section,
    *,
    data: QueryDict | None,
    last: Mapping[str, Given],
) -> list[Part]:
    """The questions of a section, filled in as they were saved or, with ``data``, as posted."""
    held = {
        one.question: one
        for one in found.answers.filter(
            question__in=[question.code for question in section.questions]
        ).prefetch_related("evidence")
    }
    evidence = list(found.evidence.all())
    professions = list(found.professions.all())
    return [
        Part(
            question,
            AnswerForm(
                data,
                prefix=question.code,
                question=question,
                professions=professions,
                evidence=evidence,
                has_last_year=bool(question.code in last and last[question.code].outcome),
                initial=_initial(held.get(question.code)),
            ),
            last.get(question.code),
        )
        for question in section.questions
    ]


def with_what_is_known(
    found: Return, section: Section, shown: list[Part], *, seen_by: User
) -> list[Part]:
    """Beside each question what learners said and what is still owed, as ``seen_by`` may see it."""
    place = found.organisation
    results: dict[str, list[Result]] = {}
    owed: list[Commitment] = []
    if viewer.may(seen_by, Permission.VIEW_RESULTS, at=place):
        numbers = {number for question in section.questions for number in question.standards}
        results = prefill.results_by_standard(place, numbers, found.journey.framework)
    if viewer.may(seen_by, Permission.VIEW_COMMITMENTS, at=place):
        owed = prefill.open_requirements(place)
    for part in shown:
        mine = set(part.question.standards)
        part.results = prefill.results_for(results, part.question.standards)
        part.requirements = [
            one for one in owed if mine & {standard.number for standard in one.standards.all()}
        ]
    return shown


def say_what_is_missing(shown: list[Part], errors: Mapping[str, str]) -> None:
    """Beside each question what it lacks, naming it: several are said together above the page."""
    told = Counter(part.question.standards for part in shown)
    for part in shown:
        question = part.question
        if question.code not in errors:
            continue
        is_of_one = len(question.standards) == 1 and told[question.standards] == 1
        name = f"Standard {question.standards[0]}" if is_of_one else f"“{question.ask}”"
        part.form.add_error("outcome", f"{name}: {lower_first(errors[question.code])}")


def _initial(answer: Answer | None) -> dict[str, Any]:
    if answer is None:
        return {}
    return {
        "still_true": answer.is_confirmed,
        "outcome": answer.outcome,
        "reason": answer.reason,
        "improvement": answer.improvement,
        "evidence": [str(one.pk) for one in answer.evidence.all()],
        **{f"for_{code}": said for code, said in answer.by_profession.items()},
    }


def beside_theirs(found: Return, shown: list[Part]) -> None:
    """Say where what somebody else saved differs from what is on this page."""
    held = {one.question: one for one in found.answers.all()}
    for part in shown:
        answer = held.get(part.question.code)
        theirs = Given(answer.outcome, answer.reason, answer.improvement) if answer else Given()
        mine = part.form.given()
        if (mine.outcome, mine.reason.strip(), mine.improvement.strip()) != (
            theirs.outcome,
            theirs.reason,
            theirs.improvement,
        ):
            part.theirs = theirs


def opened_now(at: datetime) -> str:
    """What the form carries to tell how long it was open."""
    return signing.dumps(at.timestamp(), salt=_SALT)


def opened_at(token: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(signing.loads(token, salt=_SALT)), tz=UTC)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def seen_version(data: QueryDict) -> int:
    """-1, which is no version, where the form does not say it."""
    told = data.get("version", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else -1
