from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.insight.reports.models import ReportRun
from sightline.people.models import User

pytestmark = pytest.mark.django_db
LIST = "/insight/reports/"


def test_cancelled(started: Callable[[User], ReportRun], cast: Cast, client: Client) -> None:
    run = started(cast.national)
    cancel = reverse("insight:reports:cancel", args=[run.pk])
    assert client.get(cancel).status_code == 405
    assert "Cancelled. Nothing was kept." in client.post(cancel, follow=True).content.decode()
    again = client.post(cancel, follow=True).content.decode()
    assert "not being made any more" in again
    taken = client.get(reverse("insight:reports:download", args=[run.pk]), follow=True)
    assert "no longer here" in taken.content.decode()


def test_a_stranger_finds_none(
    started: Callable[[User], ReportRun], cast: Cast, client: Client
) -> None:
    run = started(cast.north_manager)
    for person in (cast.national, cast.south_manager, cast.director, cast.learner):
        client.force_login(person)
        assert client.post(reverse("insight:reports:cancel", args=[run.pk])).status_code == 404
