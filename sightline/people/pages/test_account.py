from django.test import Client

from sightline.conftest import PASSWORD, Cast, Country
from sightline.people.models import User

LONG = "a rather long passphrase"


def change(client: Client, old: str = PASSWORD, new: str = LONG, again: str = LONG) -> str:
    answer = client.post("/account/", {"old": old, "new": new, "again": again}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_people_see_their_own_roles(client: Client, cast: Cast, country: Country) -> None:
    client.force_login(cast.icb_lead)
    page = client.get("/account/").content.decode()
    assert "ICB education lead, Northmoor ICB." in page
    assert "Since 1 January 2024." in page


def test_a_changed_password_ends_other_sessions_and_keeps_this_one(
    client: Client, cast: Cast
) -> None:
    elsewhere = Client()
    for one in (client, elsewhere):
        one.force_login(cast.icb_lead)
    assert "Your password is changed." in change(client)
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert User.objects.get(pk=cast.icb_lead.pk).check_password(LONG)


def test_a_password_is_refused_at_its_field(client: Client, cast: Cast) -> None:
    client.force_login(cast.icb_lead)
    assert "is not the one you entered" in change(client, old="wrong")
    assert "This password is too short" in change(client, new="short", again="short")
    assert "The new password and its repetition differ" in change(client, again="other")
    assert User.objects.get(pk=cast.icb_lead.pk).check_password(PASSWORD)


def test_nobody_in_particular_has_no_account(client: Client, cast: Cast) -> None:
    assert client.get("/account/")["Location"] == "/sign-in/?next=/account/"
