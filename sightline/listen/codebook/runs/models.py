from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from sightline.listen.codebook.found.models import ThemeSearch
from sightline.listen.codebook.learning.models import Learning
from sightline.listen.codebook.runs import rules
from sightline.listen.codebook.runs.words import LONGEST_MESSAGE, Kind, State
from sightline.listen.surveys.models import Round

_LIVE = Q(state__in=["waiting", "running"])


class CodebookRun(models.Model):
    """What somebody asked the machine to do, done in the background, and how far it is.

    It learns from all that people coded, or looks for themes in ``round``. What came of it is the
    ``learning`` or the ``search``; ``message`` says why nothing did. ``done`` of ``total`` parts
    are ready, where the work says so.
    """

    LIVE = (State.WAITING, State.RUNNING)

    kind = models.CharField(max_length=5, choices=Kind.choices)
    round = models.ForeignKey(
        Round, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    begun_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=LONGEST_MESSAGE, blank=True)
    learning = models.ForeignKey(
        Learning, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    search = models.ForeignKey(
        ThemeSearch, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="learn", round=None) | Q(kind="look", round__isnull=False),
                name="themes_are_looked_for_in_a_round",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=_LIVE & Q(kind="learn"),
                name="the_machine_learns_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=_LIVE & Q(kind="look"),
                name="themes_of_a_round_are_looked_for_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="done", kind="learn", learning__isnull=False, search=None)
                | Q(state="done", kind="look", learning=None, search__isnull=False)
                | (~Q(state="done") & Q(learning=None, search=None)),
                name="work_that_is_done_came_to_something",
            ),
            models.CheckConstraint(
                condition=Q(state="failed") & ~Q(message="") | ~Q(state="failed") & Q(message=""),
                name="no_work_stopped_without_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_state_display().lower()})"

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    def is_stuck(self, now: datetime) -> bool:
        """Was it lost, or its process ended, so that it will never be done?"""
        return rules.is_stuck(self.state, self.heard_at or self.asked_at, now)

    @property
    def percent_done(self) -> int:
        return rules.percent(self.done, self.total)
