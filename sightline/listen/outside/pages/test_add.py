import pytest

from sightline.listen.outside.models import Source

pytestmark = pytest.mark.django_db


def test_a_survey_is_added_with_its_own_threshold(office, cast, client):
    client.force_login(cast.national)
    told = {"name": "Survey", "short_name": "Ours", "publisher": "Us", "minimum_n": "7",
            "scale_note": "Share.", "licence_note": "Open."}  # fmt: skip
    assert client.post("/listen/outside/add/", told).url == "/listen/outside/source/ours/"
    assert Source.objects.get(code="ours").minimum_n == 7
    assert "is here already" in client.post("/listen/outside/add/", told).content.decode()
    html = client.post("/listen/outside/add/", {**told, "minimum_n": "1"}).content.decode()
    assert "There is a problem" in html
