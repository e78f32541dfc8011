from typing import Any

import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.bank.factories import make_item, make_scale
from sightline.listen.questionnaires.models import Questionnaire
from sightline.listen.rounds.measures import measures_of

pytestmark = pytest.mark.django_db
URL = "/listen/questionnaires/editing/night/own/"


@pytest.fixture
def post(client: Client, cast: Cast, night: Questionnaire) -> Any:
    client.force_login(cast.national)
    client.post("/listen/questionnaires/editing/night/page/", {"label_en": "At night"})

    def send(query: str = "", **fields: Any) -> str:
        posted = {"label_en": "Was it quiet?", "page": "at_night", "kind": "select_one", **fields}
        return client.post(URL + query, posted, follow=True).content.decode()

    return send


def test_a_question_with_a_scale_of_the_bank_is_counted(post: Any, night: Questionnaire) -> None:
    post(scale=make_scale().pk)
    theme, item = measures_of(night.versions.get())
    assert (theme.code, item.code, item.theme) == ("at_night", "was_it_quiet", "at_night")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Enter 2 to 20 different answers"),
        ({"answers_en": "Same\nSame"}, "different answers"),
        ({"label_en": ""}, "Enter the question"),
        ({"kind": "photo"}, "Select one of the answers listed"),
        ({"page": "nowhere"}, "Select one of the answers listed"),
    ],
)
def test_what_is_wrong_is_said(
    post: Any, night: Questionnaire, fields: dict[str, str], said: str
) -> None:
    assert said in post(**fields)
    assert not list(night.versions.get().form.questions())


def test_answers_in_another_language_match_line_by_line(
    client: Client, post: Any, night: Questionnaire
) -> None:
    client.post("/listen/questionnaires/editing/night/languages/", {"languages": ["ar"]})
    assert "Each needs its own line" in post(answers_en="Yes\nNo", answers_ar="نعم")
    post(answers_en="Yes\nNo", answers_ar="نعم\nلا", label_ar="هل كان هادئًا؟")
    form = night.versions.get().form
    assert form.choice_lists["was_it_quiet_answers"][1].labels == {"en": "No", "ar": "لا"}


def test_its_words_can_be_changed(post: Any, night: Questionnaire) -> None:
    post(answers_en="Yes\nNo")
    post("?path=at_night/was_it_quiet", label_en="Was the night quiet?")
    assert dict(night.versions.get().form.questions())["at_night/was_it_quiet"].labels == {
        "en": "Was the night quiet?"
    }


def test_a_stranger_gets_404(client: Client, cast: Cast, night: Questionnaire) -> None:
    client.force_login(cast.director)
    assert client.get(URL).status_code == client.post(URL).status_code == 404
    client.force_login(cast.national)
    item = make_item(cast.national)
    client.post("/listen/questionnaires/editing/night/bank/", {"items": [item.code]})
    # The words of an item are changed in the bank, not here.
    assert client.get(f"{URL}?path=supervision/{item.code}").status_code == 404
