from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.insight.conftest import Rounds
from sightline.insight.reports.models import ReportRun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rounds")]
LIST = "/insight/reports/"
TRUSTS = {"kinds": ["trust"], "formats": ["pdf"]}


def test_who_sees_one_provider_goes_to_its_report(cast: Cast, client: Client) -> None:
    client.force_login(cast.director)
    answer = client.get(LIST)
    assert answer["Location"] == reverse("insight:reports:place", args=["provider", "ZN001"])
    client.force_login(cast.learner)
    assert client.get(LIST).status_code == 404


def test_the_form_offers_the_patch_and_refuses_with_sentences(
    cast: Cast, client: Client, rounds: Rounds, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.north_manager)
    with django_assert_max_num_queries(12):
        html = client.get(LIST + "?place=QN1").content.decode()
    assert "Northmoor ICB" in html
    assert "Southshire ICB" not in html
    assert '<option value="QN1" selected' in html
    for given, said in (
        ({**TRUSTS, "formats": []}, "Select kinds of file"),
        ({**TRUSTS, "kinds": []}, "Select kinds of provider"),
        ({**TRUSTS, "place": "YS1"}, "Select one of the answers listed"),
        ({"kinds": ["independent"], "formats": ["pdf"]}, "No provider in your part"),
    ):
        html = client.post(LIST, {"round": rounds.now.pk, **given}).content.decode()
        assert said in html, given
    assert not ReportRun.objects.exists()


def test_without_results_there_is_nothing_to_report(
    cast: Cast, client: Client, rounds: Rounds
) -> None:
    type(rounds.now).objects.update(state="superseded")
    client.force_login(cast.national)
    assert "There are no results yet" in client.get(LIST).content.decode()
