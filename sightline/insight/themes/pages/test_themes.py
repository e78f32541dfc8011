from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.insight.conftest import text_of
from sightline.insight.themes.conftest import Write
from sightline.people.models import User

pytestmark = pytest.mark.django_db
TRUST = "/insight/themes/provider/ZN001/"


@pytest.fixture
def written(write: Write) -> None:
    write(2025, "ZN001", {"supervision": 5, "": 95})
    write(2026, "ZN001", {"supervision": 60, "": 40})
    write(2026, "ZS001", {"supervision": 20, "": 80})


def test_a_director_reads_what_comments_are_about(
    written: None, cast: Cast, page_of: Callable[[User, str], str]
) -> None:
    said = text_of(page_of(cast.director, TRUST))
    assert "Clinical supervision" in said
    assert "More than in the round before: the share rose by" in said
    # Ten of sixty, in an order drawn at random.
    assert len(re.findall(r"Words \d+ about supervision", said)) == 10
    assert "about nothing" not in said
    assert "Code comments" not in said
    assert "Nobody has coded" in text_of(page_of(cast.director, f"{TRUST}?by=codes"))


def test_its_place_leads_to_it(
    written: None, cast: Cast, page_of: Callable[[User, str], str]
) -> None:
    assert f"{TRUST}?survey=learner-survey" in page_of(cast.director, "/insight/provider/ZN001/")


def test_a_stranger_gets_404(written: None, cast: Cast, client: Client) -> None:
    for person, path in (
        (cast.other_director, TRUST),
        (cast.director, "/insight/themes/nation/ENG/"),
        (cast.learner, "/insight/themes/"),
        (cast.national, "/insight/themes/programme/CST/"),
        (cast.national, "/insight/themes/provider/NONE/"),
    ):
        client.force_login(person)
        assert client.get(path).status_code == 404, path
    client.force_login(cast.director)
    assert client.get("/insight/themes/").headers["Location"] == TRUST


def test_few_comments_are_not_counted(
    write: Write, cast: Cast, page_of: Callable[[User, str], str]
) -> None:
    write(2026, "ZN001", {"supervision": 9})
    write(2026, "ZS001", {"supervision": 30})
    said = text_of(page_of(cast.director, TRUST))
    assert "Fewer than 10 comments here" in said
    assert "100%" not in said


def test_the_table_as_a_file(written: None, cast: Cast, client: Client) -> None:
    client.force_login(cast.director)
    file = client.get(TRUST, {"format": "csv"})
    text = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Clinical supervision,60,5.0,60.0" in text


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_the_trend_of_a_theme_as_a_picture(
    written: None,
    cast: Cast,
    client: Client,
    page_of: Callable[[User, str], str],
    ending: str,
) -> None:
    page = page_of(cast.director, TRUST)
    found = re.search(rf'href="(\?[^"]*picture=[^"]*\.{ending})"', page)
    assert found is not None
    file = client.get(TRUST + found[1].replace("&amp;", "&"))
    assert file.status_code == 200
    if ending == "png":
        assert file.content[:4] == b"\x89PNG"
    else:
        assert "Clinical supervision: share of comments" in file.content.decode()
        assert "Source: Released comments, Learner survey" in text_of(file.content.decode())
    client.force_login(cast.other_director)
    assert client.get(TRUST + found[1].replace("&amp;", "&")).status_code == 404


def test_as_many_queries_for_many(
    written: None,
    write: Write,
    cast: Cast,
    client: Client,
    django_assert_max_num_queries: object,
) -> None:
    client.force_login(cast.national)
    write(2026, "ZN002", {f"theme-{number}": 11 for number in range(12)})
    client.get("/insight/themes/nation/ENG/")
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        client.get("/insight/themes/nation/ENG/")
