"""Every change to a roster goes through here: upload, check, apply, set aside, forget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import IO, Any

from django.db import transaction

from sightline.base.refusal import Refusal
from sightline.listen.imports import storage
from sightline.listen.imports.codes import codes_of
from sightline.listen.imports.reading.unreadable import Unreadable
from sightline.listen.invitations.roster import inviting, reading
from sightline.listen.invitations.roster.inviting import Plan, Target
from sightline.listen.invitations.roster.models import Roster
from sightline.listen.invitations.roster.reading import Asked, Found
from sightline.listen.invitations.touchpoints.models import Series
from sightline.listen.rounds import population, running
from sightline.listen.rounds.models import Collection
from sightline.listen.surveys.answers import plain
from sightline.organisations.queries import geography_on
from sightline.people.models import User
from sightline.trail import record

State = Roster.State
FOLDER = "rosters"
LARGEST_BYTES = 25_000_000


class CannotUse(Refusal):
    """The roster cannot be taken (now): a sentence for the page."""


def upload(
    *,
    collection: Collection | None = None,
    series: Series | None = None,
    file: IO[bytes],
    name: str,
    by: User,
    at: datetime,
) -> Roster:
    """Keep a file to be checked. Nobody is put on a list yet. Raises CannotUse and Unreadable."""
    owner = collection or series
    assert owner is not None  # noqa: S101 - the page gives one of the two
    running.require(by, owner.place)
    if collection is not None:
        _is_open(collection)
    stored = storage.store(file, under=FOLDER, largest=LARGEST_BYTES)
    try:
        with transaction.atomic():
            same = Roster.objects.filter(
                collection=collection,
                series=series,
                sha256=stored.sha256,
                state__in=Roster.LIVE,
            ).first()
            if same is not None:
                raise CannotUse(
                    f"This very file was uploaded before, as {same.original_name}: "
                    f"{same.get_state_display()[0].lower()}{same.get_state_display()[1:]}. "
                    "Nothing was changed."
                )
            roster = Roster.objects.create(
                collection=collection,
                series=series,
                original_name=name[:200],
                stored_name=stored.name,
                sha256=stored.sha256,
                uploaded_at=at,
                uploaded_by=by,
            )
            _line("upload", roster, by, at, "Uploaded a roster.")
    except BaseException:
        storage.delete(stored.name)
        raise
    return roster


def check(*, roster: Roster, by: User | None, at: datetime) -> Roster:
    """Read the file and say what it would do. Changes nobody's list."""
    running.require(by, roster.place)
    with transaction.atomic():
        roster = _locked(roster)
        if roster.state not in (State.UPLOADED, State.CHECKED, State.FAILED) and not (
            roster.is_stuck(at)
        ):
            return roster
        _begin(roster, State.CHECKING, at)
    try:
        found, plans = _planned(roster)
    except Unreadable as reason:
        return _end(roster, State.REFUSED, at, message=str(reason))
    except Exception:
        _end(roster, State.FAILED, at, message=_FAULT)
        raise
    _note(roster, found, plans)
    return _end(roster, State.CHECKED, at)


def apply(*, roster: Roster, by: User, at: datetime) -> Roster:
    """Put everybody who is new on the list, and delete the file. Messages go out separately."""
    running.require(by, roster.place)
    with transaction.atomic():
        roster = _locked(roster)
        if roster.state != State.CHECKED and not roster.is_stuck(at):
            return roster
        _begin(roster, State.APPLYING, at)
    try:
        with transaction.atomic():
            for target in _targets(roster):
                _is_open(running.locked(target.collection))
            found, plans = _planned(roster)
            added = sum(inviting.carry_out(one) for one in plans)
            _note(roster, found, plans)
            _end(roster, State.APPLIED, at)
            _line("apply", roster, by, at, f"Put {added:,} people on the list of the round.")
    except Refusal as refusal:
        return _end(roster, State.FAILED, at, message=f"{refusal} Nobody was added.")
    except Exception:
        _end(roster, State.FAILED, at, message=_FAULT)
        raise
    storage.delete_uploads(roster.stored_name)
    if not roster.has_errors_file:
        storage.delete(roster.stored_name)
    return roster


_FAULT = "Something went wrong while the file was read. Nobody was added. Upload it again."


@transaction.atomic
def set_aside(*, roster: Roster, by: User, at: datetime) -> Roster:
    """Forget a roster that is not to be used, with its files."""
    running.require(by, roster.place)
    roster = _locked(roster)
    if roster.state in (State.APPLIED, State.APPLYING) and not roster.is_stuck(at):
        raise CannotUse("Its people are on the list already, so it cannot be set aside.")
    _end(roster, State.SET_ASIDE, at)
    _line("set_aside", roster, by, at, "Set a roster aside; its file was deleted.")
    name = roster.stored_name
    transaction.on_commit(lambda: storage.delete(name))
    return roster


