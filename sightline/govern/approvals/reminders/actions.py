"""Reviews that are due: people are told 90 and 30 days ahead, each once."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sightline.access import roles
from sightline.access.permissions import Permission
from sightline.access.roles import Role
from sightline.base import to_colleagues
from sightline.govern.approvals import rules
from sightline.govern.approvals.joining import messages
from sightline.govern.approvals.joining.models import ActsFor
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.reminders.models import ReviewReminder
from sightline.people.models import GivenRole, User

AT_A_TIME = 100


def remind_due(*, by: None, at: datetime) -> int:
    """Remind of the reviews that come near: of how many.

    Each is marked before its messages go, so that nobody is reminded twice.
    """
    works = to_colleagues.email_works()
    taken = _take(at)
    for one in taken:
        to = _addresses(one.approval, at)
        one.people = len(to)
        if works and to:
            try:
                one.sent = messages.remind(one.approval.reference, one.review_date, to)
            except (smtplib.SMTPException, OSError):
                one.sent = 0
    ReviewReminder.objects.bulk_update(taken, ["people", "sent"])
    return len(taken)


@transaction.atomic
def _take(at: datetime) -> list[ReviewReminder]:
    today = timezone.localdate(at)
    near = (
        Approval.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(
            state__in=rules.APPROVED,
            review_date__gte=today,
            review_date__lte=today + timedelta(days=max(rules.REMIND_DAYS)),
        )
        .order_by("pk")
    )
    rows = list(near)
    done = set(
        ReviewReminder.objects.filter(approval__in=rows).values_list(
            "approval_id", "review_date", "days_ahead"
        )
    )
    made = []
    for one in rows:
        if one.review_date is None:
            continue
        ahead = rules.reminder_due(today, one.review_date)
        if ahead is None or (one.pk, one.review_date, ahead) in done:
            continue
        made.append(
            ReviewReminder(approval=one, review_date=one.review_date, days_ahead=ahead, at=at)
        )
        if len(made) == AT_A_TIME:
            break
    return ReviewReminder.objects.bulk_create(made)


def _addresses(approval: Approval, at: datetime) -> list[str]:
    """Who decides there, who answers for the place, who acts for the lead or the applicant."""
    today = timezone.localdate(at)
    place = approval.organisation
    deciding = [role for role in Role if roles.may(role, Permission.DECIDE_APPROVAL)]
    # Not those for the whole country, who would hear of every one.
    may = GivenRole.objects.in_force_on(today).filter(
        Q(role__in=deciding, place_id__in=[place.region_id, place.icb_id])
        | Q(role=Role.DIRECTOR_OF_EDUCATION, place_id=place.provider_id)
    )
    schools = [one for one in (approval.lead_id, approval.education_provider_id) if one]
    acting = ActsFor.objects.filter(education_provider_id__in=schools, ended_at=None)
    people = User.objects.filter(
        Q(pk__in=may.values("user_id")) | Q(pk__in=acting.values("user_id")), is_active=True
    )
    return sorted(people.values_list("email", flat=True))
