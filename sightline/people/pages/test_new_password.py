import re

from django.test import Client

from sightline.conftest import PASSWORD, Cast
from sightline.people.models import User
from sightline.people.passwords import ALPHABET, new_password


def test_passwords_differ_and_can_be_read_out() -> None:
    made = {new_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(rf"([{ALPHABET}]{{4}}-){{3}}[{ALPHABET}]{{4}}", one) for one in made)
    assert not set("l1o0i") & set(ALPHABET)


def test_the_old_password_and_sessions_end(client: Client, cast: Cast) -> None:
    elsewhere = Client()
    elsewhere.force_login(cast.learner)
    url = f"/administration/people/{cast.learner.pk}/new-password/"
    client.force_login(cast.administrator)
    asked = client.get(url).content.decode()
    assert "for 5 days, nor until they have set up a second factor" in asked
    assert User.objects.get(pk=cast.learner.pk).check_password(PASSWORD)
    page = client.post(url).content.decode()
    shown = re.search(r"\b\w{4}-\w{4}-\w{4}-\w{4}\b", page)
    assert shown is not None
    assert User.objects.get(pk=cast.learner.pk).check_password(shown[0])
    assert elsewhere.get("/account/").status_code == 302


def test_ones_own_is_changed_on_the_account_page(client: Client, cast: Cast) -> None:
    own = cast.administrator
    url = f"/administration/people/{own.pk}/new-password/"
    client.force_login(own)
    page = client.get(f"/administration/people/{own.pk}/").content.decode()
    assert url not in page
    assert "Change your password on your account page" in page
    answer = client.post(url, follow=True)
    assert answer.redirect_chain == [("/account/", 302)]
    assert "You cannot give yourself a new password" in answer.content.decode()
    assert User.objects.get(pk=own.pk).check_password(PASSWORD)


def test_strangers_get_a_404(client: Client, cast: Cast) -> None:
    url = f"/administration/people/{cast.learner.pk}/new-password/"
    client.force_login(cast.national)
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404
    assert User.objects.get(pk=cast.learner.pk).check_password(PASSWORD)
