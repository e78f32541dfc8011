from __future__ import annotations

from collections.abc import Callable

import pytest

from sightline.conftest import TODAY, Cast, Country
from sightline.insight import reading
from sightline.insight.conftest import Rounds
from sightline.insight.reports.provider import Made, Source, report
from sightline.organisations.models import Organisation
from sightline.people.models import User


@pytest.fixture
def source(rounds: Rounds, cast: Cast) -> Source:
    """The newest round as the director of education of Aldermoor sees it."""
    return source_of(cast.director)


def source_of(viewer: User) -> Source:
    return Source(reading.newest()[0], viewer, TODAY)


@pytest.fixture
def report_of(source: Source, country: Country) -> Callable[[Organisation], Made]:
    def made(organisation: Organisation, of: Source = source) -> Made:
        known = of.records([organisation.pk])
        return report(of, organisation, known[organisation.pk])

    return made
