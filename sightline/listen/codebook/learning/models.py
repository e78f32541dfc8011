from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.listen.codebook.models import Code
from sightline.listen.comments.models import Comment


class Learning(models.Model):
    """When the machine learnt from people's coding, and how well, tried on what it had not seen.

    ``f1`` is the mean over codes of the harmonic mean of precision and recall, 0 to 1, by
    cross-validation; ``f1_of_words`` is that of looking for the words of the codebook. Null where
    nothing could be learnt yet. What was learnt is not kept: no word of anybody's is in it.
    """

    at = models.DateTimeField()
    # Null: the service itself, at night.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    coded = models.PositiveIntegerField()
    codes = models.PositiveIntegerField()
    proposals = models.PositiveIntegerField()
    f1 = models.FloatField(null=True, blank=True)
    f1_of_words = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(f1=None) | Q(f1__gte=0, f1__lte=1), name="an_f1_is_a_share"
            )
        ]

    def __str__(self) -> str:
        return f"Learning of {self.at:%d/%m/%Y}"


class Proposal(models.Model):
    """A code that the machine proposes for a comment that nobody has coded.

    It is no coding: it goes when a person has coded the comment, and with each learning anew.
    """

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="proposals")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="+")
    # Surer first; only the order means something.
    score = models.FloatField()

    class Meta:
        ordering = ["-score", "id"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "code"], name="a_code_is_proposed_once")
        ]

    def __str__(self) -> str:
        return f"{self.code_id} for {self.comment_id}"
