import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast
from sightline.listen.replies import actions
from sightline.listen.replies.models import Reply

pytestmark = pytest.mark.django_db


def page(name: str, reply: Reply) -> str:
    return reverse(f"listen:replies:{name}", args=[reply.reference])


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner", "administrator"])
def test_strangers_are_told_nothing(person: str, reply: Reply, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page("show", reply)).status_code == 404


def test_a_learner_reads_what_is_published_and_no_names(
    reply: Reply, cast: Cast, client: Client
) -> None:
    actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    client.force_login(cast.learner)
    html = client.get(page("show", reply)).content.decode()
    assert "Every shift now names one." in html
    assert cast.north_manager.name not in html
    assert "Who did what" not in html
