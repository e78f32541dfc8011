import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast
from sightline.listen.replies import actions
from sightline.listen.replies.models import Confirmation, Reopening, Reply
from sightline.listen.surveys.models import Round, Survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def reopened(reply: Reply, cast: Cast) -> Reply:
    actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    round_ = Round.objects.create(
        survey=Survey.objects.create(code="learner-survey", name="Learner survey"),
        year=2027,
        label="Summer 2027",
        collected_from=NOW.date(),
        collected_to=NOW.date(),
    )
    counts = {"yes": 8, "no": 11, "not_sure": 1}
    Confirmation.objects.create(reply=reply, round=round_, **counts)
    Reopening.objects.create(reply=reply, round=round_, at=NOW, **counts)
    return reply


def page(name: str, reply: Reply) -> str:
    return reverse(f"listen:replies:{name}", args=[reply.reference])


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner"])
def test_a_stranger_gets_404(person: str, reopened: Reply, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page("reopened", reopened)).status_code == 404


def test_the_provider_says_what_was_found(reopened: Reply, cast: Cast, client: Client) -> None:
    client.force_login(cast.director)
    assert "11 of 20 later learners had not seen it" in (
        client.get(page("show", reopened)).content.decode()
    )
    client.post(page("reopened", reopened), {"answer": "The boards go up on every ward."})
    html = client.get(page("show", reopened)).content.decode()
    assert "The boards go up on every ward. (Dev Director" in html
    assert client.get(page("reopened", reopened)).status_code == 404


def test_the_public_sees_how_many_have_seen_it(reopened: Reply, client: Client) -> None:
    html = client.get(reverse("listen:replies:public", args=["ZN001"])).content.decode()
    assert "Of 20 learners asked in Summer 2027, 40% had seen it." in html


def test_a_poster_of_what_is_public(reopened: Reply, client: Client) -> None:
    answer = client.get(reverse("listen:replies:poster", args=["ZN001"]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"pdfuaid" in answer.content or b"Metadata" in answer.content
    assert client.get(reverse("listen:replies:poster", args=["ZS001"])).status_code == 404
