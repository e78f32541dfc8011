import pytest
from django.test import Client
from django.urls import reverse

from sightline.commitments.models import Commitment
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


def page(name: str, commitment: Commitment) -> str:
    return reverse(f"commitments:{name}", args=[commitment.reference])


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner", "administrator"])
def test_strangers_are_told_nothing(
    person: str, commitment: Commitment, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page("due", commitment)).status_code == 404


def test_a_date_in_the_past_is_refused_with_a_sentence(
    commitment: Commitment, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    response = client.post(
        page("due", commitment),
        {"due_date_day": 1, "due_date_month": 1, "due_date_year": 2020, "reason": "x"},
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" in html
    assert "New due date" in html
