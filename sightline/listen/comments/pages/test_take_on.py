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
    assert client.post(page("take_on", comment), {}).status_code == 404


def test_only_an_urgent_one_is_taken_on(survey_round: Round, cast: Cast, client: Client) -> None:
    (comment,) = take_in(survey_round, wrote("The rota is late."))
    client.force_login(cast.north_manager)
    html = client.post(page("take_on", comment), {"note": "I look."}).content.decode()
    assert "not marked as urgent" in html
