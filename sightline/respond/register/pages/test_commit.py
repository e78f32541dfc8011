from datetime import timedelta

import pytest
from django.utils import timezone

from sightline.commitments.models import Commitment
from sightline.respond.register.conftest import QUALITY_TEAM, day, only, page, statuses, text

pytestmark = pytest.mark.django_db


def answers(**other):
    return {
        "kind": "requirement",
        "promise": "A supervisor on every shift",
        "evidence_expected": "The rota",
        "owner": "",
        "owner_name": "Medical director",
        **day("due_date", timezone.localdate() + timedelta(days=60)),
        **other,
    }


def test_strangers_and_providers_get_404(client, cast, shared):
    assert statuses(client, cast, page(shared, "commit")) == only(*QUALITY_TEAM)


def test_a_commitment_is_agreed_because_of_the_concern(client, cast, shared):
    client.force_login(cast.north_manager)
    given = answers(owner=str(cast.director.pk), owner_name="")
    response = client.post(page(shared, "commit"), given)
    assert response["Location"] == page(shared)
    made = Commitment.objects.get()
    assert (made.because_reference, made.owner) == (shared.reference, cast.director)
    assert made.reference in text(client.get(page(shared)))


def test_somebody_has_to_promise_it(client, cast, shared):
    client.force_login(cast.north_manager)
    response = client.post(page(shared, "commit"), answers(owner_name=""))
    assert "Say who promises it" in text(response)
    assert "A supervisor on every shift" in text(response)
    assert not Commitment.objects.exists()


def test_people_of_other_providers_cannot_be_chosen(client, cast, shared):
    client.force_login(cast.north_manager)
    response = client.post(page(shared, "commit"), answers(owner=str(cast.other_director.pk)))
    assert "Select one of the answers listed" in text(response)
    assert "Olu Otherdirector" not in text(response)


def test_it_has_to_be_shared_first(client, cast, concern):
    client.force_login(cast.north_manager)
    assert "Share it before" in text(client.get(page(concern, "commit")))
    client.post(page(concern, "commit"), answers())
    assert not Commitment.objects.exists()
