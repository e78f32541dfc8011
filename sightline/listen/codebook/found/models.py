from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.listen.codebook.found.words import How
from sightline.listen.codebook.models import Code
from sightline.listen.codebook.words import LONGEST_NAME, LONGEST_REASON
from sightline.listen.comments.models import Comment
from sightline.listen.surveys.models import Round


class ThemeSearch(models.Model):
    """When themes were looked for among the released comments of a round."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    comments = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"Themes of {self.round_id}"


class FoundTheme(models.Model):
    """Words that go together in many comments. What it means, a person says.

    ``words`` are each used by ten people or more. ``comments`` is how many comments are mostly
    about it.
    """

    search = models.ForeignKey(ThemeSearch, on_delete=models.PROTECT, related_name="themes")
    position = models.PositiveSmallIntegerField()
    words = models.JSONField()
    comments = models.PositiveIntegerField()

    class Meta:
        ordering = ["search", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["search", "position"], name="found_themes_have_an_order"
            )
        ]

    def __str__(self) -> str:
        return ", ".join(self.words[:3])


class Example(models.Model):
    """A comment that is very much about a found theme."""

    theme = models.ForeignKey(FoundTheme, on_delete=models.CASCADE, related_name="examples")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")
    weight = models.FloatField()

    class Meta:
        ordering = ["-weight", "id"]
        constraints = [
            models.UniqueConstraint(fields=["theme", "comment"], name="an_example_stands_once")
        ]

    def __str__(self) -> str:
        return f"Example of {self.theme_id}"


class ThemeVerdict(models.Model):
    """What a person made of a found theme. Only added to; the last one counts."""

    theme = models.ForeignKey(FoundTheme, on_delete=models.PROTECT, related_name="verdicts")
    how = models.CharField(max_length=9, choices=How.choices)
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    code = models.ForeignKey(
        Code, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(how="discarded", name="") | (~Q(how="discarded") & ~Q(name="")),
                name="a_found_theme_that_stays_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(how="coded", code__isnull=False) | (~Q(how="coded") & Q(code=None)),
                name="a_found_theme_made_a_code_names_it",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.get_how_display()
