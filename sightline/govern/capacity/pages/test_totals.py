import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.govern.conftest import Say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PAGE = "govern:capacity:totals"


def test_totals_by_board_and_region_for_those_in_scope(
    say: Say, cast: Cast, client: Client
) -> None:
    say(20)
    say(23, "actual")
    client.force_login(cast.north_manager)
    page = reverse(PAGE)
    html = client.get(page).content.decode()
    assert "Northmoor ICB" in html
    assert "?q=QN1" in html
    said = client.get(page, {"by": "region", "profession": "NUR", "study": "undergraduate"})
    assert "North</a>" in said.content.decode()
    assert "No number is recorded" in client.get(page, {"profession": "MED"}).content.decode()
    file = b"".join(client.get(page, {"format": "csv"})).decode()
    assert "Northmoor ICB,1,20,23,1,0" in file
    client.force_login(cast.south_manager)
    assert "Northmoor" not in client.get(page).content.decode()
