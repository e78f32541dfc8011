"""One education provider: its students' answers, without a trend across the new questions."""

import pytest

from sightline.listen.outside import factories
from sightline.listen.outside.factories import nss_row
from sightline.listen.outside.pages.test_place import words

pytestmark = pytest.mark.django_db
SCHOOL = "/listen/outside/school/10000001/"


@pytest.mark.parametrize(("person", "status"), [("director", 200), ("learner", 404)])
def test_a_stranger_gets_404(imported, cast, client, person, status):
    client.force_login(getattr(cast, person))
    assert client.get(SCHOOL).status_code == status
    assert client.get("/listen/outside/school/19999999/").status_code == 404


def test_no_trend_is_drawn_into_2023(imported, cast, page_of):
    said = words(page_of(cast.director, SCHOOL))
    assert "University of Aldermoor" in said
    assert "2023, after a break" in said
    assert "not comparable with 2022" in said
    assert "Up 4.5 since 2023" in said
    assert "since 2022" not in said


def test_the_placement_items_and_the_publication_rule(imported, cast, page_of):
    html = page_of(cast.director, SCHOOL)
    assert "Placement: supervision" in html
    assert "84.5%" in html
    # The other question had nine answers.
    assert "Withheld" in html
    assert "at least 10 responses and a response rate of at least 50%" in html


def test_groups_of_students_can_be_chosen(imported, cast, page_of):
    rows = [
        ["National Student Survey 2024"],
        ["UKPRN", "Provider name", "Subject", "Split", "Question", "Positivity measure (%)",
         "Responses"],
        ["10000001", "University of Aldermoor", "Adult nursing", "Mature", "NHSQ3", 61.5, 30],
    ]  # fmt: skip
    imported.apply(factories.workbook({"Age": rows}), "NSS24_characteristic.xlsx")
    assert "61.5%" not in page_of(cast.director, SCHOOL)
    assert "61.5%" in page_of(cast.director, f"{SCHOOL}?group=Age: Mature")


def test_a_file(imported, cast, client):
    client.force_login(cast.director)
    response = client.get(f"{SCHOOL}?format=csv")
    assert b"Placement: supervision" in b"".join(response.streaming_content)


def test_a_subject_can_be_chosen(imported, cast, page_of):
    imported.apply(factories.nss(nss_row(subject="Midwifery", percent=44.5)), "NSS24.xlsx")
    assert "44.5%" not in page_of(cast.director, SCHOOL)
    assert "44.5%" in page_of(cast.director, f"{SCHOOL}?subject=midwifery")
