import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.govern.capacity.file.test_actions import csv_of
from sightline.govern.capacity.file.test_reading import row
from sightline.govern.capacity.models import CapacityFigure, CapacityFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def uploaded(client: Client, *rows: list[str]) -> tuple[str, str]:
    """The page that says what would change, and its address."""
    file = SimpleUploadedFile("list.csv", csv_of(*rows).getvalue())
    html = client.post(reverse("govern:capacity:upload"), {"file": file}, follow=True)
    address = reverse("govern:capacity:check", args=[CapacityFile.objects.latest("pk").pk])
    return html.content.decode(), address


def test_shown_first_and_then_recorded(cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    html, address = uploaded(client, row())
    assert "New numbers" in html
    assert not CapacityFigure.objects.exists()
    said = client.post(address, follow=True).content.decode()
    assert "2 numbers are recorded." in said
    assert "▲ 2 over capacity" in said
    assert "applied already" in client.post(address, follow=True).content.decode()


def test_rows_in_error_are_listed_and_nothing_changes(cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    html, address = uploaded(client, row(), row(profession="Wizard"))
    assert "1 row is in error" in html
    assert "Row 3: “Wizard” is not a profession in the list." in html
    assert "Record these numbers" not in html
    client.post(address)
    assert not CapacityFigure.objects.exists()


def test_a_file_of_somebody_else_is_a_404(cast: Cast, client: Client) -> None:
    client.force_login(cast.north_manager)
    _, address = uploaded(client, row())
    for person in (cast.national, cast.director, cast.learner):
        client.force_login(person)
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
