"""What the team sees of the cases in its patch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from sightline.listen.voices import sealing
from sightline.listen.voices.models import Voice, VoiceMessage, VoiceOpening
from sightline.listen.voices.words import State, Urgency
from sightline.people.models import User

#: Cases of one place that came within so many days of each other may tell of the same.
ALIKE_WITHIN = timedelta(days=90)
MOST_ALIKE = 20


@dataclass(frozen=True)
class Queue:
    """How much there is to do."""

    waiting: int
    urgent: int
    late: int
    written: int  # the person has written and nobody has answered


def in_order(rows: QuerySet[Voice]) -> Any:
    """What waits before what is done, the urgent first, then by the clock that runs."""
    is_done = Case(
        When(state=State.ANSWERED, person_wrote_on=None, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return rows.with_next_due().annotate(is_done=is_done)  # type: ignore[attr-defined]


def queue_of(viewer: User, day: date) -> Queue:
    """One query, however many cases there are. Restricted ones count for those who see them."""
    waiting = Voice.objects.visible_to(viewer).waiting().with_next_due()
    found = waiting.aggregate(
        waiting=Count("pk"),
        urgent=Count("pk", filter=Q(urgency=Urgency.URGENT)),
        late=Count("pk", filter=Q(next_due__lt=day)),
        written=Count("pk", filter=Q(person_wrote_on__isnull=False)),
    )
    return Queue(**found)


@dataclass(frozen=True)
class Dossier:
    """A case with all that was said, in two lanes that are read apart."""

    voice: Voice
    shared: tuple[VoiceMessage, ...]
    internal: tuple[VoiceMessage, ...]
    contact: dict[str, str] | None
    family: tuple[Voice, ...]  # cases that tell of the same, as far as the viewer may see them
    openings: tuple[VoiceOpening, ...]


def dossier(voice: Voice, viewer: User) -> Dossier:
    """Everything on a case. Three queries, four for a restricted one."""
    said = tuple(voice.messages.select_related("by"))
    lanes = VoiceMessage.Lane
    return Dossier(
        voice=voice,
        shared=tuple(one for one in said if one.lane == lanes.SHARED),
        internal=tuple(one for one in said if one.lane == lanes.INTERNAL),
        contact=sealing.unseal(voice.contact_sealed) if voice.contact_sealed else None,
        family=tuple(family(voice, viewer)),
        openings=tuple(voice.openings.select_related("by")[:50]) if voice.is_restricted else (),
    )


def family(voice: Voice, viewer: User) -> QuerySet[Voice]:
    """The other cases that are linked to this one."""
    leads = voice.same_as_id or voice.pk
    found: QuerySet[Voice] = (
        Voice.objects.visible_to(viewer)
        .filter(Q(pk=leads) | Q(same_as=leads))
        .exclude(pk=voice.pk)
        .select_related("organisation")
    )
    return found


def alike(voice: Voice, viewer: User) -> QuerySet[Voice]:
    """Cases of the same kind and provider, from about the same time, that are not linked yet."""
    place = Q(organisation=voice.organisation)
    if voice.organisation.provider_id:
        place |= Q(organisation__provider=voice.organisation.provider_id)
    found: QuerySet[Voice] = (
        Voice.objects.visible_to(viewer)
        .filter(
            place,
            kind=voice.kind,
            is_restricted=voice.is_restricted,
            erased_on=None,
            raised_on__range=(voice.raised_on - ALIKE_WITHIN, voice.raised_on + ALIKE_WITHIN),
        )
        .exclude(pk=voice.pk)
        .exclude(pk__in=family(voice, viewer).values("pk"))
        .select_related("organisation")
        .order_by("-raised_on", "-pk")[:MOST_ALIKE]
    )
    return found


def of_concern(reference: str, viewer: User) -> QuerySet[Voice]:
    """Cases that were taken up as that concern, as far as the viewer may see them."""
    return Voice.objects.visible_to(viewer).filter(concern_reference=reference).order_by("number")
