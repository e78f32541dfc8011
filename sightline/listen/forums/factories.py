"""Forums for tests, made through the same actions as people use."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from sightline.listen.forums import actions
from sightline.listen.forums.models import Forum, Meeting
from sightline.listen.forums.points import actions as points
from sightline.listen.forums.points.models import Point
from sightline.organisations.models import Organisation
from sightline.people.models import User


def forum(place: Organisation | None, by: User, at: datetime, **other: Any) -> Forum:
    given: dict[str, Any] = {
        "name": "Learner voice forum",
        "kind": "regional" if place else "national",
        "purpose": "Hear learners every term and say what came of it.",
        "place": place,
        "programme": None,
        "profession": None,
        "started_date": timezone.localdate(at) - timedelta(days=90),
        "by": by,
        "at": at,
    }
    return actions.set_up(**{**given, **other})


def meeting(of: Forum, by: User, at: datetime, **other: Any) -> Meeting:
    given: dict[str, Any] = {
        "held_date": timezone.localdate(at) - timedelta(days=7),
        "how": "online",
        "about": "The first weeks of placements",
        "not_heard": "Night staff",
        "by": by,
        "at": at,
    }
    return actions.record_meeting(forum=of, **{**given, **other})


def point(at_meeting: Meeting, by: User, at: datetime, **other: Any) -> Point:
    given: dict[str, Any] = {
        "text": "Rotas come out too late to arrange child care.",
        "agreed": 12,
        "present": 20,
        "theme": "rotas",
        "standards": [],
        "place": None,
        "programme": None,
        "professions": [],
        "by": by,
        "at": at,
    }
    return points.say(meeting=at_meeting, **{**given, **other})
