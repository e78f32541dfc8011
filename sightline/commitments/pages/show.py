from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.commitments.models import Commitment
from sightline.commitments.words import STATUS_WORDS, Status
from sightline.people.request import SignedInRequest
from sightline.standards.queries import named
from sightline.trail import record


def found_for(request: SignedInRequest, reference: str) -> Commitment:
    """The commitment with its status today, or a 404 for whoever may not see it."""
    return get_object_or_404(
        Commitment.objects.visible_to(request.user)
        .with_status(timezone.localdate())
        .select_related("organisation", "programme", "owner", "agreed_by"),
        reference=reference,
    )


@allow(Permission.VIEW_COMMITMENTS)
def show(request: SignedInRequest, reference: str) -> HttpResponse:
    commitment = found_for(request, reference)
    place = commitment.organisation
    user = request.user
    proofs = list(commitment.proofs.select_related("by", "check_made__by"))
    status = Status(commitment.status)
    latest = proofs[-1] if proofs else None
    return render(
        request,
        "commitments/pages/show.jinja",
        {
            "commitment": commitment,
            "status": STATUS_WORDS[status],
            "is_overdue": status is Status.OVERDUE,
            "proofs": proofs,
            "later_due_dates": commitment.later_due_dates.select_related("by"),
            "measures": commitment.measures.all(),
            "standards": named(commitment.standards.select_related("version")),
            "may_prove": status in (Status.OPEN, Status.OVERDUE)
            and viewer.may(user, Permission.PROVE_COMMITMENT, at=place),
            "may_check": status is Status.PROOF_SENT
            and latest is not None
            and latest.by_id != user.pk
            and viewer.may(user, Permission.CHECK_COMMITMENT, at=place),
            "may_move": status is not Status.KEPT
            and viewer.may(user, Permission.AGREE_COMMITMENT, at=place),
            "sees_returns": viewer.may(user, Permission.VIEW_RETURNS, at=place),
            "may_reply": viewer.may(user, Permission.DRAFT_REPLY, at=place),
            "trail": record.lines_about(commitment, internal=False),
        },
    )
