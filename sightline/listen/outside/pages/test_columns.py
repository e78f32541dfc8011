"""What the columns are, said by a person. (Strangers get 404: see test_file.py.)"""

import pytest

from sightline.listen.outside import factories
from sightline.listen.outside.models import Figure

pytestmark = pytest.mark.django_db


def test_unknown_headings_are_mapped_on_the_page(office, cast, client, country):
    client.force_login(cast.national)
    data = factories.text([["Where", "What", "How good", "When"], ["ZN001", "Workload", 60, 2024]])
    found = office.read(data, source="nts")
    assert found.state == "refused"
    page = f"/listen/outside/file/{found.pk}/columns/"
    html = client.get(page).content.decode()
    assert "Column “How good”" in html
    assert "For example “ZN001”" in html
    said = {"what_0": "organisation_code", "what_1": "indicator", "what_2": "", "what_3": "year"}
    assert "No column holds results yet" in client.post(page, said).content.decode()
    said["what_2"] = "year"
    assert "is this already" in client.post(page, said).content.decode()
    said["what_2"] = "value"
    assert client.post(page, said).status_code == 302
    found.refresh_from_db()
    assert found.state == "dry_run"
    client.post(f"/listen/outside/file/{found.pk}/", {"do": "apply"})
    one = Figure.objects.get()
    assert (one.unit.organisation, one.value) == (country.trust, 60)


def test_xml_has_no_columns(office, cast, client):
    client.force_login(cast.national)
    found = office.read(factories.discover_uni(factories.course(year="")))
    html = client.get(f"/listen/outside/file/{found.pk}/columns/").content.decode()
    assert "it has no columns" in html
