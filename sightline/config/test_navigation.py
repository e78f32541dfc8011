import pytest
from django.test import RequestFactory
from django.urls import reverse

from sightline.config import navigation
from sightline.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("insight:results", "Results"),
        ("insight:room:find", "Assess"),
        ("insight:tensions:list", "Assess"),
        ("assess:evidence:list", "Assess"),
        ("govern:capacity:list", "Govern"),
        ("home:today", "Home"),
    ],
)
def test_a_page_stands_in_one_place(page: str, place: str, cast: Cast) -> None:
    request = RequestFactory().get(reverse(page))
    request.user = cast.north_manager
    active = [one["text"] for one in navigation.items_for(request) if one["active"]]
    assert active == [place]
