from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access.allow import PUBLIC, allow
from sightline.design.forms import Form
from sightline.listen.comments.models import Comment
from sightline.listen.replies.models import Reply
from sightline.organisations.models import Organisation, Programme


class FindForm(Form):
    q = forms.CharField(label="Name of the provider", required=False, max_length=100)


@allow(PUBLIC)
def find(request: HttpRequest) -> HttpResponse:
    """Providers with published replies, by name."""
    form = FindForm(request.GET or None)
    text = form.cleaned_data["q"].strip() if form.is_bound and form.is_valid() else ""
    published = Count("replies", filter=Q(replies__state=Reply.State.PUBLISHED))
    providers = (
        Organisation.objects.annotate(published=published)
        .filter(published__gt=0, name__icontains=text)
        .order_by("name", "code")
    )
    page = Paginator(providers, 50).get_page(request.GET.get("page"))
    return render(
        request, "listen/replies/pages/find.jinja", {"form": form, "page": page, "text": text}
    )


@allow(PUBLIC)
def public(request: HttpRequest, code: str, programme_code: str = "") -> HttpResponse:
    """What learners of a provider (on a programme) were told, newest first."""
    provider = get_object_or_404(Organisation.objects.providers(), code=code)
    programme = get_object_or_404(Programme, code=programme_code) if programme_code else None
    replies = Reply.objects.public().filter(organisation=provider)
    programmes = Programme.objects.filter(
        pk__in=replies.exclude(programme=None).values("programme")
    ).order_by("name")
    if programme:
        replies = replies.filter(Q(programme=programme) | Q(programme=None))
    page = Paginator(
        replies.select_related("programme", "dataset")
        .prefetch_related("confirmations__round")
        .order_by("-published_at", "-pk"),
        20,
    ).get_page(request.GET.get("page"))
    return render(
        request,
        "listen/replies/pages/public.jinja",
        {
            "provider": provider,
            "programme": programme,
            "programmes": programmes,
            "page": page,
            "has_comments": Comment.objects.filter(organisation=provider, is_public=True).exists(),
        },
    )
