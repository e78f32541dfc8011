import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sightline.commitments.models import Check, Commitment, Proof
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def page(name: str, commitment: Commitment) -> str:
    return reverse(f"commitments:{name}", args=[commitment.reference])


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner", "administrator"])
def test_strangers_are_told_nothing(
    person: str, commitment: Commitment, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page("prove", commitment)).status_code == 404


def test_the_provider_proves_and_the_region_checks(
    commitment: Commitment, cast: Cast, client: Client
) -> None:
    today = timezone.localdate()
    client.force_login(cast.director)
    sent = client.post(
        page("prove", commitment),
        {
            "text": "The rotas are attached.",
            "done_date_day": today.day,
            "done_date_month": today.month,
            "done_date_year": today.year,
        },
    )
    assert sent.status_code == 302
    proof = Proof.objects.get()
    assert client.get(page("check", commitment)).status_code == 404
    client.force_login(cast.north_manager)
    assert "The rotas are attached." in client.get(page("check", commitment)).content.decode()
    client.post(
        page("check", commitment),
        {"proof": proof.pk, "outcome": "accepted", "reason": "Seen."},
    )
    assert Check.objects.get().outcome == "accepted"
    assert "Kept" in client.get(page("show", commitment)).content.decode()
