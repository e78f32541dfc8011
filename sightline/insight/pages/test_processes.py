"""Month by month: what is counted, for whom, and what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sightline.insight.conftest import text_of
from sightline.insight.queries import monthly
from sightline.respond.register import actions as register
from sightline.respond.register.factories import raise_concern

PAGE = "/insight/region/YN1/processes/"


def by_code(found):
    return {one.code: one for one in found}


@pytest.fixture
def concerns(country, cast, framework):
    """One a month for fifteen months; the first is closed after forty days."""

    def make(place=None):
        raised = []
        for month in range(15):
            at = timezone.now() - timedelta(days=30 * (15 - month) + 10)
            raised.append(raise_concern(place or country.trust, cast.north_manager, at, share=True))
        register.close(
            concern=raised[0],
            outcome="improved",
            reason="Learners confirm that it has improved.",
            evidence_text="A visit.",
            monitoring_date=None,
            by=cast.north_manager,
            at=raised[0].raised_at + timedelta(days=40),
        )
        return raised

    return make


def test_concerns_are_counted_by_month_and_the_running_one_is_left_out(concerns, cast, country):
    raised = concerns()
    raise_concern(country.trust, cast.north_manager, timezone.now())
    found = by_code(monthly.series(cast.north_manager, country.north, timezone.localdate()))
    assert sum(value for _, value in found["concerns-raised"].points) == len(raised)
    assert found["concerns-closed"].points[0][1] == 1
    assert found["concerns-days"].points[0][1] == 40
    assert found["concerns-open"].points[-1][1] == len(raised) - 1
    assert max(
        month for month, _ in found["concerns-raised"].points
    ) < timezone.localdate().replace(day=1)


def test_what_the_viewer_may_not_see_is_not_counted(concerns, cast, country):
    concerns()
    for viewer in (cast.south_manager, cast.other_director):
        found = by_code(monthly.series(viewer, None, timezone.localdate()))
        assert not found["concerns-raised"].points
    elsewhere = by_code(
        monthly.series(cast.north_manager, country.other_trust, timezone.localdate())
    )
    assert not elsewhere["concerns-raised"].points


def test_the_page_says_what_the_last_month_says_and_has_a_file(concerns, cast, page_of, client):
    concerns()
    page = page_of(cast.north_manager, PAGE)
    said = text_of(page)
    assert "What the last month says" in said
    assert "Usual variation: no significant change" in said or "than usual" in said
    assert "How was this worked out?" in said
    # Concerns open at the end of a month: a line alone, and why.
    stock = text_of(page.split('<section id="concerns-open">')[1].split("</section>")[0])
    assert "follows from the month before" in stock
    assert not [one for one in ("Upper limit", "sual variation", "Dashed") if one in stock]
    rows = client.get(PAGE + "?format=csv").getvalue().decode().splitlines()
    assert any(row.startswith("Concerns raised,") for row in rows)


def test_nothing_recorded_says_so(cast, page_of, country):
    assert "Nothing has been recorded here yet" in text_of(page_of(cast.north_manager, PAGE))


def test_a_stranger_gets_404_and_others_begin_at_their_place(cast, client, country):
    client.force_login(cast.south_manager)
    assert client.get(PAGE).status_code == 404
    assert client.get("/insight/processes/").url == "/insight/region/YS1/processes/"
    assert client.get("/insight/programme/CST/processes/").status_code == 404
    client.force_login(cast.learner)
    assert client.get("/insight/processes/").status_code == 404


@pytest.mark.parametrize("count", [1, 2])
def test_queries_do_not_grow_with_what_is_recorded(
    concerns, cast, country, client, count, django_assert_num_queries
):
    for place in (country.trust, country.other_trust)[:count]:
        concerns(place)
    client.force_login(cast.north_manager)
    client.get(PAGE)
    with django_assert_num_queries(13):
        assert client.get(PAGE).status_code == 200
