from __future__ import annotations

from django.conf import settings
from django.db import models

from sightline.assess.returns.attestation.models import Signature


class FeedbackLetter(models.Model):
    """The letter about one signed version, as sent. ``content`` is as writing.py makes it."""

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="letter")
    content = models.JSONField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Letter about {self.signature_id}"
