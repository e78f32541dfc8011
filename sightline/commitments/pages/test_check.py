import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sightline.commitments import actions
from sightline.commitments.models import Check, Commitment
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def page(name: str, commitment: Commitment) -> str:
    return reverse(f"commitments:{name}", args=[commitment.reference])


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner", "administrator"])
def test_strangers_are_told_nothing(
    person: str, commitment: Commitment, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page("check", commitment)).status_code == 404


def test_a_proof_that_was_not_read_is_not_accepted(
    commitment: Commitment, cast: Cast, client: Client
) -> None:
    actions.send_proof(
        commitment=commitment,
        text="Newer",
        done_date=timezone.localdate(),
        by=cast.director,
        at=timezone.now(),
    )
    client.force_login(cast.north_manager)
    response = client.post(
        page("check", commitment), {"proof": 0, "outcome": "accepted", "reason": "Seen."}
    )
    assert "Newer proof has been sent" in response.content.decode()
    assert not Check.objects.exists()
