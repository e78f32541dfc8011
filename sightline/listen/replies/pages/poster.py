from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sightline.access.allow import PUBLIC, allow
from sightline.base.service_state import holds_made_up_data
from sightline.listen.replies.models import Reply
from sightline.listen.replies.poster import MOST, poster_pdf
from sightline.organisations.models import Organisation, Programme


@allow(PUBLIC)
def poster(request: HttpRequest, code: str, programme_code: str = "") -> HttpResponse:
    """What learners of a provider (on a programme) were told, as a poster to print."""
    provider = get_object_or_404(Organisation.objects.providers(), code=code)
    programme = get_object_or_404(Programme, code=programme_code) if programme_code else None
    replies = Reply.objects.public().filter(organisation=provider)
    if programme:
        replies = replies.filter(Q(programme=programme) | Q(programme=None))
    newest = list(replies.order_by("-published_at", "-pk")[:MOST])
    if not newest:
        raise Http404
    parts = [provider.code, *([programme.code] if programme else [])]
    made = poster_pdf(
        place=provider.name,
        group=f"For learners on {programme.name}" if programme else "",
        replies=newest,
        address=request.build_absolute_uri(reverse("listen:replies:public", args=parts)),
        made_up=holds_made_up_data(),
    )
    name = "-".join(["you-said-we-did", *parts]).lower()
    return HttpResponse(
        made,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )
