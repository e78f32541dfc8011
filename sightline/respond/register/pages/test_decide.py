from datetime import timedelta

import pytest
from django.utils import timezone

from sightline.respond.register import factories
from sightline.respond.register.conftest import (
    QUALITY_TEAM,
    RAISED,
    day,
    only,
    page,
    statuses,
    text,
)

pytestmark = pytest.mark.django_db


def answers(concern, chosen, **other):
    today = timezone.localdate()
    return {
        "category": str(chosen.pk),
        "rationale": "Because of this",
        "evidence": [str(one.pk) for one in concern.evidence.all()],
        "decided_by": "Regional quality committee",
        "supersedes": "",
        **day("decided_date", today),
        **day("next_review_date", today + timedelta(days=90)),
        **other,
    }


def test_strangers_and_providers_get_404(client, cast, shared, categories):
    assert statuses(client, cast, page(shared, "decide")) == only(*QUALITY_TEAM)


def test_a_decision_is_recorded(client, cast, concern, categories):
    client.force_login(cast.north_manager)
    response = client.post(page(concern, "decide"), answers(concern, categories[2]))
    assert response["Location"] == page(concern)
    decision = concern.category_decisions.get()
    assert decision.category == categories[2]
    assert decision.evidence.count() == 1


def test_the_categories_are_explained_and_marked(client, cast, concern, categories):
    client.force_login(cast.north_manager)
    body = text(client.get(page(concern, "decide")))
    assert all(one.definition in body for one in categories.values())
    assert all(one.decided_by in body for one in categories.values())
    assert "Check against the official text" in body


def test_the_decision_that_stands_is_shown_and_replaced(client, cast, concern, categories):
    first = factories.decide(concern, categories[1], cast.national, RAISED + timedelta(days=1))
    client.force_login(cast.north_manager)
    body = text(client.get(page(concern, "decide")))
    assert "It stands in category 1: Minor concerns." in body
    assert f'name="supersedes" id="id_supersedes" value="{first.pk}"' in body
    given = answers(concern, categories[3], supersedes=str(first.pk))
    assert client.post(page(concern, "decide"), given).status_code == 302
    assert concern.category_decisions.get(superseded_by=None).supersedes == first


def test_the_second_of_two_who_decide_at_once_is_told(client, cast, concern, categories):
    """The page was opened when nothing was decided; meanwhile somebody decided."""
    given = answers(concern, categories[1])
    factories.decide(concern, categories[3], cast.national, RAISED + timedelta(days=1))
    client.force_login(cast.north_manager)
    response = client.post(page(concern, "decide"), given)
    assert "Nadia National recorded category 3" in text(response)
    assert "Because of this" in text(response)
    assert concern.category_decisions.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"category": ""}, "Which category?"),
        ({"rationale": ""}, "Why this category?"),
        ({"evidence": []}, "Which evidence"),
        ({"evidence": ["999999"]}, "Select one of the answers listed"),
        ({"decided_by": ""}, "Who decided?"),
        ({"decided_date_year": "2099"}, "must be on or before"),
        ({"next_review_date_year": "2020"}, "must be after today"),
    ],
)
def test_wrong_answers_get_a_sentence(client, cast, concern, categories, wrong, said):
    client.force_login(cast.north_manager)
    response = client.post(page(concern, "decide"), answers(concern, categories[1], **wrong))
    assert response.status_code == 200
    assert said in text(response)
    assert "There is a problem" in text(response)
    assert not concern.category_decisions.exists()


def test_without_categories_or_evidence_it_says_what_to_do(client, cast, raise_concern, framework):
    client.force_login(cast.north_manager)
    concern = raise_concern(evidence=[])
    assert "no categories in force" in text(client.get(page(concern, "decide")))
    factories.categories(RAISED)
    assert "this concern has none yet" in text(client.get(page(concern, "decide")))
