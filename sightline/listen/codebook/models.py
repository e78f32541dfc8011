from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from sightline.listen.codebook.words import LONGEST_NAME, LONGEST_REASON, State


class CodeQuerySet(models.QuerySet["Code"]):
    def in_use(self) -> CodeQuerySet:
        return self.filter(state=State.IN_USE)


class Code(models.Model):
    """What comments can be about, as coders say it. One codebook for the whole country.

    It stands as the newest of its versions says. A code that was merged or retired keeps what was
    coded with it: of a merged one it counts for ``merged_into``.
    """

    name = models.CharField(max_length=LONGEST_NAME)
    description = models.TextField(blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.IN_USE)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_here"
    )

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name"), "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), condition=Q(state="in_use"), name="codes_in_use_differ_in_name"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_code_has_a_name"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into=None)),
                name="a_merged_code_names_the_other",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="a_code_is_not_merged_into_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CodeVersion(models.Model):
    """How a code stood from a moment on, who changed it, and why. Only added to."""

    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=LONGEST_NAME)
    description = models.TextField(blank=True)
    state = models.CharField(max_length=7, choices=State.choices)
    merged_into = models.ForeignKey(
        Code, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="versions_of_a_code_count_up")
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.number}"
