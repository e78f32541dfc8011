"""Concerns for tests, raised through the same actions as people use."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import timezone

from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.respond.register import actions
from sightline.respond.register.models import CategoryDecision, Concern, IsfCategory
from sightline.results.models import Dataset, Measure
from sightline.standards.models import Standard

CATEGORIES = Path(__file__).parent / "data" / "isf-2024.yaml"


def categories(at: datetime) -> dict[int, IsfCategory]:
    """The categories that the service comes with, by number."""
    loaded = actions.load_categories(text=CATEGORIES.read_text("utf-8"), by=None, at=at)
    return {one.number: one for one in loaded}


def raise_concern(organisation: Organisation, by: User, at: datetime, **other: Any) -> Concern:
    """A concern about an organisation with all that it needs; ``other`` says what differs."""
    given: dict[str, Any] = {
        "level": "organisation",
        "organisation": organisation,
        "environment": None,
        "programme": None,
        "professions": [],
        "standards": list(Standard.objects.all()[:1]),
        "source": "survey",
        "title": "Supervision falls short",
        "summary": "Learners say that supervisors are often not there.",
        "internal_summary": "",
        "learners_affected": 12,
        "likelihood": 4,
        "impact": 3,
        "controls": "Rota checked weekly.",
        "owner": by,
        "next_review_date": timezone.localdate(at) + timedelta(days=28),
        "evidence": [actions.NewEvidence(text="Told at a learner forum.")],
        "share": False,
        "by": by,
        "at": at,
    }
    return actions.raise_concern(**{**given, **other})


def decide(concern: Concern, category: IsfCategory, by: User, at: datetime) -> CategoryDecision:
    """A decision that cites all the evidence there is and supersedes the one that stands."""
    return actions.decide_category(
        concern=concern,
        category=category,
        rationale="Several sources agree.",
        evidence=list(concern.evidence.all()),
        decided_by="Regional quality committee",
        decided_date=timezone.localdate(at),
        next_review_date=timezone.localdate(at) + timedelta(days=category.review_within_days),
        supersedes=concern.category_decisions.filter(superseded_by=None).first(),
        by=by,
        at=at,
    )


review = partial(
    actions.review,
    likelihood=2,
    impact=2,
    controls="Second supervisor on call.",
    learners_affected=8,
    direction="better",
    waiting_for="",
    waiting_for_whom="",
)


def dataset(year: int = 2026) -> Dataset:
    """A survey round to point at; there are no files behind it."""
    return Dataset.objects.create(
        survey="learner-survey",
        survey_name="Learner survey",
        year=year,
        label=f"Autumn {year}",
        version=1,
        collected_from=date(year, 10, 1),
        collected_to=date(year, 11, 1),
        state=Dataset.State.CURRENT,
        folder=f"learner-survey-{year}-1",
    )


def measure(code: str = "LS07") -> Measure:
    return Measure.objects.create(
        survey="learner-survey", code=code, kind="item", label="Supervisor available"
    )


def flag(dataset: Dataset, measure: Measure, group: str, **other: Any) -> actions.NewEvidence:
    """A low result of a provider, frozen as the gate would show it."""
    given: dict[str, Any] = {
        "dataset": dataset,
        "measure": measure,
        "group_level": "provider",
        "group_code": group,
        "frozen": {
            "group": "Aldermoor Hospitals",
            "measure": "Supervisor available",
            "round": "Learner survey Autumn 2026",
            "n": 52,
            "score": 41.5,
            "low": 36.0,
            "high": 47.0,
            "positive": 38,
            "flag": "red",
            "benchmark": {"name": "Acute trusts", "groups": 80, "mean": 68.2},
            "difference": -26.7,
        },
    }
    return actions.NewEvidence(**{**given, **other})
