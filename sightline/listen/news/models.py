from __future__ import annotations

from django.db import models
from django.db.models import Q

from sightline.listen.replies.models import Reply
from sightline.organisations.models import Organisation, Programme


class NewsAddress(models.Model):
    """Somebody who wants to hear when there is news about a provider; joined to nothing else.

    Nothing says whether they ever answered a survey, or which. ``asked_date`` is a day, for
    deleting; whoever does not confirm within a week is deleted.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"
        TEXT = "text", "Text message"

    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.EMAIL)
    # An e-mail address or a mobile number in its one form (invitations.contact.read).
    address = models.CharField(max_length=254)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_confirmed = models.BooleanField(default=False)
    # There is news that a text message has not yet told of: they go out a few at a time.
    is_owed = models.BooleanField(default=False)
    asked_date = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel="email") | Q(address__startswith="+"),
                name="news_by_text_goes_to_a_number",
            ),
            models.CheckConstraint(
                condition=Q(is_owed=False) | Q(channel="text", is_confirmed=True),
                name="only_confirmed_numbers_are_owed_news",
            ),
            models.UniqueConstraint(
                fields=["address", "organisation", "programme"],
                name="one_address_for_news_of_a_programme",
            ),
            # A database holds two rows without a programme for different.
            models.UniqueConstraint(
                fields=["address", "organisation"],
                condition=Q(programme=None),
                name="one_address_for_news_of_a_provider",
            ),
        ]

    def __str__(self) -> str:
        return f"Address {self.pk}"


class News(models.Model):
    """A published reply that people were told about; how many, and nobody's name."""

    reply = models.OneToOneField(Reply, on_delete=models.PROTECT, related_name="news")
    count = models.PositiveIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"News of {self.reply}"
