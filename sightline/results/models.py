from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from sightline.standards.models import Standard


class Measure(models.Model):
    """Something that a survey measures: one item, or a theme made of several items.

    A measure keeps its code over the years; that is what a trend is drawn on. ``scale`` lists the
    answers in order: ``[{"answer": "Agree", "score": 75, "positive": true}, …]``, scores 0 to 100;
    a theme has none. ``branch`` names the professional branch that is asked it; blank: everybody.
    ``series`` counts up where a change of the wording is said to be not comparable; 0: nobody has
    said, so another wording is another question. ``is_sensitive``: such as whether somebody was
    bullied; its scale has two answers (see sensitive.py).
    """

    class Kind(models.TextChoices):
        ITEM = "item", "Item"
        THEME = "theme", "Theme"

    survey = models.SlugField(max_length=40)
    code = models.SlugField(max_length=40)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    label = models.CharField(max_length=120)
    wording = models.TextField(blank=True)
    theme = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    scale = models.JSONField(default=list, blank=True)
    branch = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    series = models.PositiveSmallIntegerField(default=0)
    is_sensitive = models.BooleanField(default=False, db_default=False)
    standards = models.ManyToManyField(Standard, related_name="measures", blank=True)

    class Meta:
        ordering = ["survey", "position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "code"], name="one_measure_of_a_code"),
            models.CheckConstraint(
                condition=Q(kind="theme", theme=None) | Q(kind="item"),
                name="a_theme_has_no_theme",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Dataset(models.Model):
    """One immutable set of answers and totals in the mart: a survey round, in one version.

    The files lie in ``MART_DIR / folder`` and are never changed once ``state`` is not PREPARING.
    Exactly one dataset of a round is CURRENT; switching is one row changed in one transaction.
    """

    class State(models.TextChoices):
        PREPARING = "preparing", "Being prepared"
        CURRENT = "current", "In use"
        SUPERSEDED = "superseded", "Superseded"
        FAILED = "failed", "Failed"

    survey = models.SlugField(max_length=40)
    survey_name = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)  # such as "Autumn 2026"
    version = models.PositiveSmallIntegerField()
    collected_from = models.DateField()
    collected_to = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARING)
    folder = models.CharField(max_length=120, unique=True)
    respondents = models.PositiveIntegerField(default=0)
    source_name = models.CharField(max_length=200, blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    # Smallest group shown: inside the service, and in public.
    threshold_inside = models.PositiveSmallIntegerField(default=5)
    threshold_public = models.PositiveSmallIntegerField(default=10)
    is_final = models.BooleanField(default=False)
    # Whether groups are compared and coloured. Not where anybody could answer, more than once too.
    is_flagged = models.BooleanField(default=True)
    is_made_up = models.BooleanField(default=False)
    built_at = models.DateTimeField(null=True)
    switched_in_at = models.DateTimeField(null=True)
    # Why it failed, in a sentence for the person who imported it.
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["survey", "-year", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "year", "version"], name="one_dataset_of_a_version"
            ),
            models.UniqueConstraint(
                fields=["survey", "year"],
                condition=Q(state="current"),
                name="one_current_dataset_of_a_round",
            ),
            models.CheckConstraint(
                condition=Q(collected_to__gte=F("collected_from")),
                name="collecting_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(threshold_inside__gte=3)
                & Q(threshold_public__gte=F("threshold_inside")),
                name="public_threshold_is_not_below_the_inside_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_name} {self.label}"
