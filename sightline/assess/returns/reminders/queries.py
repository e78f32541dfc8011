"""What became of reminders."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from sightline.assess.returns.models import Return
from sightline.assess.returns.reminders.models import Reminder

_WORDS = {
    "": "reminded",
    Reminder.Reason.RETURNED: "returned before the reminder went",
    Reminder.Reason.NOBODY: "not reached: nobody there has a role",
    Reminder.Reason.NOT_SET_UP: "not reached: e-mail is not set up",
    Reminder.Reason.NOT_SENT: "not reached: the mail server did not take it",
}


def outcomes(returns: QuerySet[Return]) -> list[tuple[str, int]]:
    """In words, with how many reminders ended so. One query."""
    rows = (
        Reminder.objects.filter(self_assessment__in=returns, done_at__isnull=False)
        .order_by("reason")
        .values_list("reason")
        .annotate(number=Count("pk"))
    )
    return [(_WORDS[reason], number) for reason, number in rows]
