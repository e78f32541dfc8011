from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.listen.invitations.models import Invitation
from sightline.listen.rounds.models import Collection

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class WaveQuerySet(models.QuerySet["Wave"]):
    def visible_to(self, viewer: Viewer) -> WaveQuerySet:
        """Those of rounds that the viewer may run."""
        patch = viewer.patch(Permission.RUN_ROUND)
        return self if patch.nation else self.filter(patch.q("collection__place"))


class Wave(models.Model):
    """Messages of one kind that go out from a moment on, as counts: to whom is not kept.

    An invitation goes to those who were not asked yet, a reminder to those who were and have not
    answered. ``resumes_at`` is set while it waits for quiet hours to end.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", "Invitation"
        REMINDER = "reminder", "Reminder"

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        SENDING = "sending", "Going out"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Called off"

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="waves")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    planned_at = models.DateTimeField()
    # Null where the service planned it itself, on the day of a touchpoint.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    resumes_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    to_send = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    # Left out, and why.
    capped = models.PositiveIntegerField(default=0)
    opted_out = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)

    objects = WaveQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["collection"],
                condition=Q(state="sending"),
                name="one_wave_goes_out_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"]) | Q(begun_at__isnull=False),
                name="a_wave_that_goes_out_has_begun",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.collection}"


class Outgoing(models.Model):
    """The outbox: one message that is to go out, or that could not. It holds neither the text nor
    the address, and is deleted once the message is sent."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        TAKEN = "taken", "Being sent"
        FAILED = "failed", "Could not be sent"

    class Reason(models.TextChoices):
        """Why a message could not be sent, in words that hold no address."""

        REFUSED = "refused", "The address was refused"
        UNREACHABLE = "unreachable", "The sending service could not be reached"
        BUSY = "busy", "The sending service takes no more messages for now"
        NOT_SET_UP = "not_set_up", "Messages of this kind are not set up"
        REJECTED = "rejected", "The sending service does not accept our messages"

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="outgoing")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    reason = models.CharField(max_length=11, choices=Reason.choices, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "invitation"], name="one_message_of_a_wave_to_a_person"
            ),
            models.CheckConstraint(
                condition=Q(state="failed") | Q(reason=""), name="only_a_failure_has_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["wave", "state"])]

    def __str__(self) -> str:
        return f"Message {self.pk}"


class Contact(models.Model):
    """Somebody was written to on a day: kept as long as the cap on messages looks back."""

    key = models.BinaryField(max_length=16)
    on_date = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["key", "on_date"])]

    def __str__(self) -> str:
        return f"Contact on {self.on_date}"


class OptOut(models.Model):
    """Somebody asked not to be written to about surveys. Their address is not kept for it."""

    key = models.BinaryField(max_length=16, unique=True)
    on_date = models.DateField()

    def __str__(self) -> str:
        return f"Opt-out on {self.on_date}"
