import re

import pytest

from sightline.respond.register import actions
from sightline.respond.register.conftest import QUALITY_TEAM, only, page, statuses, text
from sightline.respond.register.models import Concern

pytestmark = pytest.mark.django_db


def test_strangers_and_providers_get_404(client, cast, shared, concern):
    assert statuses(client, cast, page(shared, "share")) == only(*QUALITY_TEAM)
    assert statuses(client, cast, page(concern, "share")) == only(*QUALITY_TEAM)


def test_the_preview_is_what_the_provider_then_sees(client, cast, raise_concern):
    concern = raise_concern(
        internal_summary="Only for us",
        evidence=[
            actions.NewEvidence(text="Said at a forum."),
            actions.NewEvidence(text="Said in confidence.", is_internal=True),
        ],
    )
    client.force_login(cast.north_manager)
    preview = text(client.get(page(concern, "share")))
    assert "Said at a forum." in preview
    assert "Only for us" not in preview
    assert "Said in confidence." not in preview
    response = client.post(page(concern, "share"))
    assert response["Location"] == page(concern)
    client.force_login(cast.director)
    seen = text(client.get(page(concern)))
    lane = preview.split('id="lane-shared"')[1].split("</section>")[0]
    said = [words for part in re.split(r"<[^>]+>", lane) if (words := " ".join(part.split()))]
    # The first are the heading of the box and what it says about itself.
    shown = " ".join(re.sub(r"<[^>]+>", " ", seen).split())
    assert len(said) > 40
    assert [words for words in said[3:] if words not in shown] == []


def test_it_is_not_shared_before_somebody_says_so(client, cast, concern):
    client.force_login(cast.north_manager)
    client.get(page(concern, "share"))
    assert Concern.objects.get(pk=concern.pk).shared_at is None


def test_what_is_shared_cannot_be_shared_again(client, cast, shared):
    client.force_login(cast.north_manager)
    response = client.post(page(shared, "share"))
    assert "This concern is shared already." in text(response)
