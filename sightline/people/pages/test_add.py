import re

from django.test import Client

from sightline.conftest import Cast
from sightline.people.models import User

URL = "/administration/people/add/"


def test_a_person_is_added_with_a_password_that_is_shown_once(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    assert client.get(URL).status_code == 200
    page = client.post(URL, {"name": "New Person", "email": "new@example.org"}).content.decode()
    person = User.objects.get(email="new@example.org")
    shown = re.search(r"\b\w{4}-\w{4}-\w{4}-\w{4}\b", page)
    assert shown is not None
    assert person.check_password(shown[0])
    again = client.get(f"/administration/people/{person.pk}/").content.decode()
    assert shown[0] not in again
    assert "New Person has no role, and so sees nothing." in again


def test_a_mistake_is_said_at_its_field(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    page = client.post(URL, {"name": "", "email": "x"}).content.decode()
    assert "Enter full name" in page
    assert "Enter an email address in the correct format" in page
    page = client.post(URL, {"name": "Ada", "email": "ADA@example.org"}).content.decode()
    assert "There is a person with this email address already" in page
    assert User.objects.count() == 8


def test_others_get_a_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    assert client.get(URL).status_code == 404
    answer = client.post(URL, {"name": "New Person", "email": "new@example.org"})
    assert answer.status_code == 404
    assert User.objects.count() == 8
