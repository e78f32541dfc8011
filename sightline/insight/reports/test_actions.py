from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sightline.access.roles import Role
from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, Cast, Country
from sightline.design.documents.typesetting import DoesNotFit
from sightline.insight.conftest import Rounds
from sightline.insight.reports import actions, files, making, rules, storage
from sightline.insight.reports.models import ReportItem, ReportRun
from sightline.insight.reports.words import Format, Outcome, State
from sightline.organisations.models import Organisation
from sightline.people.models import GivenRole, User
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
TRUST, PRACTICE = Organisation.Kind.TRUST, Organisation.Kind.PRACTICE


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def asked(
    by: User,
    rounds: Rounds,
    *,
    place: Organisation | None = None,
    kinds: tuple[str, ...] = (TRUST, PRACTICE),
    formats: tuple[str, ...] = ("pdf",),
) -> ReportRun:
    return actions.start(
        dataset=rounds.now, place=place, kinds=kinds, formats=formats, by=by, at=NOW
    )


def worked(run: ReportRun) -> ReportRun:
    actions.work(run=run, by=run.asked_by, at=NOW)
    run.refresh_from_db()
    return run


def archive(run: ReportRun, by: User) -> zipfile.ZipFile:
    return zipfile.ZipFile(actions.take(run=run, by=by, at=NOW))


def test_every_provider_of_the_patch_gets_each_kind_of_file(
    rounds: Rounds, cast: Cast, country: Country
) -> None:
    run = worked(asked(cast.north_manager, rounds, formats=("docx", "pdf", "pptx")))
    assert (run.state, run.done, run.total) == (State.DONE, 3, 3)
    outcomes = {one.organisation_id: one.outcome for one in run.items.all()}
    assert outcomes == {
        country.trust.pk: Outcome.MADE,
        country.other_trust.pk: Outcome.MADE,
        country.practice.pk: Outcome.TOO_FEW,
    }
    with archive(run, cast.north_manager) as found:
        assert found.testzip() is None
        assert len(found.namelist()) == 10
        assert "made-up-aldermoor-hospitals-zn001.pdf" in found.namelist()
        lines = list(csv.DictReader(io.StringIO(found.read("contents.csv").decode("utf-8-sig"))))
    assert [line["Code"] for line in lines] == ["ZN001", "ZN002", "ZP00001"]
    assert "Too few learners" in lines[2]["Why"]
    assert run.size == storage.whole(run.stored_name).stat().st_size
    actions_ = set(Entry.objects.values_list("action", flat=True))
    assert {f"insight.reports.{verb}" for verb in ("start", "work", "take")} <= actions_


@pytest.mark.parametrize(
    ("who", "place", "kinds", "total"),
    [
        ("national", None, (TRUST,), 3),
        ("national", "north", (TRUST,), 2),
        ("national", "north_icb", (TRUST, PRACTICE), 2),
        ("icb_lead", None, (TRUST,), 1),
        ("south_manager", None, (TRUST, PRACTICE), 1),
        ("director", None, (TRUST,), 1),
    ],
)
def test_only_providers_of_the_patch(
    who: str, place: str | None, kinds: tuple[str, ...], total: int,
    rounds: Rounds, cast: Cast, country: Country,
) -> None:  # fmt: skip
    chosen = getattr(country, place) if place else None
    assert asked(getattr(cast, who), rounds, place=chosen, kinds=kinds).total == total


def test_refused_where_one_may_not_see_results(
    rounds: Rounds, cast: Cast, country: Country
) -> None:
    for person, place in (
        (cast.learner, None),
        (cast.administrator, None),
        (cast.north_manager, country.south),
        (cast.icb_lead, country.north),
    ):
        with pytest.raises(NotPermitted):
            asked(person, rounds, place=place)
    with pytest.raises(Refusal, match="at least one kind of file"):
        asked(cast.national, rounds, formats=())
    with pytest.raises(Refusal, match="No provider"):
        asked(cast.south_manager, rounds, kinds=(PRACTICE,))
    assert not ReportRun.objects.exists()


def test_one_at_a_time_for_each_person(rounds: Rounds, cast: Cast) -> None:
    first = asked(cast.national, rounds)
    with pytest.raises(Refusal, match="still being made"):
        asked(cast.national, rounds)
    asked(cast.north_manager, rounds)
    actions.cancel(run=first, by=cast.national, at=NOW)
    asked(cast.national, rounds)
    assert ReportRun.objects.live().count() == 2


def test_cancelled_while_it_waits_is_never_made(rounds: Rounds, cast: Cast) -> None:
    run = actions.cancel(run=asked(cast.national, rounds), by=cast.national, at=NOW)
    assert run.state == State.CANCELLED
    assert worked(run).state == State.CANCELLED
    with pytest.raises(Refusal, match="not being made any more"):
        actions.cancel(run=run, by=cast.national, at=NOW)


def test_cancelled_while_it_is_made_leaves_nothing(
    rounds: Rounds, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "BLOCK", 1)
    run = asked(cast.national, rounds)
    drawn = files.drawn

    def cancels(*args: Any) -> bytes:
        if ReportItem.objects.count() == 1:
            actions.cancel(run=run, by=cast.national, at=NOW)
        return drawn(*args)

    monkeypatch.setattr(files, "drawn", cancels)
    assert worked(run).state == State.CANCELLED
    assert not run.items.exists()
    assert storage.names(before=float("inf")) == set()


