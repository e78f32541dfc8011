from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from sightline.assess.returns.answering import actions as answering
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.campaigns import actions, queries
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.campaigns.rules import CannotAsk
from sightline.assess.returns.conftest import Asked, begin
from sightline.assess.returns.contributors.test_contributors import invite
from sightline.assess.returns.models import Return
from sightline.assess.returns.rules import CannotAnswer
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast

pytestmark = pytest.mark.django_db


def test_who_was_asked_by_mistake_counts_nowhere_and_comes_back_when_asked_again(
    asked: Asked, campaign: Campaign, cast: Cast, client: Client
) -> None:
    _, token = invite(asked)
    reference = asked.practice.reference
    address = reverse("assess:returns:take_out", args=[reference])
    show = reverse("assess:returns:show", args=[reference])
    for person in (cast.north_manager, asked.manager):
        client.force_login(person)
        assert client.get(address).status_code == 404
        assert "Take this provider out" not in client.get(show).content.decode()
    client.force_login(cast.national)
    assert "Take this provider out" in client.get(show).content.decode()
    assert "Why is it taken out?" in client.post(address, {"reason": " "}).content.decode()
    page = client.post(address, {"reason": "No learners since May."}, follow=True)
    assert "No learners since May." in page.content.decode()
    assert client.get(show).status_code == 404
    lines = queries.progress(Return.objects.filter(campaign=campaign), NOW.date())
    assert [line.asked for line in lines] == [3]
    listed = client.get(reverse("assess:returns:campaigns")).content.decode()
    assert '<td class="nhsuk-table__cell nhsuk-table__cell--numeric"' in listed
    over = client.get(reverse("assess:returns:contribute", args=[token]))
    assert over.status_code == 410
    assert "not asked for any more" in over.content.decode()
    with pytest.raises(CannotAnswer, match="No learners since May"):
        answering.begin(
            self_assessment=asked.practice, learners=1, professions=[], by=asked.manager, at=NOW
        )
    again = actions.ask(campaign=campaign, kinds=["practice"], regions=[], by=cast.national, at=NOW)
    assert (again.added, again.already) == (1, 0)
    assert Return.objects.get(reference=reference).learners == 4, "what was written is there"


def test_what_is_signed_stays(signed: Signature, asked: Asked, cast: Cast) -> None:
    with pytest.raises(CannotAsk, match="It is signed"):
        actions.take_out(self_assessment=asked.practice, reason="X", by=cast.national, at=NOW)
    begin(asked.trust, cast.director)
    with pytest.raises(NotPermitted):
        actions.take_out(self_assessment=asked.trust, reason="X", by=cast.north_manager, at=NOW)
    with pytest.raises(CannotAsk, match="Say why"):
        actions.take_out(self_assessment=asked.trust, reason=" ", by=cast.national, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Return.objects.filter(pk=asked.practice.pk).update(
            taken_out_at=NOW, taken_out_because="By mistake"
        )
