"""Stories of good care and teaching, for anybody, by provider."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access.allow import PUBLIC, allow
from sightline.listen.voices.stories.models import Story
from sightline.organisations.models import Organisation


@allow(PUBLIC)
def find(request: HttpRequest) -> HttpResponse:
    """Providers with public stories, by name."""
    told = Count("stories", filter=Q(stories__withdrawn_on=None))
    providers = Organisation.objects.annotate(told=told).filter(told__gt=0).order_by("name", "code")
    page = Paginator(providers, 50).get_page(request.GET.get("page"))
    return render(request, "listen/voices/stories/pages/find.jinja", {"page": page})


@allow(PUBLIC)
def public(request: HttpRequest, code: str) -> HttpResponse:
    """The stories of one provider, newest first. Nothing of the case behind one is read."""
    provider = get_object_or_404(Organisation.objects.providers(), code=code)
    stories = (
        Story.objects.public()
        .filter(organisation=provider)
        .values("title", "text", "released_on", "voice__kind")
    )
    page = Paginator(stories, 20).get_page(request.GET.get("page"))
    return render(
        request,
        "listen/voices/stories/pages/public.jinja",
        {"provider": provider, "page": page},
    )
