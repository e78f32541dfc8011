"""One place: what every source says of it, each apart, beside our own survey."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from sightline.conftest import NOW
from sightline.listen.outside import actions
from sightline.listen.outside.factories import nts, nts_row
from sightline.listen.outside.models import EducationProvider
from sightline.results.factories import make_dataset, spread

pytestmark = pytest.mark.django_db
TRUST = "/listen/outside/place/ZN001/"
SURGERY = f"{TRUST}?subject=CST"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(html))


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("director", 200), ("north_manager", 200), ("icb_lead", 200), ("national", 200),
        ("other_director", 404), ("south_manager", 404), ("learner", 404), ("administrator", 404),
    ],
)  # fmt: skip
def test_a_stranger_gets_404(imported, cast, client, person, status):
    client.force_login(getattr(cast, person))
    assert client.get(TRUST).status_code == status
    assert client.get("/listen/outside/place/NOWHERE/").status_code == 404


def test_a_specialty_over_the_years(imported, cast, page_of):
    said = words(page_of(cast.director, SURGERY))
    assert "Core surgical training, Aldermoor Hospitals" in said
    assert "57.3" in said
    assert "Below" in said
    assert "n 20" in said
    assert "How was this worked out?" in said
    assert "Results with fewer than three responses are grey" in said


def test_the_gap_of_2020_and_breaks_are_seen(imported, cast, page_of):
    html = page_of(cast.director, SURGERY)
    said = words(html)
    assert "2020 (no survey)" in said
    assert "2021, after a break" in said
    assert "No trend into 2021. There was no full survey in 2020." in said
    # 2021 to 2023 only: the run of reds does not cross the gap.
    assert "Clinical supervision: red 3 years running (2021, 2022, 2023)" in said


def test_red_for_years_is_named_for_the_whole_place(imported, cast, page_of):
    said = words(page_of(cast.director, TRUST))
    assert "Red for years running" in said
    assert "Core surgical training: Clinical supervision (trainees): red 3 years running" in said


def test_fewer_than_three_are_withheld(imported, cast, page_of):
    html = page_of(cast.director, SURGERY)
    assert "Withheld" in html
    assert "12.0" not in html


def test_other_places_do_not_show(imported, cast, page_of):
    assert "33.0" not in page_of(cast.north_manager, SURGERY)


def test_an_outcome_that_differs_stands_beside(office, cast, page_of):
    rows = [
        nts_row(code=f"ZX{k:02}", name=f"Place {k}", mean=70 + k, n=40, outcome="Within IQR")
        for k in range(12)
    ]
    office.apply(nts(nts_row(mean=40, n=40, outcome="Within IQR"), *rows))
    said = words(page_of(cast.director, SURGERY))
    assert "By the rule: Below" in said
    assert "both stand in the table: 1 here" in said


def test_our_own_survey_stands_beside(imported, cast, page_of, country):
    make_dataset({("ZN001", "", "CST"): spread(12), ("ZN002", "", "CST"): spread(12, seed=1)})
    said = words(page_of(cast.director, TRUST))
    assert "Our own: Learner survey" in said or "Our own:" in said
    assert "Clinical supervision" in said
    assert "read it beside the others, not against them" in said


def test_without_results_of_our_own_it_says_so(imported, cast, page_of):
    said = words(page_of(cast.director, TRUST))
    assert "Our own survey has nothing to show for this" in said


def test_education_providers_that_send_learners(imported, cast, page_of, country):
    school = EducationProvider.objects.get()
    actions.say_placing(
        education_provider=school, organisation=country.trust, by=cast.director, at=NOW
    )
    html = page_of(cast.director, TRUST)
    assert "/listen/outside/school/10000001/" in html


def read_csv(client: Client, path: str) -> list[dict[str, str]]:
    response: Any = client.get(path)
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def test_the_download_has_every_figure_with_its_licence(imported, cast, client):
    client.force_login(cast.director)
    rows = read_csv(client, f"{TRUST}?of=everything&format=csv")
    assert len(rows) == 7
    assert all(row["Licence"] for row in rows)
    few = next(row for row in rows if row["Indicator"] == "Feedback")
    assert (few["Result"], few["Answers"]) == ("", "")
    assert few["Not shown because"].startswith("Fewer answers")
    assert client.get(f"{SURGERY}&format=xlsx").status_code == 200


def test_the_cost_does_not_grow_with_the_figures(
    imported, cast, client, django_assert_max_num_queries
):
    client.force_login(cast.director)
    with django_assert_max_num_queries(40) as few:
        client.get(SURGERY)
    rows = [
        nts_row(specialty=specialty, indicator=f"Indicator {k}", year=year)
        for specialty in ("Cardiology", "Urology", "Core surgical training")
        for k in range(20)
        for year in (2022, 2023)
    ]
    imported.apply(nts(*rows))
    with django_assert_max_num_queries(len(few)):
        client.get(SURGERY)
