from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.campaigns import actions as campaigns
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.campaigns.test_actions import practices
from sightline.assess.returns.conftest import Asked
from sightline.assess.returns.models import Return
from sightline.assess.returns.reminders import actions, queries
from sightline.assess.returns.reminders.models import Reminder
from sightline.conftest import NOW, Cast, Country

pytestmark = pytest.mark.django_db
A_WEEK_BEFORE = datetime(2026, 12, 12, 9, tzinfo=UTC)
DAY_BEFORE = datetime(2026, 12, 17, 9, tzinfo=UTC)


def clock(at: datetime) -> int:
    actions.make_due(by=None, at=at)
    return actions.send_some(by=None, at=at)


def test_a_step_reminds_each_once_by_messages_without_content(
    asked: Asked, signed: Signature
) -> None:
    assert clock(A_WEEK_BEFORE) == 3, "the practice has returned"
    assert clock(A_WEEK_BEFORE + timedelta(hours=1)) == 0
    people = sorted(message.to[0] for message in mail.outbox)
    assert people == ["dev@example.org", "olu@example.org"]
    for message in mail.outbox:
        said = f"{message.subject} {message.body}"
        assert "due in a week" in said
        for word in ("Aldermoor", "Calverton", "met"):
            assert word not in said
    found = Counter(Reminder.objects.values_list("reason", flat=True))
    assert found == {"": 2, "nobody": 1}
    assert queries.outcomes(Return.objects.all()) == [
        ("reminded", 2), ("not reached: nobody there has a role", 1),
    ]  # fmt: skip
    assert clock(DAY_BEFORE) == 3
    assert "eve@example.org" in {message.to[0] for message in mail.outbox}, "who signs as well"


def test_who_returns_while_it_waits_is_not_written_to(asked: Asked, signed: Signature) -> None:
    Reminder.objects.create(self_assessment=asked.practice, step="one-week", made_at=NOW)
    actions.send_some(by=None, at=NOW)
    assert Reminder.objects.get().reason == "returned"
    assert mail.outbox == []


def test_before_the_first_step_and_after_the_last_day_nobody_is_reminded(asked: Asked) -> None:
    assert clock(NOW) == 0
    assert clock(NOW + timedelta(days=80)) == 0


def test_nothing_is_sent_where_email_is_not_set_up(asked: Asked, settings: object) -> None:
    settings.EMAIL_BACKEND = (  # type: ignore[attr-defined]
        "django.core.mail.backends.console.EmailBackend"
    )
    clock(A_WEEK_BEFORE)
    assert set(Reminder.objects.values_list("reason", flat=True)) == {"nobody", "not_set_up"}


def test_thousands_take_as_many_queries_as_a_few(
    asked: Asked, campaign: Campaign, country: Country, cast: Cast
) -> None:
    practices(country, 400)
    campaigns.ask(campaign=campaign, kinds=["practice"], regions=[], by=cast.national, at=NOW)
    with CaptureQueriesContext(connection) as asked_:
        assert actions.make_due(by=None, at=A_WEEK_BEFORE) == 404
    assert len(asked_) < 10
    with CaptureQueriesContext(connection) as sent:
        assert actions.send_some(by=None, at=A_WEEK_BEFORE) == actions.AT_A_TIME
    assert len(sent) < 10
