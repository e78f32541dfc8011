from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.assess.returns.models import Return


class ContributorQuerySet(models.QuerySet["Contributor"]):
    def with_link(self, token_hash: bytes) -> ContributorQuerySet:
        """Whose link it is: the first or a later one."""
        later = LaterLink.objects.filter(token_hash=token_hash).values("contributor")
        return self.filter(Q(token_hash=token_hash) | Q(pk__in=later))

    def working(self, day: date) -> ContributorQuerySet:
        """Those whose link is not over; what ends with signing has ended them too."""
        return self.filter(ended_at=None, last_date__gte=day)


class Contributor(models.Model):
    """Somebody without an account who was asked to fill in one section, by a link of their own.

    Only the SHA-256 of the link's token is kept. The link ends with ``last_date`` (included), when
    somebody ends it, or when the return is signed.
    """

    self_assessment = models.ForeignKey(
        Return, on_delete=models.PROTECT, related_name="contributors"
    )
    section = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    token_hash = models.BinaryField(max_length=32, unique=True)
    last_date = models.DateField()
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    # A sentence for who uses it; "" where whoever invited them has ended it.
    ended_because = models.CharField(max_length=300, blank=True)
    handed_in_at = models.DateTimeField(null=True, blank=True)

    objects = ContributorQuerySet.as_manager()

    class Meta:
        ordering = ["section", "name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_contributor_has_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class LaterLink(models.Model):
    """Another link of the same contributor: the first is kept nowhere, so it cannot be sent again.

    Sent when a section comes back to them. Each works as long as the contributor's own.
    """

    contributor = models.ForeignKey(
        Contributor, on_delete=models.PROTECT, related_name="later_links"
    )
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return f"A later link of {self.contributor_id}"


class SectionNote(models.Model):
    """A remark on a section, between those who fill in a return. Never seen from outside."""

    class Kind(models.TextChoices):
        COMMENT = "comment", "Comment"
        HANDED_IN = "handed_in", "Handed in"
        SENT_BACK = "sent_back", "Sent back"

    self_assessment = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="notes")
    section = models.SlugField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.COMMENT)
    text = models.TextField(blank=True)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="handed_in") | ~Q(text=""),
                name="a_note_on_a_section_says_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.by_name}"
