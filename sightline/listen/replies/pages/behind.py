from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access.allow import PUBLIC, allow
from sightline.listen.replies.models import Reply


@allow(PUBLIC)
def behind(request: HttpRequest, reference: str) -> HttpResponse:
    """The questions and counts that caused a published reply, frozen on the day."""
    reply = get_object_or_404(
        Reply.objects.public().select_related("organisation", "programme", "dataset"),
        reference=reference,
    )
    return render(request, "listen/replies/pages/behind.jinja", {"reply": reply})
