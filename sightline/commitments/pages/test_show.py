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
    assert client.get(page("show", commitment)).status_code == 404


def test_whoever_is_not_signed_in_is_asked_to(commitment: Commitment, client: Client) -> None:
    response = client.get(page("show", commitment))
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/?next=")


def test_the_page_says_who_what_when_and_why(
    commitment: Commitment, cast: Cast, client: Client
) -> None:
    client.force_login(cast.icb_lead)
    html = client.get(page("show", commitment)).content.decode()
    for text in ("Dr A Head", "Aldermoor Hospitals", "Q-2026-0001", "Rotas", "No proof"):
        assert text in html
    assert "Every &lt;b&gt;shift&lt;/b&gt;" in html
    assert "Send proof" not in html
