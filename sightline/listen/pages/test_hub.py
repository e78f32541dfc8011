import pytest

from sightline.listen.pages.hub import WAYS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "role", ["national", "north_manager", "director", "learner", "administrator"]
)
def test_everybody_sees_the_ways_that_their_roles_allow(client, cast, role):
    person = getattr(cast, role)
    client.force_login(person)
    page = client.get("/listen/").content.decode()
    for way in WAYS:
        assert (f">{way.text}</a></h2>" in page) == person.can(way.permission), way.text
