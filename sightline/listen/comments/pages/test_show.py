import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast
from sightline.listen.comments import actions
from sightline.listen.comments.conftest import take_in, wrote
from sightline.listen.comments.models import Comment
from sightline.listen.surveys.models import Round

pytestmark = pytest.mark.django_db

PAGES = ("show", "release", "withhold", "take_on")


def page(name: str, comment: Comment) -> str:
    return reverse(f"listen:comments:{name}", args=[comment.key])


@pytest.mark.parametrize("person", ["south_manager", "director", "icb_lead", "learner"])
def test_a_stranger_gets_404(person: str, comment: Comment, cast: Cast, client: Client) -> None:
    client.force_login(getattr(cast, person))
    for name in PAGES:
        assert client.get(page(name, comment)).status_code == 404


def test_the_moderator_sees_what_was_found(comment: Comment, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    html = client.get(page("show", comment)).content.decode()
    assert "<mark>Patel</mark>" in html
    assert "Dr [name] is never there" in html


def test_words_are_escaped(survey_round: Round, cast: Cast, client: Client) -> None:
    (comment,) = take_in(survey_round, wrote("<script>alert(1)</script> Dr <b>Patel</b>"))
    client.force_login(cast.north_manager)
    for name in ("show", "release", "withhold"):
        assert "<script>alert" not in client.get(page(name, comment)).content.decode()


def test_an_urgent_one_asks_what_is_done(survey_round: Round, cast: Cast, client: Client) -> None:
    (comment,) = take_in(survey_round, wrote("It is unsafe."))
    client.force_login(cast.north_manager)
    html = client.get(page("show", comment)).content.decode()
    assert "Patients may be unsafe" in html
    assert page("release", comment) not in html
    client.post(page("take_on", comment), {"note": "I rang the trust."})
    html = client.get(page("show", comment)).content.decode()
    assert "Taken on by Nora North: I rang the trust." in html
    assert page("release", comment) in html


def test_decisions_are_listed(comment: Comment, cast: Cast, client: Client) -> None:
    actions.withhold(
        comment=comment, because="OTHER", reason="Too rare.", by=cast.north_manager, at=NOW
    )
    client.force_login(cast.north_manager)
    html = client.get(page("show", comment)).content.decode()
    assert "Withheld on 24 November 2026 by Nora North" in html
    assert "Too rare." in html
