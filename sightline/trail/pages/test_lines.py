from datetime import timedelta

import pytest
from django.template import engines
from django.utils import timezone

from sightline.base.models import ServiceState
from sightline.trail import record

TEMPLATE = """
{% from "trail/pages/lines.jinja" import lines %}{{ lines(entries) }}
"""


def drawn(entries: list[record.Line]) -> str:
    return engines["jinja2"].from_string(TEMPLATE).render({"entries": entries})


@pytest.fixture
def subject(db: None) -> ServiceState:
    state = ServiceState.objects.create()
    now = timezone.now()
    for days, summary, is_internal in (
        (3, "Service <started>", False),
        (2, "Something internal", True),
        (1, "Seed changed", False),
    ):
        record.record(
            action="base.change",
            subject=state,
            by=None,
            at=now - timedelta(days=days),
            summary=summary,
            fields=["anchor_date", "seed"],
            is_internal=is_internal,
        )
    return state


def test_lines_are_newest_first_with_who_and_what(subject: ServiceState) -> None:
    page = drawn(record.lines_about(subject, internal=True))
    order = [page.index(text) for text in ("Seed changed", "Something internal", "&lt;started&gt;")]
    assert order == sorted(order)
    assert "Who did what" in page
    assert "Changed: anchor date, seed" in page
    assert page.count(", Sightline") == 3


def test_internal_lines_are_marked_and_left_out_for_others(subject: ServiceState) -> None:
    inside = drawn(record.lines_about(subject, internal=True))
    outside = drawn(record.lines_about(subject, internal=False))
    assert inside.count("Internal") == 1
    assert "Something internal" not in outside
    assert "Internal" not in outside


def test_a_record_without_lines_says_so() -> None:
    assert "Nothing has been done here yet." in drawn([])


def test_only_the_latest_are_shown_of_very_many(subject: ServiceState) -> None:
    assert len(record.lines_about(subject, internal=True, limit=2)) == 2
    many = record.lines_about(subject, internal=True) * 70
    assert "Only the latest 210 lines are shown." in drawn(many)
