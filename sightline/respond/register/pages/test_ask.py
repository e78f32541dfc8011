import pytest

from sightline.respond.register.conftest import QUALITY_TEAM, only, page, statuses, text
from sightline.respond.register.models import Note

pytestmark = pytest.mark.django_db


def test_strangers_and_providers_get_404(client, cast, shared):
    assert statuses(client, cast, page(shared, "ask")) == only(*QUALITY_TEAM)


def test_a_question_is_sent_and_waited_for(client, cast, shared):
    client.force_login(cast.north_manager)
    assert client.post(page(shared, "ask"), {"text": "How many?"}).status_code == 302
    assert shared.notes.get().kind == Note.Kind.QUESTION
    client.force_login(cast.director)
    assert "How many?" in text(client.get(page(shared, "answer")))


def test_what_is_not_shared_cannot_be_asked_about(client, cast, concern):
    client.force_login(cast.north_manager)
    response = client.post(page(concern, "ask"), {"text": "How many?"})
    assert "Share it before you ask." in text(response)
    assert "How many?" in text(response)
