"""A focused survey goes from an idea to open in one page."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sightline.conftest import Cast
from sightline.listen.bank.factories import make_item, make_theme
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.rounds.factories import make_notice
from sightline.listen.rounds.models import Collection
from sightline.results.models import Measure

pytestmark = pytest.mark.django_db
URL = "/listen/rounds/focused/"


@pytest.fixture(autouse=True)
def _framework(framework: object) -> None:
    """Items bear on standards of a framework in force."""


def posted(do: str = "open", **fields: Any) -> dict[str, Any]:
    last = timezone.localdate() + timedelta(days=14)
    return {
        "do": do,
        "name": "Supervision at night",
        "place": "YN1",
        "access": "both",
        "sampling": "everybody",
        "notice": make_notice().pk,
        **{f"closes_on_{part}": getattr(last, part) for part in ("day", "month", "year")},
        **fields,
    }


def test_one_page_from_idea_to_open(client: Client, cast: Cast) -> None:
    by = cast.north_manager
    item, other = make_item(by), make_item(by, "The feedback was useful.")
    make_item(by, "I was safe.", theme=make_theme("safety", "Safety"))
    client.force_login(by)
    page = client.get(URL).content.decode()
    assert "Clinical supervision" in page
    assert "Open it now" in page
    page = client.post(URL, posted("preview", items=[item.code])).content.decode()
    assert "This is what people will be asked" in page
    assert page.count("<h1") == 1
    assert not Collection.objects.exists()
    answer = client.post(URL, posted(themes=["supervision"], professions=["MED"]), follow=True)
    assert "It is open: people can answer." in answer.content.decode()
    collection = Collection.objects.get()
    assert collection.state == "open"
    assert collection.place is not None
    assert collection.place.code == "YN1"
    assert collection.population["professions"] == ["MED"]
    asked = [question.item for _, question in collection.version.form.questions()]
    assert asked == [item.code, other.code]
    survey = collection.round.survey
    assert survey.name == "Supervision at night"
    codes = Measure.objects.filter(survey=survey.code, kind="item").values_list("code", flat=True)
    assert set(codes) == {item.code, other.code}


def test_it_can_be_kept_for_later(client: Client, cast: Cast) -> None:
    item = make_item(cast.north_manager)
    client.force_login(cast.north_manager)
    client.post(URL, posted("keep", items=[item.code]))
    assert Collection.objects.get().state == "draft"


def test_what_is_missing_is_said_and_nothing_is_stored(client: Client, cast: Cast) -> None:
    item = make_item(cast.north_manager)
    client.force_login(cast.north_manager)
    page = client.post(URL, posted(name="", notice="")).content.decode()
    assert "Choose at least one question, or a whole theme" in page
    assert "Enter name of the survey" in page
    assert "Select privacy notice" in page
    free = make_item(cast.north_manager, "Why?", kind="text", scale=None)
    page = client.post(URL, posted(items=[free.code])).content.decode()
    assert "Nothing in this questionnaire can be counted" in page
    past = posted(items=[item.code], closes_on_year=2020)
    assert "in the past" in client.post(URL, past).content.decode()
    assert not Collection.objects.exists()
    assert not QuestionnaireVersion.objects.exists()


def test_a_regional_manager_asks_in_the_own_region_only(client: Client, cast: Cast) -> None:
    item = make_item(cast.north_manager)
    client.force_login(cast.south_manager)
    for fields in ({"place": "YN1"}, {"place": "England"}, {"place": "YS1", "providers": "ZN001"}):
        page = client.post(URL, posted(items=[item.code], **fields)).content.decode()
        assert "There is a problem" in page
    assert not Collection.objects.exists()
    client.force_login(cast.national)
    client.post(URL, posted(items=[item.code], place="England"))
    assert Collection.objects.get().place is None


def test_the_page_asks_the_database_the_same_for_few_and_many(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.national)
    for _ in range(2):
        for number in range(6):
            make_item(cast.national, f"Question {number}?")
        with django_assert_max_num_queries(24):
            assert client.get(URL).status_code == 200


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.director)
    assert client.get(URL).status_code == client.post(URL).status_code == 404


def test_a_focused_survey_may_show_larger_groups_only(client: Client, cast: Cast) -> None:
    item = make_item(cast.north_manager)
    client.force_login(cast.north_manager)
    client.post(URL, posted(items=[item.code], threshold_inside=6, threshold_public=12))
    round_ = Collection.objects.get().round
    assert (round_.threshold_inside, round_.threshold_public) == (6, 12)
