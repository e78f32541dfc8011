import pytest

from sightline.respond.register.conftest import QUALITY_TEAM, only, page, statuses, text
from sightline.respond.register.models import Note

pytestmark = pytest.mark.django_db


def test_strangers_and_providers_get_404(client, cast, shared):
    assert statuses(client, cast, page(shared, "note")) == only(*QUALITY_TEAM)


@pytest.mark.parametrize("lane", ["shared", "internal"])
def test_a_note_is_written_in_its_lane(client, cast, shared, lane):
    client.force_login(cast.north_manager)
    response = client.post(page(shared, "note"), {"lane": lane, "text": "Seen on Monday"})
    assert response["Location"] == page(shared)
    assert shared.notes.get().lane == lane
    client.force_login(cast.director)
    assert ("Seen on Monday" in text(client.get(page(shared)))) == (lane == "shared")


def test_a_lane_has_to_be_chosen(client, cast, shared):
    """Neither lane is chosen beforehand: a wrong default would tell the provider."""
    client.force_login(cast.north_manager)
    response = client.post(page(shared, "note"), {"text": "Typed text"})
    assert "Who can read it" in text(response)
    assert "Typed text" in text(response)
    assert not Note.objects.exists()


def test_notes_on_what_is_not_shared_are_internal_only(client, cast, concern):
    client.force_login(cast.north_manager)
    response = client.post(page(concern, "note"), {"lane": "shared", "text": "Hello"})
    assert "Select one of the answers listed" in text(response)
    assert not Note.objects.exists()
