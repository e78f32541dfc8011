"""Records of this stage as tests begin with them, made by the actions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from sightline.assess.evidence import actions
from sightline.assess.evidence.items import Item, of_evidence
from sightline.assess.evidence.models import Evidence
from sightline.assess.evidence.self_ratings import Rating, record_self_ratings
from sightline.assess.judgements import actions as judgements
from sightline.assess.judgements.models import Judgement
from sightline.assess.places import Level, Place
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.standards.models import Standard


def at_organisation(organisation: Organisation) -> Place:
    return Place(Level.ORGANISATION, organisation)


def evidence(
    place: Place, standards: list[Standard], by: User, at: datetime, **changes: Any
) -> Evidence:
    today = timezone.localdate(at)
    said: dict[str, Any] = {
        "kind": "visit",
        "title": "What the visit found",
        "statement": "Learners were met in two groups, and supervisors apart.",
        "professions": [],
        "direction": "meets",
        "strength": 2,
        "strength_reason": "Two groups said the same.",
        "period_from": today - timedelta(days=30),
        "period_to": today - timedelta(days=20),
        "received_date": today,
        "stale_date": None,
        "audience": "shared",
        "source_reference": "",
        "fact": "",
        "fact_date": None,
        "file": None,
        "file_name": "",
    }
    return actions.add(place=place, standards=standards, by=by, at=at, **{**said, **changes})


def fact(place: Place, by: User, at: datetime, **changes: Any) -> Evidence:
    """Enhanced monitoring by the GMC."""
    said: dict[str, Any] = {
        "kind": "gmc",
        "title": "Enhanced monitoring of general surgery",
        "statement": "Listed by the GMC.",
        "direction": "neither",
        "strength": 3,
        "strength_reason": "",
        "fact": "enhanced_monitoring",
        "fact_date": timezone.localdate(at) - timedelta(days=40),
        "source_reference": "GMC list of enhanced monitoring, 12",
    }
    return evidence(place, [], by, at, **{**said, **changes})


def self_rating(
    place: Place, standard: Standard, answer: str, by: User, at: datetime, **changes: Any
) -> Evidence:
    today = timezone.localdate(at)
    said: dict[str, Any] = {
        "statement": "Every learner has a named supervisor.",
        "period_from": today - timedelta(days=365),
        "period_to": today - timedelta(days=1),
        "source_reference": "Self-assessment 2026",
    }
    said |= changes
    rating = Rating(standard, answer, said.pop("statement"))
    [made] = record_self_ratings(place=place, ratings=[rating], by=by, at=at, **said)
    return made


def item(one: Evidence) -> Item:
    return of_evidence(one, "")


def judgement(
    place: Place, standard: Standard, cited: list[Item], by: User, at: datetime, **changes: Any
) -> Judgement:
    today: date = timezone.localdate(at)
    said: dict[str, Any] = {
        "outcome": "assured",
        "confidence": "moderate",
        "reasons": "The visit and learners say the same.",
        "dissent": "",
        "made_by": "Nora North and the quality panel",
        "decided_date": today,
        "next_review_date": today + timedelta(days=180),
        "supersedes": None,
    }
    return judgements.judge(
        place=place, standard=standard, cited=cited, by=by, at=at, **{**said, **changes}
    )
