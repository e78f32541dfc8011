from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sightline.access.allow import PUBLIC, allow
from sightline.listen.comments import queries
from sightline.listen.surveys.models import Round
from sightline.organisations.models import Organisation
from sightline.results.levels import GroupKey, Level


@allow(PUBLIC)
def public(request: HttpRequest, code: str) -> HttpResponse:
    """What learners of a provider wrote in the newest round, where it was marked for everybody."""
    provider = get_object_or_404(Organisation.objects.providers(), code=code)
    key = GroupKey(Level.PROVIDER, provider.code)
    newest = (
        Round.objects.exclude(dataset=None)
        .filter(comments__organisation=provider, comments__is_public=True)
        .select_related("dataset", "survey")
        .order_by("-collected_to", "-pk")
        .first()
    )
    rows = queries.readable(newest, key, public=True)
    return render(
        request,
        "listen/comments/pages/public.jinja",
        {
            "provider": provider,
            "round": newest,
            "labels": queries.theme_labels(newest.survey.code) if newest else {},
            "page": Paginator(rows, 30).get_page(request.GET.get("page")),
        },
    )
