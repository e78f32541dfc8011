import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from sightline.base.models import ServiceState
from sightline.trail import record
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    state = ServiceState.objects.create()
    return record.record(
        action="base.start", subject=state, by=None, at=timezone.now(), summary="Service started"
    )


def test_a_line_cannot_be_changed(entry: Entry) -> None:
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(summary="Something else")
    entry.refresh_from_db()
    assert entry.summary == "Service started"


def test_a_line_cannot_be_deleted(entry: Entry) -> None:
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).delete()
    assert Entry.objects.filter(pk=entry.pk).exists()


def test_internal_lines_are_not_shown_outside(entry: Entry) -> None:
    state = ServiceState.objects.get()
    record.record(
        action="base.note",
        subject=state,
        by=None,
        at=timezone.now(),
        summary="An internal matter",
        is_internal=True,
    )
    shown = [line.summary for line in record.lines_about(state, internal=False)]
    assert shown == ["Service started"]
    assert len(record.lines_about(state, internal=True)) == 2
