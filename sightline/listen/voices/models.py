from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone

from sightline.access.permissions import Permission
from sightline.listen.voices import rules, words
from sightline.organisations.models import (
    LearningEnvironment,
    Organisation,
    Profession,
    Programme,
)

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class VoicePolicy(models.Model):
    """The clocks and limits that hold from a day: data, so that a change needs no new version.

    Working days for what we owe people; calendar days for what is kept.
    """

    from_date = models.DateField(unique=True)
    acknowledge_days = models.PositiveSmallIntegerField()
    triage_days = models.PositiveSmallIntegerField()
    answer_days = models.PositiveSmallIntegerField()
    urgent_acknowledge_days = models.PositiveSmallIntegerField()
    urgent_triage_days = models.PositiveSmallIntegerField()
    urgent_answer_days = models.PositiveSmallIntegerField()
    # How long a receipt opens its case after our last word on it.
    receipt_days = models.PositiveSmallIntegerField()
    # How long what people wrote is kept after the case was answered.
    keep_concern_days = models.PositiveSmallIntegerField()
    keep_story_days = models.PositiveSmallIntegerField()
    keep_other_days = models.PositiveSmallIntegerField()
    # Guards against floods: of the whole form in an hour, of one case in a day.
    raised_an_hour = models.PositiveSmallIntegerField()
    additions_a_day = models.PositiveSmallIntegerField()
    is_checked = models.BooleanField(default=False)

    class Meta:
        ordering = ["-from_date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(acknowledge_days__lte=F("triage_days"))
                & Q(triage_days__lte=F("answer_days"))
                & Q(urgent_acknowledge_days__lte=F("urgent_triage_days"))
                & Q(urgent_triage_days__lte=F("urgent_answer_days")),
                name="voices_clocks_follow_each_other",
            ),
            models.CheckConstraint(
                condition=Q(receipt_days__gte=1)
                & Q(raised_an_hour__gte=1)
                & Q(additions_a_day__gte=1),
                name="voices_limits_let_somebody_through",
            ),
        ]

    def __str__(self) -> str:
        return f"From {self.from_date}"

    @classmethod
    def on(cls, day: date) -> VoicePolicy:
        """The policy in force on a day; before the first, the first."""
        found = cls.objects.filter(from_date__lte=day).order_by("-from_date").first()
        return found or cls.objects.order_by("from_date")[:1].get()

    def limits(self, urgency: int) -> rules.Limits:
        if urgency == words.Urgency.URGENT:
            return rules.Limits(
                self.urgent_acknowledge_days, self.urgent_triage_days, self.urgent_answer_days
            )
        return rules.Limits(self.acknowledge_days, self.triage_days, self.answer_days)


class VoiceQuerySet(models.QuerySet["Voice"]):
    def visible_to(self, viewer: Viewer) -> VoiceQuerySet:
        """Cases of the viewer's regions that have begun; restricted ones only with the permission
        for them. A case that waits for the end of a placement is seen by nobody before its day.
        """
        usual = viewer.patch(Permission.TRIAGE_VOICES).q("region")
        restricted = viewer.patch(Permission.VIEW_RESTRICTED).q("region")
        return self.filter(begins_on__lte=timezone.localdate()).filter(
            (usual & Q(is_restricted=False)) | (restricted & Q(is_restricted=True))
        )

    def with_next_due(self) -> VoiceQuerySet:
        """Annotates ``next_due``: the last day of the clock that runs, None when all is done."""
        return self.annotate(
            next_due=Case(
                When(state=words.State.NEW, then=F("acknowledge_by")),
                When(state=words.State.READ, then=F("triage_by")),
                When(state=words.State.TAKEN, then=F("answer_by")),
                default=None,
                output_field=models.DateField(),
            )
        )

    def waiting(self) -> VoiceQuerySet:
        """Where the team owes the person something: a clock runs, or the person has written."""
        return self.filter(erased_on=None).filter(
            ~Q(state=words.State.ANSWERED) | Q(person_wrote_on__isnull=False)
        )


