"""What needs somebody today: short lists drawn from every stage, each within that person's patch.

Every function takes the viewer and the day, and gives an Errand, or None where the viewer's roles
have no such errand. A fixed number of queries each, however much there is.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from sightline.access.permissions import Permission
from sightline.commitments.models import Commitment, Proof
from sightline.commitments.words import Status
from sightline.design.show import format_date
from sightline.home.assessed import self_assessments
from sightline.home.errand import SOON_DAYS, Errand, Item, Urgency, listed, until
from sightline.home.framed import standards_to_decide
from sightline.home.governed import applications_to_send, approvals_to_decide
from sightline.home.growing import expansions_decided, expansions_to_decide
from sightline.home.heard import (
    comments_to_read,
    data_requests,
    forum_promises,
    told_by_forums,
    urgent_comments,
    voices_waiting,
)
from sightline.home.reviewed import (
    answers_queried,
    letters_that_came,
    replies_to_queries,
    returns_to_review,
    returns_to_sign,
    reviews_asked_for,
    tensions_waiting,
)
from sightline.home.signalled import signals_waiting
from sightline.listen.imports.models import SurveyImport
from sightline.listen.replies.models import Reopening, Reply
from sightline.organisations.models import Organisation
from sightline.people.models import GivenRole, User
from sightline.respond.register.models import Concern, Note, Standing
from sightline.standards.models import FrameworkVersion


def of(viewer: User, day: date) -> list[Errand]:
    """Every errand that the viewer's roles have, the empty ones too."""
    found = (one(viewer, day) for one in ERRANDS)
    return [errand for errand in found if errand is not None]


def concerns_to_review(viewer: User, day: date) -> Errand | None:
    if not viewer.can(Permission.MANAGE_CONCERN):
        return None
    latest = Standing.objects.filter(concern=OuterRef("pk")).order_by("-at", "-pk")
    rows = (
        Concern.objects.visible_to(viewer)
        .filter(viewer.patch(Permission.MANAGE_CONCERN).q("organisation"))
        .annotate(
            state=Subquery(latest.values("state")[:1]),
            review=Subquery(latest.values("next_review_date")[:1]),
            owner_name=Subquery(latest.values("owner__name")[:1]),
        )
        .filter(review__lte=day + timedelta(days=SOON_DAYS))
        .exclude(state=Standing.State.CLOSED)
        .select_related("organisation")
        .order_by("review", "pk")
    )

    def item(row: Any) -> Item:
        status, urgency = until(row.review, day)
        return Item(
            text=f"{row.reference}: {row.title}",
            href=reverse("respond:register:show", args=[row.reference]),
            hint=f"{row.organisation.name}. Review by {format_date(row.review)}. "
            f"Owner: {row.owner_name}",
            status=status,
            urgency=urgency,
        )

    return listed("Concerns to review", rows, item, reverse("respond:register:list"))


def questions_to_answer(viewer: User, day: date) -> Errand | None:
    if not viewer.can(Permission.ANSWER_CONCERN):
        return None
    exchanged = Note.objects.filter(
        concern=OuterRef("pk"),
        lane=Note.Lane.SHARED,
        kind__in=[Note.Kind.QUESTION, Note.Kind.ANSWER],
    ).order_by("-at", "-pk")
    rows = (
        Concern.objects.visible_to(viewer)
        .filter(viewer.patch(Permission.ANSWER_CONCERN).q("organisation"))
        .annotate(
            last=Subquery(exchanged.values("kind")[:1]),
            asked_at=Subquery(exchanged.values("at")[:1]),
        )
        .filter(last=Note.Kind.QUESTION)
        .select_related("organisation")
        .order_by("asked_at", "pk")
    )

    def item(row: Any) -> Item:
        return Item(
            text=f"{row.reference}: {row.title}",
            href=reverse("respond:register:show", args=[row.reference]),
            hint=f"{row.organisation.name}. Asked on {format_date(row.asked_at)}",
        )

    return listed("Questions to answer", rows, item, reverse("respond:register:list"))


