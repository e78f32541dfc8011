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
    assert client.post(page("withhold", comment), {}).status_code == 404


def test_a_reason_is_needed(survey_round: Round, cast: Cast, client: Client) -> None:
    (comment,) = take_in(survey_round, wrote("n/a"))
    client.force_login(cast.north_manager)
    assert (
        "There is a problem"
        in client.post(page("withhold", comment), {"reason": ""}).content.decode()
    )
    other = client.post(page("withhold", comment), {"because": "OTHER"}).content.decode()
    assert "Enter why it is withheld" in other
    client.post(page("withhold", comment), {"because": "EMPTY"})
    comment.refresh_from_db()
    assert comment.state == Comment.State.WITHHELD
