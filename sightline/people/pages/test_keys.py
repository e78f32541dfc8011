"""A person makes keys for programs, sees them and revokes them; nobody else does."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from sightline.conftest import NOW, PASSWORD
from sightline.people import actions
from sightline.people.keys.models import AccessKey
from sightline.trail.models import Entry

PAGE = "/account/keys/"


def make(client, **other):
    given = {"name": "Power BI", "days": "90", "password": PASSWORD, **other}
    return client.post(PAGE, given).content.decode()


def test_a_key_is_made_and_shown_once(client, cast):
    client.force_login(cast.director)
    assert "Access keys" in client.get("/account/").content.decode()
    page = make(client)
    found = re.search(r'id="key">(sightline_[0-9a-f]{12}_[\w-]{43})<', page)
    assert found
    key = AccessKey.objects.get()
    assert (key.user, key.name, (key.expires_at - key.made_at).days) == (
        cast.director, "Power BI", 90,
    )  # fmt: skip
    assert found[1] not in str(vars(key))
    again = client.get(PAGE).content.decode()
    assert "Power BI" in again
    assert "Never" in again
    assert found[1] not in again
    line = Entry.objects.get(action="people.keys.make")
    assert (line.by, line.summary) == (cast.director, "Access key made for 90 days")
    assert found[1] not in str(vars(line))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"password": "not this"}, "The password is not the one you sign in with."),
        ({"name": ""}, "Enter name of the key"),
        ({"days": "5000"}, "How long should it last"),
        ({"days": ""}, "How long should it last"),
    ],
)
def test_a_key_that_may_not_be_made_says_why(client, cast, wrong, says):
    client.force_login(cast.director)
    page = make(client, **wrong)
    assert "There is a problem" in page
    assert says in page
    assert not AccessKey.objects.exists()


def test_two_keys_of_one_name_are_told_apart(client, cast):
    client.force_login(cast.director)
    make(client)
    assert "You have a key of this name" in make(client, name="power bi")
    client.post(reverse("people:revoke_key", args=[AccessKey.objects.get().pk]))
    assert "Your new key" in make(client)


def test_a_key_is_revoked_by_its_person(client, cast):
    client.force_login(cast.director)
    make(client)
    key = AccessKey.objects.get()
    path = reverse("people:revoke_key", args=[key.pk])
    assert "Revoke “Power BI”?" in client.get(path).content.decode()
    answer = client.post(path, follow=True)
    assert "It opens nothing now." in answer.content.decode()
    key.refresh_from_db()
    assert key.revoked_at is not None
    assert "was revoked already" in client.post(path, follow=True).content.decode()
    assert Entry.objects.filter(action="people.keys.revoke").count() == 1


def test_a_stranger_gets_404_and_an_administrator_may_revoke(client, cast):
    client.force_login(cast.director)
    make(client)
    key = AccessKey.objects.get()
    path = reverse("people:revoke_key", args=[key.pk])
    for stranger in (cast.other_director, cast.national, cast.learner):
        client.force_login(stranger)
        assert client.get(path).status_code == 404
        assert client.post(path).status_code == 404
    client.force_login(cast.administrator)
    person = reverse("people:person", args=[cast.director.pk])
    assert path in client.get(person).content.decode()
    assert client.post(path)["Location"] == person
    assert path not in client.get(person).content.decode()


def test_who_is_forgotten_leaves_no_key(client, cast):
    client.force_login(cast.director)
    make(client)
    for given in cast.director.given_roles.all():
        given.ended_date = given.from_date
        given.save()
    actions.forget_person(user=cast.director, by=cast.administrator, at=NOW)
    assert not AccessKey.objects.exists()


def test_wrong_passwords_on_ones_own_pages_count_with_those_at_signing_in(client, cast):
    """A session that was left open is no way to try passwords: 5 in five minutes, everywhere."""
    pages = [
        (PAGE, {"name": "One", "days": "90", "password": "wrong"}),
        (
            "/account/",
            {"old": "wrong", "new": "three words do well", "again": "three words do well"},
        ),
        ("/account/second-factor/", {"code": "123456", "password": "wrong"}),
    ]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client.force_login(cast.director)
        answers = [client.post(*pages[turn % 3]).status_code for turn in range(5)]
        assert answers == [200] * 5
        for page, given in pages:
            right = {name: PASSWORD if value == "wrong" else value for name, value in given.items()}
            answer = client.post(page, right)
            assert answer.status_code == 429
            assert "too many wrong passwords" in answer.content.decode()
        assert not AccessKey.objects.exists()
        signing_in = {"login": cast.director.email, "password": PASSWORD}
        client.logout()
        assert client.post("/sign-in/", signing_in).status_code == 429
        clock.shift(timedelta(minutes=5, seconds=1))
        client.force_login(cast.director)
        make(client)
        assert AccessKey.objects.exists()


def test_right_passwords_are_not_counted(client, cast):
    client.force_login(cast.director)
    with time_machine.travel(timezone.now(), tick=False):
        for number in range(9):
            make(client, name=f"Key {number}")
    assert AccessKey.objects.count() == 9
