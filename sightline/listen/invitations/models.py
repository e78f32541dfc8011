from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sightline.access.permissions import Permission
from sightline.listen.rounds.models import Collection
from sightline.organisations.models import (
    LearningEnvironment,
    Organisation,
    Profession,
    Programme,
)

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer

#: A group of fewer people than this is not kept: its people count in the next coarser one.
LEAST_IN_A_CELL = 5


class Cell(models.Model):
    """The people of a round that are asked in one place, programme and profession, as counts.

    ``completed`` is a running count, so that watching a round never reads its invitations. Where
    fewer than five of a provider are asked they count in ``area``: its ICB, or its region, or, with
    neither, the whole round.
    """

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="cells")
    provider = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    area = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    profession = models.ForeignKey(
        Profession, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    expected = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(completed__lte=F("expected")), name="no_more_answer_than_are_asked"
            ),
            models.CheckConstraint(
                condition=Q(provider=None) | Q(area=None), name="a_cell_is_at_one_place"
            ),
        ]

    def __str__(self) -> str:
        return f"Cell {self.pk}"


class Invitation(models.Model):
    """One person asked to answer one round. Nothing here or elsewhere leads to their answers.

    Of the personal link only the SHA-256 of its token is kept; ``is_completed`` says that they
    have answered, not when. Where they learn is as the roster said it, as far as at least five
    people share it; what fewer share is null or blank (see cells.py).
    """

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        TEXT = "text", "Text message"
        NONE = "none", "No message: the link is handed over"

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="invitations")
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="invitations")
    link_hash = models.BinaryField(max_length=32, unique=True)
    # While a message with a new link is on its way both links work; see links.py.
    next_link_hash = models.BinaryField(max_length=32, unique=True, null=True, blank=True)
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.EMAIL)
    # E-mail address or telephone number; wiped when the round closes.
    address = models.CharField(max_length=254, blank=True)
    # A keyed hash of the address (see contact.py): knows the same person again, and leads nowhere.
    contact_key = models.BinaryField(max_length=16, null=True, blank=True)
    provider = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    site = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    profession = models.ForeignKey(
        Profession, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=12, blank=True)
    # The day from which they are asked, where it follows from a placement; else at once.
    due_date = models.DateField(null=True, blank=True)
    times_asked = models.PositiveSmallIntegerField(default=0)
    is_completed = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["collection", "is_completed"])]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "contact_key"],
                condition=Q(contact_key__isnull=False),
                name="one_invitation_of_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


class OpenLinkQuerySet(models.QuerySet["OpenLink"]):
    def visible_to(self, viewer: Viewer) -> OpenLinkQuerySet:
        """Those at places where the viewer may watch rounds: who prints the poster of a ward."""
        return self.filter(viewer.patch(Permission.VIEW_ROUNDS).q("organisation"))


class OpenLink(models.Model):
    """A public link to a round for everybody at a place: on a poster, a slide or a card.

    It says where the answers come from, as finely as it was made: a provider or site, perhaps a
    ward, a profession or a programme. Its token is public and short enough to be typed.
    """

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="open_links")
    token = models.CharField(max_length=12, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    environment = models.ForeignKey(
        LearningEnvironment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    profession = models.ForeignKey(
        Profession, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OpenLinkQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name", "environment__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("made_at")),
                name="a_link_does_not_end_before_it_is_made",
            )
        ]

    def __str__(self) -> str:
        return f"Open link {self.token}"

    @property
    def place_name(self) -> str:
        """Where it hangs, in words: the ward before its provider."""
        if self.environment is not None:
            return f"{self.environment.name}, {self.organisation.name}"
        return self.organisation.name