def _commitments(viewer: User, permission: Permission, day: date) -> QuerySet[Any]:
    rows: QuerySet[Any] = (
        Commitment.objects.visible_to(viewer)
        .filter(viewer.patch(permission).q("organisation"))
        .with_status(day)
    )
    return rows.select_related("organisation").order_by("due_date", "pk")


def _commitment_item(row: Any, day: date) -> Item:
    status, urgency = until(row.due_date, day)
    return Item(
        text=f"{row.reference}: {row.promise}",
        href=reverse("commitments:show", args=[row.reference]),
        hint=f"{row.organisation.name}. Due {format_date(row.due_date)}. Owner: {row.owner_name}",
        status=status,
        urgency=urgency,
    )


def commitments_to_keep(viewer: User, day: date) -> Errand | None:
    if not viewer.can(Permission.PROVE_COMMITMENT):
        return None
    rows = _commitments(viewer, Permission.PROVE_COMMITMENT, day).filter(
        status__in=[Status.OPEN, Status.OVERDUE],
        due_date__lte=day + timedelta(days=SOON_DAYS),
    )
    return listed(
        "Commitments to keep",
        rows,
        lambda row: _commitment_item(row, day),
        reverse("commitments:list"),
    )


def overdue_commitments(viewer: User, day: date) -> Errand | None:
    if not viewer.can(Permission.VIEW_COMMITMENTS) or viewer.can(Permission.PROVE_COMMITMENT):
        return None
    rows = _commitments(viewer, Permission.VIEW_COMMITMENTS, day).filter(status=Status.OVERDUE)
    return listed(
        "Overdue commitments",
        rows,
        lambda row: _commitment_item(row, day),
        f"{reverse('commitments:list')}?status={Status.OVERDUE}",
    )


def proofs_to_check(viewer: User, day: date) -> Errand | None:
    if not viewer.can(Permission.CHECK_COMMITMENT):
        return None
    sent = Proof.objects.filter(commitment=OuterRef("pk")).order_by("-at", "-pk")
    rows = (
        _commitments(viewer, Permission.CHECK_COMMITMENT, day)
        .filter(status=Status.PROOF_SENT)
        .annotate(sent_by=Subquery(sent.values("by")[:1]), sent_at=Subquery(sent.values("at")[:1]))
        # Somebody else checks what they sent themselves.
        .exclude(sent_by=viewer.pk)
        .order_by("sent_at", "pk")
    )

    def item(row: Any) -> Item:
        return Item(
            text=f"{row.reference}: {row.promise}",
            href=reverse("commitments:check", args=[row.reference]),
            hint=f"{row.organisation.name}. Sent on {format_date(row.sent_at)}",
        )

    return listed(
        "Proof to check",
        rows,
        item,
        f"{reverse('commitments:list')}?status={Status.PROOF_SENT}",
    )


def replies_not_seen(viewer: User, day: date) -> Errand | None:
    """For whoever answers for a provider or owns the commitment behind it."""
    if not viewer.can(Permission.DRAFT_REPLY):
        return None
    rows = (
        Reopening.objects.filter(
            viewer.patch(Permission.DRAFT_REPLY).q("reply__organisation"), answered_at=None
        )
        .select_related("reply__organisation", "reply__commitment")
        .order_by("at", "pk")
    )

    def item(row: Reopening) -> Item:
        owner = row.reply.commitment.owner_name if row.reply.commitment else ""
        return Item(
            text=f"{row.reply.reference}: {row.no:,} of {row.total:,} have not seen what was done",
            href=reverse("listen:replies:reopened", args=[row.reply.reference]),
            hint=row.reply.organisation.name + (f". Owner: {owner}" if owner else ""),
            status="Re-opened",
        )

    found = listed(
        "Replies that learners have not seen", rows, item, reverse("listen:replies:list")
    )
    return found if found.items else None


