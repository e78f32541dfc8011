"""What needs somebody today of signed self-assessments, and of what disagrees with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from sightline.access.permissions import Permission
from sightline.assess.returns.answering.models import SectionWork
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.attestation.rules import questions_of
from sightline.assess.returns.letters.models import FeedbackLetter
from sightline.assess.returns.models import Return
from sightline.assess.returns.review.models import ReviewDecision
from sightline.design.show import format_date
from sightline.home.errand import MOST_SHOWN, Errand, Item, listed, until
from sightline.insight.tensions.models import Tension
from sightline.people.models import User
from sightline.respond.requests.models import ReviewRequest

#: For so many days a provider is told that a feedback letter came.
_TOLD_DAYS = 30


def returns_to_sign(viewer: User, day: date) -> Errand | None:
    """For executives: every section is finished, or a new version has changed and is finished."""
    if not viewer.can(Permission.SIGN_RETURN):
        return None
    rows = (
        Return.objects.signed_by(viewer)
        .filter(
            Q(campaign__last_date__gte=day) | Q(current__isnull=False),
            is_locked=False,
            started_at__isnull=False,
            campaign__opens_date__lte=day,
        )
        .select_related("campaign", "organisation")
        .prefetch_related("works")
        .order_by("campaign__closes_date", "pk")
    )
    signed = dict(
        Signature.objects.filter(pk__in=[one.current_id for one in rows if one.current_id])
        .order_by()
        .values_list("pk", "signed_at")
    )
    ready = [one for one in rows if _is_ready(one, signed.get(one.current_id or 0))]

    def item(row: Return) -> Item:
        due = row.campaign.closes_date
        said = "Every section is finished."
        status, urgency = until(due, day)
        text = f"{row.campaign.name}: {row.organisation.name}"
        href = reverse("assess:returns:sign", args=[row.reference])
        if row.current_id:
            return Item(text, href, f"A new version of what is signed. {said}")
        return Item(text, href, f"{said} Due {format_date(due)}", status, urgency)

    return _of("Self-assessments to sign", ready, item, reverse("assess:returns:list"))


def _is_ready(found: Return, signed_at: Any) -> bool:
    works = {one.section: one for one in found.works.all()}
    finished = all(
        section.code in works and works[section.code].state == SectionWork.State.FINISHED
        for section in found.journey.sections
    )
    # A new version that nobody has changed yet cannot be signed.
    return finished and (
        signed_at is None or any(one.changed_at > signed_at for one in works.values())
    )


def returns_to_review(viewer: User, day: date) -> Errand | None:
    """For quality teams: what is signed and has no feedback letter yet."""
    if not viewer.can(Permission.REVIEW_RETURN):
        return None
    rows = (
        Return.objects.reviewed_by(viewer)
        .to_review()
        .select_related("campaign", "organisation")
        .annotate(signed_at=F("current__signed_at"))
        .order_by("signed_at", "pk")
    )

    def item(row: Any) -> Item:
        return Item(
            text=f"{row.campaign.name}: {row.organisation.name}",
            href=reverse("assess:returns:review", args=[row.reference]),
            hint=f"Signed on {format_date(row.signed_at)}",
        )

    href = f"{reverse('assess:returns:list')}?review=no"
    return _unless_empty(listed("Self-assessments to review", rows, item, href))


def _open_decisions() -> Any:
    """What was last said of answers that are signed now, where it was not "accepted"."""
    later = ReviewDecision.objects.filter(
        signature=OuterRef("signature"), question=OuterRef("question"), pk__gt=OuterRef("pk")
    )
    return (
        ReviewDecision.objects.filter(
            ~Exists(later), signature__self_assessment__current=F("signature")
        )
        .exclude(outcome=ReviewDecision.Outcome.ACCEPTED)
        .select_related("signature__self_assessment__organisation")
        .order_by("at", "pk")
    )


def _asks(row: ReviewDecision) -> str:
    found = row.signature.self_assessment
    asked = questions_of(row.signature.content)[row.question]["ask"]
    return f"{found.reference}: {asked}"


def answers_queried(viewer: User, day: date) -> Errand | None:
    """For whoever answers for a provider: what the region asks about or disagrees with."""
    if not viewer.can(Permission.ANSWER_RETURN):
        return None
    patch = viewer.patch(Permission.ANSWER_RETURN)
    rows = _open_decisions().filter(patch.q("signature__self_assessment__organisation"), reply=None)

    def item(row: ReviewDecision) -> Item:
        found = row.signature.self_assessment
        return Item(
            text=_asks(row),
            href=reverse("assess:returns:reply", args=[found.reference, row.pk]),
            hint=f"{found.organisation.name}. Said on {format_date(row.at)}",
            status=row.get_outcome_display(),
        )

    found = listed(
        "Answers the regional team asks about", rows, item, reverse("assess:returns:list")
    )
    return _unless_empty(found)


def replies_to_queries(viewer: User, day: date) -> Errand | None:
    """For quality teams: what a provider replied and nobody has looked at since."""
    if not viewer.can(Permission.REVIEW_RETURN):
        return None
    patch = viewer.patch(Permission.REVIEW_RETURN)
    rows = (
        _open_decisions()
        .filter(patch.q("signature__self_assessment__organisation"), reply__isnull=False)
        # Whoever wrote the letter had read the replies that were there.
        .exclude(signature__letter__sent_at__gte=F("reply__at"))
        .annotate(replied_at=F("reply__at"))
        .order_by("replied_at", "pk")
    )

    def item(row: Any) -> Item:
        found = row.signature.self_assessment
        return Item(
            text=_asks(row),
            href=reverse("assess:returns:decide", args=[found.reference, row.question]),
            hint=f"{found.organisation.name}. Replied on {format_date(row.replied_at)}",
        )

    found = listed("Replies about self-assessments", rows, item, reverse("assess:returns:list"))
    return _unless_empty(found)


def letters_that_came(viewer: User, day: date) -> Errand | None:
    """For a provider's own people: feedback on what they signed, for a month."""
    if not (viewer.can(Permission.ANSWER_RETURN) or viewer.can(Permission.SIGN_RETURN)):
        return None
    rows = (
        FeedbackLetter.objects.filter(
            signature__self_assessment__in=Return.objects.worked_on_by(viewer).order_by(),
            signature__self_assessment__current=F("signature"),
            sent_at__date__gte=day - timedelta(days=_TOLD_DAYS),
        )
        .select_related("signature__self_assessment__organisation")
        .select_related("signature__self_assessment__campaign")
        .defer("content", "signature__content")
        .order_by("-sent_at", "pk")
    )

    def item(row: FeedbackLetter) -> Item:
        found = row.signature.self_assessment
        return Item(
            text=f"{found.campaign.name}: {found.organisation.name}",
            href=reverse("assess:returns:letter", args=[found.reference]),
            hint=f"Sent on {format_date(row.sent_at)}",
        )

    found = listed("Feedback on self-assessments", rows, item, reverse("assess:returns:list"))
    return _unless_empty(found)


