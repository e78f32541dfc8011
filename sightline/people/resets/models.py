from __future__ import annotations

from django.conf import settings
from django.db import models


class Reset(models.Model):
    """Somebody else gave a person a new password, or took their second factor away.

    Added, never changed. ``by`` None: the service itself.
    """

    class What(models.TextChoices):
        PASSWORD = "password", "A new password was given"
        SECOND_FACTOR = "second_factor", "The second factor was taken away"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="resets"
    )
    what = models.CharField(max_length=16, choices=What.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by=None) | ~models.Q(by=models.F("user")),
                name="a_reset_is_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.get_what_display()}"
