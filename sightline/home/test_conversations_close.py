from datetime import timedelta

import pytest
from django.utils import timezone

from sightline.conftest import Cast, Country
from sightline.home import duties
from sightline.listen.codesign import factories
from sightline.listen.codesign.models import Conversation

pytestmark = pytest.mark.django_db


def test_a_conversation_closes_after_its_last_day(cast: Cast, country: Country) -> None:
    now = timezone.now()
    made = factories.conversation(country.trust, cast.north_manager, now)
    (duty,) = (one for one in duties.DUTIES if one.name == "Conversations to close")
    assert duty.do(now + timedelta(days=14)) is None
    assert duty.do(now + timedelta(days=15)) == "closed 1"
    made.refresh_from_db()
    assert made.state == Conversation.State.CLOSED
    assert duty.do(now + timedelta(days=16)) is None
