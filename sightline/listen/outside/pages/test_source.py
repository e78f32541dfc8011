import pytest

from sightline.listen.outside.pages.test_place import words

pytestmark = pytest.mark.django_db


def test_a_stranger_gets_404(office, cast, client):
    client.force_login(cast.learner)
    assert client.get("/listen/outside/source/nts/").status_code == 404
    client.force_login(cast.director)
    assert client.get("/listen/outside/source/nothing/").status_code == 404


def test_its_rules_and_what_it_measures(office, cast, page_of):
    said = words(page_of(cast.director, "/listen/outside/source/nts/"))
    assert "Check against the official text" in said
    assert "mean score, 0 to 100" in said
    assert "2018 to now" in said
    assert "2020: There was no full survey in 2020." in said
