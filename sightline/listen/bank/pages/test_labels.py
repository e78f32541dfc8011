import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.bank.factories import make_scale, make_theme
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
URL = "/listen/bank/labels/"


def test_themes_and_answers_are_put_into_a_language(client: Client, cast: Cast) -> None:
    theme, scale = make_theme(), make_scale()
    client.force_login(cast.national)
    assert "?language=pl" in client.get(URL).content.decode()
    posted = {"theme-supervision": "Nadzór", "answer-agreement-agree": "Zgadzam się"}
    page = client.post(f"{URL}?language=pl", posted, follow=True).content.decode()
    assert "Stored in Polish." in page
    assert 'value="Zgadzam się"' in page
    theme.refresh_from_db()
    scale.refresh_from_db()
    assert theme.labels == {"en": "Clinical supervision", "pl": "Nadzór"}
    assert scale.answers[1]["labels"] == {"en": "Agree", "pl": "Zgadzam się"}
    assert [one["labels"] for one in scale.answers[:1]] == [{"en": "Strongly agree"}]
    client.post(f"{URL}?language=pl", posted)
    assert Entry.objects.filter(action="listen.bank.translate_labels").count() == 1


def test_english_and_strange_languages_are_not_translated_into(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    for language in ("en", "xx"):
        page = client.get(f"{URL}?language={language}").content.decode()
        assert "Themes and answers in other languages" in page


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.director)
    assert client.get(URL).status_code == client.post(URL).status_code == 404
