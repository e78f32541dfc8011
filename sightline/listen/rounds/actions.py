"""Every change to a round that Sightline itself collects goes through here."""

from __future__ import annotations

import secrets
from collections.abc import Collection as CollectionOf
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.base.references import next_reference
from sightline.base.refusal import Refusal
from sightline.listen.questionnaires.models import QuestionnaireVersion
from sightline.listen.rounds import measures, population, rules
from sightline.listen.rounds.models import Collection
from sightline.listen.rounds.notices.models import PrivacyNotice
from sightline.listen.rounds.running import locked, require
from sightline.listen.surveys import smallest
from sightline.listen.surveys.models import Round, Survey
from sightline.listen.surveys.smallest import Smallest
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.people.models import User
from sightline.results import actions as results
from sightline.trail import record

State = Collection.State


class CannotMake(Refusal):
    """The round cannot be prepared as it was asked for."""


class CannotOpen(Refusal):
    """The round may not open (yet), or not any more."""


class CannotClose(Refusal):
    """The round is not open."""


@dataclass(frozen=True)
class Sampling:
    """How many of those on the roster are invited: see Collection."""

    kind: str = Collection.Sampling.EVERYBODY
    size: int | None = None
    quota_by: str = ""


EVERYBODY = Sampling()


@transaction.atomic
def make(
    *,
    version: QuestionnaireVersion,
    name: str,
    opens_at: datetime,
    closes_at: datetime,
    survey: Survey | None = None,
    label: str = "",
    place: Organisation | None = None,
    access: str = Collection.Access.BOTH,
    who: Mapping[str, CollectionOf[str]] | None = None,
    sampling: Sampling = EVERYBODY,
    notice: PrivacyNotice | None = None,
    shows: Smallest | None = None,
    is_made_up: bool = False,
    by: User,
    at: datetime,
) -> Collection:
    """Prepare a round. Nobody can answer until it is opened.

    Args:
        survey: the survey that it is a round of, so that trends run on; None begins a survey of
            its own called ``name``.
        label: what the round is called within its survey; "November 2026" if it is left out.
        place: the region or provider that runs it; None for the whole country.
        who: lists of codes under "organisations", "programmes" and "professions"; a list that is
            empty or missing stands for all.
        shows: the smallest groups that are shown; None for the service's minimum.

    Raises:
        CannotMake: a sentence for the page.
        NotPermitted: ``by`` may not run rounds at that place.
    """
    require(by, place)
    who = population.cleaned(who or {})
    shows = shows or smallest.usual()
    why = (
        rules.against_window(opens_at, closes_at, at)
        or rules.against_sampling(sampling.kind, sampling.size, sampling.quota_by)
        or _against_population(who, place)
        or " ".join(smallest.against(shows, smallest.usual()).values())
    )
    if why:
        raise CannotMake(why)
    drawn = sampling.kind != Collection.Sampling.EVERYBODY
    collection = Collection.objects.create(
        round=_round(survey, name, label, opens_at, closes_at, shows, is_made_up),
        version=version,
        place=place,
        access=access,
        population=who,
        sampling=sampling.kind,
        sample_size=sampling.size if drawn else None,
        quota_by=sampling.quota_by if sampling.kind == Collection.Sampling.QUOTA else "",
        sample_seed=secrets.randbelow(2**31) if drawn else None,
        notice=notice,
        opens_at=opens_at,
        closes_at=closes_at,
        made_at=at,
        made_by=by,
    )
    said = f"Prepared the round {collection}. {shows.short}"
    _line("make", collection, by, at, said)
    return collection


def _round(
    survey: Survey | None,
    name: str,
    label: str,
    opens_at: datetime,
    closes_at: datetime,
    shows: Smallest,
    is_made_up: bool,
) -> Round:
    first, last = timezone.localdate(opens_at), timezone.localdate(closes_at)
    if survey is None:
        if not name.strip():
            raise CannotMake("Give the survey a name.")
        survey = Survey.objects.create(
            code=next_reference("S", first.year), name=name.strip(), is_made_up=is_made_up
        )
    else:
        survey = Survey.objects.select_for_update().get(pk=survey.pk)
        if Round.objects.filter(survey=survey, year=first.year).exists():
            raise CannotMake(
                f"{survey} has a round for {first.year} already, and a trend has one point a "
                "year. Choose another year, or make it a survey of its own."
            )
    return Round.objects.create(
        survey=survey,
        year=first.year,
        label=label.strip() or f"{first:%B %Y}",
        collected_from=first,
        collected_to=last,
        threshold_inside=shows.inside,
        threshold_public=shows.public,
    )


def _against_population(who: Mapping[str, CollectionOf[str]], place: Organisation | None) -> str:
    organisations = list(Organisation.objects.filter(code__in=who["organisations"]))
    known = {
        "organisations": {one.code for one in organisations},
        "programmes": set(Programme.objects.values_list("code", flat=True)),
        "professions": set(Profession.objects.values_list("code", flat=True)),
    }
    for key in population.KEYS:
        if strange := sorted(set(who[key]) - known[key]):
            return f"There is no {key[:-1]} with the code {', '.join(strange[:5])}."
    if place is not None:
        outside = [one for one in organisations if place.pk not in _above(one)]
        if outside:
            return (
                f"{outside[0].name} is not in {place.name}, which runs this round. "
                "Leave it out, or have the round run from a wider place."
            )
    return ""


def _above(organisation: Organisation) -> set[int | None]:
    return {organisation.region_id, organisation.icb_id, organisation.provider_id, organisation.pk}


