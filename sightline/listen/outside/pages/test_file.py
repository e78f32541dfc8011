"""A file: dry run, apply, set aside."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sightline.listen.outside import factories
from sightline.listen.outside.factories import nts_row
from sightline.listen.outside.models import Figure, OutsideImport
from sightline.listen.outside.pages.test_place import words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["director", "north_manager", "learner"])
def test_a_stranger_gets_404(office, cast, client, person):
    found = office.read(factories.nts(nts_row()))
    client.force_login(getattr(cast, person))
    for page in ("", "columns/", "errors/"):
        assert client.get(f"/listen/outside/file/{found.pk}/{page}").status_code == 404
    assert client.get("/listen/outside/upload/").status_code == 404


def test_from_upload_to_applied(office, cast, client):
    client.force_login(cast.national)
    data = factories.nts(nts_row(), nts_row(mean="many"), nts_row(code="ZX9", indicator="Workload"))
    file = SimpleUploadedFile("nts.csv", data)
    response = client.post("/listen/outside/upload/", {"file": file})
    found = OutsideImport.objects.get()
    assert response.url == f"/listen/outside/file/{found.pk}/"
    said = words(client.get(response.url).content.decode())
    assert "GMC National Training Survey: a table with one row of headings" in said
    assert "“many” in column “Mean” is not a number" in said
    assert "Codes that are not known here" in said
    assert not Figure.objects.exists()
    client.post(response.url, {"do": "apply"})
    assert Figure.objects.count() == 2
    assert "Applied" in client.get(response.url).content.decode()
    # The same file again changes nothing and says so.
    file = SimpleUploadedFile("nts.csv", data)
    response = client.post("/listen/outside/upload/", {"file": file})
    assert "This file changes nothing" in client.get(response.url).content.decode()


def test_a_file_that_cannot_be_read_leads_on(office, cast, client):
    client.force_login(cast.national)
    found = office.read(b"this,that\n1,2\n")
    html = client.get(f"/listen/outside/file/{found.pk}/").content.decode()
    assert "No row of headings" in html
    assert f"/listen/outside/file/{found.pk}/columns/" in html
    client.post(f"/listen/outside/file/{found.pk}/", {"do": "set_aside"})
    found.refresh_from_db()
    assert found.state == "set_aside"


def test_a_file_at_work_shows_itself_again(office, cast, client):
    client.force_login(cast.national)
    found = office.upload(factories.nts(nts_row()))
    response = client.get(f"/listen/outside/file/{found.pk}/")
    assert response["Refresh"] == "3"
    assert "Waiting to be read" in response.content.decode()


def test_no_file_is_said(office, cast, client):
    client.force_login(cast.national)
    html = client.post("/listen/outside/upload/", {"year": ""}).content.decode()
    assert "There is a problem" in html
    file = SimpleUploadedFile("nothing.csv", b"")
    assert "is empty" in client.post("/listen/outside/upload/", {"file": file}).content.decode()


def test_asked_for_and_not_begun_it_waits(office, cast, client, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    client.force_login(cast.national)
    found = office.read(factories.nts(nts_row()))
    response = client.post(f"/listen/outside/file/{found.pk}/", {"do": "apply"})
    shown = client.get(response.url)
    assert "Waiting to be applied" in shown.content.decode()
    assert shown["Refresh"] == "3"
