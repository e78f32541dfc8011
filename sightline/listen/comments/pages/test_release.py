import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.comments.conftest import take_in, wrote
from sightline.listen.comments.models import Comment
from sightline.listen.comments.pages.test_show import page
from sightline.listen.surveys.models import Round

pytestmark = pytest.mark.django_db


def test_a_stranger_gets_404(comment: Comment, cast: Cast, client: Client) -> None:
    client.force_login(cast.south_manager)
    assert client.post(page("release", comment), {}).status_code == 404


def test_a_name_left_in_is_named_and_then_masked(
    comment: Comment, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    said = {"text": "Dr Patel is never there to supervise.", "theme": "supervision"}
    refused = client.post(page("release", comment), said).content.decode()
    assert "may tell who somebody is: “Patel”" in refused
    client.post(page("release", comment), said | {"text": "A doctor is never there."})
    comment.refresh_from_db()
    assert (comment.state, comment.masked_text) == ("released", "A doctor is never there.")
    assert not comment.is_public


def test_a_marked_name_is_named_wherever_else_it_stands(
    comment: Comment, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    said = {"text": "Somebody told Patel about the rota.", "theme": "supervision"}
    refused = client.post(page("release", comment), said).content.decode()
    assert "may tell who somebody is: “Patel”" in refused


def test_the_public_reads_it_only_where_it_is_ticked(
    survey_round: Round, cast: Cast, client: Client
) -> None:
    first, second = take_in(survey_round, wrote("Kind people."), wrote("Cold rooms."))
    client.force_login(cast.north_manager)
    client.post(page("release", first), {"text": "Kind people.", "is_public": "on"})
    client.post(page("release", second), {"text": "Cold rooms."})
    client.logout()
    html = client.get("/listen/comments/public/ZN001/").content.decode()
    assert "Kind people." in html
    assert "Cold rooms." not in html