def drafts_to_publish(viewer: User, day: date) -> Errand | None:
    if not viewer.can(Permission.PUBLISH_REPLY):
        return None
    rows = (
        Reply.objects.visible_to(viewer)
        .filter(viewer.patch(Permission.PUBLISH_REPLY).q("organisation"), state=Reply.State.DRAFT)
        .select_related("organisation")
        .order_by("drafted_at", "pk")
    )

    def item(row: Reply) -> Item:
        return Item(
            text=f"{row.reference}: {row.you_said}",
            href=reverse("listen:replies:show", args=[row.reference]),
            hint=f"{row.organisation.name}. Drafted on {format_date(row.drafted_at)}",
        )

    return listed("Replies to publish", rows, item, reverse("listen:replies:list"))


def replies_to_read(viewer: User, day: date) -> Errand | None:
    """For learners, whose home page this is: what happened because of what was said."""
    if not viewer.can(Permission.VIEW_REPLIES) or viewer.can(Permission.VIEW_RESULTS):
        return None
    rows = (
        Reply.objects.visible_to(viewer)
        .filter(state=Reply.State.PUBLISHED)
        .select_related("organisation")
        .order_by("-published_at", "pk")
    )

    def item(row: Reply) -> Item:
        return Item(
            text=row.you_said,
            href=reverse("listen:replies:show", args=[row.reference]),
            hint=f"{row.organisation.name}. {row.get_outcome_display()}. Published on "
            f"{format_date(row.published_at)}",
        )

    return listed(
        "What happened because of what learners said",
        rows,
        item,
        reverse("listen:replies:list"),
    )


def survey_files(viewer: User, day: date) -> Errand | None:
    if not viewer.can(Permission.IMPORT_SURVEY):
        return None
    State = SurveyImport.State
    rows = (
        SurveyImport.objects.visible_to(viewer)
        .filter(
            state__in=[State.REFUSED, State.CHECKED, State.FAILED],
            uploaded_at__date__gte=day - timedelta(days=30),
        )
        .select_related("round__survey")
        .order_by("-uploaded_at")
    )

    def item(row: SurveyImport) -> Item:
        return Item(
            text=row.original_name,
            href=reverse("listen:imports:show", args=[row.pk]),
            hint=str(row.round),
            status=row.get_state_display(),
            urgency=Urgency.USUAL if row.state == State.CHECKED else Urgency.LATE,
        )

    return listed("Survey files", rows, item, reverse("listen:surveys:list"))


def setting_up(viewer: User, day: date) -> Errand | None:
    items = []
    if viewer.can(Permission.LOAD_ORGANISATIONS) and not Organisation.objects.providers().exists():
        items.append(
            Item("Load the lists of organisations", reverse("organisations:load"), status="To do")
        )
    if viewer.can(Permission.MANAGE_STANDARDS) and FrameworkVersion.in_force_on(day) is None:
        items.append(
            Item("Load a version of the framework", reverse("standards:load"), status="To do")
        )
    if viewer.can(Permission.MANAGE_PEOPLE):
        held = GivenRole.objects.filter(ended_date=None).values("user")
        count = User.objects.visible_to(viewer).filter(is_active=True).exclude(pk__in=held).count()
        if count:
            people = "1 person has" if count == 1 else f"{count} people have"
            href = f"{reverse('people:administration')}?role=none"
            items.append(Item("Give people a role", href, hint=f"{people} no role"))
    elif not viewer.can(Permission.MANAGE_STANDARDS):
        return None
    return Errand("Setting up", tuple(items), len(items))


ERRANDS: tuple[Callable[[User, date], Errand | None], ...] = (
    concerns_to_review,
    signals_waiting,
    tensions_waiting,
    reviews_asked_for,
    voices_waiting,
    questions_to_answer,
    answers_queried,
    returns_to_sign,
    self_assessments,
    returns_to_review,
    replies_to_queries,
    letters_that_came,
    expansions_to_decide,
    expansions_decided,
    commitments_to_keep,
    overdue_commitments,
    proofs_to_check,
    urgent_comments,
    comments_to_read,
    replies_not_seen,
    drafts_to_publish,
    replies_to_read,
    forum_promises,
    told_by_forums,
    approvals_to_decide,
    applications_to_send,
    data_requests,
    survey_files,
    standards_to_decide,
    setting_up,
)