def test_what_fails_is_said_of_that_provider_and_the_others_get_theirs(
    rounds: Rounds, cast: Cast, country: Country, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = files.drawn

    def fails(document: Any, format: Format) -> bytes:
        if document.title == country.trust.name and format is Format.DOCX:
            raise DoesNotFit("does not fit")
        if document.title == country.other_trust.name:
            raise RuntimeError("what a learner wrote")
        return drawn(document, format)

    monkeypatch.setattr(files, "drawn", fails)
    run = worked(asked(cast.north_manager, rounds, formats=("pdf", "docx")))
    assert run.state == State.DONE
    said = dict(run.items.filter(outcome="failed").values_list("organisation__code", "sentence"))
    assert "two pages" in said["ZN001"]
    assert "fault of the service" in said["ZN002"]
    assert "learner wrote" not in said["ZN002"]
    with archive(run, cast.north_manager) as found:
        # All files of a provider or none.
        assert not [name for name in found.namelist() if "zn00" in name]
        assert [name for name in found.namelist() if "zp00001" in name]


def test_a_fault_of_the_run_leaves_nothing(
    rounds: Rounds, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(self: Any, providers: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("sightline.insight.reports.provider.Source.records", fails)
    run = asked(cast.national, rounds)
    with pytest.raises(RuntimeError):
        actions.work(run=run, by=cast.national, at=NOW)
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert storage.names(before=float("inf")) == set()


def test_a_run_is_only_its_owners(rounds: Rounds, cast: Cast) -> None:
    run = asked(cast.north_manager, rounds)
    actions.work(run=run, by=cast.national, at=NOW)
    run.refresh_from_db()
    assert run.state == State.WAITING
    worked(run)
    for do in (actions.take, actions.cancel):
        with pytest.raises(ReportRun.DoesNotExist):
            do(run=run, by=cast.national, at=NOW)


def test_the_scope_is_checked_again_when_it_is_taken(
    rounds: Rounds, cast: Cast, country: Country
) -> None:
    run = worked(asked(cast.north_manager, rounds))
    moved = country.other_trust
    Organisation.objects.filter(pk=moved.pk).update(region=country.south)
    with pytest.raises(Refusal, match="have changed"):
        actions.take(run=run, by=cast.north_manager, at=NOW)
    Organisation.objects.filter(pk=moved.pk).update(region=country.north)
    actions.take(run=run, by=cast.north_manager, at=NOW)
    GivenRole.objects.create(
        user=cast.north_manager, role=Role.ICB_LEAD, place=country.south_icb,
        from_date=NOW.date() - timedelta(days=30),
    )  # fmt: skip
    again = User.objects.get(pk=cast.north_manager.pk)
    with pytest.raises(Refusal, match="have changed"):
        actions.take(run=run, by=again, at=NOW)


def test_roles_that_changed_before_it_began_stop_it(
    rounds: Rounds, cast: Cast, country: Country
) -> None:
    run = asked(cast.north_manager, rounds)
    GivenRole.objects.filter(user=cast.north_manager).update(place=country.south)
    actions.work(run=run, by=User.objects.get(pk=cast.north_manager.pk), at=NOW)
    run.refresh_from_db()
    assert run.state == State.FAILED


def test_kept_for_some_days_and_then_removed(rounds: Rounds, cast: Cast) -> None:
    run = worked(asked(cast.national, rounds))
    assert run.finished_at is not None
    kept = timedelta(days=rules.KEPT_DAYS)
    early = run.finished_at + kept - timedelta(minutes=1)
    assert actions.forget(by=None, at=early) == 0
    actions.take(run=run, by=cast.national, at=early)
    assert actions.forget(by=None, at=run.finished_at + kept) == 1
    run.refresh_from_db()
    assert run.state == State.REMOVED
    assert storage.names(before=float("inf")) == set()
    assert Entry.objects.filter(action="insight.reports.end").exists()
    with pytest.raises(Refusal, match="no longer here"):
        actions.take(run=run, by=cast.national, at=NOW)
    with pytest.raises(NotPermitted):
        actions.forget(by=cast.director, at=NOW)


def test_what_a_process_left_behind_is_given_up(rounds: Rounds, cast: Cast) -> None:
    run = asked(cast.national, rounds)
    name = storage.new()
    lost = storage.new()
    ReportRun.objects.filter(pk=run.pk).update(
        state=State.RUNNING, heard_at=NOW, begun_at=NOW, stored_name=name
    )
    assert actions.forget(by=None, at=NOW + timedelta(minutes=5)) == 0
    # A new start gives up what has stopped; the sweep takes folders that nobody knows.
    later = NOW + timedelta(days=4000)
    actions.start(
        dataset=rounds.now, place=None, kinds=[TRUST], formats=["pdf"], by=cast.national, at=later
    )
    run.refresh_from_db()
    assert run.state == State.FAILED
    actions.forget(by=None, at=later)
    assert not {name, lost} & storage.names(before=float("inf"))


def test_results_that_were_replaced_are_not_reported(rounds: Rounds, cast: Cast) -> None:
    run = asked(cast.national, rounds)
    type(rounds.now).objects.filter(pk=rounds.now.pk).update(state="superseded")
    with pytest.raises(Refusal, match="replaced"):
        actions.work(run=run, by=cast.national, at=NOW)
    run.refresh_from_db()
    assert run.state == State.FAILED


def test_the_number_of_queries_does_not_grow_with_providers(
    rounds: Rounds, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    run = asked(cast.national, rounds)
    with django_assert_max_num_queries(40):
        worked(run)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "done", "stored_name": ""},
        {"state": "failed", "stored_name": "left"},
        {"done": 7},
    ],
)
def test_the_database_refuses_what_cannot_be(
    change: dict[str, Any], rounds: Rounds, cast: Cast
) -> None:
    run = asked(cast.national, rounds)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportRun.objects.filter(pk=run.pk).update(**change)
