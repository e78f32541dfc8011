from datetime import timedelta

import pytest
from django.utils import timezone

from sightline.conftest import NOW
from sightline.respond.register import actions
from sightline.respond.register.conftest import QUALITY_TEAM, day, only, page, statuses, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(shared, cast):
    actions.close(
        concern=shared,
        outcome="resolved",
        reason="Quiet since May",
        evidence_text="Seen",
        monitoring_date=None,
        by=cast.north_manager,
        at=NOW - timedelta(days=30),
    )
    return shared


def answers(cast, **other):
    due = timezone.localdate() + timedelta(days=14)
    return {
        "reason": "It came back",
        "owner": str(cast.north_manager.pk),
        **day("next_review_date", due),
        **other,
    }


def test_strangers_and_providers_get_404(client, cast, closed):
    assert statuses(client, cast, page(closed, "reopen")) == only(*QUALITY_TEAM)


def test_it_opens_again(client, cast, closed):
    client.force_login(cast.north_manager)
    assert "Quiet since May" in text(client.get(page(closed, "reopen")))
    assert client.post(page(closed, "reopen"), answers(cast))["Location"] == page(closed)
    assert closed.standings.latest("id").state == "open"
    assert "It came back" in text(client.get(page(closed)))


def test_a_reason_is_needed(client, cast, closed):
    client.force_login(cast.north_manager)
    response = client.post(page(closed, "reopen"), answers(cast, reason=""))
    assert "Why is it reopened?" in text(response)
    assert closed.standings.latest("id").state == "closed"


def test_what_is_open_is_not_opened(client, cast, concern):
    client.force_login(cast.north_manager)
    response = client.post(page(concern, "reopen"), answers(cast))
    assert "This concern is open already." in text(response)
