from typing import Any

from django.test import Client

from sightline.conftest import Cast
from sightline.people.models import User


def ask(client: Client, user: User, stop: str) -> Any:
    return client.post(f"/administration/people/{user.pk}/access/", {"stop": stop}, follow=True)


def test_sign_in_is_stopped_and_allowed(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    url = f"/administration/people/{cast.learner.pk}/access/"
    assert "Stop Lena Learner from signing in" in client.get(url).content.decode()
    assert "can no longer sign in" in ask(client, cast.learner, "yes").content.decode()
    assert not User.objects.get(pk=cast.learner.pk).is_active
    assert "Let Lena Learner sign in again" in client.get(url).content.decode()
    assert "can sign in again" in ask(client, cast.learner, "no").content.decode()
    assert User.objects.get(pk=cast.learner.pk).is_active


def test_what_cannot_be_is_said(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    assert "stop your own sign-in" in ask(client, cast.administrator, "yes").content.decode()
    assert "Nothing was changed" in ask(client, cast.learner, "no").content.decode()


def test_strangers_get_a_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.director)
    assert client.get(f"/administration/people/{cast.learner.pk}/access/").status_code == 404
    assert ask(client, cast.learner, "yes").status_code == 404
    assert User.objects.get(pk=cast.learner.pk).is_active
