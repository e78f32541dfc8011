"""Programmes and professions, with what has not been checked."""

from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast
from sightline.organisations.actions import load_reference_data
from sightline.organisations.models import Profession, Programme

pytestmark = pytest.mark.django_db
URL = "/organisations/programmes/"


def test_a_learner_gets_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.learner)
    assert client.get(URL).status_code == 404


def test_they_are_shown_by_branch(
    client: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    load_reference_data(by=None, at=NOW)
    client.force_login(cast.director)
    with django_assert_max_num_queries(7):
        shown = client.get(URL).content.decode()
    for text in ("Core surgical training", "Allied health professions", "Midwifery", "Paramedic"):
        assert text in shown
    assert "Check against the official text" in shown
    assert shown.count("<h1") == 1


def test_what_was_checked_is_told_from_what_was_not(client: Client, cast: Cast) -> None:
    Programme.objects.filter(code="CST").update(is_checked=True)
    client.force_login(cast.director)
    shown = client.get(URL).content.decode()
    assert ">Checked<" in shown.replace("\n", "").replace("  ", "")
    assert "3 of 4 entries" in shown


def test_an_empty_database_says_so(client: Client, cast: Cast) -> None:
    Programme.objects.all().delete()
    Profession.objects.all().delete()
    client.force_login(cast.director)
    assert "No programmes are loaded yet" in client.get(URL).content.decode()
