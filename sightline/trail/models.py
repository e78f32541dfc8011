from django.conf import settings
from django.db import models


class Entry(models.Model):
    """One line of the trail: who did what to which record, when. Added, never edited.

    ``fields`` names what changed; personal text stays in the record, so that it can be erased
    there. The database itself refuses to change or delete a line (see the migrations).
    """

    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=60)
    reference = models.CharField(max_length=80, blank=True)
    summary = models.CharField(max_length=300)
    fields = models.JSONField(default=list)
    is_internal = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_key", "at"]),
            models.Index(fields=["action", "at"], name="trail_by_action"),
        ]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.summary}"
