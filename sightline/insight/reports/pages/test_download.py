from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sightline.conftest import Cast
from sightline.insight.reports import actions
from sightline.insight.reports.models import ReportRun
from sightline.people.models import User

pytestmark = pytest.mark.django_db
LIST = "/insight/reports/"


def test_what_is_not_ready_is_refused_with_a_sentence(
    started: Callable[[User], ReportRun], cast: Cast, client: Client
) -> None:
    run = started(cast.north_manager)
    download = reverse("insight:reports:download", args=[run.pk])
    assert "no longer here" in client.get(download, follow=True).content.decode()
    actions.work(run=run, by=cast.north_manager, at=timezone.now())
    assert client.get(download).getvalue().startswith(b"PK")


def test_a_stranger_finds_none(
    started: Callable[[User], ReportRun], cast: Cast, client: Client
) -> None:
    run = started(cast.north_manager)
    for person in (cast.national, cast.south_manager, cast.director, cast.learner):
        client.force_login(person)
        assert client.get(reverse("insight:reports:download", args=[run.pk])).status_code == 404