class Voice(models.Model):
    """What somebody raised: a concern, or a story of good care or teaching.

    Days, not moments, are kept of what the person does, and nothing of how they came: no address
    of a network, no account. ``region`` is where it is looked after; ``organisation`` is the
    provider, site or region that it is about.
    """

    number = models.CharField(max_length=12, unique=True)
    # SHA-256 of the form's own secret: the same form sent twice is one case.
    form_hash = models.BinaryField(max_length=32, unique=True)
    # Argon2id of the peppered words; empty once nobody can come back with them.
    receipt_hash = models.CharField(max_length=200, blank=True)
    receipt_until = models.DateField()

    kind = models.CharField(max_length=10, choices=words.Kind.choices)
    who = models.CharField(max_length=10, choices=words.Who.choices)
    privacy = models.CharField(max_length=12, choices=words.Privacy.choices)
    contact_sealed = models.BinaryField(null=True, blank=True)
    wants_news = models.BooleanField(default=False)

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    environment = models.ForeignKey(
        LearningEnvironment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    profession = models.ForeignKey(
        Profession, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    place_text = models.CharField(max_length=200, blank=True)
    what_happened = models.TextField(blank=True)
    who_is_affected = models.TextField(blank=True)
    what_they_wish = models.TextField(blank=True)
    patients_safety = models.CharField(max_length=6, choices=words.Touched.choices, blank=True)
    somebodys_safety = models.CharField(max_length=6, choices=words.Touched.choices, blank=True)
    may_publish = models.BooleanField(default=False)

    raised_on = models.DateField()
    begins_on = models.DateField()
    urgency = models.PositiveSmallIntegerField(
        choices=words.Urgency.choices, default=words.Urgency.USUAL
    )
    urgent_because = models.JSONField(default=list, blank=True)
    is_restricted = models.BooleanField(default=False)

    state = models.CharField(max_length=10, choices=words.State.choices, default=words.State.NEW)
    acknowledge_by = models.DateField()
    triage_by = models.DateField()
    answer_by = models.DateField()
    acknowledged_on = models.DateField(null=True, blank=True)
    triaged_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    person_wrote_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=words.Outcome.choices, blank=True)
    concern_reference = models.CharField(max_length=20, blank=True)
    same_as = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="others"
    )
    changed = models.CharField(max_length=6, choices=words.Changed.choices, blank=True)
    changed_on = models.DateField(null=True, blank=True)
    erased_on = models.DateField(null=True, blank=True)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_on", "-id"]
        indexes = [
            models.Index(fields=["region", "state"], name="voices_of_a_region"),
            models.Index(fields=["concern_reference"], name="voices_of_a_concern"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(begins_on__gte=F("raised_on")),
                name="a_voice_does_not_begin_before_it_is_raised",
            ),
            models.CheckConstraint(
                condition=Q(contact_sealed=None) | ~Q(privacy="anonymous"),
                name="an_anonymous_voice_has_no_contact",
            ),
            models.CheckConstraint(
                condition=Q(state="new", acknowledged_on=None)
                | (~Q(state="new") & Q(acknowledged_on__isnull=False)),
                name="a_voice_that_is_read_was_acknowledged",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["new", "read"], triaged_on=None, outcome="")
                | (Q(state__in=["taken", "answered"], triaged_on__isnull=False) & ~Q(outcome="")),
                name="a_voice_that_is_triaged_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_on__isnull=False),
                name="a_voice_that_is_answered_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(concern_reference="") | Q(outcome="concern"),
                name="a_voice_names_a_concern_that_came_of_it",
            ),
            models.CheckConstraint(
                condition=~Q(same_as=F("id")), name="a_voice_is_not_its_own_duplicate"
            ),
            models.CheckConstraint(
                condition=Q(changed="") | Q(changed_on__isnull=False),
                name="a_voice_that_confirms_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(erased_on=None)
                | Q(
                    what_happened="",
                    who_is_affected="",
                    what_they_wish="",
                    place_text="",
                    receipt_hash="",
                    contact_sealed=None,
                ),
                name="an_erased_voice_holds_no_words",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_story(self) -> bool:
        return self.kind in words.STORIES

    @property
    def clocks(self) -> tuple[rules.Clock, rules.Clock, rules.Clock]:
        return (
            rules.Clock("Acknowledge", self.acknowledge_by, self.acknowledged_on),
            rules.Clock("Triage", self.triage_by, self.triaged_on),
            rules.Clock("Answer", self.answer_by, self.answered_on),
        )

    @property
    def running(self) -> rules.Clock | None:
        """The clock that runs now."""
        return next((clock for clock in self.clocks if clock.done is None), None)


class VoiceMessage(models.Model):
    """One thing said on a case, in one of two lanes. Texts can be erased; nothing else changes."""

    class Lane(models.TextChoices):
        SHARED = "shared", "Shared with the person"
        INTERNAL = "internal", "Internal"

    class Kind(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", "We have read it"
        QUESTION = "question", "A question"
        UPDATE = "update", "News"
        DECIDED = "decided", "What becomes of it"
        ANSWER = "answer", "The answer"
        ADDED = "added", "The person wrote"
        CHANGED = "changed", "Whether it changed"
        NOTE = "note", "Note"

    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="messages")
    lane = models.CharField(max_length=8, choices=Lane.choices)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # None: the person who raised it.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=False) | Q(lane="shared"),
                name="the_person_writes_in_the_shared_lane",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.on}"


class VoiceOpening(models.Model):
    """Somebody opened a case of the restricted compartment. Only added to."""

    voice = models.ForeignKey(Voice, on_delete=models.PROTECT, related_name="openings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.by}, {self.at:%Y-%m-%d %H:%M}"
