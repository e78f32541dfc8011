from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.places import Place
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.insight.conftest import text_of
from sightline.insight.room import periods, words
from sightline.standards.models import Standard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PAGE = "insight:room:place"


def test_strangers_get_404(place: Place, ward: Place, cast: Cast, client: Client) -> None:
    for person in ("south_manager", "other_director", "learner", "administrator"):
        client.force_login(getattr(cast, person))
        for one in (place, ward):
            assert client.get(reverse(PAGE, args=one.arguments)).status_code == 404, person
    client.force_login(cast.national)
    assert client.get(reverse(PAGE, args=["organisation", "NONE"])).status_code == 404


def test_a_tile_says_its_two_marks_and_its_judgement_in_words(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    visit = factories.evidence(place, [standard], cast.north_manager, NOW)
    client.force_login(cast.director)
    page = reverse(PAGE, args=place.arguments)
    said = text_of(client.get(page).content.decode())
    assert "One voice" in said
    assert "Not judged. One voice says met." in said
    assert "Silence: nobody has said anything" in said
    rated = factories.self_rating(place, standard, "met", cast.director, NOW)
    cited = [factories.item(visit), factories.item(rated)]
    factories.judgement(place, standard, cited, cast.north_manager, NOW)
    said = text_of(client.get(page).content.decode())
    assert "✓ They agree: points to met" in said
    assert "Judged: Met, assured , 24 November 2026" in said


def test_what_is_old_is_grey_and_silence_is_said(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    factories.evidence(
        place, [standard], cast.north_manager, NOW, period_from=TODAY - timedelta(900),
        period_to=TODAY - timedelta(800),
    )  # fmt: skip
    client.force_login(cast.north_manager)
    html = client.get(reverse(PAGE, args=place.arguments)).content.decode()
    assert (html.count("app-tile--stale"), html.count("app-tile--silent")) == (1, 2)
    assert "Not judged. Nothing that is fresh." in text_of(html)
    assert "Not judged. Nothing is known." in text_of(html)
    assert "app-dot--full" not in html
    page = reverse("insight:room:standard", args=[*place.arguments, "3.1"])
    html = client.get(page).content.decode()
    assert (html.count("app-voice--stale"), html.count("app-item--stale")) == (1, 1)
    assert text_of(html).count("Stale: not counted") == 2
    assert text_of(html).count("Silent: nothing is known.") == 5


def test_a_self_rating_alone_is_what_the_provider_says(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    factories.self_rating(place, standard, "met", cast.director, NOW)
    client.force_login(cast.north_manager)
    said = text_of(client.get(reverse(PAGE, args=place.arguments)).content.decode())
    assert "Not judged. Met, says the provider." in said
    assert "Met, assured" not in said


def test_there_is_no_overall_score(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    factories.evidence(place, [standard], cast.north_manager, NOW)
    client.force_login(cast.north_manager)
    html = client.get(reverse(PAGE, args=place.arguments)).content.decode()
    said = text_of(html).lower()
    for word in ("score", "overall", "average", "mean of", "%"):
        assert word not in said, word
    assert not re.search(r"\d (out )?of \d", said)
    # The counts of the page are those of standards, each in one of them and none above all.
    counts = re.findall(r"<dt>(.+?)</dt><dd>(\d+)</dd>", html)
    assert [name for name, _ in counts] == list(words.SUFFICIENCY.values())
    assert [int(number) for _, number in counts] == [2, 0, 1, 0, 0]


def test_an_earlier_year_shows_what_was_known_then(
    place: Place, ward: Place, standard: Standard, cast: Cast, client: Client, country: Country
) -> None:
    factories.evidence(place, [standard], cast.north_manager, NOW)
    client.force_login(cast.north_manager)
    page = reverse(PAGE, args=place.arguments)
    html = client.get(page, {"year": "2025"}).content.decode()
    assert "31 July 2026" in html
    assert "One voice says met." not in html
    assert "24 November 2026" in client.get(page, {"year": "nonsense"}).content.decode()
    assert country.ward.name in html
    html = client.get(reverse(PAGE, args=ward.arguments)).content.decode()
    assert "as a whole" in html


def test_the_education_year_begins_in_august() -> None:
    assert periods.chosen("", date(2026, 7, 31)).code == "2025"
    assert periods.chosen("", date(2026, 8, 1)).code == "2026"
    assert periods.chosen("2024", date(2026, 8, 1)).day == date(2025, 7, 31)


def rows_of(client: Client, place: Place, **more: str) -> list[dict[str, str]]:
    answer = client.get(reverse(PAGE, args=place.arguments), {"format": "csv", **more})
    assert answer["Content-Type"].startswith("text/csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_of_voices_is_a_file_with_what_the_page_shows(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    visit = factories.evidence(place, [standard], cast.north_manager, NOW)
    factories.evidence(place, [standard], cast.north_manager, NOW)
    rated = factories.self_rating(place, standard, "met", cast.director, NOW)
    cited = [factories.item(visit), factories.item(rated)]
    factories.judgement(place, standard, cited, cast.north_manager, NOW)
    client.force_login(cast.director)
    page = client.get(reverse(PAGE, args=place.arguments)).content.decode()
    assert "Download what each voice says" in page
    rows = rows_of(client, place)
    applies = {row["Standard"] for row in rows}
    assert len(rows) == 6 * len(applies), "silent voices too"
    said = {row["Voice"]: row for row in rows if row["Standard"] == standard.number}
    ours = said["Our visits"]
    assert (ours["Direction"], ours["Fresh pieces"], ours["Old pieces"]) == (
        "Points to met", "2", "0",
    )  # fmt: skip
    assert ours["Strength"]
    assert int(ours["Age in days"]) == (TODAY - date.fromisoformat(ours["Newest"])).days
    assert (said["Learners"]["Direction"], said["Learners"]["Newest"]) == ("Silent", "")
    assert {row["Sufficiency"] for row in said.values()} == {"Two voices"}
    assert {row["Agreement"] for row in said.values()} == {"They agree: points to met"}
    assert {row["Judged"] for row in said.values()} == {"Met, assured"}
    # As known at the end of an earlier year: nothing.
    earlier = rows_of(client, place, year="2025")
    assert {row["Direction"] for row in earlier} == {"Silent"}
    for ending in ("xlsx", "zip", "parquet", "json"):
        answer = client.get(reverse(PAGE, args=place.arguments), {"format": ending})
        assert answer.status_code == 200
        assert f".{ending}" in answer["Content-Disposition"]


def test_the_file_holds_no_more_than_its_reader_may_see(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    """What is internal to the quality team is in their file, and not in the provider's."""
    factories.evidence(place, [standard], cast.north_manager, NOW, audience="internal")

    def directions(person: str) -> set[str]:
        client.force_login(getattr(cast, person))
        return {row["Direction"] for row in rows_of(client, place)}

    assert directions("north_manager") == {"Silent", "Points to met"}
    assert directions("director") == {"Silent"}
    for person in ("south_manager", "other_director", "learner", "administrator"):
        client.force_login(getattr(cast, person))
        address = reverse(PAGE, args=place.arguments)
        assert client.get(address, {"format": "csv"}).status_code == 404, person
