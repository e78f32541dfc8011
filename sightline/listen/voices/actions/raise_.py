from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import count

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.utils import timezone

from sightline.base.refusal import Refusal
from sightline.listen.voices import routing, rules, sealing, words
from sightline.listen.voices.case import start_of
from sightline.listen.voices.models import Voice, VoicePolicy
from sightline.listen.voices.receipts import hashing
from sightline.listen.voices.receipts import words as receipts
from sightline.organisations.models import (
    LearningEnvironment,
    Organisation,
    Profession,
    Programme,
)
from sightline.trail import record

#: Characters: enough for three pages, too little to fill a disk.
LONGEST = {"what_happened": 8000, "who_is_affected": 2000, "what_they_wish": 2000}
LONGEST_PLACE = 200
_HOUR = timedelta(hours=1)


class CannotRaise(Refusal):
    """What was written cannot be taken as it is."""


@dataclass(frozen=True)
class Said:
    """What somebody tells us. ``begins_on`` is today unless they wait for a placement to end."""

    kind: str
    who: str
    privacy: str
    organisation: Organisation
    what_happened: str
    begins_on: date
    environment: LearningEnvironment | None = None
    programme: Programme | None = None
    profession: Profession | None = None
    place_text: str = ""
    who_is_affected: str = ""
    what_they_wish: str = ""
    patients_safety: str = ""
    somebodys_safety: str = ""
    names_individual: bool = False
    may_publish: bool = False
    name: str = ""
    email: str = ""
    phone: str = ""
    wants_news: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.what_happened, self.who_is_affected, self.what_they_wish, self.place_text)


@dataclass(frozen=True)
class Receipt:
    """What the person keeps. Shown once; the words are stored nowhere."""

    number: str
    words: tuple[str, ...]
    voice: Voice


def raise_voice(*, form: str, said: Said, by: None, at: datetime) -> Receipt:
    """Take what somebody raises, without anything of who they are but what they chose to give.

    ``form`` is the secret of the form that was filled in: sent twice, it gives the same receipt
    and one case. ``by`` is nobody, also for a person who happens to be signed in. Raises
    CannotRaise.
    """
    form_hash = _hash(form)
    four = receipts.words_of(form)
    before = Voice.objects.filter(form_hash=form_hash, erased_on=None).first()
    if before is not None:
        return Receipt(before.number, four, before)
    today = timezone.localdate(at)
    policy = VoicePolicy.on(today)
    if refused := _why_not(said, today):
        raise CannotRaise(refused)
    _count_or_refuse(policy.raised_an_hour, at)
    region = routing.region_for(said.organisation, on=said.begins_on)
    if region is None:
        raise CannotRaise("We do not know which region this belongs to. Choose the region.")
    try:
        with transaction.atomic():
            voice = _write(form, said, region, policy, at)
    except IntegrityError:
        # The same form came a second time while the first was being written.
        voice = Voice.objects.get(form_hash=form_hash)
    return Receipt(voice.number, four, voice)


def _hash(form: str) -> bytes:
    return sha256(form.encode()).digest()


def _why_not(said: Said, today: date) -> str:
    if not said.what_happened.strip():
        return "Tell us what happened."
    for name, most in LONGEST.items():
        if len(getattr(said, name)) > most:
            return f"Your text is too long. Write {most:,} characters or fewer in each answer."
    if len(said.place_text) > LONGEST_PLACE:
        return f"Describe the place in {LONGEST_PLACE} characters or fewer."
    if said.privacy == words.Privacy.ANONYMOUS and (said.name or said.email or said.phone):
        return "Leave your name and contact out to stay anonymous."
    if said.privacy != words.Privacy.ANONYMOUS and not (said.email or said.phone):
        return "Give an email address or a telephone number, or choose to stay anonymous."
    if said.environment and said.environment.organisation_id not in (
        said.organisation.pk,
        said.organisation.provider_id,
    ):
        return "That learning environment belongs to another organisation. Choose one listed."
    return rules.why_not_begin(said.begins_on, today=today, kind=said.kind)


def _count_or_refuse(most: int, at: datetime) -> None:
    """A guard against floods that counts the whole form, never where somebody comes from."""
    key = f"voices-raised-{at:%Y%m%d%H}"
    cache.add(key, 0, int(_HOUR.total_seconds()))
    try:
        raised = cache.incr(key)
    except ValueError:  # thrown out of the cache in between
        raised = 1
    if raised > most:
        raise CannotRaise(
            "Very many people are writing to us just now. Keep this page open and send it again in "
            "a few minutes. If somebody is in danger, do not wait: tell the person in charge."
        )


def _write(
    form: str,
    said: Said,
    region: Organisation,
    policy: VoicePolicy,
    at: datetime,
) -> Voice:
    today = timezone.localdate(at)
    lifted = rules.lifted(
        kind=said.kind,
        texts=said.texts,
        patients=said.patients_safety,
        somebody=said.somebodys_safety,
    )
    due = rules.due(said.begins_on, policy.limits(lifted.urgency))
    contact = {"name": said.name, "email": said.email, "phone": said.phone}
    numbers = (receipts.number_of(form, turn) for turn in count())
    number = next(one for one in numbers if not Voice.objects.filter(number=one).exists())
    voice = Voice.objects.create(
        number=number,
        form_hash=_hash(form),
        receipt_hash=hashing.hashed(receipts.words_of(form)),
        receipt_until=said.begins_on + timedelta(days=policy.receipt_days),
        kind=said.kind,
        who=said.who,
        privacy=said.privacy,
        contact_sealed=(None if said.privacy == words.Privacy.ANONYMOUS else sealing.seal(contact)),
        wants_news=bool(said.wants_news and said.email),
        organisation=said.organisation,
        region=region,
        environment=said.environment,
        programme=said.programme,
        profession=said.profession,
        place_text=said.place_text.strip(),
        what_happened=said.what_happened.strip(),
        who_is_affected=said.who_is_affected.strip(),
        what_they_wish=said.what_they_wish.strip(),
        patients_safety=said.patients_safety,
        somebodys_safety=said.somebodys_safety,
        may_publish=said.may_publish and said.kind in words.STORIES,
        raised_on=today,
        begins_on=said.begins_on,
        urgency=lifted.urgency,
        urgent_because=list(lifted.because),
        is_restricted=said.names_individual or rules.seems_to_name_somebody(said.texts),
        acknowledge_by=due.acknowledge,
        triage_by=due.triage,
        answer_by=due.answer,
    )
    record.record(
        action="listen.voices.raise_voice",
        subject=voice,
        by=None,
        at=start_of(today),
        reference=voice.number,
        summary=f"{voice.get_kind_display()} came in",
        is_internal=True,
    )
    return voice
