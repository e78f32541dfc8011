from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from sightline.conftest import NOW, Cast, Country
from sightline.govern.approvals import actions as applying
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import approved
from sightline.govern.approvals.reminders import actions
from sightline.govern.approvals.reminders.models import ReviewReminder

pytestmark = pytest.mark.django_db


def test_told_90_and_30_days_ahead_once_each_and_without_content(
    country: Country, cast: Cast, schools: Schools, settings: Any
) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    found = approved(
        country, schools.lead, cast.north_manager, schools.first,
        review_date=NOW.date() + timedelta(days=300), lead=schools.second,
    )  # fmt: skip
    told = [
        day for day in range(0, 320, 5)
        if actions.remind_due(by=None, at=NOW + timedelta(days=day))
    ]  # fmt: skip
    assert told == [210, 270]
    expected = {one.email for one in (
        cast.north_manager, schools.manager, schools.lead, schools.second_lead,
    )}  # fmt: skip
    assert {one.to[0] for one in mail.outbox} == expected
    assert len(mail.outbox) == 2 * len(expected)
    assert not [one for one in mail.outbox if "Dunmere" in f"{one.body} {one.subject}"]
    assert {(one.days_ahead, one.sent) for one in ReviewReminder.objects.all()} == {
        (90, 4), (30, 4),
    }  # fmt: skip
    assert found.reference in mail.outbox[0].body


def test_nobody_is_told_of_what_is_over(country: Country, cast: Cast, schools: Schools) -> None:
    found = approved(country, schools.lead, cast.north_manager, schools.first)
    applying.end(approval=found, reason="It closes.", by=cast.north_manager, at=NOW)
    assert actions.remind_due(by=None, at=NOW + timedelta(days=300)) == 0
