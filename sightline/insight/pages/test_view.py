"""A standing view: surveys, concerns and what people raise, for one place."""

import pytest
from django.utils import timezone

from sightline.conftest import make_organisation
from sightline.insight import scope, views
from sightline.insight.conftest import answers, text_of
from sightline.insight.queries import standing
from sightline.insight.views import View
from sightline.listen.voices.factories import make_voice
from sightline.respond.register.factories import raise_concern
from sightline.results.factories import make_dataset, spread

PAGE = "/insight/region/YN1/views/wellbeing/"


@pytest.fixture(autouse=True)
def small_view(monkeypatch):
    """A view of the small survey's first two questions."""
    found = View("wellbeing", "Wellbeing", "About it.", ("LS01", "LS02"), ("1.1",), ("x",), "all")
    monkeypatch.setattr(views, "every", lambda: (found,))


def test_it_joins_results_concerns_and_what_people_raised(
    rounds, cast, framework, country, page_of, client
):
    raise_concern(country.trust, cast.north_manager, timezone.now(), share=True)
    page = page_of(cast.north_manager, PAGE)
    text = text_of(page)
    assert "Wellbeing" in text
    assert "Learner survey, Summer 2026" in text
    assert "questions clearly worse than a round ago" in text
    assert "Where it is lowest" in text
    assert "Aldermoor Hospitals" in text
    assert "Bexmoor" not in text
    assert "How was this worked out?" in text
    rows = client.get(PAGE + "?format=csv").getvalue().decode()
    assert "Learner survey,Summer 2026,Supervisor available" in rows


def test_where_it_is_lowest_is_a_file_too(rounds, cast, client, page_of, monkeypatch):
    page = page_of(cast.north_manager, PAGE)
    assert "?format=xlsx&amp;of=lowest" in page
    monkeypatch.setattr(standing, "MOST_PLACES", 0)
    # The page has the first of them, the file all.
    text = client.get(PAGE + "?format=csv&of=lowest").getvalue().decode()
    assert "Questions clearly below" in text
    assert "Aldermoor Hospitals" in text
    assert "Calverton" not in text
    client.force_login(cast.south_manager)
    assert client.get(PAGE + "?format=csv&of=lowest").status_code == 404


def test_only_open_concerns_of_its_standards_or_questions_are_its_own(
    rounds, cast, framework, country, page_of
):
    raised = raise_concern(country.trust, cast.north_manager, timezone.now(), share=True)
    on_it = raised.standards.filter(number="1.1").exists()
    said = page_of(cast.north_manager, PAGE)
    assert (raised.reference in said) == on_it
    assert raised.reference not in page_of(cast.north_manager, "/insight/icb/QN2/views/wellbeing/")


def test_strangers_and_views_that_are_not_there_are_404(rounds, cast, client):
    client.force_login(cast.south_manager)
    assert client.get(PAGE).status_code == 404
    client.force_login(cast.north_manager)
    assert client.get("/insight/region/YN1/views/other/").status_code == 404
    assert client.get("/insight/programme/CST/views/wellbeing/").status_code == 404
    assert client.get("/insight/views/").status_code == 200
    client.force_login(cast.learner)
    assert client.get("/insight/views/").status_code == 404


def test_what_no_survey_asked_says_so(cast, country, page_of):
    assert "No survey with results here has asked about this yet" in text_of(
        page_of(cast.north_manager, PAGE)
    )


@pytest.mark.parametrize("count", [4, 12])
def test_queries_do_not_grow_with_the_places(
    country, cast, client, count, django_assert_num_queries
):
    for at in range(count):
        make_organisation(f"ZN9{at:02}", "trust", f"Trust {at}", country.north_icb)
    make_dataset(
        {(f"ZN9{at:02}", "", "CST"): answers(30, 1, 2 + at % 3) for at in range(count)}
        | {("ZS001", "", "CST"): spread(40)}
    )
    client.force_login(cast.north_manager)
    client.get(PAGE)
    with django_assert_num_queries(16):
        assert client.get(PAGE).status_code == 200


def test_only_cases_of_the_view_are_counted_and_only_for_those_who_read_them(
    cast, country, monkeypatch
):
    for touched in ("yes", "no", "unsure"):
        make_voice(country.trust, timezone.now(), patients_safety=touched)
    group = scope.find(cast.north_manager, "region", "YN1")
    assert group is not None
    today = timezone.localdate()
    counted = {
        which: standing.raised(
            View("x", "X", "", (), (), (), which), cast.north_manager, group, today
        )
        for which in ("all", "patients", "educators", "none")
    }
    assert counted == {"all": (3, 3), "patients": (2, 2), "educators": (0, 0), "none": None}
    everything = View("x", "X", "", (), (), (), "all")
    assert standing.raised(everything, cast.director, group, today) is None
    assert standing.raised(everything, cast.south_manager, group, today) == (0, 0)
