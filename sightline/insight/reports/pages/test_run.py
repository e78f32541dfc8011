from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sightline.conftest import Cast
from sightline.insight.reports import actions
from sightline.insight.reports.models import ReportRun
from sightline.insight.reports.words import State
from sightline.people.models import User

pytestmark = pytest.mark.django_db
LIST = "/insight/reports/"


def test_asked_for_on_the_page_and_made_in_the_background(
    started: Callable[[User], ReportRun], cast: Cast, client: Client
) -> None:
    run = started(cast.north_manager)
    assert (run.total, run.state) == (2, State.WAITING)
    own = reverse("insight:reports:run", args=[run.pk])
    waiting = client.get(own)
    assert waiting["Refresh"] == "3"
    assert "Waiting for its turn" in waiting.content.decode()
    actions.work(run=run, by=cast.north_manager, at=timezone.now())
    ready = client.get(own)
    assert "Refresh" not in ready
    html = ready.content.decode()
    assert "The reports of 2 providers are ready." in html
    download = reverse("insight:reports:download", args=[run.pk])
    assert download in html
    answer = client.get(download)
    assert answer["Content-Disposition"].endswith('filename="made-up-provider-reports-2026.zip"')
    assert answer.getvalue().startswith(b"PK")
    assert own in client.get(LIST).content.decode()


def test_how_far_it_is_is_said(
    started: Callable[[User], ReportRun], cast: Cast, client: Client
) -> None:
    run = started(cast.national)
    now = timezone.now()
    ReportRun.objects.filter(pk=run.pk).update(
        state=State.RUNNING, begun_at=now - timedelta(seconds=50), heard_at=now, total=200, done=50,
        stored_name="x",
    )  # fmt: skip
    own = reverse("insight:reports:run", args=[run.pk])
    answer = client.get(own)
    html = answer.content.decode()
    assert '<p role="status">50 of 200 reports made. About 2 minutes left.</p>' in html
    assert '<progress id="progress" max="100" value="25">' in html
    assert answer["Refresh"] == "3"
    client.post(reverse("insight:reports:cancel", args=[run.pk]))
    assert "Being cancelled" in client.get(own).content.decode()
    ReportRun.objects.filter(pk=run.pk).update(heard_at=now - timedelta(hours=1))
    stopped = client.get(own)
    assert "This work has stopped" in stopped.content.decode()
    assert "Refresh" not in stopped


def test_a_stranger_finds_none(
    started: Callable[[User], ReportRun], cast: Cast, client: Client
) -> None:
    run = started(cast.north_manager)
    for person in (cast.national, cast.south_manager, cast.director, cast.learner):
        client.force_login(person)
        assert client.get(reverse("insight:reports:run", args=[run.pk])).status_code == 404