@transaction.atomic
def choose_notice(
    *, collection: Collection, notice: PrivacyNotice, by: User, at: datetime
) -> Collection:
    """Say which privacy notice people read before they answer; not once the round is open."""
    collection = locked(collection)
    require(by, collection.place)
    if collection.state != State.DRAFT:
        raise CannotMake("People have read the notice of this round, so it is not exchanged now.")
    collection.notice = notice
    collection.save(update_fields=["notice"])
    _line("choose_notice", collection, by, at, f"{collection}: chose the notice {notice}.")
    return collection


@transaction.atomic
def schedule(*, collection: Collection, by: User, at: datetime) -> Collection:
    """Have it open by itself at its moment. What would keep it from opening is said now."""
    collection = locked(collection)
    require(by, collection.place)
    _check_opening(collection, at)
    collection.scheduled_at = at
    collection.save(update_fields=["scheduled_at"])
    _line("schedule", collection, by, at, f"{collection} opens by itself when its time comes.")
    return collection


@transaction.atomic
def open_(*, collection: Collection, by: User | None, at: datetime) -> Collection:
    """Open a round: its measures are registered and people can answer from this moment.

    ``by`` is None when the service opens one that was scheduled.

    Raises:
        CannotOpen: a sentence for the page. A round that was closed is never opened again.
        NotPermitted: ``by`` may not run rounds there.
    """
    collection = locked(collection)
    require(by, collection.place)
    counted = _check_opening(collection, at)
    round_ = collection.round
    round_.collected_from = timezone.localdate(at)
    round_.save(update_fields=["collected_from"])
    try:
        results.register_measures(
            survey=round_.survey.code,
            measures=counted,
            collected_to=round_.collected_to,
            by=None,
            at=at,
        )
    except results.CannotRegister as refusal:
        raise CannotOpen(str(refusal)) from refusal
    collection.state = State.OPEN
    collection.opened_at = at
    collection.opens_at = min(collection.opens_at, at)
    collection.save(update_fields=["state", "opened_at", "opens_at"])
    _line("open", collection, by, at, f"Opened the round {collection}.")
    return collection


def open_due(*, by: None, at: datetime) -> list[Collection]:
    """Open every round that was scheduled and whose moment has come; gives those that opened.

    One that cannot open is not tried again: its trail says why, and somebody has to look at it.
    """
    due = Collection.objects.filter(
        state=State.DRAFT, scheduled_at__isnull=False, opens_at__lte=at
    ).order_by("opens_at")
    opened = []
    for collection in due:
        try:
            opened.append(open_(collection=collection, by=by, at=at))
        except CannotOpen as refusal:
            _set_aside(collection, str(refusal), at)
    return opened


@transaction.atomic
def _set_aside(collection: Collection, why: str, at: datetime) -> None:
    collection = locked(collection)
    if collection.state == State.DRAFT:
        collection.scheduled_at = None
        collection.save(update_fields=["scheduled_at"])
        _line("open_due", collection, None, at, f"{collection} did not open by itself. {why}"[:300])


def _check_opening(collection: Collection, at: datetime) -> list[results.NewMeasure]:
    counted = measures.measures_of(collection.version, collection.round.collected_to)
    why = rules.against_opening(
        state=collection.state,
        is_published=collection.version.published_at is not None,
        has_notice=collection.notice_id is not None,
        counted=len(counted),
        closes_at=collection.closes_at,
        at=at,
    )
    if why:
        raise CannotOpen(why)
    return counted


@transaction.atomic
def close(*, collection: Collection, by: User | None, at: datetime) -> Collection:
    """Set a round closed: nobody can answer any more. ``by`` is None when its time is over.

    Raises:
        CannotClose: it is not open.
        NotPermitted: ``by`` may not run rounds there.
    """
    collection = locked(collection)
    require(by, collection.place)
    if why := rules.against_closing(collection.state):
        raise CannotClose(why)
    collection.state = State.CLOSED
    collection.closed_at = at
    collection.save(update_fields=["state", "closed_at"])
    round_ = collection.round
    round_.collected_to = max(timezone.localdate(at), round_.collected_from)
    round_.save(update_fields=["collected_to"])
    _line("close", collection, by, at, f"Closed the round {collection}.")
    return collection


@transaction.atomic
def move_the_end(
    *, collection: Collection, closes_at: datetime, by: User, at: datetime
) -> Collection:
    """Have a round close on another day."""
    collection = locked(collection)
    require(by, collection.place)
    why = rules.against_moving_the_end(collection.state, closes_at, at) or rules.against_window(
        collection.opens_at, closes_at, at
    )
    if why:
        raise CannotMake(why)
    collection.closes_at = closes_at
    collection.save(update_fields=["closes_at"])
    round_ = collection.round
    round_.collected_to = timezone.localdate(closes_at)
    round_.save(update_fields=["collected_to"])
    _line(
        "move_the_end",
        collection,
        by,
        at,
        f"{collection} closes on {timezone.localdate(closes_at):%-d %B %Y}.",
        ["closes_at"],
    )
    return collection


def _line(
    verb: str,
    collection: Collection,
    by: User | None,
    at: datetime,
    summary: str,
    fields: CollectionOf[str] = (),
) -> None:
    record.record(
        action=f"listen.rounds.{verb}",
        subject=collection,
        by=by,
        at=at,
        summary=summary,
        reference=collection.round.survey.code,
        fields=fields,
    )
