from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.listen.invitations.factories import roster_file, row
from sightline.listen.invitations.models import Invitation
from sightline.listen.invitations.roster.models import Roster
from sightline.listen.rounds.models import Collection

pytestmark = pytest.mark.django_db


def a_file(number: int = 6) -> SimpleUploadedFile:
    rows = [row(one) for one in range(number)] + [row(99, provider="ZN01")]
    return SimpleUploadedFile("people.csv", roster_file(rows).getvalue())


@pytest.mark.parametrize("person", ["south_manager", "director", "learner"])
def test_strangers_are_told_nothing(
    person: str, round_: Collection, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    address = reverse("listen:invitations:roster:upload", args=[round_.pk])
    assert client.get(address).status_code == 404
    assert client.post(address, {"file": a_file()}).status_code == 404


def test_from_a_file_with_an_error_to_people_on_the_list(
    round_: Collection, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    address = reverse("listen:invitations:roster:upload", args=[round_.pk])
    assert "Nobody is put on the list" in client.get(address).content.decode()
    page = client.post(address, {"file": a_file()}, follow=True)
    html = page.content.decode()
    assert "Put 6 people on the list" in html
    assert "“ZN01” is not the code of a provider" in html
    roster = Roster.objects.get()
    client.post(reverse("listen:invitations:roster:apply", args=[roster.pk]))
    assert Invitation.objects.count() == 6
    html = client.get(reverse("listen:invitations:roster:show", args=[roster.pk])).content.decode()
    assert "6 people were put on the list" in html


def test_no_file_is_said(round_: Collection, cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    address = reverse("listen:invitations:roster:upload", args=[round_.pk])
    assert "Choose roster" in client.post(address, {"pressed": "yes"}).content.decode()
    client.post(address, {"file": a_file()})
    again = client.post(address, {"file": a_file()}).content.decode()
    assert "This very file was uploaded before" in again