def reviews_asked_for(viewer: User, day: date) -> Errand | None:
    """For quality teams: requests for a review that nobody has answered."""
    if not viewer.can(Permission.MANAGE_CONCERN):
        return None
    rows = (
        ReviewRequest.objects.visible_to(viewer)
        .filter(viewer.patch(Permission.MANAGE_CONCERN).q("organisation"), answer=None)
        .select_related("organisation", "environment", "programme")
        .order_by("at", "pk")
    )

    def item(row: ReviewRequest) -> Item:
        return Item(
            text=f"{row.reference}: {row.place.name}",
            href=reverse("respond:requests:show", args=[row.reference]),
            hint=f"Asked on {format_date(row.at)}",
        )

    href = f"{reverse('respond:requests:list')}?answered=no"
    return _unless_empty(listed("Reviews that are asked for", rows, item, href))


def tensions_waiting(viewer: User, day: date) -> Errand | None:
    """For whoever judges: where sources disagree and nobody has ended it."""
    if not viewer.can(Permission.JUDGE_STANDARDS):
        return None
    rows = (
        Tension.objects.visible_to(viewer)
        .waiting()
        .select_related("organisation", "environment", "programme", "standard")
        .order_by("found_at", "pk")
    )

    def item(row: Tension) -> Item:
        standard = f", standard {row.standard.number}" if row.standard else ""
        return Item(
            text=f"{row.reference}: {row.get_kind_display()}",
            href=reverse("insight:tensions:show", args=[row.reference]),
            hint=f"{row.place.name}{standard}. Found on {format_date(row.found_at)}",
        )

    href = f"{reverse('insight:tensions:list')}?state=waiting"
    return _unless_empty(listed("Tensions", rows, item, href))


def _of(heading: str, rows: Iterable[Any], item: Any, all_href: str) -> Errand | None:
    """The same of rows that were looked through one by one."""
    found = list(rows)
    shown = tuple(item(row) for row in found[:MOST_SHOWN])
    return _unless_empty(Errand(heading, shown, len(found), all_href))


def _unless_empty(errand: Errand) -> Errand | None:
    return errand if errand.items else None
