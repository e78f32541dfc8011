import re
from datetime import timedelta

import pytest
from django.utils import timezone

from sightline.design.show import pluralise
from sightline.respond.register import actions, factories
from sightline.respond.register.conftest import RAISED, only, statuses, text

pytestmark = pytest.mark.django_db
LIST = "/respond/register/"


def test_who_can_open_the_register_and_who_gets_404(client, cast):
    assert statuses(client, cast, LIST) == only(
        "national",
        "north_manager",
        "south_manager",
        "icb_lead",
        "director",
        "other_director",
    )


def test_an_empty_register_says_so(client, cast):
    client.force_login(cast.north_manager)
    body = text(client.get(LIST))
    assert "There are no concerns here yet." in body
    assert "Download" not in body


def test_each_concern_is_listed_with_what_people_ask_for(
    client, cast, raise_concern, country, categories
):
    concern = raise_concern(title="Rota gaps & <nights>", professions=[country.nursing], share=True)
    factories.decide(concern, categories[3], cast.north_manager, RAISED + timedelta(days=1))
    actions.ask_provider(
        concern=concern, text="Why?", by=cast.north_manager, at=RAISED + timedelta(days=2)
    )
    client.force_login(cast.north_manager)
    response = client.get(LIST)
    assert b"Rota gaps &amp; &lt;nights&gt;" in response.content
    body = text(response)
    for said in (
        concern.reference,
        "Aldermoor Hospitals",
        "Northmoor ICB",
        "Category 3: Major concerns",
        "High risk 12",
        "Student nurse",
        "12 learners",
        "1.1",
        "Nora North",
        "An answer to our question, from Aldermoor Hospitals",
        "1 concern",
        "Download these 1 as CSV",
        "Concerns by likelihood and impact",
    ):
        assert said in body, said


@pytest.fixture
def many(raise_concern, country):
    return [
        raise_concern(
            title=f"Concern {number:02}",
            organisation=[country.trust, country.other_trust][number % 2],
            likelihood=1 + number % 5,
            impact=1 + number % 3,
            at=RAISED + timedelta(hours=number),
        )
        for number in range(30)
    ]


def test_filters_stay_in_the_address_and_in_every_link(client, cast, many):
    client.force_login(cast.north_manager)
    body = text(client.get(LIST, {"q": "concern", "icb": "QN2", "order": "oldest"}))
    assert "15 concerns" in body
    assert "Bexmoor Hospitals" in body
    assert "/respond/register/download/?q=concern&icb=QN2&order=oldest&format=csv" in body
    assert "Remove filter" in body
    assert body.count("ICB: Northdale ICB") == 1


def test_pages_are_turned_with_the_filters(client, cast, many):
    client.force_login(cast.north_manager)
    first = text(client.get(LIST, {"q": "concern", "order": "newest"}))
    assert "Showing 1 to 25 of 30 concerns" in first
    assert "Concern 29" in first
    assert "Concern 00" not in first
    second = text(client.get(LIST, {"q": "concern", "order": "newest", "page": "2"}))
    assert "Concern 00" in second
    assert "Download these 30 as CSV" in second


def test_counts_add_up_to_the_list(client, cast, many, categories):
    for concern in many[:7]:
        factories.decide(concern, categories[1], cast.north_manager, RAISED + timedelta(days=3))
    client.force_login(cast.north_manager)
    body = text(client.get(LIST, {"category": ["1", "none"]}))
    assert "30 concerns" in body
    body = text(client.get(LIST, {"category": "1"}))
    assert "7 concerns" in body


def test_the_matrix_counts_what_the_list_holds(client, cast, many):
    client.force_login(cast.north_manager)
    body = text(client.get(LIST, {"icb": "QN2"}))
    counted = re.findall(r'icb=QN2&likelihood=(\d)&impact=(\d)">(\d+)<', body)
    assert sum(int(count) for _, _, count in counted) == 15
    likelihood, impact, count = counted[0]
    found = text(client.get(LIST, {"icb": "QN2", "likelihood": likelihood, "impact": impact}))
    assert pluralise(int(count), "concern") in found


def test_as_at_a_past_day_shows_that_day(client, cast, shared, categories):
    client.force_login(cast.north_manager)
    factories.decide(shared, categories[2], cast.north_manager, RAISED + timedelta(days=10))
    before = (timezone.localdate(RAISED) + timedelta(days=9)).isoformat()
    body = text(client.get(LIST, {"as_at": before}))
    assert "Category 2: Significant concerns" not in body
    assert "as it stood at the end of" in body
    assert "Raise a concern" not in body
    long_before = (timezone.localdate(RAISED) - timedelta(days=1)).isoformat()
    assert "There are no concerns here as at that day." in text(
        client.get(LIST, {"as_at": long_before})
    )


@pytest.mark.parametrize(
    ("as_at", "said"), [("2999-01-01", "today or earlier"), ("yesterday", "must be a real date")]
)
def test_a_day_that_cannot_be_shown_is_said(client, cast, shared, as_at, said):
    client.force_login(cast.north_manager)
    body = text(client.get(LIST, {"as_at": as_at}))
    assert said in body
    assert shared.title in body


@pytest.mark.parametrize(
    "query",
    [
        {"likelihood": "9"},
        {"category": "'; drop table"},
        {"page": "-1"},
        {"page": "9" * 40},
        {"order": "nothing"},
        {"q": "\x00%_\\" + "x" * 5000},
        {"icb": "QN9", "region": "", "owner": "x"},
    ],
)
def test_addresses_that_make_no_sense_are_no_error(client, cast, shared, query):
    client.force_login(cast.north_manager)
    assert client.get(LIST, query).status_code == 200


@pytest.mark.parametrize("count", [10, 60])
def test_the_number_of_queries_does_not_grow(
    client, cast, raise_concern, country, django_assert_max_num_queries, count
):
    for number in range(count):
        raise_concern(
            organisation=[country.trust, country.site, country.practice][number % 3],
            professions=[country.medicine, country.nursing],
        )
    client.force_login(cast.north_manager)
    with django_assert_max_num_queries(15):
        response = client.get(LIST)
    assert f"{count} concerns" in text(response)


def test_raising_is_offered_to_those_who_may(client, cast, shared):
    for user in (cast.north_manager, cast.icb_lead, cast.director):
        client.force_login(user)
        assert "Raise a concern" in text(client.get(LIST))
