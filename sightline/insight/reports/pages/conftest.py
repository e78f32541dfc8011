from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.insight.conftest import Rounds
from sightline.insight.reports.models import ReportRun
from sightline.people.models import User


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def started(client: Client, rounds: Rounds) -> Callable[[User], ReportRun]:
    """A run that somebody asked for on the page; it waits."""

    def start(user: User) -> ReportRun:
        client.force_login(user)
        answer = client.post(
            reverse("insight:reports:runs"),
            {"round": rounds.now.pk, "place": "", "kinds": ["trust"], "formats": ["pdf"]},
        )
        run = ReportRun.objects.visible_to(user).latest("pk")
        assert answer["Location"] == reverse("insight:reports:run", args=[run.pk])
        return run

    return start
