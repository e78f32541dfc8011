import pytest

from sightline.respond.register.conftest import statuses, text

pytestmark = pytest.mark.django_db
CATEGORIES = "/respond/register/categories/"


def test_everybody_who_is_signed_in_can_read_what_they_mean(client, cast, categories):
    found = statuses(client, cast, CATEGORIES)
    assert found.pop("nobody") == 302
    assert set(found.values()) == {200}


def test_every_category_is_explained_and_marked(client, cast, categories):
    client.force_login(cast.director)
    body = text(client.get(CATEGORIES))
    assert all(one.definition in body for one in categories.values())
    assert "Check against the official text" in body
    assert "In force" in body
    assert "Load a version" not in body


def test_without_any_it_says_so(client, cast):
    client.force_login(cast.national)
    body = text(client.get(CATEGORIES))
    assert "No categories are loaded yet" in body
    assert "Load a version" in body
