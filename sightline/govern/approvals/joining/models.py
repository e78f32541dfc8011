from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper

from sightline.assess.returns.contributors.models import Contributor
from sightline.assess.returns.models import Return
from sightline.govern.approvals.models import Approval
from sightline.listen.outside.models import EducationProvider
from sightline.organisations.models import Organisation


class ActsFor(models.Model):
    """Somebody acts for an education provider, from a moment on. Ended, never deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    education_provider = models.ForeignKey(
        EducationProvider, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()
    # None: the service itself.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "govern_acts_for"
        ordering = ["education_provider__name", "user__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "education_provider"],
                condition=Q(ended_at=None),
                name="acts_once_for_an_education_provider",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.education_provider}"


class NewPlace(models.Model):
    """A place that had no record before and was put in by hand, and what was said of it.

    Its Organisation has a code of ours; ``ods_code`` is what it says it has, if it has one.
    """

    organisation = models.OneToOneField(
        Organisation, on_delete=models.PROTECT, related_name="new_place"
    )
    address = models.TextField()
    setting = models.CharField(max_length=32)
    ods_code = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "govern_new_place"
        constraints = [
            models.CheckConstraint(condition=~Q(address=""), name="a_new_place_has_an_address"),
            models.UniqueConstraint(
                Upper("ods_code"), condition=~Q(ods_code=""), name="a_new_place_is_put_in_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Readiness(models.Model):
    """The assessment that a place was asked for because of an approval."""

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="readiness")
    self_assessment = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "govern_approval_readiness"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["approval", "self_assessment"], name="an_assessment_is_joined_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approval_id}: {self.self_assessment_id}"


class PlaceContact(models.Model):
    """Somebody of the place who was invited by a link of their own and needs no account.

    Only the SHA-256 of the link's token is kept. It works until ``last_date`` (included).
    """

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    token_hash = models.BinaryField(max_length=32, unique=True)
    last_date = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "govern_place_contact"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="a_contact_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class OpenedSection(models.Model):
    """A link to one section of the assessment that the link of a place opened: it ends with it."""

    contact = models.ForeignKey(PlaceContact, on_delete=models.PROTECT, related_name="opened")
    contributor = models.OneToOneField(Contributor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "govern_opened_section"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.contributor_id}"
