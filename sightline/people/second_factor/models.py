from __future__ import annotations

from django.conf import settings
from django.db import models


class SecondFactor(models.Model):
    """An authenticator app of somebody: the secret that it shares with us, sealed.

    ``last_step`` is the step of the last code that was taken, so that none is taken twice;
    ``wrong`` are moments (seconds since 1970) of wrong codes; ``spare`` are SHA-256 of recovery
    codes, in hexadecimal, that were not used yet.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="second_factor"
    )
    sealed = models.TextField()
    last_step = models.BigIntegerField()
    wrong = models.JSONField(default=list, blank=True)
    spare = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Second factor of {self.user_id}"
