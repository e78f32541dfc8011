"""A questionnaire is built by hand, from nothing to published."""

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast
from sightline.listen.bank import actions as bank
from sightline.listen.bank.factories import make_item
from sightline.listen.questionnaires.models import Questionnaire
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
URL = "/listen/questionnaires/editing/night/"


def order(questionnaire: Questionnaire) -> list[str]:
    return [path for path, _ in questionnaire.versions.order_by("-number")[0].form.nodes()]


def test_from_nothing_to_published(client: Client, cast: Cast, night: Questionnaire) -> None:
    by = cast.national
    first, second = make_item(by), make_item(by, "The feedback was useful.")
    bank.translate(wording=first.wordings.get(), language="cy", text="Roedd.", by=by, at=NOW)
    client.force_login(by)
    assert "There is no question yet" in client.get(URL).content.decode()
    client.post(f"{URL}bank/", {"items": [first.code, second.code]})
    client.post(f"{URL}page/", {"label_en": "At night"})
    own = {
        "label_en": "Did you work at night?", "page": "at_night", "kind": "select_one",
        "answers_en": "Yes\nNo", "prefer": "on",
    }  # fmt: skip
    client.post(f"{URL}own/", own)
    client.post(f"{URL}own/", {"label_en": "How was it?", "page": "at_night", "kind": "text"})
    asks = f"{URL}ask-if/?path=at_night/how_was_it&after=at_night/did_you_work_at_night"
    client.post(asks, {"answers": ["a1"]})
    page = client.get(URL).content.decode()
    assert "Asked only if “Did you work at night?” is answered Yes." in page
    client.post(URL, {"path": f"supervision/{second.code}", "do": "up"})
    client.post(f"{URL}languages/", {"languages": ["cy"]})
    assert order(night) == [
        "supervision",
        f"supervision/{second.code}",
        f"supervision/{first.code}",
        "at_night",
        "at_night/did_you_work_at_night",
        "at_night/how_was_it",
    ]
    form = night.versions.get().form
    assert dict(form.questions())[f"supervision/{first.code}"].labels["cy"] == "Roedd."
    assert [one.value for one in form.choice_lists["did_you_work_at_night_answers"]] == [
        "a1",
        "a2",
        "prefer_not_to_say",
    ]
    page = client.post(f"{URL}publish/", follow=True).content.decode()
    assert "It is published: rounds can ask it." in page
    client.post(URL, {"path": "at_night/how_was_it", "do": "remove"})
    assert [one.number for one in night.versions.order_by("number")] == [1, 2]
    assert "at_night/how_was_it" not in order(night)
    verbs = set(Entry.objects.filter(reference="night").values_list("action", flat=True))
    assert verbs == {
        f"listen.questionnaires.{verb}" for verb in ("create", "save_draft", "publish")
    }


def test_what_would_break_it_is_said_and_not_done(
    client: Client, cast: Cast, night: Questionnaire
) -> None:
    client.force_login(cast.national)
    client.post(f"{URL}page/", {"label_en": "At night"})
    for label in ("First?", "Second?"):
        client.post(
            f"{URL}own/",
            {"label_en": label, "page": "at_night", "kind": "select_one", "answers_en": "Y\nN"},
        )
    client.post(f"{URL}ask-if/?path=at_night/second&after=at_night/first", {"answers": ["a1"]})
    page = client.post(URL, {"path": "at_night/first", "do": "remove"}, follow=True)
    assert "is asked only after “first”" in page.content.decode()
    assert "at_night/first" in order(night)
    always = client.post(f"{URL}ask-if/?path=at_night/second", {"always": "1"}, follow=True)
    assert "Asked only if" not in always.content.decode()


def test_a_stranger_gets_404(client: Client, cast: Cast, night: Questionnaire) -> None:
    client.force_login(cast.director)
    assert client.get(URL).status_code == client.post(URL).status_code == 404
    client.force_login(cast.national)
    assert client.post(URL, {"path": "nothing", "do": "up"}).status_code == 404
    assert client.get(URL.replace("night", "other")).status_code == 404
