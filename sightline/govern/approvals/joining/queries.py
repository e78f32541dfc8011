"""Who acts for which education provider, and what a link of a place leads to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.returns.models import Return
from sightline.govern.approvals import rules
from sightline.govern.approvals.joining.models import ActsFor, NewPlace, PlaceContact, Readiness
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.rules import CannotApprove
from sightline.listen.invitations import links
from sightline.listen.outside.models import EducationProvider
from sightline.organisations.models import Organisation
from sightline.people.models import GivenRole


def schools_of(person: Any) -> set[int]:
    """Keys of the education providers that somebody acts for."""
    return set(
        ActsFor.objects.filter(user_id=person.pk, ended_at=None).values_list(
            "education_provider_id", flat=True
        )
    )


def refuse_unless_acts_for(person: Any, school: EducationProvider) -> None:
    if school.pk not in schools_of(person):
        raise CannotApprove(
            f"You do not act for {school}. Choose the education provider that you act for, or ask "
            "an administrator."
        )


def may_invite(approval: Approval, person: Any, day: date) -> bool:
    """May they ask the place how ready it is, and hand somebody the link that answers for it?

    Who answers for the place, and the quality team, may. An education provider may only where its
    own people put the place in and nobody there has an account yet: the answers are the place's
    own, and whoever has the link can read and change them.
    """
    place = approval.organisation
    if any(
        viewer.may(person, needed, at=place)
        for needed in (Permission.ANSWER_RETURN, Permission.VIEW_APPROVALS)
    ):
        return True
    school = approval.education_provider_id
    return (
        school in schools_of(person)
        and _put_in_by(school, place)
        and not GivenRole.objects.in_force_on(day)
        .filter(place__provider_id=place.provider_id)
        .exists()
    )


def _put_in_by(school: int | None, place: Organisation) -> bool:
    """Was the place put in by somebody who then acted for the education provider?"""
    new = NewPlace.objects.filter(organisation=place).first()
    return (
        new is not None
        and ActsFor.objects.filter(
            Q(ended_at=None) | Q(ended_at__gt=new.at),
            user_id=new.by_id,
            education_provider_id=school,
            at__lte=new.at,
        ).exists()
    )


def place_with(ods_code: str) -> Organisation | None:
    """The place that has this code, or was put in by hand and said to have it; "" is no code."""
    if not ods_code:
        return None
    return (
        Organisation.objects.filter(
            Q(code__iexact=ods_code) | Q(new_place__ods_code__iexact=ods_code)
        )
        .order_by("pk")
        .first()
    )


def contact_of(token: str) -> PlaceContact | None:
    return (
        PlaceContact.objects.filter(token_hash=links.hash_of(token))
        .select_related("approval__organisation", "approval__environment", "by")
        .first()
    )


def why_over(contact: PlaceContact, day: date) -> str:
    """Empty while the link works: until its last day, its end, or the end of the approval."""
    if contact.approval.state in rules.FINAL:
        return f"{over_with(contact.approval)} What you saved before is kept."
    if contact.ended_at is not None:
        return (
            "The person who invited you has ended this link. Ask them for a new one. What you "
            "saved before is kept."
        )
    if day > contact.last_date:
        return (
            f"This link ended on {contact.last_date:%-d %B %Y}. Ask the person who invited you for "
            "a new one. What you saved before is kept."
        )
    return ""


def over_with(approval: Approval) -> str:
    """For people of the place, when an approval has come to its end."""
    return (
        f"The application or approval that you were asked about is “"
        f"{approval.get_state_display().lower()}”, so nothing more is asked of the place."
    )


def assessment_of(approval: Approval) -> Return | None:
    """The readiness assessment asked for because of this approval, latest first."""
    found = (
        Readiness.objects.filter(approval=approval)
        .select_related("self_assessment__campaign", "self_assessment__organisation")
        .order_by("-at", "-pk")
        .first()
    )
    return found.self_assessment if found else None


def signed_assessment(approval: Approval, day: date) -> Return | None:
    """The signed assessment of the place that a panel can look at: not older than two years."""
    return (
        Return.objects.filter(
            organisation_id=approval.organisation_id,
            current__isnull=False,
            first_signed_date__gt=date(day.year - 2, day.month, min(day.day, 28)),
            first_signed_date__lte=day,
        )
        .select_related("campaign")
        .order_by("-first_signed_date", "-pk")
        .first()
    )


def sender(contact: PlaceContact | None, by: Any) -> str:
    """The name of whoever sends something."""
    if by is not None:
        return by.name
    return contact.name if contact else ""
