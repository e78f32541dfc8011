from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from sightline.access.permissions import Permission
from sightline.conftest import Cast
from sightline.people.models import GivenRole, User


def end(client: Client, cast: Cast, given: GivenRole, day: date) -> Any:
    client.force_login(cast.administrator)
    url = f"/administration/roles/{given.pk}/end/"
    assert client.get(url).status_code == 200
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return client.post(url, {f"ended_date_{name}": part for name, part in parts.items()})


def test_a_role_ends_at_once(client: Client, cast: Cast) -> None:
    other = Client()
    other.force_login(cast.icb_lead)
    given = cast.icb_lead.given_roles.get()
    assert end(client, cast, given, timezone.localdate()).status_code == 302
    assert not User.objects.get(pk=cast.icb_lead.pk).can(Permission.VIEW_RESULTS)


def test_a_role_can_end_later(client: Client, cast: Cast) -> None:
    given = cast.icb_lead.given_roles.get()
    end(client, cast, given, timezone.localdate() + timedelta(days=3))
    assert User.objects.get(pk=cast.icb_lead.pk).can(Permission.VIEW_RESULTS)


def test_what_cannot_be_is_said(client: Client, cast: Cast) -> None:
    own = cast.administrator.given_roles.get()
    page = end(client, cast, own, timezone.localdate()).content.decode()
    assert "You cannot end your own last role as administrator." in page
    given = cast.icb_lead.given_roles.get()
    page = end(client, cast, given, date(2023, 1, 1)).content.decode()
    assert "This role begins on 1 January 2024." in page


def test_strangers_get_a_404(client: Client, cast: Cast) -> None:
    given = cast.icb_lead.given_roles.get()
    client.force_login(cast.national)
    url = f"/administration/roles/{given.pk}/end/"
    assert client.get(url).status_code == 404
    assert client.post(url).status_code == 404
    assert not GivenRole.objects.exclude(ended_date=None).exists()
