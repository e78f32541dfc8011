from __future__ import annotations

from django.db import models
from django.db.models import Q

from sightline.listen.rounds.models import Collection
from sightline.organisations.models import Organisation, Profession, Programme


class Invitation(models.Model):
    """One person asked to answer one round. Nothing here or elsewhere leads to their answers.

    Of the personal link only the SHA-256 of its token is kept; ``is_completed`` says that they
    have answered, not when. Where they learn is as the roster said it.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        TEXT = "text", "Text message"
        NONE = "none", "No message: the link is handed over"

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="invitations")
    link_hash = models.BinaryField(max_length=32, unique=True)
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.EMAIL)
    # E-mail address or telephone number; wiped when the round closes.
    address = models.CharField(max_length=254, blank=True)
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
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
    is_completed = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["collection", "is_completed"])]
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "address"],
                condition=~Q(address=""),
                name="one_invitation_of_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"
