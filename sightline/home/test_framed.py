from __future__ import annotations

from datetime import date

import pytest

from sightline.conftest import NOW, TODAY, Cast
from sightline.home import framed
from sightline.standards.models import FrameworkVersion
from sightline.standards.succession import actions

pytestmark = pytest.mark.django_db


def test_who_decides_is_told_until_all_is_said(
    framework: FrameworkVersion, cast: Cast, following: FrameworkVersion
) -> None:
    found = framed.standards_to_decide(cast.national, TODAY)
    assert found is not None
    (item,) = found.items
    assert item.text == "3 standards wait for a decision on what follows in 2026"
    assert item.href == "/standards/succession/2026/"
    assert item.status == "In force"
    before = framed.standards_to_decide(cast.national, date(2026, 3, 1))
    assert before is not None
    assert before.items[0].hint == "The version is in force from 1 April 2026."
    for person in (cast.north_manager, cast.director):
        assert framed.standards_to_decide(person, TODAY) is None
    for old in framework.standards.all():
        actions.decide(
            old=old, into=following, follows=[], reason="Read.", by=cast.national, at=NOW
        )
    assert framed.standards_to_decide(cast.national, TODAY) is None


def test_the_first_version_waits_for_nothing(framework: FrameworkVersion, cast: Cast) -> None:
    assert framed.standards_to_decide(cast.national, TODAY) is None
