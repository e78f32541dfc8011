from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access import viewer
from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.listen.replies import queries
from sightline.listen.replies.models import Reply
from sightline.people.request import SignedInRequest
from sightline.trail import record


def found_for(request: SignedInRequest, reference: str) -> Reply:
    """The reply, or a 404 for whoever may not see it."""
    return get_object_or_404(
        Reply.objects.visible_to(request.user).select_related(
            "organisation", "programme", "commitment", "dataset", "drafted_by", "published_by"
        ),
        reference=reference,
    )


@allow(Permission.VIEW_REPLIES)
def show(request: SignedInRequest, reference: str) -> HttpResponse:
    reply = found_for(request, reference)
    place = reply.organisation
    is_draft = reply.state == Reply.State.DRAFT
    quoted = (
        queries.quote(
            organisation=place,
            programme=reply.programme,
            dataset=reply.dataset,
            measures=reply.measures.all(),
        )
        if is_draft
        else reply.quoted
    )
    may_publish = viewer.may(request.user, Permission.PUBLISH_REPLY, at=place)
    sees_commitments = viewer.may(request.user, Permission.VIEW_COMMITMENTS, at=place)
    return render(
        request,
        "listen/replies/pages/show.jinja",
        {
            "reply": reply,
            "quoted": quoted,
            "is_draft": is_draft,
            "may_amend": is_draft and viewer.may(request.user, Permission.DRAFT_REPLY, at=place),
            "may_publish": is_draft and may_publish,
            "may_withdraw": reply.state == Reply.State.PUBLISHED and may_publish,
            "sees_commitments": sees_commitments,
            "sees_results": viewer.may(request.user, Permission.VIEW_RESULTS, at=place),
            "confirmations": [
                one for one in reply.confirmations.select_related("round__survey") if one.total
            ],
            "told": getattr(reply, "news", None),
            "reopenings": reply.reopenings.select_related("answered_by")
            if sees_commitments
            else [],
            "may_answer": viewer.may(request.user, Permission.DRAFT_REPLY, at=place),
            "trail": record.lines_about(reply, internal=False) if sees_commitments else [],
        },
    )
