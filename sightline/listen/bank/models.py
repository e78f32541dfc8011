from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.access.permissions import Permission
from sightline.listen.bank import words
from sightline.standards.models import Standard

if TYPE_CHECKING:
    from sightline.access.viewer import Viewer


class BankTheme(models.Model):
    """What items are about, such as induction. ``labels`` is its name by language."""

    code = models.SlugField(max_length=40, unique=True)
    labels = models.JSONField()
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return str(self.labels[words.FIRST])


class BankScale(models.Model):
    """A list of answers, in order.

    ``answers`` is ``[{"value": "agree", "labels": {"en": "Agree", …}, "score": 75, "positive":
    true}, …]``. Scores run from 0 to 100; where they are null, the answers are a plain list (such
    as age groups) and nothing is scored. What may be answered beside them ("does not apply",
    "prefer not to say") is not on the scale.
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    answers = models.JSONField()
    offers_not_applicable = models.BooleanField(default=False)
    offers_prefer_not_to_say = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def is_scored(self) -> bool:
        return all(one["score"] is not None for one in self.answers)

    def as_measure(self) -> list[dict[str, Any]]:
        """The answers as a measure keeps them, in English and in order."""
        return [
            {
                "answer": one["labels"][words.FIRST],
                "score": one["score"],
                "positive": one["positive"],
            }
            for one in self.answers
        ]


class BankItemQuerySet(models.QuerySet["BankItem"]):
    def visible_to(self, viewer: Viewer) -> BankItemQuerySet:
        """The bank is one for the whole country: all of it, or nothing."""
        return self if viewer.can(Permission.MANAGE_QUESTIONNAIRES) else self.none()

    def with_wording(self) -> BankItemQuerySet:
        """With the latest wording as ``newest`` (a list of one) and its translations."""
        latest = Wording.objects.filter(item=models.OuterRef("item")).order_by("-number")
        return self.select_related("theme", "scale").prefetch_related(
            models.Prefetch(
                "wordings",
                Wording.objects.filter(number=models.Subquery(latest.values("number")[:1])),
                to_attr="newest",
            ),
            "newest__translations",
        )


class BankItem(models.Model):
    """A question with a permanent code. How it is put stands in its wordings.

    ``branch`` names the professional branch that alone is asked it; blank: everybody.
    """

    class Kind(models.TextChoices):
        ONE = "one", "One answer of a list"
        SEVERAL = "several", "Any number of answers of a list"
        TEXT = "text", "Free text"

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.ONE)
    theme = models.ForeignKey(BankTheme, on_delete=models.PROTECT, related_name="items")
    scale = models.ForeignKey(
        BankScale, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    branch = models.CharField(max_length=40, blank=True)
    is_sensitive = models.BooleanField(default=False)
    is_retired = models.BooleanField(default=False)
    standards = models.ManyToManyField(Standard, related_name="bank_items", blank=True)
    position = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField()

    objects = BankItemQuerySet.as_manager()

    newest: list[Wording]

    class Meta:
        ordering = ["theme__position", "position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="text", scale=None)
                | (Q(kind__in=["one", "several"]) & Q(scale__isnull=False)),
                name="an_item_with_a_list_has_a_scale",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_scored(self) -> bool:
        """Is it counted as a measure?"""
        return self.kind == self.Kind.ONE and self.scale is not None and self.scale.is_scored


class Wording(models.Model):
    """How an item was put, from a moment. Only added to: the database refuses changes.

    ``series`` is the same for wordings whose answers may be compared. It goes up when a change is
    said to be not comparable; a trend breaks there.
    """

    item = models.ForeignKey(BankItem, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveSmallIntegerField()
    series = models.PositiveSmallIntegerField()
    # Short name, for tables and charts.
    label = models.CharField(max_length=120)
    text = models.TextField()
    reason = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["item", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="one_wording_of_a_number"),
            models.CheckConstraint(
                condition=Q(series__gte=1) & Q(series__lte=models.F("number")),
                name="a_series_is_not_above_the_wordings_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} wording {self.number}"

    def in_languages(self) -> dict[str, str]:
        """The text by language; of two translations into one the later counts."""
        return {words.FIRST: self.text} | {
            one.language: one.text for one in self.translations.all()
        }


class WordingTranslation(models.Model):
    """A wording in another language. A better one is added after it; none is changed."""

    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=12)
    text = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["wording", "language", "pk"]

    def __str__(self) -> str:
        return f"{self.wording} in {self.language}"
