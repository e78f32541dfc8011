from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast
from sightline.standards import actions
from sightline.standards.models import FrameworkVersion

DATA = Path(__file__).resolve().parents[1] / "data"


@pytest.fixture
def both(cast: Cast) -> None:
    for year in ("2021", "2024"):
        text = (DATA / f"framework-{year}.yaml").read_text(encoding="utf-8")
        actions.load_framework(text=text, by=cast.administrator, at=NOW)


def main_of(client: Client, query: str = "") -> str:
    answer = client.get(f"/standards/{query}")
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1]


def test_anybody_sees_six_domains_and_49_standards(client: Client, both: None) -> None:
    page = main_of(client)
    assert "It has 6 domains with 49 numbered standards." in page
    assert page.count('<section aria-labelledby="domain-') == 6
    assert page.count("Standard </span>") == 49
    assert "Load a version" not in page


def test_what_is_not_checked_says_so(client: Client, both: None) -> None:
    page = main_of(client)
    assert "has not been compared with the official text" in page
    # Once for all the wording, and at the four domain titles without a source.
    assert page.count("Check against the official text") == 5
    version = FrameworkVersion.objects.get(code="2024")
    version.standards.exclude(number="1.1").update(is_checked=True)
    page = main_of(client)
    assert "has not been compared" not in page
    assert page.count("Check against the official text") == 5
    assert "Check against the official text" in page.split("speak up for them.", 1)[1][:200]


@pytest.mark.parametrize(
    ("query", "heading"),
    [
        ("?on_day=31&on_month=3&on_year=2024", "Education Quality Framework 2021"),
        ("?on_day=1&on_month=april&on_year=2024", "Education Quality Framework 2024"),
        ("?version=2021", "Education Quality Framework 2021"),
    ],
)
def test_the_version_of_a_day_is_shown(
    client: Client, both: None, query: str, heading: str
) -> None:
    assert heading in main_of(client, query).split("</h1>", 1)[0]


def test_a_day_without_a_version_and_a_day_that_is_none(client: Client, both: None) -> None:
    page = main_of(client, "?on_day=1&on_month=1&on_year=2020")
    assert "No version of the framework was in force on 1 January 2020." in page
    assert "must be a real date" in main_of(client, "?on_day=30&on_month=2&on_year=2024")


def test_an_unknown_version_is_a_404(client: Client, both: None) -> None:
    assert client.get("/standards/?version=1999").status_code == 404


@pytest.mark.django_db
def test_without_any_version_the_page_says_so(client: Client) -> None:
    assert "No version of the framework has been loaded yet." in main_of(client)


def test_queries_do_not_grow_with_the_standards(
    client: Client, framework: Any, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):
        client.get("/standards/")


def test_an_administrator_is_led_to_loading(client: Client, both: None, cast: Cast) -> None:
    client.force_login(cast.administrator)
    assert "Load a version" in main_of(client)
