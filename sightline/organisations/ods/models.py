from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.organisations.words import LoadKind


class OdsLoad(models.Model):
    """An official file that was read: what it would change, and whether that was applied.

    The rows read are kept, compressed, until they are applied, so that what is applied is what was
    seen: planning them again must give the same plan. The plan stays, as the account of what was
    done.
    """

    class State(models.TextChoices):
        DRY_RUN = "dry_run", "Dry run, not applied"
        APPLIED = "applied", "Applied"

    kind = models.CharField(max_length=12, choices=LoadKind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRY_RUN)
    source_name = models.CharField(max_length=120)
    # The day for which the file speaks.
    file_date = models.DateField()
    file_hash = models.CharField(max_length=64)
    is_made_up = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)
    rows = models.BinaryField(blank=True, default=bytes)
    plan = models.BinaryField(blank=True, default=bytes)
    plan_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="dry_run", applied_at=None)
                | Q(state="applied", applied_at__isnull=False),
                name="a_load_is_applied_at_a_moment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.source_name}"

    @property
    def is_applied(self) -> bool:
        return self.state == self.State.APPLIED
