from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from sightline.listen.codebook.models import Code
from sightline.listen.comments.models import Comment

#: The first coder's codes are counted; the second's show how far one can rely on them.
FIRST, SECOND = 1, 2


class CodingQuerySet(models.QuerySet["Coding"]):
    def latest_ones(self) -> CodingQuerySet:
        """Of each comment and coder only what they said last."""
        newer = Coding.objects.filter(
            comment=OuterRef("comment"), slot=OuterRef("slot"), revision__gt=OuterRef("revision")
        )
        return self.filter(~Exists(newer))


class Coding(models.Model):
    """One coder's codes for a comment; none: no code fits. Only added to.

    ``slot`` tells the first from the second coder. Whoever changes their mind adds a revision; the
    last one counts. It holds no word of the comment.
    """

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="codings")
    slot = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = CodingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "slot", "revision"], name="revisions_of_a_coding_count_up"
            ),
            models.CheckConstraint(
                condition=Q(slot__in=[FIRST, SECOND]), name="a_comment_has_at_most_two_coders"
            ),
        ]

    def __str__(self) -> str:
        return f"Coding of {self.comment_id}"


class AppliedCode(models.Model):
    """A code that a coder gave, or that was proposed to them and that they did not take."""

    coding = models.ForeignKey(Coding, on_delete=models.PROTECT, related_name="applied")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="+")
    is_given = models.BooleanField()
    was_proposed = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["coding", "code"], name="a_code_is_applied_once"),
            models.CheckConstraint(
                condition=Q(is_given=True) | Q(was_proposed=True),
                name="an_applied_code_was_given_or_proposed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code_id}"
