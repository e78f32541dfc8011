import pytest

from sightline.respond.register.conftest import only, page, statuses, text
from sightline.respond.register.models import Note

pytestmark = pytest.mark.django_db


def test_only_the_provider_answers_and_all_others_get_404(client, cast, shared):
    assert statuses(client, cast, page(shared, "answer")) == only("director")


def test_what_is_not_shared_is_404_to_the_provider(client, cast, concern):
    assert statuses(client, cast, page(concern, "answer")) == only()


def test_an_answer_is_sent(client, cast, shared):
    client.force_login(cast.director)
    response = client.post(page(shared, "answer"), {"text": "Two consultants were appointed."})
    assert response["Location"] == page(shared)
    assert shared.notes.get().kind == Note.Kind.ANSWER
    client.force_login(cast.north_manager)
    assert "Two consultants were appointed." in text(client.get(page(shared)))


def test_an_empty_answer_is_refused(client, cast, shared):
    client.force_login(cast.director)
    assert "Enter your answer" in text(client.post(page(shared, "answer"), {"text": "  "}))
    assert not Note.objects.exists()
