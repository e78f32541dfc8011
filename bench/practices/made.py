"""Practices that are asked, with somebody in each who is signed in; and what was stored after."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db.models import F
from django.utils import timezone

SESSIONS = "sessions.json"


def main(what: str, folder: str, practices: str) -> int:
    if what == "make":
        _make(Path(folder), int(practices))
    else:
        print(json.dumps(_stored()))
    return 0


def _make(folder: Path, practices: int) -> None:
    """A campaign that is open, and for each practice a person with a session of their own."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from sightline.access.roles import Role
    from sightline.assess.returns.campaigns import actions as campaigns
    from sightline.assess.returns.models import Return
    from sightline.organisations.models import Organisation
    from sightline.people.models import GivenRole, User
    from sightline.standards.actions import load_framework
    from sightline.standards.pages.load import DATA

    now, today = timezone.now(), timezone.localdate()
    text = (DATA / "framework-2024.yaml").read_text(encoding="utf-8")
    load_framework(text=text, by=None, at=now)
    region = Organisation.objects.create(code="RR", name="Region", kind="region")
    board = Organisation.objects.create(code="BB", name="Board", kind="icb", region=region)
    places = Organisation.objects.bulk_create(
        Organisation(
            code=f"P{at:05d}", name=f"Practice {at}", kind="practice", region=region, icb=board
        )
        for at in range(practices)
    )
    # A provider lies in its own patch, as every way of adding one sees to.
    Organisation.objects.filter(kind="practice").update(provider=F("pk"))
    people = User.objects.bulk_create(
        User(email=f"p{at}@example.org", name=f"Person {at}", password="!")  # noqa: S106 - nobody can sign in with it
        for at in range(practices + 1)
    )
    GivenRole.objects.bulk_create(
        GivenRole(user=one, role=Role.DIRECTOR_OF_EDUCATION, place=place, from_date=today)
        for one, place in zip(people, places, strict=False)
    )
    lead = people[-1]
    GivenRole.objects.create(user=lead, role=Role.NATIONAL_LEAD, place=None, from_date=today)
    campaign = campaigns.make(
        code="evening",
        name="Self-assessment",
        opens_date=today,
        closes_date=today + timedelta(days=60),
        last_date=today + timedelta(days=90),
        by=lead,
        at=now,
    )
    campaigns.ask(campaign=campaign, kinds=["practice"], regions=[], by=lead, at=now)
    Return.objects.update(started_at=now, learners=4)
    sessions = []
    for one in people[:practices]:
        session = SessionStore()
        session[SESSION_KEY] = str(one.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = one.get_session_auth_hash()
        session.create()
        sessions.append(session.session_key)
    references = [f"SA-evening-{one.code}" for one in places]
    journey = Return.objects.all()[0].journey
    (folder / SESSIONS).write_text(
        json.dumps(
            {
                "people": list(zip(sessions, references, strict=True)),
                "sections": {
                    one.code: [question.code for question in one.questions]
                    for one in journey.sections
                },
            }
        ),
        encoding="utf-8",
    )


def _stored() -> dict[str, str]:
    """What is stored: "reference:question" → its reason, for everything that has one."""
    from sightline.assess.returns.answering.models import Answer

    rows = Answer.objects.exclude(reason="").values_list(
        "self_assessment__reference", "question", "reason"
    )
    return {f"{reference}:{question}": reason for reference, question, reason in rows}


if __name__ == "__main__":
    django.setup()
    sys.exit(main(*sys.argv[1:]))
