import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.replies.models import Reply

pytestmark = pytest.mark.django_db


def page(name: str, reply: Reply) -> str:
    return reverse(f"listen:replies:{name}", args=[reply.reference])


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner", "administrator"])
def test_strangers_are_told_nothing(person: str, reply: Reply, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page("amend", reply)).status_code == 404


def test_an_empty_text_is_refused_and_what_was_typed_stays(
    reply: Reply, cast: Cast, client: Client
) -> None:
    client.force_login(cast.director)
    html = client.post(
        page("amend", reply),
        {"you_said": "", "outcome": "passed_on", "passed_to": "", "we_did": "We wrote to them."},
    ).content.decode()
    assert "Enter to whom it was passed" in html
    assert "We wrote to them." in html
    reply.refresh_from_db()
    assert reply.we_did == "Every shift now names one."
