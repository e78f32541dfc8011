import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sightline.conftest import NOW
from sightline.listen.imports import actions, rows, storage
from sightline.listen.imports.factories import Desk, in_use, many
from sightline.listen.imports.models import SurveyImport
from sightline.listen.imports.progress import Progress, Stopped
from sightline.results import actions as results
from sightline.results import mart
from sightline.results.models import Dataset

pytestmark = pytest.mark.django_db
State = SurveyImport.State


@pytest.mark.parametrize("where", ["register_measures", "begin", "prepare", "switch_in"])
def test_a_fault_while_preparing_changes_nothing(desk: Desk, monkeypatch: Any, where: str) -> None:
    desk.prepare(desk.checked(many(5)))
    before = in_use()
    checked = desk.checked(many(7))

    def broken(**_: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(results, where, broken)
        with pytest.raises(RuntimeError):
            desk.prepare(checked)
    checked.refresh_from_db()
    assert checked.state == State.FAILED
    assert in_use() == before
    assert not Dataset.objects.filter(state=Dataset.State.PREPARING).exists()
    folders = {path.name for path in mart.folder_of("x").parent.iterdir()}
    assert folders == {before[0].folder}
    assert desk.prepare(checked).state == State.DONE
    assert in_use()[0].respondents == 7


def test_a_fault_while_checking_leaves_nothing(desk: Desk, monkeypatch: Any) -> None:

    uploaded = desk.upload(many(3))

    def broken(*_: object) -> None:
        raise RuntimeError("out of memory")

    with monkeypatch.context() as patched:
        patched.setattr(rows.RowChecker, "check", broken)
        with pytest.raises(RuntimeError):
            desk.check(uploaded)
    uploaded.refresh_from_db()
    assert uploaded.state == State.FAILED
    left = storage.upload(uploaded.stored_name).parent
    assert [path.name for path in left.iterdir()] == ["upload"]
    assert desk.check(uploaded).rows_good == 3


def test_work_that_stopped_is_taken_up_again_and_the_old_worker_stops(desk: Desk) -> None:
    uploaded = desk.upload(many(3))
    # A worker was killed in the middle.
    SurveyImport.objects.filter(pk=uploaded.pk).update(
        state=State.CHECKING, run=1, heard_at=timezone.now()
    )
    uploaded.refresh_from_db()
    old = Progress(uploaded)
    with pytest.raises(actions.CannotImport, match="under way"):
        desk.check(uploaded)
    SurveyImport.objects.filter(pk=uploaded.pk).update(
        heard_at=timezone.now() - timedelta(minutes=10)
    )
    assert desk.check(uploaded).state == State.CHECKED
    with pytest.raises(Stopped):
        old.end(State.FAILED, NOW)
    uploaded.refresh_from_db()
    assert uploaded.state == State.CHECKED


def test_results_whose_preparation_was_killed_are_swept(desk: Desk) -> None:
    checked = desk.checked(many(4))
    begun = results.begin(
        survey="pulse",
        survey_name="Pulse survey",
        year=2026,
        label="Autumn 2026",
        collected_from=desk.round.collected_from,
        collected_to=desk.round.collected_to,
        source_name="x",
        source_sha256="",
        by=desk.by,
        at=NOW,
    )
    mart.aside(begun.folder).mkdir(parents=True)
    SurveyImport.objects.filter(pk=checked.pk).update(
        state=State.PREPARING, dataset=begun, heard_at=None
    )
    desk.prepare(checked)
    begun.refresh_from_db()
    assert begun.state == Dataset.State.FAILED
    assert not mart.aside(begun.folder).exists()
    assert in_use()[0].respondents == 4


def test_folders_that_nobody_needs_are_swept(desk: Desk) -> None:

    kept = desk.checked(many(2))
    orphan = storage.store(io.BytesIO(b"left by a crash"))
    assert actions.sweep(by=None, at=NOW.replace(year=2020)) == []
    later = NOW.replace(year=2100) + timedelta(0)
    assert actions.sweep(by=None, at=later) == [orphan.name]
    assert list(storage.folders()) == [kept.stored_name]
