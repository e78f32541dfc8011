import pytest

from sightline.listen.pages.hub import PARTS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "role", ["national", "north_manager", "director", "learner", "administrator"]
)
def test_everybody_sees_the_ways_that_their_roles_allow(client, cast, role):
    person = getattr(cast, role)
    client.force_login(person)
    page = client.get("/listen/").content.decode()
    for part in PARTS:
        for way in part.ways:
            assert (f">{way.text}</a>" in page) == person.can(way.permission), way.text
        may = any(person.can(way.permission) for way in part.ways)
        assert (f">{part.heading}</h2>" in page) == may, "a part with nothing in it is left out"


def test_no_way_is_there_twice():
    names = [way.url_name for part in PARTS for way in part.ways]
    assert len(names) == len(set(names))
