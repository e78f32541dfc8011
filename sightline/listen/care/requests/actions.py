"""Every change to a request for personal data goes through here.

Lines of the trail name the request and its classes, never who asks.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base import references
from sightline.base.refusal import Refusal
from sightline.listen.care import rules
from sightline.listen.care.models import DataRequest
from sightline.listen.care.requests import cases, finding
from sightline.listen.care.requests.sought import Sought
from sightline.listen.care.rules import CannotDo
from sightline.listen.care.words import Identity, Kind, Outcome, State
from sightline.people.models import User
from sightline.trail import record


@transaction.atomic
def record_request(
    *, kind: str, sought: Sought, identity: str, received_date: date, by: User, at: datetime
) -> DataRequest:
    """Write down that somebody asks, and until when they have to be answered."""
    viewer.require(by, Permission.CARE_FOR_DATA)
    if kind not in Kind or identity not in Identity:
        raise CannotDo("Choose what they ask for, and how it was checked who asks.")
    today = timezone.localdate(at)
    rules.refuse_unless_received(received_date, today)
    request = DataRequest.objects.create(
        reference=references.next_reference("D", today.year),
        kind=kind,
        asked_sealed=sought.seal(),
        identity=identity,
        received_date=received_date,
        due_date=rules.due_date(received_date),
        recorded_at=at,
        recorded_by=by,
    )
    _line("record_request", request, by, at, "Request for personal data recorded", "asked_sealed")
    return request


@transaction.atomic
def check_identity(*, request: DataRequest, identity: str, by: User, at: datetime) -> DataRequest:
    """Say how it was made sure who asks. From then on their data can be searched."""
    found = _locked(request, by)
    if identity not in Identity or identity == Identity.OPEN:
        raise CannotDo("Say how it was checked who asks.")
    found.identity = identity
    found.save(update_fields=["identity"])
    _line("check_identity", found, by, at, "It was checked who asks", "identity")
    return found


@transaction.atomic
def take_file(*, request: DataRequest, by: User, at: datetime) -> dict[str, object]:
    """What is held, to be given to whoever asks (see finding.file_of); a line says who took it."""
    locked = _locked(request, by)
    found = finding.search(locked)
    for one in found:
        if one.kind.code == "cases":
            cases.log_restricted(one.records, by, at)
    record.download(
        action="listen.care.requests.download",
        subject=locked,
        by=by,
        at=at,
        reference=locked.reference,
        summary=f"Took what is held for {locked.reference}",
    )
    return finding.file_of(locked, found, by)


@transaction.atomic
def erase(*, request: DataRequest, codes: Collection[str], by: User, at: datetime) -> DataRequest:
    """Erase what was found in the chosen classes; each class is noted with what stays and why.

    A class whose own action refuses is left as it is, with the sentence of the refusal.
    """
    locked = _locked(request, by)
    if locked.kind != Kind.ERASURE:
        raise CannotDo("They asked what is held, not that it is erased. Record an erasure.")
    found = [one for one in finding.search(locked) if one.records]
    chosen = [one for one in found if one.kind.erase is not None and one.kind.code in codes]
    if not chosen:
        raise CannotDo("Choose at least one class of what was found.")
    sought = finding.sought_by(locked)
    if not locked.found:
        locked.found = {one.kind.code: one.count for one in found}
    for one in chosen:
        count, refused = 0, ""
        try:
            with transaction.atomic():
                assert one.kind.erase is not None  # noqa: S101 - chosen above
                count = one.kind.erase(one.records, sought, by, at)
        except Refusal as refusal:
            refused = str(refusal)
        locked.done.append(
            {"code": one.kind.code, "name": one.kind.name, "count": count, "refused": refused}
        )
    locked.save(update_fields=["found", "done"])
    names = ", ".join(one.kind.code for one in chosen)
    _line("erase", locked, by, at, f"Erasure carried out in: {names}", "done")
    return locked


@transaction.atomic
def finish(
    *, request: DataRequest, outcome: str, because: str, by: User, at: datetime
) -> DataRequest:
    """The person was answered. Who they are is forgotten in the same moment."""
    locked = _locked(request, by)
    if outcome not in Outcome:
        raise CannotDo("Choose how the request ends.")
    is_open = locked.identity == Identity.OPEN
    rules.refuse_to_finish(outcome, because, identity_open=is_open)
    if not locked.found and not is_open:
        locked.found = {one.kind.code: one.count for one in finding.search(locked) if one.records}
    locked.state, locked.outcome, locked.because = State.DONE, outcome, because
    locked.done_at, locked.done_by = at, by
    locked.asked_sealed = None
    locked.save()
    _line("finish", locked, by, at, "Request answered; who asked is forgotten", "outcome")
    return locked


def _locked(request: DataRequest, by: User) -> DataRequest:
    viewer.require(by, Permission.CARE_FOR_DATA)
    found = DataRequest.objects.select_for_update().get(pk=request.pk)
    if found.state == State.DONE:
        raise CannotDo("This request is done. Nothing was changed.")
    return found


def _line(
    verb: str, request: DataRequest, by: User, at: datetime, summary: str, field: str
) -> None:
    record.record(
        action=f"listen.care.requests.{verb}",
        subject=request,
        by=by,
        at=at,
        reference=request.reference,
        summary=summary,
        fields=[field],
        is_internal=True,
    )
