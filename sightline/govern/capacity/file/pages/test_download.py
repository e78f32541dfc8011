from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sightline.assess.places import Place
from sightline.conftest import Cast
from sightline.govern.capacity.models import CapacityFigure, CapacityFile
from sightline.govern.conftest import Say

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_downloaded_can_be_uploaded_again_and_changes_nothing(
    ending: str, say: Say, ward: Place, cast: Cast, client: Client
) -> None:
    say(20, source="=1+1")
    say(4, place=ward)
    say(23, "actual", by=cast.director)
    client.force_login(cast.north_manager)
    answer = client.get(reverse("govern:capacity:download"), {"format": ending})
    content = b"".join(answer) if answer.streaming else answer.content
    file = SimpleUploadedFile(f"list.{ending}", BytesIO(content).getvalue())
    page = client.post(reverse("govern:capacity:upload"), {"file": file}, follow=True)
    assert CapacityFile.objects.get().problems == []
    html = page.content.decode()
    assert "Nothing would change." in html
    assert CapacityFigure.objects.count() == 3


def test_it_holds_the_places_of_the_viewer_only(say: Say, cast: Cast, client: Client) -> None:
    say(20)
    page = reverse("govern:capacity:download")
    client.force_login(cast.other_director)
    assert "ZN001" not in b"".join(client.get(page, {"format": "csv"})).decode()
    client.force_login(cast.learner)
    assert client.get(page).status_code == 404
