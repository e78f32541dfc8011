from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.assess.evidence.models import EvidenceFile
from sightline.govern.approvals.models import Approval


class DocumentQuerySet(models.QuerySet["ApprovalDocument"]):
    def standing(self) -> DocumentQuerySet:
        """Those that nobody has withdrawn; their names need no further query."""
        return self.filter(withdrawal=None).select_related("withdrawal")


class ApprovalDocument(models.Model):
    """A file about an approval: as it came, with its hash and what the scan said. Never replaced.

    ``stored_name`` is the path under MEDIA_ROOT. ``by_name`` is who sent it: a person with an
    account (``by``) or somebody of the place with a link (``contact``).
    """

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="documents")
    title = models.CharField(max_length=160)
    name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=12, choices=EvidenceFile.Scan.choices)
    by_name = models.CharField(max_length=120)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    contact = models.ForeignKey(
        "PlaceContact", null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    at = models.DateTimeField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        db_table = "govern_approval_document"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(by_name=""), name="a_document_says_what_it_is"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (withdrawn)" if hasattr(self, "withdrawal") else self.title


class DocumentWithdrawal(models.Model):
    """A document was taken back, and why. It is kept, for who sent it and who decides."""

    document = models.OneToOneField(
        ApprovalDocument, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.TextField()
    by_name = models.CharField(max_length=120)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        db_table = "govern_approval_document_withdrawal"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(by_name=""),
                name="who_withdraws_a_document_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} withdrawn"
