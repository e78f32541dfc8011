from datetime import date

import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.bank.factories import make_item
from sightline.standards.models import Domain, FrameworkVersion, Standard

pytestmark = pytest.mark.django_db


def test_standards_of_this_framework_change_and_those_of_others_stay(
    client: Client, cast: Cast, framework: FrameworkVersion
) -> None:
    old = FrameworkVersion.objects.create(
        code="2021", name="Older", from_date=date(2021, 4, 1), to_date=date(2024, 3, 31)
    )
    domain = Domain.objects.create(version=old, number=1, title="Older")
    older = Standard.objects.create(
        version=old, domain=domain, number="9.9", position=1, wording="Older"
    )
    item = make_item(cast.national)
    item.standards.add(older)
    client.force_login(cast.national)
    url = f"/listen/bank/{item.code}/describe/"
    wanted = Standard.objects.get(version=framework, number="1.2")
    client.post(url, {"standards": [wanted.pk], "is_sensitive": "on"})
    item.refresh_from_db()
    assert item.is_sensitive
    assert {one.number for one in item.standards.all()} == {"9.9", "1.2"}


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    url = f"/listen/bank/{make_item(cast.national).code}/describe/"
    client.force_login(cast.director)
    assert client.get(url).status_code == client.post(url).status_code == 404
