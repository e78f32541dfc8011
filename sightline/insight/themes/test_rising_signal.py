"""A theme that really rose becomes a signal, and one that did not does not."""

from __future__ import annotations

import pytest

from sightline.insight.signals.conftest import look
from sightline.insight.signals.models import SignalCount
from sightline.insight.signals.words import Kind
from sightline.insight.themes.conftest import Write

pytestmark = pytest.mark.django_db


def test_a_theme_that_rose_is_a_signal_with_its_numbers(write: Write) -> None:
    write(2025, "ZN001", {"supervision": 5, "": 95})
    write(2026, "ZN001", {"supervision": 60, "": 40})
    for year in (2025, 2026):
        write(year, "ZS001", {"supervision": 20, "": 80})
    found = {one.group_code: one for one in look() if one.kind == Kind.COMMENTS}
    # The trust and everything it lies in; the other trust said the same as before.
    assert {"ZN001", "YN1"} <= set(found)
    assert "ZS001" not in found
    trust = found["ZN001"]
    assert trust.headline == "Comments about “Clinical supervision” rose from 5% to 60%"
    assert trust.frozen["rows"][1][:3] == ["2026", 100, 60]
    assert trust.dataset is not None
    assert trust.dataset.year == 2026
    counted = SignalCount.objects.get(kind=Kind.COMMENTS)
    assert counted.looks >= 7
    assert counted.expected == pytest.approx(0.01)


def test_the_same_shares_are_none(write: Write) -> None:
    for year in (2025, 2026):
        write(year, "ZN001", {"supervision": 20, "": 80})
    assert [one for one in look() if one.kind == Kind.COMMENTS] == []
    assert SignalCount.objects.get(kind=Kind.COMMENTS).found == 0