def forget(*, by: User | None, at: datetime, kept: timedelta) -> int:
    """Delete files that are not needed any more: how many rosters they belonged to.

    Rows in error go after ``kept``, or when the round has closed; a file that nobody applied
    goes with them.
    """
    done = 0
    for roster in Roster.objects.to_forget(at, kept):
        running.require(by, roster.place)
        if roster.state != State.APPLIED:
            roster.state = State.SET_ASIDE
        storage.delete(roster.stored_name)
        roster.stored_name, roster.has_errors_file = "", False
        roster.save(update_fields=["state", "stored_name", "has_errors_file"])
        done += 1
    return done


def _targets(roster: Roster) -> list[Target]:
    """The rounds whose lists the roster adds to."""
    related = ("collection__round__survey", "collection__place", "collection__version")
    if roster.series_id is not None:
        found = roster.series.touchpoints.select_related(*related)  # type: ignore[union-attr]
        return [Target(one.collection, one) for one in found]
    owned = Collection.objects.select_related("round__survey", "place", "version")
    collection = owned.get(rosters=roster)
    return [Target(collection, getattr(collection, "touchpoint", None))]


def _planned(roster: Roster) -> tuple[Found, list[Plan]]:
    path = storage.upload(roster.stored_name)
    if not roster.stored_name or not path.exists():
        raise Unreadable("The file is no longer here. Upload it again.")
    targets = _targets(roster)
    first = targets[0].collection.round
    geography = geography_on(first.collected_to)
    place = roster.place
    asked = Asked(
        codes=codes_of(first.collected_from, first.collected_to),
        geography=geography,
        belongs=lambda cell: any(population.who_is_in(one.collection, cell) for one in targets),
        languages=_languages(targets),
        provider=place.code if place is not None and place.is_provider else "",
    )
    found = reading.read(
        path,
        asked,
        number=roster.pk,
        sha256=roster.sha256,
        errors=storage.place(roster.stored_name).errors,
    )
    return found, [inviting.plan(target, found.people, geography) for target in targets]


def _languages(targets: Sequence[Target]) -> dict[str, str]:
    known: dict[str, str] = {}
    for target in targets:
        for one in target.collection.version.form.languages:
            known |= {plain(one.code): one.code, plain(one.name): one.code}
    return known


def _note(roster: Roster, found: Found, plans: Sequence[Plan]) -> None:
    new = {person.line for plan in plans for person in plan.people}
    channels: dict[str, int] = {}
    for person in found.people:
        if person.line in new:
            channels[person.channel.value] = channels.get(person.channel.value, 0) + 1
    roster.rows_new = len(new)
    roster.rows_known = min(plan.known for plan in plans)
    roster.rows_outside = found.outside
    roster.rows_in_error = found.in_error
    roster.has_errors_file = found.in_error > 0
    roster.findings = {
        "kinds": [{"label": label, "rows": rows} for label, rows in found.kinds.most_common()],
        "examples": [{"line": line, "message": message} for line, message in found.examples],
        "outside": [{"line": line, "message": text} for line, text in found.outside_examples],
        "left_out": list(found.left_out),
        "notices": list(found.notices),
        "channels": channels,
        "coarser": max(plan.coarser for plan in plans),
        "too_few": max(plan.too_few for plan in plans),
        "not_drawn": max(plan.not_drawn for plan in plans),
        "touchpoints": [
            {
                "moment": plan.target.touchpoint.get_moment_display(),
                "people": len(plan.people),
                "without_days": plan.without_days,
            }
            for plan in plans
            if plan.target.touchpoint is not None
        ],
    }


def _is_open(collection: Collection) -> None:
    if collection.state == Collection.State.CLOSED:
        raise CannotUse("The round has closed, so nobody can be invited to it any more.")


def _locked(roster: Roster) -> Roster:
    return (
        Roster.objects.select_for_update(of=("self",))
        .select_related("collection__round__survey", "collection__place", "series__place")
        .get(pk=roster.pk)
    )


def _begin(roster: Roster, state: str, at: datetime) -> None:
    roster.state, roster.begun_at, roster.message = state, at, ""
    roster.save(update_fields=["state", "begun_at", "message"])


def _end(roster: Roster, state: str, at: datetime, *, message: str = "") -> Roster:
    roster.state, roster.finished_at, roster.message = state, at, message
    roster.save()
    return roster


def _line(verb: str, roster: Roster, by: User | None, at: datetime, summary: str) -> None:
    subject: Any = roster.collection or roster.series
    record.record(
        action=f"listen.invitations.roster.{verb}", subject=subject, by=by, at=at, summary=summary
    )
